# Shanying. Every target does its own set-up; `make help` lists them.
# A fresh Debian 12 with Rust (rustup), Node 20 with npm and Python 3 with pip is enough.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Arguments for the program of `make run`, for example: make run ARGS="--company bank"
ARGS ?=

.PHONY: help run test check bench bench-language api-fuzz mcp soak build web models openapi clean-cache

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build everything and serve the demo company
	target/release/shanying demo $(ARGS)

build: web models ## release build of the program, with its pages and models
	cargo build --workspace --locked --release

web: ## packages and pages of the web part
	@scripts/setup-build.sh
	scripts/web.sh build

models: ## the sentence encoder, checked by hash
	scripts/models.sh

check: ## format, sizes, crate graph, lints, licences, OpenAPI document, web types
	@scripts/phases.sh check

test: ## check, then all tests on SQLite and PostgreSQL, then the browser walks
	@scripts/phases.sh test

bench: build ## measure the real path: make bench ARGS="--data FOLDER"; writes bench/REPORT.md
	target/release/shanying-bench all $(ARGS)

bench-language: models ## the language engine's speed, and with DATA=folder how search grows with the knowledge
	cargo run --release -p shanying-language --example speed -- models/use
	$(if $(DATA),cargo run --release -p shanying-language --example growth -- models/use $(DATA) docs/images/language-growth.svg)

api-fuzz: ## schemathesis over the OpenAPI document: any 5xx fails
	cargo build --workspace --all-targets --locked
	scripts/schemathesis.sh $(ARGS)

mcp: ## the reference client of the Model Context Protocol against a demo company
	cargo build --workspace --all-targets --locked
	scripts/mcp.sh

soak: ## the long tests: 100 kills on each database, an hour of mutated input, many property cases
	@scripts/phases.sh soak

openapi: ## write docs/openapi.json anew from the code, and the web's types from it
	cargo build --workspace --all-targets --locked
	cargo xtask openapi --write
	scripts/web.sh api

clean-cache: ## drop the tools that were fetched into .cache
	rm -rf .cache
