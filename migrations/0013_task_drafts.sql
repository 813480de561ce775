-- What editors work on, apart from the tasks that customers meet. `live_version` is the version that
-- holds; none before the first is published.
CREATE TABLE dialogue_drafts (
  key TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  revision BIGINT NOT NULL,
  live_version BIGINT,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL
);

-- Every task as it was published, the first under 1.
CREATE TABLE dialogue_versions (
  key TEXT NOT NULL,
  version BIGINT NOT NULL,
  definition TEXT NOT NULL,
  note TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  published_by TEXT NOT NULL,
  PRIMARY KEY (key, version)
);

-- Tasks that were written before are their own first versions.
INSERT INTO dialogue_drafts (key, definition, revision, live_version, updated_at, updated_by)
  SELECT key, definition, 1, 1, updated_at, '' FROM dialogue_tasks;
INSERT INTO dialogue_versions (key, version, definition, note, published_at, published_by)
  SELECT key, 1, definition, '', updated_at, '' FROM dialogue_tasks;
