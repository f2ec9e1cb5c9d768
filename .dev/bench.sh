#!/usr/bin/env bash
# Measures the release build. Arguments go to the benchmark.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"

.dev/setup.sh run
use_rust
.dev/bundle.sh --release
cargo build --release --package server
exec cargo bench --package tests -- "$@"
