-- People of the company. `load` counts the conversations they serve now; `disconnected_at` is
-- NULL while a workbench of theirs is open.
CREATE TABLE agents (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  name TEXT NOT NULL,
  nickname TEXT NOT NULL,
  avatar TEXT,
  roles TEXT NOT NULL,
  max_chats BIGINT NOT NULL,
  password_hash TEXT,
  enabled BIGINT NOT NULL,
  state TEXT NOT NULL,
  state_reason TEXT,
  state_since BIGINT NOT NULL,
  load BIGINT NOT NULL DEFAULT 0,
  last_assigned_at BIGINT NOT NULL DEFAULT 0,
  disconnected_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX agents_username ON agents (username);

-- The log of states: one row a stretch, open while `until_at` is NULL.
CREATE TABLE agent_states (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  from_at BIGINT NOT NULL,
  until_at BIGINT
);
CREATE INDEX agent_states_agent ON agent_states (agent_id, from_at);
CREATE UNIQUE INDEX agent_states_open ON agent_states (agent_id) WHERE until_at IS NULL;

-- Browsers that are signed in; of the cookie only its hash is kept.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_agent ON sessions (agent_id);

-- One-time links: the first administrator (no agent yet), or a password for an agent.
CREATE TABLE setup_links (
  token_hash TEXT PRIMARY KEY,
  agent_id TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- Skill groups and who is in them.
CREATE TABLE skill_groups (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  sort BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX skill_groups_name ON skill_groups (name);

CREATE TABLE group_members (
  group_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  PRIMARY KEY (group_id, agent_id)
);
CREATE INDEX group_members_agent ON group_members (agent_id);

-- Programs that call; of the key only its hash and its beginning are kept.
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  permissions TEXT NOT NULL,
  prefix TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  last_used_at BIGINT
);
CREATE UNIQUE INDEX api_keys_secret ON api_keys (secret_hash);

-- Customers. `user_id` is the company's own number of a verified customer; an anonymous one who
-- turned out to be somebody known points there by `merged_into`.
CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  user_id TEXT,
  phone TEXT,
  email TEXT,
  level TEXT,
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL,
  note TEXT NOT NULL,
  locale TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  conversations BIGINT NOT NULL DEFAULT 0,
  merged_into TEXT,
  erased BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX customers_user_id ON customers (user_id);
CREATE INDEX customers_last_seen ON customers (last_seen, id);
CREATE INDEX customers_phone ON customers (phone);

-- Browsers and phones by which a customer comes; of the secret only its hash is kept.
CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX devices_secret ON devices (secret_hash);
CREATE INDEX devices_customer ON devices (customer_id);

-- What a customer agreed to, as a history.
CREATE TABLE consents (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  version TEXT NOT NULL,
  at BIGINT NOT NULL,
  address TEXT NOT NULL
);
CREATE INDEX consents_customer ON consents (customer_id, at);

-- Tags that were ever given, offered again when a customer is tagged.
CREATE TABLE customer_tags (
  tag TEXT PRIMARY KEY,
  used_at BIGINT NOT NULL
);
