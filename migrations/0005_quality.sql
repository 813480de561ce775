-- Matters that customers asked about and did not get: alike questions, grouped. Counts are taken
-- from gap_questions whenever those change, so that lists can filter and sort.
CREATE TABLE gaps (
  id TEXT PRIMARY KEY,
  question TEXT NOT NULL,
  status TEXT NOT NULL,
  entry_id TEXT,
  count BIGINT NOT NULL,
  unknown BIGINT NOT NULL,
  not_helpful BIGINT NOT NULL,
  repeated BIGINT NOT NULL,
  transferred BIGINT NOT NULL,
  abandoned BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
CREATE INDEX gaps_status ON gaps (status, count, id);
CREATE INDEX gaps_last ON gaps (last_at);

-- One signal of one question, personal numbers masked. Without a gap it waits to be grouped; with
-- `rephrased` it is only suspected: the customer asked this afterwards.
CREATE TABLE gap_questions (
  id TEXT PRIMARY KEY,
  gap_id TEXT,
  conversation_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  signal TEXT NOT NULL,
  text TEXT NOT NULL,
  rephrased TEXT,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX gap_questions_once ON gap_questions (conversation_id, seq, signal);
CREATE INDEX gap_questions_gap ON gap_questions (gap_id, at);
CREATE INDEX gap_questions_waiting ON gap_questions (at, id) WHERE gap_id IS NULL;
CREATE INDEX gap_questions_customer ON gap_questions (customer_id);
CREATE INDEX gap_questions_at ON gap_questions (at);

-- The last question of each conversation that the bot serves, and what became of it.
CREATE TABLE bot_turns (
  conversation_id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  question TEXT NOT NULL,
  outcome TEXT NOT NULL,
  entry_id TEXT,
  offered TEXT NOT NULL,
  helpful BIGINT,
  at BIGINT NOT NULL
);
CREATE INDEX bot_turns_customer ON bot_turns (customer_id);
CREATE INDEX bot_turns_at ON bot_turns (at);
