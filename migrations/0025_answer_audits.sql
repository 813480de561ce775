-- The entry whose answer a signal is about, so that answers can be weighed one by one.
ALTER TABLE gap_questions ADD COLUMN entry_id TEXT;
CREATE INDEX gap_questions_entry ON gap_questions (entry_id, at);
CREATE INDEX decisions_given ON decisions (entry_id, created_at) WHERE outcome = 'direct';

-- Answers that agents look over, one row a task. `figures` are the reasons with their numbers as they were when the task
-- was made, `former` is the answer that was judged, `answer` what the agent would say instead. `went_live` tells whether
-- an accepted answer was published at once; what came before is counted then.
CREATE TABLE answer_audits (
  id TEXT PRIMARY KEY,
  entry_id TEXT NOT NULL,
  question TEXT NOT NULL,
  reason TEXT NOT NULL,
  figures TEXT NOT NULL,
  state TEXT NOT NULL,
  agent_id TEXT,
  dealt_at BIGINT,
  verdict_at BIGINT,
  note TEXT NOT NULL DEFAULT '',
  former TEXT NOT NULL DEFAULT '',
  answer TEXT NOT NULL DEFAULT '',
  reviewed_by TEXT,
  reviewed_at BIGINT,
  review_note TEXT NOT NULL DEFAULT '',
  went_live BIGINT NOT NULL DEFAULT 0,
  before_given BIGINT NOT NULL DEFAULT 0,
  before_not_helpful BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX answer_audits_once ON answer_audits (entry_id) WHERE state = 'open';
CREATE INDEX answer_audits_entry ON answer_audits (entry_id, created_at);
CREATE INDEX answer_audits_agent ON answer_audits (agent_id, state);
CREATE INDEX answer_audits_state ON answer_audits (state, created_at, id);
CREATE INDEX answer_audits_at ON answer_audits (created_at, id);

-- Who was given which task and when, so that tasks go round and do not come back.
CREATE TABLE answer_audit_deals (
  audit_id TEXT NOT NULL REFERENCES answer_audits (id),
  agent_id TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX answer_audit_deals_audit ON answer_audit_deals (audit_id);
CREATE INDEX answer_audit_deals_agent ON answer_audit_deals (agent_id, at);

-- When entries were looked through for tasks.
CREATE TABLE answer_audit_sweeps (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  found BIGINT NOT NULL
);
CREATE INDEX answer_audit_sweeps_at ON answer_audit_sweeps (at);
