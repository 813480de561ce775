-- What agents made of suggestions: `kind` is the sort of the suggestion and `reference` the entry, the past answer or
-- the product it came from. `asked` are the customer's words, so that the same question ranks otherwise next time.
CREATE TABLE assist_verdicts (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  agent_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  verdict TEXT NOT NULL,
  asked TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX assist_verdicts_once ON assist_verdicts (conversation_id, seq, agent_id, kind, reference);
CREATE INDEX assist_verdicts_at ON assist_verdicts (created_at);

-- The summary of a conversation as its agent confirmed it: one a conversation, the last word counts.
CREATE TABLE wrap_ups (
  conversation_id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  summary TEXT NOT NULL,
  leaf_id TEXT,
  tags TEXT NOT NULL,
  ticket_id TEXT,
  follow_up_id TEXT,
  changed BIGINT NOT NULL,
  took_ms BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX wrap_ups_at ON wrap_ups (created_at);
