-- What customers revealed about themselves. `identity` is what was said in one spelling, so that the same fact is one
-- row however often it is told; of facts with the same `about` one holds. `quote` is the customer's own sentence with
-- numbers masked; `decided_by` is the actor who confirmed, rejected or wrote it.
CREATE TABLE customer_memories (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  whose TEXT NOT NULL,
  about TEXT NOT NULL,
  thing TEXT NOT NULL,
  denied BIGINT NOT NULL,
  value TEXT NOT NULL,
  identity TEXT NOT NULL,
  quote TEXT NOT NULL,
  conversation_id TEXT,
  message_id TEXT,
  ticket_id TEXT,
  state TEXT NOT NULL,
  decided_by TEXT,
  count BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_memories_once ON customer_memories (customer_id, identity);
CREATE INDEX customer_memories_conversation ON customer_memories (conversation_id);
