-- Questions that customers asked and that may be labelled, folded by spelling, personal numbers
-- masked. `choice` and `entry_id` are the label that holds now; NULL waits for one. `worth` orders
-- the queue: millionths, taken from the shape of the last decision and from how often it was asked.
CREATE TABLE training_questions (
  id TEXT PRIMARY KEY,
  question_key TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  asked BIGINT NOT NULL,
  top DOUBLE PRECISION NOT NULL,
  margin DOUBLE PRECISION NOT NULL,
  novelty DOUBLE PRECISION NOT NULL,
  outcome TEXT NOT NULL,
  worth BIGINT NOT NULL,
  choice TEXT,
  entry_id TEXT,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  labelled_at BIGINT
);
CREATE INDEX training_questions_waiting ON training_questions (worth, id) WHERE choice IS NULL;
CREATE INDEX training_questions_labelled ON training_questions (labelled_at, id) WHERE choice IS NOT NULL;
CREATE INDEX training_questions_conversation ON training_questions (conversation_id);

-- Every labelling with who and when; never changed. A choice of '' takes the label back.
CREATE TABLE training_labels (
  id TEXT PRIMARY KEY,
  question_id TEXT NOT NULL REFERENCES training_questions (id),
  choice TEXT NOT NULL,
  entry_id TEXT,
  actor_id TEXT,
  actor_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX training_labels_question ON training_labels (question_id, at);

-- Sets of questions with the expected outcome. A kept one guards publishing, another one was only
-- uploaded to be measured.
CREATE TABLE training_sets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kept BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE TABLE training_cases (
  id TEXT PRIMARY KEY,
  set_id TEXT NOT NULL REFERENCES training_sets (id),
  text TEXT NOT NULL,
  text_key TEXT NOT NULL,
  choice TEXT NOT NULL,
  entry_id TEXT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX training_cases_once ON training_cases (set_id, text_key);

-- Measurements with their progress: of a set, or (without one) of the labelled questions.
-- `summary` is for lists and for the history, `report` holds all.
CREATE TABLE training_runs (
  id TEXT PRIMARY KEY,
  set_id TEXT,
  state TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  summary TEXT,
  report TEXT,
  model_id TEXT,
  asked_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX training_runs_set ON training_runs (set_id, created_at);

-- Classifiers that were trained; the content lies among the blobs under its hash.
CREATE TABLE training_models (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  hash TEXT,
  bytes BIGINT NOT NULL,
  classes BIGINT NOT NULL,
  samples BIGINT NOT NULL,
  accuracy DOUBLE PRECISION,
  regression DOUBLE PRECISION,
  elapsed_ms BIGINT NOT NULL,
  detail TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Places that somebody must find again: how far decisions were gathered (`at`, `id`), and which
-- model is in use (`id`).
CREATE TABLE training_marks (
  name TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  id TEXT NOT NULL
);

-- Pairs of entries that an editor looked at and left as they are; the smaller id stands first.
CREATE TABLE training_pairs_kept (
  first_id TEXT NOT NULL,
  second_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (first_id, second_id)
);
