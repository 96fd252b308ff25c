#!/bin/sh
# Put the helper that reads mice and keyboards where systemd starts it when it is asked for; it is off until enabled.
#
#   sudo sh packaging/evdev/install.sh            into /usr/local, with its units in /etc/systemd/system
#   sudo sh packaging/evdev/install.sh --remove   take all of it away again
#   sh packaging/evdev/install.sh --into TREE     into the tree of a package, below usr/lib
#
# Then: sudo systemctl enable --now desktop-agent-evdev.socket
#
# A copy that belongs to root: nobody else may change what may read every key.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
package=$here/../../desktop_agent/platforms/evdev
units='desktop-agent-evdev.socket desktop-agent-evdev.service'
lib=/usr/local/lib/desktop-agent-evdev
systemd=/etc/systemd/system
tree=

case ${1-} in
  '') ;;
  --into)
    tree=${2:?the tree of a package is missing}
    lib=/usr/lib/desktop-agent-evdev
    systemd=/usr/lib/systemd/system
    ;;
  --remove)
    systemctl disable --now $units 2>/dev/null || true
    for unit in $units; do rm -f "$systemd/$unit"; done
    rm -rf "$lib"
    systemctl daemon-reload
    exit 0
    ;;
  *)
    printf '%s\n' 'Usage: sh packaging/evdev/install.sh [--into TREE | --remove]' >&2
    exit 2
    ;;
esac

if [ -z "$tree" ] && [ "$(id -u)" != 0 ]; then
  printf '%s\n' 'Root has to do this: sudo sh packaging/evdev/install.sh' >&2
  exit 2
fi

rm -rf "$tree$lib"
install -d -m 755 "$tree$lib/desktop_agent/platforms/evdev" "$tree$systemd"
install -m 644 "$package"/*.py "$tree$lib/desktop_agent/platforms/evdev"
for holder in desktop_agent desktop_agent/platforms; do
  printf '%s\n' '"""Holds the helper alone."""' >"$tree$lib/$holder/__init__.py"
  chmod 644 "$tree$lib/$holder/__init__.py"
done
printf '%s\n' '"""Starts the helper."""' 'from desktop_agent.platforms.evdev.__main__ import main' 'main()' >"$tree$lib/__main__.py"
for unit in $units; do
  sed "s|@LIB@|$lib|" "$here/$unit" >"$tree$systemd/$unit"
done
chmod 644 "$tree$lib/__main__.py" "$tree$systemd"/desktop-agent-evdev.*
if [ -z "$tree" ]; then
  systemctl daemon-reload
  printf '%s\n' 'Switch it on: sudo systemctl enable --now desktop-agent-evdev.socket'
fi
