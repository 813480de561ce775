-- What a language model was asked for on a day, for its budget.
CREATE TABLE wording_days (
  day TEXT PRIMARY KEY,
  used BIGINT NOT NULL,
  cached BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  over_budget BIGINT NOT NULL,
  prompt_tokens BIGINT NOT NULL,
  completion_tokens BIGINT NOT NULL
);

-- What the bot will say in a moment, when it has been worded; any other message says it first as it is.
ALTER TABLE conversations ADD COLUMN held TEXT;
ALTER TABLE conversations ADD COLUMN held_at BIGINT;
CREATE INDEX conversations_held ON conversations (held_at) WHERE held_at IS NOT NULL;
