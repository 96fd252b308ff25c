#!/bin/sh
# NOT YET RUN. Makes dist/Desktop Agent.app and a zip of it, on a Mac with Xcode's tools and Python 3.13.
#
#   IDENTITY='Developer ID Application: NAME (TEAM)' PROFILE=NOTARY sh packaging/recipes/macos-app.sh
#
# It is signed and notarised with what is given for that (macos-sign.sh), else for this Mac alone. What a person permits,
# Screen Recording, Accessibility and Input Monitoring, is permitted to a signature: each build that is not signed by the
# same certificate has to be permitted anew.
set -eu
cd -- "$(dirname -- "$0")/../.."

python3.13 -m venv build/macos-env
python=build/macos-env/bin/python
"$python" -m pip install --no-deps --require-hashes --only-binary :all: --no-binary pyautogui,pyscreeze,pytweening \
  -r packaging/requirements.lock
"$python" -m pip install --no-deps .
"$python" -m pip install pyinstaller

mkdir -p build/icon.iconset
for size in 16 32 128 256 512; do
  sips -s format png -z "$size" "$size" assets/icon.svg --out "build/icon.iconset/icon_${size}x$size.png"
done
iconutil -c icns build/icon.iconset -o build/icon.icns

# The entry also stands for the interpreter that the program's own parts are started with (bundle.py).
"$python" -m PyInstaller --noconfirm --windowed --name 'Desktop Agent' --icon build/icon.icns \
  --osx-bundle-identifier org.desktop-agent --collect-all desktop_agent --collect-data rapidocr \
  --copy-metadata rapidocr --copy-metadata mcp --exclude-module PIL --exclude-module tkinter packaging/recipes/bundle.py
app='dist/Desktop Agent.app'
# It lives in the menu bar, not in the Dock.
plutil -replace LSUIElement -bool true "$app/Contents/Info.plist"
# That has broken the seal of PyInstaller's own signature, which is good on the Mac that made it.
codesign --force --deep --sign - "$app"

sh packaging/recipes/macos-sign.sh "$app"
ditto -c -k --keepParent "$app" dist/desktop-agent-macos.zip
