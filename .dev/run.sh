#!/usr/bin/env bash
# Builds what has changed in release and starts the server. Arguments go to `tessera serve`.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"

.dev/setup.sh run
use_rust
.dev/bundle.sh --release
cargo build --release --package server
exec "$target/release/tessera" serve --demo "$@"
