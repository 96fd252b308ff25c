#!/bin/sh
# Make the package for the Debian or Ubuntu release on which this is called; `sh packaging/setup.sh deb [FOLDER]` does
# it, and writes desktop-agent_VERSION_ARCHITECTURE.deb into FOLDER (default: dist).
#
# The program and its locked dependencies lie under /usr/lib/desktop-agent, in an environment of the system's own Python;
# no other program sees them. What Qt brings and the program never opens is left out. Code under the GPL is not in it:
# the build stops where a dependency's metadata names it. Two builds of a commit on the same release are the same bytes:
# every date in it is the commit's, or SOURCE_DATE_EPOCH.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
builder=$root/.venv/bin/python
system=/usr/bin/python3
into=${1:-$root/dist}
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
umask 022
export PIP_USER=0 PIP_QUIET=2 PIP_DISABLE_PIP_VERSION_CHECK=1

for program in dpkg-deb dpkg ldd "$system" "$builder"; do
  command -v "$program" >/dev/null 2>&1 || {
    printf '%s\n' "The package cannot be made without $program." >&2
    exit 2
  }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
lib=$tree/usr/lib/desktop-agent

# The environment: its interpreter is a link to the system's.
"$system" -m venv --without-pip --symlinks "$lib"
"$builder" -m pip --python "$lib/bin/python3" --no-input install --quiet --no-compile --no-deps --require-hashes \
  --only-binary :all: --no-binary "${PLAIN_PACKAGES:-}" -r "$root/packaging/requirements.lock"
(cd "$root" && "$builder" -m hatchling build -t wheel -d "$work" >/dev/null 2>&1)
"$builder" -m pip --python "$lib/bin/python3" --no-input install --quiet --no-compile --no-deps --no-index "$work"/*.whl

"$lib/bin/python3" -E -s -B "$root/packaging/deb_tree.py" "$tree" "$root/packaging"
mkdir -p "$into"
# All belongs to root, whoever builds it; compressed so that every release and tool can read it.
dpkg-deb --root-owner-group -Zxz --build "$tree" "$into"
