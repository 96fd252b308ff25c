#!/bin/sh
# Try a package on a bare system of the release it was made for; `sh packaging/setup.sh deb-test [FILE]` does it, as root.
#
# There (packaging/bare.sh) the package is installed as a person does it, with what it recommends; an ordinary user asks for
# the version, lets doctor look, greets it over MCP, and plays the whole demo, once more on a side desk; then the package is
# purged, and nothing of it may be left. Before that, lintian reads it. Anything that warns fails the test.
#
# Instead of a package it may be the folder that packaging/recipes/one-folder.sh made on Debian 12: it is copied to a system
# with what Qt and the demo load, from which every Python is taken away.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
package=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd -P)/$(basename -- "$1")
share=$(mktemp -d) && chmod 755 "$share"
trap 'rm -rf "$share"' EXIT
if [ -d "$package" ]; then
  release=debian12
  # A list in setup.sh; of two names the last is the older one, which Debian 12 has.
  needs=$(sed -n "/^\(runtime\|demo\|font\)_packages='/,/'\$/p" "$root/packaging/setup.sh" |
    sed "/^#/d; s/.*='//; s/'\$//; s/[^ ]*|//g" | tr '\n' ' ')
  cp -a "$package" "$share/desktop-agent"
else
  made_for=$(dpkg-deb -f "$package" Version)
  release=${made_for##*~} needs=
  printf '%s\n' "lintian:"
  lintian --fail-on error "$package"
  cp "$package" "$share/package.deb"
fi
printf '%s' "$needs" >"$share/needs"

sh "$root/packaging/bare.sh" "$release" "$share" <<'END'
set -eu
NEEDS=$(cat /srv/needs)
say() { printf '%s\n' "$*"; }
# Run something as an ordinary person; what it says is shown, and may hold no warning and no traceback.
by_a_person() {
  code=0
  runuser -l person -c "$1" </dev/null >/tmp/said 2>&1 || code=$?
  cat /tmp/said
  if grep -Eiq 'warning|traceback' /tmp/said; then say "FAILED: $1 warns"; exit 1; fi
  return "$code"
}

echo 'person:x:1000:1000::/srv/person:/bin/sh' >>/etc/passwd
mkdir /srv/person && chown 1000:1000 /srv/person
apt-get -qq update
began=$(date +%s)
# shellcheck disable=SC2086 # a list of names
apt-get install -y ${NEEDS:-/srv/package.deb} </dev/null >/tmp/apt 2>&1 || { tail -n 30 /tmp/apt; exit 1; }
# That apt cannot hand a file of root to its own user, and adduser finds no home for usbmux, is no trouble with the package.
if grep -Ev '^N: Download is performed unsandboxed|/var/lib/usbmux' /tmp/apt | grep -E '^(W|E|N):|[Ww]arning'; then
  say "FAILED: installing warns"
  exit 1
fi
if [ -n "$NEEDS" ]; then
  rm -r /usr/bin/python3* /usr/lib/python3*
  home=/opt/desktop-agent
  cp -a /srv/desktop-agent "$home"
  ln -s "$home/desktop-agent" /usr/bin/desktop-agent
else
  home=/usr/lib/desktop-agent
fi
say "installed in $(($(date +%s) - began)) s: $(du -sm "$home" | cut -f 1) MiB"
by_a_person 'desktop-agent --version'
# Without a display of the person's own it finds something missing (1), and says so.
by_a_person 'desktop-agent doctor' || [ $? -eq 1 ]
# The first words of a client over MCP, as the protocol has them.
printf '%s\n' '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
  "capabilities": {}, "clientInfo": {"name": "deb-test", "version": "1"}}}' | tr '\n' ' ' >/srv/initialize
echo >>/srv/initialize
by_a_person 'desktop-agent mcp </srv/initialize'
if ! grep -q '"serverInfo"' /tmp/said; then say "FAILED: mcp does not answer"; exit 1; fi
began=$(date +%s)
by_a_person 'desktop-agent demo --mode auto'
say "demo played in $(($(date +%s) - began)) s"
began=$(date +%s)
by_a_person 'desktop-agent demo --desk --mode auto'
say "demo on a desk played in $(($(date +%s) - began)) s"
if [ -n "$NEEDS" ]; then exit 0; fi
apt-get purge -y desktop-agent >/tmp/purge 2>&1
if ! grep -q 'desktop-agent setup --remove --everything' /tmp/purge; then say "FAILED: purge doesn't say what stays"; exit 1; fi
# By name, by what a file says, and links to what has gone; what apt and dpkg have noted of it is theirs.
left=$(find / -xdev \( -path /srv -o -path /proc -o -path /tmp -o -path '/var/log/*' \) -prune -o -name '*desktop-agent*' -print
  grep -rIl --exclude-dir=dpkg --exclude-dir=apt 'desktop[-_]agent' /etc /usr /var/lib || true
  find / -xdev -path /proc -prune -o -xtype l -lname '*desktop-agent*' -print)
if [ -n "$left" ]; then
  say "FAILED: this is left after purge: $left"
  exit 1
fi
say "purged: nothing is left"
END
