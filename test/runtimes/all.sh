#!/bin/sh
# The whole matrix, emulation and large downloads included, with the table of docs/runtimes.md. Takes up to
# an hour with its 100,000 rows an op: emulation and engines without a JIT take most of it.
set -eu
export RUNTIME_SECONDS=7200
cd "$(dirname "$0")/../.."
bash test/runtimes/install.sh --all
node test/runtimes/run.mjs --write "$@"
