#!/usr/bin/env bash
# web.sh install|api|check|build|test|e2e — one step of the web part; `install` runs npm ci only when the lock file changed.
source "$(dirname "$0")/lib.sh"

cd "$ROOT/web"
# Debian's Chromium is used; Playwright brings no browser of its own.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

step=${1:-build}
shift || true
stamp=node_modules/.installed-lock
if ! cmp -s package-lock.json "$stamp"; then
  say "npm ci"
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
fi
[ "$step" = install ] || npm run --silent "$step" -- "$@"
