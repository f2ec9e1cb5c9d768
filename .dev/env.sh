# Sourced by the other scripts: where things are, and which Rust builds the whole workspace.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
target=${CARGO_TARGET_DIR:-$root/target}
cache=${TESSERA_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/tessera}
cargo_home=${CARGO_HOME:-${HOME:-/root}/.cargo}
wasm=wasm32-unknown-unknown
oldest_rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# Checked queries use the committed data, so no build needs a database.
export SQLX_OFFLINE=${SQLX_OFFLINE:-true}

# --- Rust ---------------------------------------------------------------------------------------

# Whether version $1 is at least $2; both look like 1.95 or 1.95.0.
at_least() {
  local major=${1%%.*} minor=${1#*.} least_minor=${2#*.}
  [ "$major" -gt "${2%%.*}" ] || { [ "$major" -eq "${2%%.*}" ] && [ "${minor%%.*}" -ge "${least_minor%%.*}" ]; }
}

rust_version() { rustc --version 2>/dev/null | cut -d' ' -f2 | cut -d- -f1; }

# Whether the current `rustc` is new enough.
rust_is_new() {
  local version
  version=$(rust_version)
  [ -n "$version" ] && at_least "$version" "$oldest_rust"
}

# Debian's own Rust has no standard library for the browser. setup.sh builds one from Debian's
# sources; it stays in the cache, apart from what the package manager owns.
built_sysroot() { echo "$cache/sysroot-$(rustc --version | cut -d' ' -f2-3 | tr -d '(' | tr ' ' -)"; }

# Whether the current `rustc` can build for the browser; sets what it needs for that.
rust_has_wasm() {
  local sysroot built
  sysroot=$(rustc --print sysroot)
  if [ "$sysroot" = /usr ]; then rustup_agrees || return; fi
  [ -d "$sysroot/lib/rustlib/$wasm/lib" ] && return
  built=$(built_sysroot)
  [ "$sysroot" = /usr ] && [ -d "$built/lib/rustlib/$wasm/lib" ] || return
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$built"
}

# With Debian's Rust the proxies of an installed rustup have to lead to it too: cargo finds its
# subcommands (`cargo clippy`) there, even when they are not on the path.
rustup_agrees() {
  local rustup
  if [ "${RUSTUP_TOOLCHAIN:-}" = debian ]; then return; fi
  rustup=$(command -v rustup || command -v "$cargo_home/bin/rustup") || return 0
  "$rustup" run debian rustc --version >/dev/null 2>&1 || "$rustup" toolchain link debian /usr || return
  export RUSTUP_TOOLCHAIN=debian
}

# Makes Debian's Rust the current one.
use_debian_rust() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && rustup_agrees || return
  if [ -z "${RUSTUP_TOOLCHAIN:-}" ]; then export PATH="/usr/bin:$PATH"; fi
  rust_is_new
}

# Chooses a Rust that is new enough and has the browser target; fails when there is none.
use_rust() {
  if ! rust_is_new && [ -x "$cargo_home/bin/cargo" ]; then export PATH="$cargo_home/bin:$PATH"; fi
  if rust_is_new && rust_has_wasm; then return; fi
  # Only a Debian Rust that setup.sh has prepared; nothing is linked before that.
  [ -n "$(ls -d "$cache"/sysroot-* 2>/dev/null)" ] && use_debian_rust && rust_has_wasm
}

# --- PostgreSQL, browser, tools -----------------------------------------------------------------

# Prints the directory with PostgreSQL's programs, the newest when there are several.
postgres_bin() {
  local directory found=""
  for directory in $(printf '%s' "$PATH" | tr ':' '\n') \
    $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin \
      /usr/local/opt/postgresql*/bin 2>/dev/null | sort -t/ -k5 -V); do
    if [ -x "$directory/initdb" ] && [ -x "$directory/pg_ctl" ] && [ -x "$directory/postgres" ]; then
      found=$directory
    fi
  done
  [ -n "$found" ] && echo "$found"
}

# Prints the path of a Chromium or Chrome.
chromium_path() {
  local name
  for name in "${TESSERA_CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    command -v "$name" && return
  done
  return 1
}

wasm_opt=$cache/binaryen-132/node_modules/.bin/wasm-opt
if [ -z "${TESSERA_WASM_OPT:-}" ] && [ -e "$wasm_opt" ]; then export TESSERA_WASM_OPT=$wasm_opt; fi

# The PostgreSQL of the tests outlives the programs that share it: ended when none of them uses it, and
# only if the process of that number is still it.
stop_test_postgres() {
  local home=$target/tessera-tests/postgres pid
  pid=$(head -n 1 "$home/data/postmaster.pid" 2>/dev/null) || return 0
  ps -o args= -p "$pid" | grep -qF "$home/data" || return 0
  if command -v flock >/dev/null; then flock -n "$home/users" kill -INT "$pid" || true; fi
}
