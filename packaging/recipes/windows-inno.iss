; NOT YET RUN. An installer for one person, without administrator rights; windows-folder.ps1 makes it, and names the
; version: `iscc /DVersion=… packaging\recipes\windows-inno.iss`.
#ifndef Version
  #error "No version: run windows-folder.ps1"
#endif
[Setup]
AppId=desktop-agent
AppName=Desktop Agent
AppVersion={#Version}
DefaultDirName={localappdata}\Programs\Desktop Agent
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=desktop-agent-setup
SetupIconFile=..\..\build\windows-files\icon.ico
UninstallDisplayName=Desktop Agent
Compression=lzma2

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Files]
Source: "..\..\build\windows\Desktop Agent\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{userprograms}\Desktop Agent"; Filename: "{app}\Desktop Agent.exe"

[Registry]
; Starting with Windows is off until Settings switches it on; removing the program takes the value away.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "Desktop Agent"; Flags: uninsdeletevalue dontcreatekey; ValueType: none
