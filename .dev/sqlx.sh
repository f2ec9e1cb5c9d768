#!/usr/bin/env bash
# Writes the checked-query data in server/backend/.sqlx anew, against a private PostgreSQL with all
# migrations. With --check it changes nothing and fails when the data is not current.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"
use_rust

data=server/backend/.sqlx
bin=$(postgres_bin) || { echo "sqlx: no PostgreSQL programs; .dev/setup.sh check" >&2; exit 1; }
work=$(mktemp -d "${TMPDIR:-/tmp}/tessera-sqlx.XXXXXX")

# PostgreSQL refuses to run as root.
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$work"; fi

finish() {
  as_owner "$bin/pg_ctl" -D "$work/db" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

# From a directory the owner may enter, or its programs complain.
as_owner sh -c 'cd "$1" && "$2/initdb" -D db -U postgres -A trust -E UTF8 --no-locale --no-sync >log' \
  sh "$work" "$bin"
as_owner sh -c 'cd "$1" && "$2/pg_ctl" -D db -l log -w -o "-c listen_addresses= -c fsync=off -k $1" start >/dev/null' \
  sh "$work" "$bin"
for migration in migrations/*.sql; do
  [ -e "$migration" ] || continue
  single=--single-transaction
  if head -n 1 "$migration" | grep -q '^-- no-transaction'; then single=""; fi
  "$bin/psql" -X -q -h "$work" -U postgres -d postgres -v ON_ERROR_STOP=1 $single -f "$migration" >/dev/null
done

# The macros write what they learn while the crate compiles. The flag is new each time, so that
# cargo compiles it in any case.
mkdir "$work/sqlx"
DATABASE_URL="postgres:///postgres?host=$work&user=postgres" SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$work/sqlx" \
  cargo rustc --quiet --package backend --lib --profile check -- --cfg "sqlx_data=\"$(date +%s)\""

if [ "${1:-}" = --check ]; then
  mkdir -p "$work/old"
  if [ -d "$data" ]; then cp "$data"/*.json "$work/old" 2>/dev/null || true; fi
  if ! diff -r "$work/old" "$work/sqlx" >"$work/difference"; then
    sed "s|$work/||g" "$work/difference" | head -n 40
    echo "sqlx: $data is not current; run .dev/sqlx.sh and commit the result" >&2
    exit 1
  fi
  echo "sqlx: $(find "$work/sqlx" -name '*.json' | wc -l | tr -d ' ') queries, all current"
else
  rm -rf "$data"
  mkdir -p "$data"
  find "$work/sqlx" -name '*.json' -exec cp {} "$data" \;
  echo "sqlx: wrote the data of $(find "$data" -name '*.json' | wc -l | tr -d ' ') queries to $data"
fi
