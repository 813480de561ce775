-- Colleagues who were invited to help in a conversation, as a list of ids.
ALTER TABLE conversations ADD COLUMN helpers TEXT NOT NULL DEFAULT '[]';

-- Until when who was given a conversation must open it; none when they took it themselves.
ALTER TABLE conversations ADD COLUMN confirm_by BIGINT;
CREATE INDEX conversations_confirm ON conversations (confirm_by) WHERE confirm_by IS NOT NULL;

-- Who served a conversation, one row a stretch: a conversation that was passed on has several.
-- `rounds` are replies to what a customer had said, `reply_ms` what they waited for them, summed.
CREATE TABLE services (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  first_wait_ms BIGINT,
  rounds BIGINT NOT NULL DEFAULT 0,
  reply_ms BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX services_open ON services (conversation_id) WHERE until_at IS NULL;
CREATE INDEX services_agent ON services (agent_id, from_at);
CREATE INDEX services_conversation ON services (conversation_id);

-- What is known of the past: who served last.
INSERT INTO services (id, conversation_id, agent_id, from_at, until_at, first_wait_ms)
  SELECT 'srv_' || id, id, COALESCE(agent_id, last_agent_id), accepted_at,
         CASE WHEN owner = 'agent' THEN NULL ELSE COALESCE(closed_at, last_at) END, first_wait_ms
  FROM conversations WHERE accepted_at IS NOT NULL AND COALESCE(agent_id, last_agent_id) IS NOT NULL;

CREATE INDEX agent_states_from ON agent_states (from_at);
