# NOT YET RUN. Makes build\windows\Desktop Agent, a folder that holds both programs with a Python of their own, and of that
# dist\desktop-agent-setup.exe and dist\desktop-agent.msix where Inno Setup and the Windows SDK are there to make them.
# Needs Windows 10 or 11 and Python 3.13 from python.org. Everything is signed with what windows-sign.ps1 is given.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')
function Check { if ($LASTEXITCODE) { exit $LASTEXITCODE } }
$recipes = 'packaging\recipes'
py -3.13 -m venv build\windows-env; Check
$python = 'build\windows-env\Scripts\python.exe'
# As on Linux: by hash, and without what is under the GPL or wants a compiler.
& $python -m pip install --no-deps --require-hashes --only-binary :all: --no-binary 'pyautogui,pyscreeze,pytweening' `
    -r packaging\requirements.lock -r packaging\build.lock; Check
& $python -m pip install --no-deps --no-build-isolation .; Check
& $python -m pip install pyinstaller; Check
& $python $recipes\windows_files.py build\windows-files; Check
& $python -m PyInstaller --noconfirm --distpath build\windows --workpath build\windows-work $recipes\windows.spec; Check
$folder = 'build\windows\Desktop Agent'
& $recipes\windows-sign.ps1 "$folder\Desktop Agent.exe" "$folder\desktop-agent.exe"; Check

New-Item -ItemType Directory -Force dist | Out-Null
if (Get-Command iscc -ErrorAction SilentlyContinue) {
    $version = & $python -c 'import desktop_agent.core.version as v; print(v.__version__)'; Check
    iscc "/DVersion=$version" $recipes\windows-inno.iss; Check
    & $recipes\windows-sign.ps1 dist\desktop-agent-setup.exe; Check
} else { 'No installer: iscc of Inno Setup is not on the path.' }
if (Get-Command makeappx -ErrorAction SilentlyContinue) {
    Copy-Item build\windows-files\AppxManifest.xml, build\windows-files\icon-44.png, build\windows-files\icon-150.png build\windows
    makeappx pack /o /d build\windows /p dist\desktop-agent.msix; Check
    & $recipes\windows-sign.ps1 dist\desktop-agent.msix; Check
} else { 'No package: makeappx of the Windows SDK is not on the path.' }
