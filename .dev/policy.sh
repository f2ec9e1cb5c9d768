#!/usr/bin/env bash
# The dependency policy of deny.toml for machines without cargo-deny, which takes minutes to compile:
# licenses, banned crates and sources of everything that is compiled on Linux.
set -euo pipefail
# shellcheck source=.dev/env.sh
. "$(dirname "$0")/env.sh"
use_rust

graph=$(cargo tree --locked --workspace --edges all --target x86_64-unknown-linux-gnu \
  --prefix none --format '{p}|{l}' | sed 's/ (\*)$//' | grep '|' | sort -u)
allowed=$(sed -n '/^allow = \[/,/^\]/s/^ *"\(.*\)",.*/\1/p' deny.toml)
banned=$(sed -n 's/^ *{ crate = "\([^"]*\)".*/\1/p' deny.toml)
status=0

for crate in $banned; do
  if printf '%s\n' "$graph" | grep -q "^$crate v"; then
    echo "banned: $crate is a dependency; to see whose: cargo tree --workspace --invert $crate"
    status=1
  fi
done

if grep '^source = ' Cargo.lock | sort -u | sed 1d | grep .; then
  echo "sources: everything has to come from the one registry"
  status=1
fi
if grep '^source = "git+' Cargo.lock; then
  echo "sources: a git dependency can vanish"
  status=1
fi

# A license is an expression such as `(MIT OR Apache-2.0) AND ISC`; old crates write `/` for OR.
# In the environment: not every awk takes a variable of several lines.
printf '%s\n' "$graph" | allowed=$allowed awk -F'|' '
  function term(  value) {
    if (token[at] == "(") { at++; value = any(); at++; return value }
    return (token[at++] in allow)
  }
  function all(  value, right) {
    value = term()
    while (token[at] == "AND") { at++; right = term(); value = value && right }
    return value
  }
  function any(  value, right) {
    value = all()
    while (token[at] == "OR") { at++; right = all(); value = value || right }
    return value
  }
  BEGIN {
    count = split(ENVIRON["allowed"], names, "\n")
    for (i = 1; i <= count; i++) { gsub(" WITH ", "+", names[i]); allow[names[i]] = 1 }
  }
  {
    text = $2
    gsub(" WITH ", "+", text); gsub("/", " OR ", text); gsub(/\(/, " ( ", text); gsub(/\)/, " ) ", text)
    delete token
    split(text, token, " "); at = 1
    if (text == "" || !any()) { printf "license: %s has \"%s\", which deny.toml does not allow\n", $1, $2; bad = 1 }
  }
  END { if (!bad) printf "%d packages, licenses allowed\n", NR; exit bad }
' || status=1
exit $status
