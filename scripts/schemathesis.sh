#!/usr/bin/env bash
# schemathesis.sh [EXAMPLES] — sends requests made from the OpenAPI document to a demo company of its own; any 5xx fails.
#
# The requests are those of a person with every role, over ids that exist, so that handlers are reached and not only their
# doors. At the end it tells how many operations answered with success, and which never did.
source "$(dirname "$0")/lib.sh"

cd "$ROOT"
examples=${1:-25}
venv="$CACHE/schemathesis"
if [ ! -x "$venv/bin/schemathesis" ]; then
  say "installing schemathesis"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet schemathesis==4.32.5
fi

program=${SHANYING_BIN:-target/debug/shanying}
home=$(mktemp -d "${TMPDIR:-/tmp}/shanying-api.XXXXXX")
stop() { [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$home"; }
trap stop EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
base="http://127.0.0.1:$port"
export SHANYING__STORAGE__DATA="$home/data" SHANYING__LIMITS__ADDRESS_PER_MINUTE=1000000 \
  SHANYING__LIMITS__ADDRESS_BURST=1000000 SHANYING__LIMITS__SIGN_IN_PER_MINUTE=1000000 \
  SHANYING__LIMITS__VISITORS_PER_MINUTE=1000000 SHANYING__LIMITS__VISITORS_BURST=1000000 \
  SHANYING__LIMITS__UPLOADS_PER_MINUTE=1000000
"$program" demo --listen "127.0.0.1:$port" >"$home/out" 2>"$home/log" &
server=$!
for _ in $(seq 600); do grep -q "$base" "$home/out" 2>/dev/null && break; sleep 0.2; done

scripts/schemathesis.py prepare "$base" >"$home/schemathesis.toml"
# `logout` would end the session of all other requests; it stands beside the rest, at the end.
run() {
  "$venv/bin/schemathesis" --config-file "$home/schemathesis.toml" run "$base/api/v1/openapi.json" \
    --checks not_a_server_error --max-examples "$examples" --workers 2 --phases examples,coverage,fuzzing \
    --continue-on-failure --no-color --report ndjson --report-ndjson-path "$home/$1.ndjson" "${@:2}"
}
code=0
run all --exclude-path /api/v1/auth/logout || code=$?
run logout --include-path /api/v1/auth/logout || code=$?
scripts/schemathesis.py summary "$home/all.ndjson" "$home/logout.ndjson" docs/openapi.json
if ! kill -0 "$server"; then
  tail -n 20 "$home/log"
  die "the server ended"
fi
exit "$code"
