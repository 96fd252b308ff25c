#!/bin/sh
# From a fresh checkout on Debian or Ubuntu to a working program, its demo or its tests.
#
#   sh packaging/setup.sh              install everything; leaves .venv/bin/desktop-agent
#   sh packaging/setup.sh demo [...]   ... and run the demo (arguments go to `desktop-agent demo`)
#   sh packaging/setup.sh test [...]   ... and run the checks, the plain tests and a journey for each promise (with
#                                      arguments: pytest alone, with these)
#   sh packaging/setup.sh check        ... and run the checks and plain tests alone: no rights, no system package but Python's
#   sh packaging/setup.sh changed      ... and run the tests with a screen or a program, and long ones, but for the night's,
#                                      and see that they walk every branch of what thinks
#   sh packaging/setup.sh night        ... and run everything, which takes hours, and write a page about it
#   sh packaging/setup.sh pictures     ... and make the pictures in assets/ anew, those of all windows in assets/windows
#   sh packaging/setup.sh pictures FOLDER  ... or all windows there, in each language, look and scale
#   sh packaging/setup.sh deb [FOLDER] ... and make a package for this release of Debian or Ubuntu, in dist or FOLDER
#   sh packaging/setup.sh deb-test [FILE]      ... and try that package (else: one made now) on a bare system; as root,
#                                              for it makes one with mmdebstrap
#   sh packaging/setup.sh wayland [SESSION ...]  ... and try the promises in whole sessions of GNOME, KDE, labwc and sway, on
#                                              Debian 13; as root (4 GB in .wayland-test, made at the first call)
#   sh packaging/setup.sh windows-test [...]   ... and run the tests of what is for Windows, under Wine (a gigabyte in
#                                              .wine-test, fetched at the first call; arguments go to pytest)
#
# Four steps, each skipped when there is nothing to do: system packages, Python, the locked dependencies, the project.
# A stamp tells a finished set-up from an outdated one, a mark tells an interrupted one.
# Exit code 2: rights are missing, and the one line to run is printed.
# PYTHON=/path/to/python3 chooses the interpreter.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
venv=$root/.venv
oracle=$root/.oracle
adk=$root/.adk
newest=$root/.oracle-newest
# Someone's own settings must not send the packages elsewhere.
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX
export PIP_USER=0

# What Qt, OpenCV and the tray load at run time. A name with a bar changed between releases.
runtime_packages='libglib2.0-0t64|libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 fonts-dejavu-core'
# The private display of the demo, and the names of controls.
demo_packages='xvfb xauth openbox at-spi2-core dbus'
# The walls of a side desk (0.1 MB).
desk_packages='bubblewrap'
# What writes videos.
film_packages='ffmpeg'
# Everything works without these, but Japanese and emoji are drawn as boxes.
font_packages='fonts-inter fonts-wqy-microhei fonts-noto-color-emoji'
# Real applications to work, and other people's eyes on what arrived.
test_packages='xdotool xinput x11-utils x11-xkb-utils x11-xserver-utils mousepad pcmanfm xterm xclip strace scrot python3-tk libxi6
  libxtst6 tint2 curl libglib2.0-bin fuse-overlayfs apt-utils gpg gpg-agent'
# A private Wayland session with a lock, a terminal, somebody else's pictures and clipboard, and a place for X programs.
sway_packages='sway swaylock foot grim wl-clipboard xwayland'
# Programs that journeys work: a browser, and what windows of GTK in Python need. Without one its journeys are left out.
journey_packages='chromium libatk-adaptor python3-gi gir1.2-gtk-3.0 gir1.2-gtk-4.0'
# What `changed` and `night` work besides. GNOME's compositor with what its pictures come through: 20 s and 180 MB.
mutter_packages='mutter pipewire wireplumber libpipewire-0.3-0t64|libpipewire-0.3-0'
# Tests of text, keys and pointer in these are left out without them: they are large, and some have these names on Debian
# alone. A browser, a spreadsheet and what reads its sheets, an editor, what draws the pages of a PDF (5 MB), a VNC server
# and its viewer (9 MB), and the window managers of other desktops (50 MB; KWin 175 MB).
application_packages='firefox-esr libreoffice-calc libreoffice-gtk3 python3-uno vim-gtk3 git poppler-utils
  tigervnc-standalone-server tigervnc-viewer xfwm4 metacity i3-wm marco mate-settings-daemon-common muffin cinnamon-settings-daemon kwin-x11 i3status dunst'
# Whole desktops with their editors and file managers, and a server for SSH, for the tests of the night: about a gigabyte.
desktop_packages='xfce4-session xfce4-panel xfdesktop4 xfce4-settings xfce4-notifyd thunar
  mate-session-manager mate-panel mate-notification-daemon mate-settings-daemon caja pluma
  lxqt-session lxqt-panel lxqt-notificationd lxqt-globalkeys pcmanfm-qt featherpad
  cinnamon nemo gnome-text-editor plasma-desktop plasma-workspace kate dolphin awesome
  openbox-lxde-session lxde-common lxlock lxpanel icewm fluxbox hsetroot
  gnome-session-flashback gnome-themes-extra mate-screensaver cinnamon-screensaver i3lock xscreensaver openssh-server'

# A bare system to try the package on, and who looks through packages for Debian.
deb_test_packages='mmdebstrap lintian'
# A system for whole Wayland sessions, and what gives them a network of their own.
wayland_packages='mmdebstrap debian-archive-keyring iproute2'
# Whose newest releases a night asks.
newest_packages='anthropic[bedrock,vertex] azure-ai-agentserver-responses fastapi-openai-compat google-genai mcp openai
  openai-agents ray tzafon'
# A Windows for the tests: Wine, and a compiler for the few files that tests/windows/set_up.py makes.
windows_packages='wine wine64 gcc-mingw-w64-x86-64 mingw-w64-tools'

say() { printf '%s\n' "$*" >&2; }

stop() {
  code=$1
  shift
  say "$@"
  exit "$code"
}

# Run a long command quietly; its last lines are shown only when it fails.
quietly() {
  log=$(mktemp)
  if "$@" >"$log" 2>&1 </dev/null; then
    rm -f "$log"
  else
    code=$?
    tail -n 30 "$log" >&2
    rm -f "$log"
    stop 1 "This failed with code $code: $*"
  fi
}

# --- system packages -----------------------------------------------------------------------------------------------

has_apt() { command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; }

installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Of the names that one package goes by, the one that this release knows; the last one where nothing is known yet.
known_name() {
  for name in $(printf '%s' "$1" | tr '|' ' '); do
    if apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then break; fi
  done
  printf '%s' "$name"
}

any_installed() {
  for name in $(printf '%s' "$1" | tr '|' ' '); do
    if installed "$name"; then return 0; fi
  done
  return 1
}

missing_packages() {
  for package in "$@"; do
    if ! any_installed "$package"; then printf '%s ' "$(known_name "$package")"; fi
  done
}

# The release's own Python if it is new enough, else a newer one beside it.
python_packages() {
  for python in python3 python3.13 python3.12 python3.11; do
    version=$(apt-cache policy "$python" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    case $version in '' | '(none)') continue ;; esac
    if dpkg --compare-versions "$version" ge 3.11; then
      printf '%s %s-venv ' "$python" "$python"
      return
    fi
  done
  printf 'python3 python3-venv '
}

needed_packages() {
  # shellcheck disable=SC2086 # lists of names
  missing_packages $runtime_packages $demo_packages $desk_packages
  # shellcheck disable=SC2086
  if [ "$1" = test ]; then missing_packages $film_packages $test_packages $sway_packages; fi
  # shellcheck disable=SC2086
  case $job in changed | night) missing_packages $mutter_packages ;; esac
  # shellcheck disable=SC2086
  if [ "$job" = windows-test ]; then missing_packages $windows_packages; fi
  # shellcheck disable=SC2086
  if [ "$job" = deb-test ]; then missing_packages $deb_test_packages; fi
  # shellcheck disable=SC2086
  if [ "$job" = wayland ]; then missing_packages $wayland_packages; fi
  # The tests ask servers at localhost, a name that no file tells in a bare root; this package makes the system know it.
  if [ "$1" = test ] && ! getent hosts localhost >/dev/null 2>&1; then missing_packages libnss-myhostname; fi
  if [ -z "$(find_python)" ]; then python_packages; fi
}

install_system_packages() {
  if ! has_apt; then
    say "No apt here: the system libraries are left to you (packaging/setup.sh names them)."
    return
  fi
  needed=$(needed_packages "$1")
  # shellcheck disable=SC2086
  fonts=$(missing_packages $font_packages)
  if [ "$1" = test ]; then try_applications; fi
  if [ -z "$needed$fonts" ]; then return; fi
  if [ "$(id -u)" -ne 0 ]; then
    line="sudo apt-get update && sudo apt-get install -y --no-install-recommends $needed$fonts"
    if [ -n "$needed" ]; then stop 2 "System packages are missing. Run this line, then this script again:
$line"; fi
    say "Japanese and emoji will be drawn as boxes, until you run: $line"
    return
  fi
  say "Reading the list of system packages ..."
  if [ -z "$needed" ]; then
    try_fonts
    return
  fi
  quietly apt_get update
  needed=$(needed_packages "$1")
  say "Installing system packages: $needed$fonts"
  # shellcheck disable=SC2086
  quietly apt_get install -y --no-install-recommends $needed $fonts
}

# Nothing fails for the want of an application: where not all can be had, each is tried alone.
try_applications() {
  # shellcheck disable=SC2086
  lacking=$(missing_packages $journey_packages)
  # shellcheck disable=SC2086
  case $job in changed | night) lacking="$lacking$(missing_packages $application_packages)" ;; esac
  # shellcheck disable=SC2086
  if [ "$job" = night ]; then lacking="$lacking$(missing_packages $desktop_packages)"; fi
  if [ -z "$lacking" ] || [ "$(id -u)" -ne 0 ]; then return; fi
  say "Installing applications that the tests work: $lacking"
  # shellcheck disable=SC2086
  if (apt_get update && apt_get install -y --no-install-recommends $lacking) >/dev/null 2>&1 </dev/null; then return; fi
  for package in $lacking; do
    if ! apt_get install -y --no-install-recommends "$package" >/dev/null 2>&1 </dev/null; then
      say "$package could not be installed: its tests are left out."
    fi
  done
}

# Nothing fails for the want of a font.
try_fonts() {
  # shellcheck disable=SC2086
  if (apt_get update && apt_get install -y --no-install-recommends $fonts) >/dev/null 2>&1 </dev/null; then
    say "Installed fonts: $fonts"
  else
    say "These fonts could not be installed: $fonts(Japanese and emoji will be drawn as boxes)."
  fi
}

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get "$@"; }

# --- Python --------------------------------------------------------------------------------------------------------

# Print the first interpreter that really runs, is new enough and can make an environment. A pyenv shim may do neither.
find_python() {
  for python in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if [ -z "$python" ]; then continue; fi
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      printf '%s' "$python"
      return
    fi
  done
}

# Of no use: an environment half-made, without its interpreter, or moved (its scripts hold paths).
usable() {
  [ ! -e "$venv/.unfinished" ] && "$venv/bin/python" -c 'import encodings' >/dev/null 2>&1 &&
    [ "$(cat "$venv/.place" 2>/dev/null || printf '%s' "$root")" = "$root" ]
}

make_environment() {
  if ! usable; then
    python=$(find_python)
    if [ -z "$python" ]; then
      stop 2 "Python 3.11 or newer with its venv module is needed, and none was found." \
        "Install one and name it: PYTHON=/path/to/python3 sh packaging/setup.sh"
    fi
    say "Making the environment .venv with $("$python" --version) ..."
    quietly "$python" -m venv --clear "$venv"
    printf '%s' "$root" >"$venv/.place"
  elif ! "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; then
    quietly "$venv/bin/python" -m ensurepip
  fi
}

# Come as sources alone; nothing in them is compiled.
plain_packages=pyautogui,pyscreeze,pytweening

# --- dependencies and the project ------------------------------------------------------------------------------------

# What a set-up depends on: the locks, the metadata, this script, the interpreter, and where the checkout lies.
fingerprint() {
  { cat "$root/pyproject.toml" "$root/packaging/"*.lock "$root/packaging/setup.sh"
    printf '%s\n' "$root"
    "$venv/bin/python" --version
  } | sha256sum
}

stamped() { [ -f "$venv/.stamp-$1" ] && [ "$(cat "$venv/.stamp-$1")" = "$(fingerprint)" ]; }

# Install from locks into the environment given. Every file is checked against its hash; --no-deps because the locks are
# complete, but for what must stay away: evdev wants a compiler and is not used under X11, python3-xlib overwrites the
# newer python-xlib, MouseInfo and PyMsgBox are under the GPL. What has no wheel is pure Python. Compiling afterwards on
# all cores is faster than pip's own.
install_locked() {
  place=$1
  shift
  quietly "$venv/bin/python" -m pip --python "$place/bin/python" --disable-pip-version-check --no-input \
    install --no-compile --require-hashes --no-deps "$@"
  "$place/bin/python" -m compileall -q -j 0 "$place/lib" >/dev/null 2>&1 || true
}

install_project() {
  quietly "$venv/bin/python" -m pip --disable-pip-version-check --no-input \
    install --no-deps --no-build-isolation --editable "$root"
}

# The program writes no compiled files itself (desktop_agent/runtime/compiled.py). All of them are made anew, in about a second:
# a broken one looks up to date.
compile_project() { "$venv/bin/python" -m compileall -q -f -j 0 "$root/desktop_agent" >/dev/null 2>&1 || true; }

install_program() {
  if stamped program || stamped test; then return; fi
  : >"$venv/.unfinished"
  say "Installing the dependencies ..."
  install_locked "$venv" --only-binary :all: --no-binary "$plain_packages" -r "$root/packaging/requirements.lock" \
    -r "$root/packaging/build.lock"
  install_project
  fingerprint >"$venv/.stamp-program"
  rm -f "$venv/.unfinished"
}

install_tests() {
  if stamped test; then return; fi
  : >"$venv/.unfinished"
  say "Installing the dependencies and the test tools ..."
  install_locked "$venv" -r "$root/packaging/requirements.lock" -r "$root/packaging/requirements-test.lock" \
    -r "$root/packaging/build.lock"
  install_project
  fingerprint >"$venv/.stamp-test"
  rm -f "$venv/.unfinished"
}

# An environment of other people's software that tests ask, from a lock.
install_others() {
  place=$1
  if [ -f "$place/.stamp" ] && [ "$(cat "$place/.stamp")" = "$(fingerprint)" ]; then return; fi
  say "Installing other people's software that the tests ask (${place##*/}) ..."
  quietly "$venv/bin/python" -m venv --clear --without-pip "$place"
  install_locked "$place" -r "$2"
  fingerprint >"$place/.stamp"
}

# What an environment lacks it takes from .venv: the test tools, and what the program needs.
put_behind() {
  "$1/bin/python" - "$venv" <<'END'
import sys
import sysconfig
from pathlib import Path

of_tests = sysconfig.get_path("purelib", vars={"base": sys.argv[1]})
Path(sysconfig.get_path("purelib"), "of_tests.pth").write_text(f"import site; site.addsitedir({of_tests!r})\n", "utf-8")
END
}

# Other people's software as it is released today: no lock and no versions, and made anew each time.
# `held-back` names what the others' requirements keep from being the newest.
install_newest() {
  say "Installing the newest releases of the vendors' packages (.oracle-newest) ..."
  quietly "$venv/bin/python" -m venv --clear --without-pip "$newest"
  # shellcheck disable=SC2086 # a list of names
  quietly into_newest --no-compile $newest_packages
  "$newest/bin/python" -m compileall -q -j 0 "$newest/lib" >/dev/null 2>&1 || true
  # shellcheck disable=SC2086
  into_newest --dry-run --no-deps --upgrade $newest_packages >"$newest/pip" 2>&1 || stop 1 "$(cat "$newest/pip")"
  sed -n 's/^Would install //p' "$newest/pip" >"$newest/held-back"
  put_behind "$newest"
  # shellcheck disable=SC2086
  "$newest/bin/python" - $newest_packages <<'END'
import sys
from importlib.metadata import version

names = [name.partition("[")[0] for name in sys.argv[1:]]
print("The newest packages:", ", ".join(f"{name} {version(name)}" for name in names), flush=True)
END
}

into_newest() {
  "$venv/bin/python" -m pip --python "$newest/bin/python" --disable-pip-version-check --no-input \
    install --only-binary :all: "$@"
}

# --- the story -------------------------------------------------------------------------------------------------------

usage='Usage: sh packaging/setup.sh [demo [...] | test [...] | check | changed | night | pictures [FOLDER] | deb [FOLDER] | deb-test [FILE] | wayland [SESSION ...] | windows-test [...]]'
job=${1:-install}
case $job in
  install | demo | test | check | changed | night | pictures | deb | deb-test | wayland | windows-test) ;;
  -h | --help)
    printf '%s\n' "$usage"
    exit 0
    ;;
  *) stop 2 "$usage" ;;
esac
if [ $# -gt 0 ]; then shift; fi
if [ ! -w "$root" ]; then stop 2 "This folder cannot be written to: $root"; fi

case $job in changed | night | pictures | windows-test) needs=test ;; *) needs=$job ;; esac
if [ "$job" != check ]; then install_system_packages "$needs"; fi
make_environment
compile_project
case $job in
  install)
    install_program
    say "Ready: $venv/bin/desktop-agent"
    ;;
  demo)
    install_program
    exec "$venv/bin/desktop-agent" demo "$@"
    ;;
  deb)
    install_program
    PLAIN_PACKAGES=$plain_packages exec sh "$root/packaging/deb.sh" "$@"
    ;;
  deb-test)
    if [ "$(id -u)" -ne 0 ]; then stop 2 "A bare system is made as root: sudo sh packaging/setup.sh deb-test"; fi
    file=${1:-}
    if [ -z "$file" ]; then
      install_program
      made=$(mktemp -d)
      PLAIN_PACKAGES=$plain_packages sh "$root/packaging/deb.sh" "$made"
      file=$(echo "$made"/*.deb)
    fi
    exec sh "$root/packaging/deb_test.sh" "$file"
    ;;
  wayland)
    if [ "$(id -u)" -ne 0 ]; then stop 2 "Whole sessions are made as root: sudo sh packaging/setup.sh wayland"; fi
    exec sh "$root/packaging/wayland_test.sh" "$@"
    ;;
  pictures)
    install_tests
    cd "$root"
    if [ $# -gt 0 ]; then exec "$venv/bin/python" -m tests.bench.every_window --everywhere "$1"; fi
    "$venv/bin/python" -m tests.bench.every_window
    exec "$venv/bin/python" -m tests.bench.pictures
    ;;
  windows-test)
    install_tests
    cd "$root"
    say "Setting up a Windows to test on, under Wine ..."
    "$venv/bin/python" -m tests.windows.set_up
    DESKTOP_AGENT_TEST_WINDOWS=1 exec "$venv/bin/python" -m pytest --durations=0 tests/windows "$@"
    ;;
  test | check | changed | night)
    install_tests
    cd "$root"
    if [ $# -gt 0 ]; then exec "$venv/bin/python" -m pytest "$@"; fi
    case $job in changed | night)
      install_others "$oracle" "$root/packaging/oracle.lock"
      put_behind "$oracle"
      install_others "$adk" "$root/packaging/adk.lock"
      put_behind "$adk"
      ;;
    esac
    export PATH="$venv/bin:$PATH"
    if [ "$job" != night ]; then exec "$venv/bin/python" packaging/gate.py "$job"; fi
    # A night without a package index goes on, and fails by what it could not ask.
    (install_newest) || rm -rf "$newest"
    exec sh "$root/packaging/night.sh"
    ;;
esac
