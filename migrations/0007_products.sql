-- What is sold. `draft` is what editors work on, `live` what customers are told (NULL: nothing);
-- both hold the description, its facts and its prices. The columns between them are taken from the
-- draft so that lists can filter.
CREATE TABLE products (
  id TEXT PRIMARY KEY,
  key TEXT UNIQUE,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  words TEXT NOT NULL,
  draft TEXT NOT NULL,
  live TEXT,
  changed BIGINT NOT NULL,
  archived BIGINT NOT NULL DEFAULT 0,
  revision BIGINT NOT NULL,
  confirmed_version BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL
);
CREATE INDEX products_updated ON products (updated_at, id);
CREATE INDEX products_category ON products (category);

-- What was confirmed, each time; never changed.
CREATE TABLE product_versions (
  product_id TEXT NOT NULL REFERENCES products (id),
  version BIGINT NOT NULL,
  draft TEXT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  confirmed_by TEXT NOT NULL,
  PRIMARY KEY (product_id, version)
);
