#!/usr/bin/env bash
# Installs what is missing for a purpose: run, check or test. Says what it does, asks nothing, and
# takes no time when nothing is missing. What it cannot install it names, with the command to use.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"

purpose=${1:-test}
missing=""
log=$cache/setup.log
mkdir -p "$cache"

say() { printf 'setup: %s\n' "$*"; }
lack() { missing="$missing  $1: $2"$'\n'; }
has() { command -v "$1" >/dev/null 2>&1; }

# Runs a command quietly; shows the end of what it said when it fails.
quietly() {
  "$@" </dev/null >"$log" 2>&1 && return
  tail -n 15 "$log" | sed 's/^/setup:   /'
  return 1
}

# Installs Debian packages; only root can, without being asked for a password.
updated=""
apt() {
  has apt-get && [ "$(id -u)" = 0 ] || return 1
  say "installing $* with apt-get"
  if [ -z "$updated" ]; then quietly apt-get update -qq || true; updated=1; fi
  DEBIAN_FRONTEND=noninteractive quietly apt-get install -y -qq --no-install-recommends "$@"
}

# The command a person would use: Debian packages $1, Homebrew's $2.
hint() {
  if has apt-get; then echo "sudo apt-get install $1"
  elif has brew; then echo "brew install $2"
  elif [ "$(uname)" = Darwin ]; then echo "install Homebrew (https://brew.sh), then: brew install $2"
  elif has dnf; then echo "sudo dnf install $3"
  else echo "install $2 with your package manager"; fi
}

need_compiler() {
  has cc && has make && return
  apt gcc libc6-dev make && return
  if [ "$(uname)" = Darwin ]; then lack "a C compiler and make" "xcode-select --install"
  else lack "a C compiler and make" "$(hint "gcc libc6-dev make" "gcc make" "gcc make")"; fi
}

# Debian's standard library for the browser, built from Debian's sources.
debian_wasm() {
  local built work
  rust_has_wasm && return
  built=$(built_sysroot)
  work=$cache/new-sysroot
  say "building Rust's standard library for the browser, once (about 40 s)"
  rm -rf "$work" "$cache"/sysroot-*
  mkdir -p "$work/src" "$work/lib/rustlib/$wasm/lib"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$work/Cargo.toml"
  printf '#![no_std]\n' >"$work/src/lib.rs"
  # Building `std` is not stable; the variable allows it for this one build only.
  (cd "$work" && CARGO_TARGET_DIR="$work/target" RUSTC_BOOTSTRAP=1 quietly cargo build --release \
    --target "$wasm" -Zbuild-std=std,panic_abort) || return
  cp "$work/target/$wasm"/release/deps/*.rlib "$work/lib/rustlib/$wasm/lib/"
  rm -f "$work/lib/rustlib/$wasm/lib"/libempty-*
  # A rename at the end: an interrupted build leaves nothing that looks complete.
  rm -rf "$work/src" "$work/target" "$work"/Cargo.*
  mv "$work" "$built"
  rust_has_wasm
}

need_rust() {
  use_rust && return
  if has rustup && rust_is_new; then
    say "adding the target $wasm with rustup"
    RUSTUP_MAX_RETRIES=0 RUST_BACKTRACE=0 quietly rustup target add "$wasm" && use_rust && return
  fi
  # The names carry no version but lld's, which is the one this Rust was built with.
  if [ "$(uname)" = Linux ]; then
    if [ ! -d /usr/lib/rustlib/src/rust/library ] || ! use_debian_rust; then
      apt rustc-web cargo-web rust-web-src rust-web-llvm lld-22 rust-web-clippy rustfmt-web || true
    fi
    if [ -d /usr/lib/rustlib/src/rust/library ] && use_debian_rust && debian_wasm; then
      say "using Debian's Rust $(rust_version)"
      return
    fi
  fi
  if ! has rustup; then
    lack "Rust $oldest_rust or newer with $wasm" "install rustup (https://rustup.rs), then: rustup target add $wasm"
  elif ! rust_is_new; then lack "Rust $oldest_rust or newer" "rustup update stable"
  else lack "the Rust target $wasm" "rustup target add $wasm"; fi
}

need_lints() {
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 && return
  if has rustup; then
    say "adding clippy and rustfmt with rustup"
    quietly rustup component add clippy rustfmt && return
    lack "clippy and rustfmt" "rustup component add clippy rustfmt"
  else
    apt rust-web-clippy rustfmt-web || lack "clippy and rustfmt" "$(hint "rust-web-clippy rustfmt-web" rust "clippy rustfmt")"
  fi
}

need_postgres() {
  if ! postgres_bin >/dev/null; then
    # Only the programs are wanted: without this file the package starts a server of its own.
    if has apt-get && [ "$(id -u)" = 0 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      mkdir -p /etc/postgresql-common
      echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    apt postgresql && postgres_bin >/dev/null ||
      lack "PostgreSQL's programs" "$(hint postgresql postgresql@17 postgresql-server)"
  fi
  # PostgreSQL refuses to run as root, so root needs a user to hand it to.
  if [ "$(id -u)" = 0 ] && ! id postgres >/dev/null 2>&1; then
    say "adding the system user postgres"
    quietly useradd --system --no-create-home postgres || lack "the user postgres" "useradd --system postgres"
  fi
}

need_node() {
  has node && has npm && [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] && return
  apt nodejs npm && return
  lack "Node.js 18 or newer with npm" "$(hint "nodejs npm" node "nodejs npm")"
  return 1
}

# Short waits between tries, so that a machine without network learns it soon.
npm_quietly() { quietly npm "$@" --no-audit --no-fund --fetch-retry-mintimeout 1000; }

# $1: whether it is `needed` or only `wanted`; without it the bundle works, but is larger.
need_optimizer() {
  [ -e "$wasm_opt" ] && return
  local before=$missing command="npm install --prefix $cache/binaryen-132 --no-save binaryen@132.0.0"
  if need_node; then
    say "installing wasm-opt (npm's binaryen 132) into $cache"
    npm_quietly install --prefix "$cache/binaryen-132" --no-save binaryen@132.0.0 && return
  fi
  if [ "$1" = needed ]; then
    lack wasm-opt "$command"
  else
    missing=$before
    say "no wasm-opt, so the browser bundle is larger than it has to be; to install it: $command"
  fi
}

need_browser() {
  [ -e tests/browser/package-lock.json ] || return 0
  chromium_path >/dev/null || apt chromium || lack "Chromium or Chrome" "$(hint chromium "--cask chromium" chromium)"
  need_packages tests/browser
  need_packages tests/clients
}

# The npm packages of a folder, as its lock file names them.
need_packages() {
  local sum stamp=$1/node_modules/.lock-sum
  sum=$(cksum <"$1/package-lock.json")
  [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return
  need_node || return 0
  say "installing the npm packages of $1"
  if npm_quietly ci --prefix "$1"; then echo "$sum" >"$stamp"
  else lack "the npm packages of $1" "npm ci --prefix $1"; fi
}

need_compiler
need_rust
case $purpose in
  run) [ -n "${DATABASE_URL:-}" ] || need_postgres; need_optimizer wanted ;;
  check) if [ -z "$missing" ]; then need_lints; fi; need_postgres; need_optimizer needed ;;
  test) need_postgres; need_optimizer wanted; need_browser ;;
  *) echo "usage: setup.sh [run|check|test]" >&2; exit 2 ;;
esac

if [ -n "$missing" ]; then
  printf 'setup: cannot go on, this is missing:\n%s' "$missing" >&2
  exit 1
fi
