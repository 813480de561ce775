#!/usr/bin/env bash
# What the tests need from Debian: PostgreSQL 15, Chromium and a Chinese font. Installs only what is missing.
source "$(dirname "$0")/lib.sh"

packages=()
# A PostgreSQL that is named by the caller needs no server here.
[ -n "${SHANYING_TEST_POSTGRES:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
  packages+=(postgresql-15)
command -v "${SHANYING_CHROMIUM:-chromium}" >/dev/null || packages+=(chromium)
packages+=(fonts-wqy-microhei)

# The package would otherwise create and start a cluster of its own; ours is private and temporary.
if [[ " ${packages[*]} " == *postgresql* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  as_root mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
apt_install "${packages[@]}"
