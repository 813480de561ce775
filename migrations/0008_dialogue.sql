-- Tasks of the tenant as they were described, in the order in which they are shown.
CREATE TABLE dialogue_tasks (
  key TEXT PRIMARY KEY,
  position BIGINT NOT NULL,
  definition TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- Where the talk of a conversation stands; written in the transaction of each message. `turn` counts
-- the customer's messages, so that a turn made beforehand is known to be stale.
CREATE TABLE dialogue_states (
  conversation_id TEXT PRIMARY KEY,
  turn BIGINT NOT NULL,
  state TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- What customers told to a task, kept for the staff. `number` is read aloud.
CREATE TABLE dialogue_requests (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  task TEXT NOT NULL,
  name TEXT NOT NULL,
  fields TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX dialogue_requests_conversation ON dialogue_requests (conversation_id, created_at);

-- Why the talk went as it did, beside the scores of the answer.
ALTER TABLE decisions ADD COLUMN dialogue TEXT;
