#!/usr/bin/env bash
# Brings the browser bundle up to date; arguments go to the tool in app/bundle.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"
use_rust

cargo build --quiet --package bundle
exec "$target/debug/bundle" "$@"
