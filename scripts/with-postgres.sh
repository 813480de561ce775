#!/usr/bin/env bash
# with-postgres.sh COMMAND… — runs the command with SHANYING_TEST_POSTGRES set to a PostgreSQL of its own.
#
# The cluster is private: data under the temporary folder, a Unix socket inside it and no TCP port, thrown away at the end.
# It never touches a cluster that already runs here. When SHANYING_TEST_POSTGRES names a database already, that one is used.
# Durability is left as PostgreSQL ships it (fsync, full_page_writes), because kill tests rely on it.
source "$(dirname "$0")/lib.sh"

[ $# -gt 0 ] || die "usage: scripts/with-postgres.sh COMMAND…"
if [ -n "${SHANYING_TEST_POSTGRES:-}" ]; then
  exec "$@"
fi

bin=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(command -v initdb || true)
[ -n "$bin" ] || die "PostgreSQL is missing: run scripts/setup-test.sh"
bin=$(dirname "$bin")

# PostgreSQL refuses to run as root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

home=$(mktemp -d "${TMPDIR:-/tmp}/shanying-pg.XXXXXX")
log="$home/log"
[ "$(id -u)" -ne 0 ] || chown postgres "$home"

stop() {
  cd /
  as_owner "$bin/pg_ctl" --pgdata "$home/data" --mode immediate --silent stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# `cd`: the postgres user may not enter the folder of the checkout.
if ! (
  cd "$home"
  as_owner "$bin/initdb" --pgdata "$home/data" --username shanying --auth trust \
    --encoding UTF8 --locale C.UTF-8 &&
    as_owner "$bin/pg_ctl" --pgdata "$home/data" --wait --log "$log" --options "\
      -c listen_addresses='' -c unix_socket_directories='$home' -c unix_socket_permissions=0700 \
      -c max_connections=300 -c shared_buffers=256MB" start &&
    as_owner "$bin/createdb" --host "$home" --username shanying shanying_test
) >"$home.out" 2>&1; then
  cat "$home.out" "$log" >&2 2>/dev/null || true
  rm -f "$home.out"
  die "PostgreSQL did not start"
fi
rm -f "$home.out"

export SHANYING_TEST_POSTGRES="postgres://shanying@localhost/shanying_test?host=$home"
cd "$ROOT"
"$@"
