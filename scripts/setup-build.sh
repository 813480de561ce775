#!/usr/bin/env bash
# What a build needs beside Rust, Node 20 and Python 3: a C compiler for SQLite. Installs only what is missing.
source "$(dirname "$0")/lib.sh"

command -v cargo >/dev/null || die "Rust is missing: install rustup, the toolchain is chosen by rust-toolchain.toml"
command -v npm >/dev/null || die "Node 20 with npm is missing"
command -v python3 >/dev/null || die "Python 3 with pip is missing"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
  die "Node 20 or newer is needed, found $(node --version)"
command -v cc >/dev/null || apt_install gcc libc6-dev
