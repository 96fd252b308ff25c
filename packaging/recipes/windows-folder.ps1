# NOT YET RUN. Makes build\windows, a folder that holds the program with a Python of its own, for the two installers.
# Needs Windows 10 or 11, Python 3.13 from python.org, and `py -m pip install pyinstaller hatchling`.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')
py -3.13 -m venv build\windows-env
$python = 'build\windows-env\Scripts\python.exe'
# As on Linux: by hash, and without what is under the GPL or wants a compiler.
& $python -m pip install --no-deps --require-hashes --only-binary :all: --no-binary 'pyautogui,pyscreeze,pytweening' `
    -r packaging\requirements.lock
& $python -m pip install --no-deps .
& $python -m pip install pyinstaller
# Without a console window: what a double click starts is the tray. The other program is the command line.
# The entry also stands for the interpreter that the program's own parts are started with (bundle.py).
$entry = 'packaging\recipes\bundle.py'
$common = '--noconfirm', '--collect-all', 'desktop_agent', '--collect-data', 'rapidocr', '--copy-metadata', 'rapidocr',
    '--copy-metadata', 'mcp', '--exclude-module', 'PIL', '--exclude-module', 'tkinter', '--icon', 'build\icon.ico'
& $python -c "from PySide6.QtGui import QGuiApplication, QIcon; app = QGuiApplication([]); QIcon('assets/icon.svg').pixmap(256, 256).save('build/icon.ico')"
& $python -m PyInstaller @common --windowed --name 'Desktop Agent' --distpath build\windows $entry
& $python -m PyInstaller @common --console --name 'desktop-agent' --distpath build\windows $entry
