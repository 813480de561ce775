#!/usr/bin/env bash
# mcp.sh — the reference client of the Model Context Protocol (PyPI `mcp`) against a demo company of its own.
source "$(dirname "$0")/lib.sh"

cd "$ROOT"
venv="$CACHE/mcp"
if ! "$venv/bin/python" -c 'import mcp' 2>/dev/null; then
  say "installing the client"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet mcp==2.3.0
fi

program=${SHANYING_BIN:-target/debug/shanying}
home=$(mktemp -d "${TMPDIR:-/tmp}/shanying-mcp.XXXXXX")
stop() { [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$home"; }
trap stop EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
SHANYING__STORAGE__DATA="$home/data" "$program" demo --listen "127.0.0.1:$port" >"$home/out" 2>"$home/log" &
server=$!
for _ in $(seq 600); do grep -q "127.0.0.1:$port" "$home/out" 2>/dev/null && break; sleep 0.2; done
"$venv/bin/python" scripts/mcp_client.py "http://127.0.0.1:$port"
