#!/bin/sh
# NOT YET RUN on a Mac. Signs a program, has Apple notarise it, and staples Apple's word to it:
#
#   IDENTITY='Developer ID Application: NAME (TEAM)' PROFILE=NOTARY sh packaging/recipes/macos-sign.sh 'dist/Desktop Agent.app'
#
# PROFILE is what `xcrun notarytool store-credentials` has stored. A machine that has stored nothing, as a hosted one, takes
# CERTIFICATE (a .p12 in base64) with CERTIFICATE_PASSWORD, and NOTARY_KEY (the text of a .p8) with NOTARY_KEY_ID and
# NOTARY_ISSUER. What is not given is left out, and said.
set -eu
app=${1:?names the program}
entitlements=$(dirname -- "$0")/macos-entitlements.plist
if [ -z "${IDENTITY:-}" ]; then
  echo 'Not signed: IDENTITY names no certificate. macOS forgets what you have permitted with each such build.'
  exit 0
fi
work=$(mktemp -d)
trap 'security delete-keychain "$work/signing.keychain-db" 2>/dev/null || true; rm -rf "$work"' EXIT

if [ -n "${CERTIFICATE:-}" ]; then
  keychain=$work/signing.keychain-db
  password=$(uuidgen)
  printf '%s' "$CERTIFICATE" | base64 --decode >"$work/certificate.p12"
  security create-keychain -p "$password" "$keychain"
  security unlock-keychain -p "$password" "$keychain"
  security import "$work/certificate.p12" -k "$keychain" -P "${CERTIFICATE_PASSWORD:-}" -T /usr/bin/codesign
  security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
  security list-keychains -d user -s "$keychain" login.keychain-db
fi

# From the inside out, one by one: Apple advises against --deep, which seals what it does not know.
sign() { codesign --force --options runtime --timestamp --entitlements "$entitlements" --sign "$IDENTITY" "$1"; }
find "$app/Contents" -type f ! -path "$app/Contents/MacOS/*" | while IFS= read -r one; do
  case $(file -b "$one") in Mach-O*) sign "$one" ;; esac
done
find "$app/Contents" -depth -type d -name '*.framework' | while IFS= read -r one; do sign "$one"; done
sign "$app"
codesign --verify --deep --strict "$app"

if [ -n "${PROFILE:-}" ]; then
  set -- --keychain-profile "$PROFILE"
elif [ -n "${NOTARY_KEY:-}" ]; then
  printf '%s\n' "$NOTARY_KEY" >"$work/key.p8"
  set -- --key "$work/key.p8" --key-id "${NOTARY_KEY_ID:-}" --issuer "${NOTARY_ISSUER:-}"
else
  echo 'Signed, and not notarised: neither PROFILE nor NOTARY_KEY is set. Other Macs refuse to open it.'
  exit 0
fi
ditto -c -k --keepParent "$app" "$work/app.zip"
xcrun notarytool submit "$work/app.zip" --wait --output-format plist "$@" >"$work/answer.plist"
status=$(plutil -extract status raw "$work/answer.plist")
if [ "$status" != Accepted ]; then # notarytool itself ends well then, too
  xcrun notarytool log "$(plutil -extract id raw "$work/answer.plist")" "$@" || true
  echo "Apple has not notarised it: $status." >&2
  exit 1
fi
xcrun stapler staple "$app"
spctl --assess --type execute "$app"
