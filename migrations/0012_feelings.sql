-- How sure the trained gate is that a message belongs to any entry, and how the message sounds.
ALTER TABLE decisions ADD COLUMN in_scope DOUBLE PRECISION;
ALTER TABLE decisions ADD COLUMN emotion TEXT;

-- Demands that were not spoken out, since somebody last took care of the conversation.
ALTER TABLE conversations ADD COLUMN veileds BIGINT NOT NULL DEFAULT 0;
