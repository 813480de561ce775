-- The conversation in which a write was asked for, so that the customer can be told what a person
-- decided, and when that was.
ALTER TABLE tool_writes ADD COLUMN conversation_id TEXT;
ALTER TABLE tool_writes ADD COLUMN decided_at BIGINT;
CREATE INDEX tool_writes_decided ON tool_writes (decided_at, id);
