#!/bin/sh
# Run a script, which is read from standard input, as root in a bare system of its own:
#
#   sh packaging/bare.sh debian12|debian13|ubuntu24.04 FOLDER <SCRIPT
#
# mmdebstrap makes the system, with little more than apt in it, and it's gone afterwards. FOLDER is its /srv, for what goes
# in and what comes out.
set -eu

components=main
case $1 in
  debian12) release=bookworm ;;
  debian13) release=trixie ;;
  ubuntu24.04) release=noble components=main,universe ;;
  *)
    printf '%s\n' "No bare system is known for $1." >&2
    exit 2
    ;;
esac
share=$(CDPATH='' cd -- "$2" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
bare=$work/root

keys=/usr/share/keyrings
if [ "$release" = noble ] && [ ! -e "$keys/ubuntu-archive-keyring.gpg" ]; then
  # Debian carries Ubuntu's keys, from its release 13 on.
  mmdebstrap --quiet --mode=root --variant=extract --include=ubuntu-archive-keyring trixie "$work/keys"
  keys=$work/keys/usr/share/keyrings
fi
printf '%s\n' "Making a bare system ($release) ..."
mmdebstrap --quiet --mode=root --variant=apt --include=mount --keyring="$keys" --components="$components" \
  "$release" "$bare"
cp /etc/resolv.conf "$bare/etc/resolv.conf"
# This machine's own, as the network may vouch for the index of packages by another certificate than pip knows.
cp /etc/ssl/certs/ca-certificates.crt "$bare/etc/ca-certificates-of-host.crt"

# In a mount namespace of its own: whatever happens, nothing of this machine stays bound below that folder. The root is
# changed by pivot_root, as the kernel gives no user namespaces, which a desk needs, to what chroot has locked in.
unshare --mount sh -ec '
  mount --make-rprivate /
  mount --bind "$1" "$1"
  mount --bind "$2" "$1/srv"
  mount --rbind /proc "$1/proc"
  mount --rbind /dev "$1/dev"
  cd "$1"
  pivot_root . mnt
  umount -l /mnt
  exec /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
    PIP_CERT=/etc/ca-certificates-of-host.crt sh -es
' _ "$bare" "$share"
