#!/usr/bin/env bash
# Everything that can be said about the code without running it. Goes through all steps and names
# those that failed.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"

.dev/setup.sh check
use_rust

failed=""
step() {
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then printf '== %s: ok, %d s\n' "$name" $((SECONDS - start)); else failed="$failed, $name"; fi
}

policy() {
  if cargo deny --version >/dev/null 2>&1; then
    cargo deny check bans licenses sources
  else
    echo "cargo-deny is not installed (cargo install cargo-deny --locked); the same policy without it:"
    .dev/policy.sh
  fi
}

step "format" cargo fmt --all --check
# Linted twice, as it is compiled: `app` is another crate in the browser than on the server.
step "lints" cargo clippy --workspace --all-targets -- -D warnings
step "lints for the browser" \
  cargo clippy --package app --lib --no-default-features --features hydrate --target "$wasm" -- -D warnings
step "dependencies" policy
step "query data" .dev/sqlx.sh --check
step "bundle size" .dev/bundle.sh --check-budget

if [ -n "$failed" ]; then
  printf '\nfailed: %s\n' "${failed#, }" >&2
  exit 1
fi
printf '\nall checks passed\n'
