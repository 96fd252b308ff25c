#!/bin/sh
# Make dist/desktop-agent, a folder with the program, a Python and all libraries in it, on Debian or Ubuntu:
#
#   PYTHON=python3.11 sh packaging/recipes/one-folder.sh
#   sudo sh packaging/setup.sh deb-test dist/desktop-agent   # try it on a bare system without a Python
#
# It runs on systems whose C library is at least as new as this one's. PYTHON must have a shared library (Debian:
# libpython3.11) and the module venv; PyInstaller asks for binutils. No code under the GPL is put in (packaging/slim.py).
set -eu
cd -- "$(dirname -- "$0")/../.."
work=$PWD/build/one-folder
rm -rf "$work" dist/desktop-agent
"${PYTHON:-python3}" -m venv "$work/env"
python=$work/env/bin/python
install() { "$python" -m pip --disable-pip-version-check --quiet install --no-compile "$@"; }
install --no-deps --require-hashes --only-binary :all: --no-binary pyautogui,pyscreeze,pytweening \
  -r packaging/requirements.lock -r packaging/build.lock
install --no-deps --no-build-isolation .
"$python" packaging/slim.py "$(echo "$work"/env/lib/python3*/site-packages)"
# The themes of other toolkits would bring those toolkits, and drawing without a desktop is not wanted.
plugins=$(echo "$work"/env/lib/python3*/site-packages/PySide6/Qt/plugins)
rm -rf "$plugins"/platformthemes/libqgtk3.so "$plugins"/egldeviceintegrations "$plugins"/platforms/libqeglfs.so \
  "$plugins"/platforms/libqlinuxfb.so "$plugins"/platforms/libqvnc.so "$plugins"/platforms/libqminimalegl.so
install --no-deps --require-hashes -r packaging/release.lock
"$python" -m PyInstaller --noconfirm --log-level ERROR --name desktop-agent --distpath dist --workpath "$work" \
  --specpath "$work" --collect-all desktop_agent --collect-data rapidocr --copy-metadata rapidocr --copy-metadata mcp \
  --exclude-module PIL --exclude-module tkinter packaging/recipes/bundle.py
# Debugging symbols that some builds of Python keep. Other libraries break when they are stripped.
strip --strip-unneeded dist/desktop-agent/_internal/libpython3.*.so.* 2>/dev/null || true
# The same file once more, under the name by which the program starts its parts (bundle.py).
ln dist/desktop-agent/desktop-agent dist/desktop-agent/python3
du -sm dist/desktop-agent
