#!/usr/bin/env bash
# Runs every test: Rust (unit, integration, documentation), then the browser suite, then servers that
# others have written against ours. With arguments it runs only `cargo test` with them.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"

.dev/setup.sh test
use_rust
TESSERA_CHROMIUM=$(chromium_path || true)
export TESSERA_CHROMIUM
.dev/bundle.sh --release

# One process per test binary and not per test (nextest): the tests of a binary share one
# PostgreSQL, and only `cargo test` runs the examples in the documentation.
trap stop_test_postgres EXIT
if [ $# -gt 0 ]; then
  cargo test --workspace "$@"
  exit
fi

mkdir -p "$target"
log=$target/test.log
status=0
cargo test --workspace --no-fail-fast 2>&1 | tee "$log" || status=1

if [ -e tests/browser/package.json ]; then
  # All members are chosen, so that features are those of the tests and nothing is built twice.
  cargo build --workspace --bin tessera
  export TESSERA_BIN=$target/debug/tessera
  npm test --prefix tests/browser 2>&1 | tee -a "$log" || status=1
  npm test --prefix tests/clients 2>&1 | tee -a "$log" || status=1
fi

# The sum of what the runners said themselves: libtest, node's runner, and "N passed, M failed".
awk '
  { gsub(/\033\[[0-9;]*m/, "") }
  /^test result: / { passed += $4; failed += $6 }
  /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
  /^(#|ℹ) fail [0-9]+$/ { failed += $3 }
  /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
  END { printf "\n%d passed, %d failed\n", passed, failed }
' "$log"
exit $status
