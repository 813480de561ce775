-- What somebody should look at now, why, and what became of it. `subject` is the conversation, or the
-- entry that a surge is about: one open alert of a kind for each.
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  subject TEXT NOT NULL,
  conversation_id TEXT,
  facts TEXT NOT NULL,
  state TEXT NOT NULL,
  times BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  acknowledged_by TEXT,
  acknowledged_at BIGINT,
  ended_by TEXT,
  ended_at BIGINT,
  note TEXT NOT NULL
);
CREATE UNIQUE INDEX alerts_open ON alerts (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX alerts_created ON alerts (created_at, id);
CREATE INDEX alerts_conversation ON alerts (conversation_id);

-- Who waits for an answer, for the live board and its alerts.
CREATE INDEX conversations_unanswered ON conversations (waiting_since) WHERE owner = 'agent' AND waiting_since IS NOT NULL;
