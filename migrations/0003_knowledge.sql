-- The tree that knowledge entries are filed in.
CREATE TABLE categories (
  id TEXT PRIMARY KEY,
  parent_id TEXT REFERENCES categories (id),
  name TEXT NOT NULL,
  sort BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX categories_parent ON categories (parent_id);

-- Knowledge entries. `draft` is what editors work on, `live` what customers get (NULL: nothing).
-- The columns between them are taken from the draft or from live so that lists can filter and sort.
CREATE TABLE entries (
  id TEXT PRIMARY KEY,
  key TEXT UNIQUE,
  category_id TEXT REFERENCES categories (id),
  question TEXT NOT NULL,
  question_key TEXT NOT NULL,
  words TEXT NOT NULL,
  similar_count BIGINT NOT NULL,
  audience TEXT NOT NULL,
  importance TEXT NOT NULL,
  handling TEXT NOT NULL,
  valid_from BIGINT,
  valid_to BIGINT,
  draft TEXT NOT NULL,
  live TEXT,
  changed BIGINT NOT NULL,
  archived BIGINT NOT NULL DEFAULT 0,
  revision BIGINT NOT NULL,
  published_version BIGINT,
  reminded_for BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL
);
CREATE INDEX entries_updated ON entries (updated_at, id);
CREATE INDEX entries_category ON entries (category_id);
CREATE INDEX entries_question ON entries (question_key);

-- What was published, each time; never changed.
CREATE TABLE entry_versions (
  entry_id TEXT NOT NULL REFERENCES entries (id),
  version BIGINT NOT NULL,
  draft TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  published_by TEXT NOT NULL,
  PRIMARY KEY (entry_id, version)
);

-- How an entry serves: answers given and what customers thought of them.
CREATE TABLE entry_stats (
  entry_id TEXT PRIMARY KEY,
  hits BIGINT NOT NULL DEFAULT 0,
  helpful BIGINT NOT NULL DEFAULT 0,
  not_helpful BIGINT NOT NULL DEFAULT 0,
  last_hit_at BIGINT
);

-- Each decision of the bot with its scores, so that "why this answer?" can be told later.
CREATE TABLE decisions (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  message_id TEXT,
  question TEXT NOT NULL,
  outcome TEXT NOT NULL,
  entry_id TEXT,
  reason TEXT NOT NULL,
  candidates TEXT NOT NULL,
  thresholds TEXT NOT NULL,
  engine TEXT NOT NULL,
  elapsed_us BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX decisions_at ON decisions (created_at);
CREATE INDEX decisions_conversation ON decisions (conversation_id, created_at);

-- Sentence vectors in eight bits by model and text, so that a restart encodes nothing.
CREATE TABLE vectors (
  model TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (model, text_hash)
);
