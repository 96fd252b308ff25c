#!/bin/sh
# Try a package on a bare system of the release it was made for; `sh packaging/setup.sh deb-test [FILE]` does it, as root.
#
# The bare system is made by mmdebstrap in a folder of its own. There the package is installed as a person does it, with
# what it recommends; an ordinary user asks for the version, lets doctor look, and plays the whole demo; then the package
# is purged, and nothing of it may be left. Before that, lintian reads it. Anything that warns fails the test.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
package=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd -P)/$(basename -- "$1")
made_for=$(dpkg-deb -f "$package" Version)
case $made_for in
  *~debian12) release=bookworm components=main ;;
  *~ubuntu24.04) release=noble components=main,universe ;;
  *)
    printf '%s\n' "No bare system is known for $made_for." >&2
    exit 2
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
bare=$work/root

printf '%s\n' "lintian:"
lintian --fail-on error "$package"

printf '%s\n' "Making a bare system ($release) ..."
mmdebstrap --quiet --mode=root --variant=apt --components="$components" "$release" "$bare"
cp "$package" "$bare/srv/package.deb"
cp /etc/resolv.conf "$bare/etc/resolv.conf"

# In a mount namespace of its own: whatever happens, nothing of this machine stays bound below that folder.
unshare --mount sh -c '
  mount --make-rprivate /
  mount --rbind /proc "$1/proc"
  mount --rbind /dev "$1/dev"
  exec chroot "$1" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -s
' _ "$bare" <<'END'
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
apt-get install -y /srv/package.deb </dev/null >/tmp/apt 2>&1 || { tail -n 30 /tmp/apt; exit 1; }
# That apt cannot hand a file of root to its own user is no trouble with the package.
if grep -v '^N: Download is performed unsandboxed' /tmp/apt | grep -E '^(W|E|N):|[Ww]arning'; then
  say "FAILED: installing warns"
  exit 1
fi
say "installed in $(($(date +%s) - began)) s: $(du -sm /usr/lib/desktop-agent | cut -f 1) MiB"
by_a_person 'desktop-agent --version'
# Without a display of the person's own it finds something missing (1), and says so.
by_a_person 'desktop-agent doctor' || [ $? -eq 1 ]
began=$(date +%s)
by_a_person 'desktop-agent demo --mode auto'
say "demo played in $(($(date +%s) - began)) s"
apt-get purge -y desktop-agent >/dev/null 2>&1
left=$(find / -xdev \( -path /srv -o -path /proc -o -path /tmp \) -prune -o -name '*desktop-agent*' -print)
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
  for step in lintian installed version doctor demo purged; do
    printf '<testcase classname="place.%s" name="%s"/>' "${made_for##*~}" "$step"
  done
  printf '</testsuite>\n'
} >"$root/.venv/report-of-${made_for##*~}.xml"
