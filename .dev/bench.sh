#!/usr/bin/env bash
# Measures the release build. Arguments go to the benchmark.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"

.dev/setup.sh run
use_rust
.dev/bundle.sh --release
# The same packages both times, so that features are the same and nothing is built twice.
cargo build --release --package server --package tests --bin tessera
trap stop_test_postgres EXIT
cargo bench --package server --package tests --bench bench -- "$@"
