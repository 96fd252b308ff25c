#!/bin/sh
# Try the promises in whole Wayland sessions of Debian 13; `sh packaging/setup.sh wayland [SESSION ...]` does it, as root.
#
#   sh packaging/wayland_test.sh [gnome|kde|labwc|sway ...] [-- ARGUMENTS OF PYTEST]     default: all four
#
# The system is made by mmdebstrap in .wayland-test (4 GB), or in the folder that WAYLAND_ROOT names, and kept; a changed
# list of packages or a changed lock makes it anew. In it an ordinary user runs `tests/sessions/wayland`, once for each session,
# in namespaces of its own: no network, and its own processes, /tmp and home. What pytest reports goes to .venv, for
# packaging/support.py; a session that gives no pictures leaves out what needs them, and says so. Exit code 1 when a
# promise is broken.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
bed=${WAYLAND_ROOT:-$root/.wayland-test}
reports=$root/.venv

# The desktops with their portals, what a person has beside them, and other people's eyes and hands.
packages='ca-certificates dbus iproute2 mount procps python3-venv python3-gi python3-dbusmock at-spi2-core
  pipewire wireplumber libpipewire-0.3-0t64 libgl1-mesa-dri libegl1 libgbm1 xwayland fonts-dejavu-core fonts-wqy-microhei fonts-noto-color-emoji
  xdg-desktop-portal xdg-desktop-portal-gtk
  gnome-shell xdg-desktop-portal-gnome gnome-session-common gnome-shell-extension-appindicator
  kwin-wayland plasma-workspace plasma-desktop xdg-desktop-portal-kde kscreen
  labwc sway xdg-desktop-portal-wlr waybar swaylock mako-notifier wlr-randr grim
  gir1.2-gtk-3.0 gir1.2-gtk-4.0 foot mousepad libei1 libnss-myhostname
  libgl1 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0'

say() { printf '%s\n' "$*" >&2; }

# Run something in the root that has what this machine has: its network, its package index, and who signs for these.
in_root() {
  unshare --mount sh -ec '
    mount --make-rprivate /
    mount --rbind /proc "$1/proc"
    mount --rbind /dev "$1/dev"
    unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_FIND_LINKS
    export HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin
    exec chroot "$@"
  ' _ "$bed" "$@"
}

# A root with the desktops, and a person.
make_system() {
  stamp=$(printf '%s' "$packages" | sha256sum)
  if [ "$(cat "$bed/opt/packages" 2>/dev/null)" = "$stamp" ]; then return; fi
  say "Making a system of Debian 13 with the desktops in $bed (4 GB) ..."
  rm -rf --one-file-system "$bed"
  mmdebstrap --quiet --mode=root --variant=apt --include="$(printf '%s' "$packages" | tr -s ' \n' ,)" trixie "$bed"
  cp -L /etc/resolv.conf "$bed/etc/resolv.conf"
  cp -L /etc/ssl/certs/ca-certificates.crt "$bed/etc/ssl/certs/ca-certificates.crt"
  if [ -f /etc/pip.conf ]; then cp -L /etc/pip.conf "$bed/etc/pip.conf"; fi
  printf 'person:x:1000:1000::/srv/person:/bin/sh\n' >>"$bed/etc/passwd"
  printf 'person:x:1000:\n' >>"$bed/etc/group"
  printf '%s\n' "$stamp" >"$bed/opt/packages"
}

# An environment with the locked packages, each file checked against its hash.
make_environment() {
  stamp=$(cat "$root/packaging/requirements.lock" "$root/packaging/requirements-test.lock" | sha256sum)
  if [ "$(cat "$bed/opt/lock" 2>/dev/null)" = "$stamp" ]; then return; fi
  say "Installing the dependencies and the test tools ..."
  cp "$root/packaging/requirements.lock" "$root/packaging/requirements-test.lock" "$bed/opt/"
  in_root python3 -m venv --clear /opt/v
  in_root /opt/v/bin/python -m pip --quiet --disable-pip-version-check --no-input \
    install --require-hashes --no-deps -r /opt/requirements.lock -r /opt/requirements-test.lock
  printf '%s\n' "$stamp" >"$bed/opt/lock"
}

# Run the tests of one session as that person, in namespaces that end with it. `unshare` ends its first process, and
# that one all the others: no program of a session outlives it.
try_session() {
  written=$(mktemp -d)
  chmod 0777 "$written"
  session=$1
  shift
  code=0
  unshare --mount --net --ipc --pid --fork --kill-child sh -ec '
    bed=$1 root=$2 written=$3 session=$4
    shift 4
    mount --make-rprivate /
    ip link set lo up
    mount --bind "$bed" "$bed"
    mount -t proc proc "$bed/proc"
    mount --rbind /dev "$bed/dev"
    mount --rbind /sys "$bed/sys"
    mount -t tmpfs -o mode=1777 shm "$bed/dev/shm"
    mount -t tmpfs -o mode=1777 tmp "$bed/tmp"
    mount -t tmpfs -o mode=0755 run "$bed/run"
    mount -t tmpfs -o mode=0755 srv "$bed/srv"
    # X servers put their sockets there; GNOME locks no screen where systemd has no seats.
    mkdir -p -m 1777 "$bed/tmp/.X11-unix"
    mkdir -p "$bed/run/systemd/seats" "$bed/run/user" "$bed/srv/person" "$bed/srv/checkout" "$bed/srv/report"
    chown 1000:1000 "$bed/srv/person"
    mount --bind -o ro "$root" "$bed/srv/checkout"
    mount --bind "$written" "$bed/srv/report"
    cd "$bed"
    pivot_root . mnt
    umount -l /mnt
    cd /srv/checkout
    env -i HOME=/srv/person USER=person LOGNAME=person LANG=C.UTF-8 TERM=dumb PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY=/tmp/hypothesis \
      PATH=/usr/local/bin:/usr/bin:/bin setpriv --reuid=person --regid=person --clear-groups \
      /opt/v/bin/python -m pytest -p no:cacheprovider -m "desktop" --timeout=1800 -k "[$session" \
      --junitxml=/srv/report/report.xml "$@" tests/sessions/wayland
  ' _ "$bed" "$root" "$written" "$session" "$@" || code=$?
  if [ -f "$written/report.xml" ]; then
    mkdir -p "$reports"
    cp "$written/report.xml" "$reports/report-of-wayland-$session.xml"
  fi
  rm -rf "$written"
  return "$code"
}

sessions=
while [ $# -gt 0 ]; do
  case $1 in
    gnome | kde | labwc | sway) sessions="$sessions $1" ;;
    --) shift; break ;;
    *) say "Usage: sh packaging/wayland_test.sh [gnome|kde|labwc|sway ...] [-- ARGUMENTS OF PYTEST]"; exit 2 ;;
  esac
  shift
done

make_system
make_environment
failed=0
for one in ${sessions:-gnome kde labwc sway}; do
  say "Trying the promises in $one ..."
  try_session "$one" "$@" || failed=1
done
exit "$failed"
