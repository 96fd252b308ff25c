#!/bin/sh
# Try a package on a bare system of the release it was made for; `sh packaging/setup.sh deb-test [FILE]` does it, as root.
#
# The bare system is made by mmdebstrap in a folder of its own. There the package is installed as a person does it, with
# what it recommends; an ordinary user asks for the version, lets doctor look, greets it over MCP, and plays the whole demo,
# once more on a side desk; then the package is purged, and nothing of it may be left. Before that, lintian reads it. Anything
# that warns fails the test.
#
# Instead of a package it may be the folder that packaging/recipes/one-folder.sh made, on the release it was made on: it is
# copied to a system with what Qt and the demo load, from which every Python is taken away.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
package=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd -P)/$(basename -- "$1")
if [ -d "$package" ]; then
  # shellcheck disable=SC1091 # of this system
  made_for=$(. /etc/os-release && printf '%s' "bundle~$ID$VERSION_ID")
  place=bundle steps='copied version doctor mcp demo desk'
  # A list in setup.sh; of two names the last is the older one.
  needs=$(sed -n "/^\(runtime\|demo\|font\)_packages='/,/'\$/p" "$root/packaging/setup.sh" |
    sed "/^#/d; s/.*='//; s/'\$//" | tr '\n' ' ')
else
  made_for=$(dpkg-deb -f "$package" Version)
  place=${made_for##*~} steps='lintian installed version doctor mcp demo desk purged' needs=
fi
case $made_for in
  *~debian12) release=bookworm components=main old=yes ;;
  *~debian13) release=trixie components=main old=no ;;
  *~ubuntu24.04) release=noble components=main,universe old=no ;;
  *)
    printf '%s\n' "No bare system is known for $made_for." >&2
    exit 2
    ;;
esac
# Of a name that changed between releases, the one of this release.
if [ "$old" = yes ]; then pick='s/[^ ]*|//g'; else pick='s/|[^ ]*//g'; fi
needs=$(printf '%s' "$needs" | sed "$pick")

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
bare=$work/root

if [ -z "$needs" ]; then
  printf '%s\n' "lintian:"
  lintian --fail-on error "$package"
fi

printf '%s\n' "Making a bare system ($release) ..."
mmdebstrap --quiet --mode=root --variant=apt --include=mount --components="$components" "$release" "$bare"
if [ -n "$needs" ]; then cp -a "$package" "$bare/opt/"; else cp "$package" "$bare/srv/package.deb"; fi
cp /etc/resolv.conf "$bare/etc/resolv.conf"

# In a mount namespace of its own: whatever happens, nothing of this machine stays bound below that folder. The root is
# changed by pivot_root, as the kernel gives no user namespaces, which a desk needs, to what chroot has locked in.
unshare --mount sh -ec '
  mount --make-rprivate /
  mount --bind "$1" "$1"
  mount --rbind /proc "$1/proc"
  mount --rbind /dev "$1/dev"
  cd "$1"
  pivot_root . mnt
  umount -l /mnt
  exec /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin NEEDS="$2" sh -s
' _ "$bare" "$needs" <<'END'
set -eu
export DEBIAN_FRONTEND=noninteractive
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
# That apt cannot hand a file of root to its own user is no trouble with the package.
if grep -v '^N: Download is performed unsandboxed' /tmp/apt | grep -E '^(W|E|N):|[Ww]arning'; then
  say "FAILED: installing warns"
  exit 1
fi
if [ -n "$NEEDS" ]; then
  rm -r /usr/bin/python3* /usr/lib/python3*
  home=/opt/desktop-agent
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
apt-get purge -y desktop-agent >/dev/null 2>&1
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

# As pytest reports what it ran, for packaging/support.py.
mkdir -p "$root/.venv"
{
  printf '<testsuite timestamp="%s">' "$(date -u +%F)"
  for step in $steps; do printf '<testcase classname="place.%s" name="%s"/>' "$place" "$step"; done
  printf '</testsuite>\n'
} >"$root/.venv/report-of-$place.xml"
