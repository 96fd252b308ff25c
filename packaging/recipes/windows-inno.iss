; NOT YET RUN. An installer for one person, without administrator rights: first windows-folder.ps1, then
; `iscc packaging\recipes\windows-inno.iss`; sign the result with `signtool sign /fd sha256 /tr URL /td sha256`.
[Setup]
AppId=desktop-agent
AppName=Desktop Agent
AppVersion=0.1.0
DefaultDirName={localappdata}\Programs\Desktop Agent
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=desktop-agent-setup
SetupIconFile=..\..\build\icon.ico
UninstallDisplayName=Desktop Agent
Compression=lzma2

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Files]
Source: "..\..\build\windows\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{userprograms}\Desktop Agent"; Filename: "{app}\Desktop Agent\Desktop Agent.exe"

[Registry]
; Starting with Windows is off until Settings switches it on; removing the program takes the value away.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "Desktop Agent"; Flags: uninsdeletevalue dontcreatekey; ValueType: none
