-- Which conversation a message that can be searched belongs to. `position` is that of the event that told of it.
-- derived
CREATE TABLE message_places (
  position BIGINT PRIMARY KEY,
  conversation_id TEXT NOT NULL
);
CREATE INDEX message_places_conversation ON message_places (conversation_id);

-- Pairs of neighbouring characters of those messages, in their order.
-- derived
-- only sqlite
CREATE VIRTUAL TABLE message_grams USING fts5(grams, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

-- derived
-- only postgres
CREATE TABLE message_grams (
  position BIGINT PRIMARY KEY,
  grams TSVECTOR NOT NULL
);

-- only postgres
CREATE INDEX message_grams_index ON message_grams USING GIN (grams);
