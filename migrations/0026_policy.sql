-- Times at which more customers came than people could serve: why it began, and until when. `calm_since` is since when
-- it has been quiet enough to end.
CREATE TABLE peaks (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  cause TEXT NOT NULL,
  waiting BIGINT NOT NULL,
  wait_seconds BIGINT,
  began_by TEXT,
  began_at BIGINT NOT NULL,
  calm_since BIGINT,
  ended_by TEXT,
  ended_at BIGINT
);
CREATE UNIQUE INDEX peaks_one ON peaks (state) WHERE ended_at IS NULL;
CREATE INDEX peaks_began ON peaks (began_at);

-- Where the way to a person stood open in a conversation. `hidden` are places at which it appears once the bot has
-- failed `after_failures` times.
CREATE TABLE person_entries (
  conversation_id TEXT PRIMARY KEY,
  shown TEXT NOT NULL,
  hidden TEXT NOT NULL,
  after_failures BIGINT NOT NULL,
  failures BIGINT NOT NULL DEFAULT 0,
  appeared_at BIGINT,
  begun_at BIGINT NOT NULL
);
CREATE INDEX person_entries_begun ON person_entries (begun_at);

-- That a customer asked for a person, and what became of it: `steps` are the messages that they had to send between.
CREATE TABLE person_requests (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  place TEXT NOT NULL,
  asks BIGINT NOT NULL,
  asked_seq BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  refused TEXT,
  left_at BIGINT,
  reached_at BIGINT,
  steps BIGINT
);
CREATE UNIQUE INDEX person_requests_open ON person_requests (conversation_id) WHERE reached_at IS NULL;
CREATE INDEX person_requests_asked ON person_requests (asked_at);
