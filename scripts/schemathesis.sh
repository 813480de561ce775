#!/usr/bin/env bash
# schemathesis.sh [EXAMPLES] — sends requests made from the OpenAPI document to a server of its own; any 5xx fails.
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

cat >"$home/config.toml" <<TOML
[server]
listen = "127.0.0.1:0"
[storage]
data = "$home/data"
[limits]
address_per_minute = 1000000
sign_in_per_minute = 1000000
visitors_per_minute = 1000000
TOML
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
sed -i "s/127.0.0.1:0/127.0.0.1:$port/" "$home/config.toml"
"$program" serve --config "$home/config.toml" >"$home/out" 2>"$home/log" &
server=$!
base="http://127.0.0.1:$port"
for _ in $(seq 100); do curl -sf "$base/readyz" >/dev/null && break; sleep 0.2; done

token=$(sed -n 's/.*\/setup#\([^ ]*\).*/\1/p' "$home/out" | head -n 1)
curl -sf -c "$home/jar" -H "Origin: $base" -H 'Content-Type: application/json' \
  -d "{\"token\":\"$token\",\"username\":\"fuzz\",\"name\":\"Fuzz\",\"password\":\"fuzz-the-api-2026\"}" \
  "$base/api/v1/auth/setup" >/dev/null
key=$(curl -sf -b "$home/jar" -H "Origin: $base" -H 'Content-Type: application/json' \
  -d '{"name":"fuzz","permissions":["conversations.serve","conversations.view_all","conversations.supervise","knowledge.view","knowledge.edit","customers.view","customers.edit","customers.privacy","settings.view","settings.manage","agents.manage","metrics.view","audit.view"],"expires_at":null}' \
  "$base/api/v1/api-keys" | python3 -c 'import json, sys; print(json.load(sys.stdin)["secret"])')

"$venv/bin/schemathesis" run "$base/api/v1/openapi.json" \
  --header "Authorization: Bearer $key" --checks not_a_server_error \
  --max-examples "$examples" --workers 2 --phases examples,coverage,fuzzing --no-color
