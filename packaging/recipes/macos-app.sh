#!/bin/sh
# NOT YET RUN. Makes dist/Desktop Agent.app, signed and notarised, on a Mac with Xcode's tools and Python 3.13.
#
#   IDENTITY='Developer ID Application: NAME (TEAM)' PROFILE=NOTARY sh packaging/recipes/macos-app.sh
#
# PROFILE is what `xcrun notarytool store-credentials` has stored. The person gives the two permissions, Screen Recording
# and Accessibility, to this program: a new signature asks for them again.
set -eu
cd -- "$(dirname -- "$0")/../.."
: "${IDENTITY:?names the certificate}" "${PROFILE:?names the stored credentials}"

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

# The hardened runtime, which notarising asks for, keeps Python from loading wheels that another team signed.
cat >build/entitlements.plist <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>com.apple.security.cs.disable-library-validation</key><true/></dict></plist>
END
codesign --deep --force --options runtime --timestamp --entitlements build/entitlements.plist --sign "$IDENTITY" "$app"
ditto -c -k --keepParent "$app" dist/desktop-agent.zip
xcrun notarytool submit dist/desktop-agent.zip --keychain-profile "$PROFILE" --wait
xcrun stapler staple "$app"
