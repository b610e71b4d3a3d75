#!/bin/sh
# The whole matrix, emulation and large downloads included, with the table of docs/runtimes.md. Takes half an hour and more.
set -eu
cd "$(dirname "$0")/../.."
bash test/runtimes/install.sh --all
node test/runtimes/run.mjs --write "$@"
