-- How well an agent does what a group is for, 0 to 100.
ALTER TABLE group_members ADD COLUMN level BIGINT NOT NULL DEFAULT 50;

-- The agent who looks after a customer.
ALTER TABLE customers ADD COLUMN dedicated_agent TEXT;

-- Place in the queue, in milliseconds: since when a customer waits, less the head start of their grade.
ALTER TABLE conversations ADD COLUMN queue_rank BIGINT;
UPDATE conversations SET queue_rank = queued_at WHERE queued_at IS NOT NULL;
CREATE INDEX conversations_queue ON conversations (queue_rank, id) WHERE owner = 'queue';
