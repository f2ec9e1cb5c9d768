#!/usr/bin/env bash
# Builds, starts the server, and does both again whenever a source file changes. The old server
# keeps answering until the new one has compiled.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"

.dev/setup.sh run
use_rust

mkdir -p "$target"
stamp=$target/dev.stamp
server=""

stop() {
  if [ -z "$server" ]; then return; fi
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
}
trap stop EXIT
trap 'exit 130' INT TERM

# Polling needs no extra tool, and a look at a few hundred files takes milliseconds.
changed() {
  [ -n "$(find app server style public migrations Cargo.toml Cargo.lock -type f \
    ! -name '.*' ! -name '*~' -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

build() {
  touch "$stamp" # before the build: a change during it counts as the next one
  .dev/bundle.sh && cargo build --package server
}

while true; do
  if build; then
    stop
    "$target/debug/tessera" serve --demo "$@" &
    server=$!
  fi
  until changed; do sleep 1; done
done
