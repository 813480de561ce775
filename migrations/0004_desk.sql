-- Doors through which customers come.
CREATE TABLE channels (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  enabled BIGINT NOT NULL,
  origins TEXT NOT NULL,
  identity_mode TEXT NOT NULL,
  identity_secret TEXT,
  settings TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Numbers that people read aloud, one row a series.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);

-- One service episode of one customer on one channel. Bot, queue and agent are parts of it.
CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  channel_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  agent_id TEXT,
  group_id TEXT,
  last_agent_id TEXT,
  subject TEXT NOT NULL,
  locale TEXT NOT NULL,
  page_url TEXT,
  page_title TEXT,
  last_seq BIGINT NOT NULL,
  last_preview TEXT,
  last_sender TEXT,
  last_at BIGINT NOT NULL,
  unread BIGINT NOT NULL,
  agent_read_seq BIGINT NOT NULL,
  customer_read_seq BIGINT NOT NULL,
  waiting_since BIGINT,
  queued_at BIGINT,
  accepted_at BIGINT,
  first_reply_at BIGINT,
  first_wait_ms BIGINT,
  queue_wait_ms BIGINT,
  abandoned BIGINT NOT NULL DEFAULT 0,
  asked_bot BIGINT NOT NULL DEFAULT 0,
  bot_replied BIGINT NOT NULL DEFAULT 0,
  transfer_reason TEXT,
  transfer_direct BIGINT NOT NULL DEFAULT 0,
  attached_entry TEXT,
  unknowns BIGINT NOT NULL DEFAULT 0,
  not_helpfuls BIGINT NOT NULL DEFAULT 0,
  abuses BIGINT NOT NULL DEFAULT 0,
  paused_until BIGINT,
  rating_invited BIGINT NOT NULL DEFAULT 0,
  rating_score BIGINT,
  rating_tags TEXT,
  rating_solved BIGINT,
  rating_comment TEXT,
  rated_at BIGINT,
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT
);
CREATE UNIQUE INDEX conversations_one_open ON conversations (customer_id) WHERE owner <> 'closed' AND owner <> 'left_message';
CREATE INDEX conversations_customer ON conversations (customer_id, created_at);
CREATE INDEX conversations_agent ON conversations (agent_id) WHERE owner = 'agent';
CREATE INDEX conversations_owner ON conversations (owner, last_at);
CREATE INDEX conversations_activity ON conversations (last_at, id);
CREATE INDEX conversations_created ON conversations (created_at);

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  sender_kind TEXT NOT NULL,
  sender_id TEXT,
  sender_name TEXT,
  internal BIGINT NOT NULL DEFAULT 0,
  content TEXT NOT NULL,
  client_id TEXT,
  decision_id TEXT,
  feedback TEXT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX messages_seq ON messages (conversation_id, seq);
CREATE UNIQUE INDEX messages_client ON messages (sender_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_created ON messages (created_at);

-- Wordings that agents send often; without an agent they are everybody's.
CREATE TABLE quick_replies (
  id TEXT PRIMARY KEY,
  agent_id TEXT,
  category TEXT NOT NULL,
  shortcut TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  sort BIGINT NOT NULL
);
