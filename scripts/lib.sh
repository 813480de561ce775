# Shared by every script of this folder; source it, do not run it.
#
# phase NAME COMMAND…   runs one step, prints a rule before and its time after, and notes the time
# as_root COMMAND…      runs a command as root, by sudo where that is needed
# wanted PACKAGE…       prints the Debian packages of the list that are not installed
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE="$ROOT/.cache"
mkdir -p "$CACHE"

# No terminal, or CI: tools keep to plain lines.
if [ ! -t 1 ] || [ -n "${CI:-}" ]; then
  export CARGO_TERM_PROGRESS_WHEN=never
  export NO_COLOR="${NO_COLOR:-1}"
fi

say() { printf '   %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

phase() {
  local name=$1 began ended outcome=ok code=0
  shift
  printf '\n── %s\n' "$name"
  began=$(date +%s.%N)
  # A subshell with its own `set -e`: bash drops errexit inside a command that a condition tests,
  # so the code is taken with errexit off outside.
  set +e
  ( set -e; "$@" )
  code=$?
  set -e
  ended=$(date +%s.%N)
  [ "$code" -eq 0 ] || outcome="FAILED ($code)"
  awk -v a="$began" -v b="$ended" -v n="$name" -v o="$outcome" \
    'BEGIN { printf "%8.1f s  %-12s %s\n", b - a, o, n }' | tee -a "${SHANYING_TIMINGS:-/dev/null}"
  return "$code"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root or sudo: $*"
  fi
}

wanted() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
      printf '%s\n' "$package"
  done
}

# Installs the named Debian packages, only those that are missing.
apt_install() {
  local missing
  missing=$(wanted "$@" | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  command -v apt-get >/dev/null || die "please install: $missing"
  say "installing by apt: $missing"
  local log="$CACHE/apt.log"
  # PostgreSQL's package would start a cluster of its own on port 5432; the tests never use it.
  if ! { as_root apt-get -q update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
      -o Dpkg::Options::=--force-confold install $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "apt could not install: $missing"
  fi
}
