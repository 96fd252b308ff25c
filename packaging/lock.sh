#!/bin/sh
# Make all locks again, keeping every version that still fits; `sh packaging/lock.sh --upgrade` takes the newest.
#
# Four packages stay out that pynput and pyautogui ask for: evdev wants a compiler and is not used under X11,
# python3-xlib overwrites files of the newer python-xlib, MouseInfo and PyMsgBox are windows under the GPL, not used here.
# Everything is therefore installed with `--require-hashes --no-deps`.
set -eu
cd -- "$(dirname -- "$0")/.."

# Of what pyautogui asks for, these are of use elsewhere alone.
scratch=$(mktemp -d)
for name in pygetwindow pyperclip pyrect; do printf "%s ; sys_platform != 'linux'\n" "$name"; done >"$scratch/elsewhere"

compile() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-package evdev --no-emit-package python3-xlib --no-emit-package mouseinfo --no-emit-package pymsgbox \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --override "$scratch/elsewhere" "$@"
}

# What a user gets: the program, reading the screen offline, and pynput and pyautogui as other ways to press keys.
compile pyproject.toml --extra offline --extra mcp --extra watch --extra pynput --extra pyautogui -o packaging/requirements.lock "$@"
# Keep of a lock what isn't in others.
without() { awk '/^[^ ]/ { again = FNR != NR && $0 in seen; if (FNR == NR) seen[$0] } FNR != NR && !again' "$@"; }
# What the tests need besides, at the versions of the packages above.
both=$scratch/both
cat packaging/requirements.lock packaging/requirements-test.lock >"$both"
compile pyproject.toml --extra offline --extra pynput --extra pyautogui --extra mcp --extra watch --group test -c packaging/requirements.lock \
  -o "$both" "$@"
# A line that begins a package has its version and where it is for; those of the program's own are not repeated.
without packaging/requirements.lock "$both" >packaging/requirements-test.lock
# Other people's word on the wire, and Google's loop, which wants older packages: in environments of their own, which take
# from .venv what it has in the same version (`put_behind` in setup.sh).
for name in oracle adk; do
  cat "packaging/$name.lock" "$both" >"$scratch/$name"
  compile --group "pyproject.toml:$name" -o "$scratch/$name" "$@"
  without "$both" "$scratch/$name" >"packaging/$name.lock"
done
# What puts the project itself into an environment, at the versions that the tests use of the same packages.
printf 'hatchling>=1.27\neditables\n' |
  compile - -c packaging/requirements.lock -c packaging/requirements-test.lock -o packaging/build.lock "$@"

# What says which packages are in a release, for the workflow that makes one, and what makes a folder of the program with a
# Python in it (packaging/recipes/one-folder.sh).
printf 'cyclonedx-bom>=7\npyinstaller\n' | compile - -c packaging/requirements.lock -o packaging/release.lock "$@"
rm -r "$scratch"
