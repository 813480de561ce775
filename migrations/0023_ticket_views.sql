-- Lists of tickets that people saved: filters by the names of the list's query, as JSON.
CREATE TABLE ticket_views (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL,
  name TEXT NOT NULL,
  shared BIGINT NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX ticket_views_owner ON ticket_views (owner_id);
