#!/bin/sh
# Installs what test/runtimes/run.mjs drives on a bare Debian machine with Node. May be run again.
set -eu
cd "$(dirname "$0")"

if [ ! -x /usr/bin/chromium ]; then
  as_root=''
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium
fi

npm ci --no-audit --no-fund
