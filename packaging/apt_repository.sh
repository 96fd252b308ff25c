#!/bin/sh
# Put packages into an apt repository, each into the suite of the release that it was made for:
#
#   sh packaging/apt_repository.sh FOLDER FILE.deb...
#
# APT_KEY, a secret key as `gpg --armor --export-secret-keys` writes it, signs every suite; its public half is then
# FOLDER/desktop-agent.asc. Without one apt takes the repository only where it is marked as trusted. APT_URL is where the
# folder will be served: FOLDER/SUITE.sources, put into /etc/apt/sources.list.d, then adds it, with its key. All dates are
# SOURCE_DATE_EPOCH's. Needs apt-utils, and gpg for a key.
set -eu

into=$1
shift
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
export GNUPGHOME="$keys"
if [ -n "${APT_KEY:-}" ]; then
  printf '%s\n' "$APT_KEY" | gpg --batch --quiet --import
  mkdir -p "$into"
  gpg --batch --armor --export >"$into/desktop-agent.asc"
fi

for file in "$@"; do
  version=$(dpkg-deb -f "$file" Version)
  case $version in
    *~debian12) suite=bookworm ;;
    *~debian13) suite=trixie ;;
    *~ubuntu24.04) suite=noble ;;
    *)
      printf '%s\n' "No suite is known for $version." >&2
      exit 2
      ;;
  esac
  mkdir -p "$into/pool/$suite"
  # Without the signs that web servers write otherwise.
  cp "$file" "$into/pool/$suite/$(basename "$file" | tr '~+' '..')"
done

cd -- "$into"
for pool in pool/*; do
  suite=${pool#pool/}
  architectures=$(for file in "$pool"/*.deb; do dpkg-deb -f "$file" Architecture; done | sort -u | tr '\n' ' ')
  for architecture in $architectures; do
    place=dists/$suite/main/binary-$architecture
    mkdir -p "$place"
    apt-ftparchive --arch "$architecture" packages "$pool" >"$place/Packages"
    gzip -9nkf "$place/Packages"
  done
  rm -f "dists/$suite/Release" "dists/$suite/InRelease"
  apt-ftparchive -o APT::FTPArchive::Release::Origin=desktop-agent -o APT::FTPArchive::Release::Suite="$suite" \
    -o APT::FTPArchive::Release::Codename="$suite" -o APT::FTPArchive::Release::Components=main \
    -o APT::FTPArchive::Release::Architectures="$architectures" \
    release "dists/$suite" >"$keys/Release"
  mv "$keys/Release" "dists/$suite/Release"
  if [ -n "${APT_KEY:-}" ]; then
    gpg --batch --yes --clearsign --output "dists/$suite/InRelease" "dists/$suite/Release"
  fi
  if [ -n "${APT_URL:-}" ]; then
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\n' "$APT_URL" "$suite" >"$suite.sources"
    # A paragraph that goes on, as deb822(5) has it.
    if [ -n "${APT_KEY:-}" ]; then
      sed '1s/^/Signed-By:\n/; s/^$/./' desktop-agent.asc | sed '2,$s/^/ /' >>"$suite.sources"
    fi
  fi
done
