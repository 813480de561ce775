-- Facts in the order of their commits. SQLite's writer numbers them inside the commit; on
-- PostgreSQL the relay gives the position afterwards.
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  position BIGINT UNIQUE,
  kind TEXT NOT NULL,
  version BIGINT NOT NULL,
  payload TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX events_unnumbered ON events (at, id) WHERE position IS NULL;

-- How far each durable listener has read.
CREATE TABLE listener_cursors (
  listener TEXT PRIMARY KEY,
  position BIGINT NOT NULL
);

-- Work that waits; a finished job is deleted.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  dedupe TEXT,
  run_at BIGINT NOT NULL,
  leased_until BIGINT,
  attempts BIGINT NOT NULL,
  failed BIGINT NOT NULL DEFAULT 0,
  last_error TEXT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX jobs_dedupe ON jobs (kind, dedupe) WHERE dedupe IS NOT NULL AND leased_until IS NULL;
CREATE INDEX jobs_due ON jobs (run_at) WHERE failed = 0;

-- One row a section of settings, as JSON; a missing row means the defaults.
CREATE TABLE settings (
  section TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- Uploaded files: the row authorises, the content lies among the blobs under its hash.
CREATE TABLE files (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  size BIGINT NOT NULL,
  width BIGINT,
  height BIGINT,
  owner_kind TEXT NOT NULL,
  owner_id TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX files_owner ON files (owner_kind, owner_id);

-- Every administrative change: who, what, when, from where.
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  actor_name TEXT,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL,
  address TEXT
);
CREATE INDEX audit_log_at ON audit_log (at, id);
