-- Matters that outlive a conversation. `status` is a key of the settings, `category` what it means.
CREATE TABLE tickets (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  category TEXT NOT NULL,
  priority BIGINT NOT NULL,
  subject TEXT NOT NULL,
  description TEXT NOT NULL,
  fields TEXT NOT NULL,
  origin TEXT NOT NULL,
  customer_id TEXT,
  conversation_id TEXT,
  order_no TEXT,
  group_id TEXT,
  agent_id TEXT,
  parent_id TEXT,
  merged_into TEXT,
  leaf_id TEXT,
  leaf_by TEXT,
  leaf_score DOUBLE PRECISION,
  created_by TEXT NOT NULL,
  opener_id TEXT,
  urges BIGINT NOT NULL,
  urged_at BIGINT,
  reopens BIGINT NOT NULL,
  due_at BIGINT,
  warn_at BIGINT,
  late BIGINT NOT NULL,
  customer_spoke_at BIGINT,
  resolved_at BIGINT,
  closed_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX tickets_number ON tickets (number);
CREATE INDEX tickets_updated ON tickets (updated_at, id);
CREATE INDEX tickets_due ON tickets (due_at, id);
CREATE INDEX tickets_customer ON tickets (customer_id, created_at);
CREATE INDEX tickets_conversation ON tickets (conversation_id);
CREATE INDEX tickets_agent ON tickets (agent_id, category);
CREATE INDEX tickets_group ON tickets (group_id, category);
CREATE INDEX tickets_parent ON tickets (parent_id);

-- What was said about a ticket and every change of it. The customer sees what is public.
CREATE TABLE ticket_entries (
  id TEXT PRIMARY KEY,
  ticket_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  text TEXT NOT NULL,
  changes TEXT NOT NULL,
  public BIGINT NOT NULL
);
CREATE INDEX ticket_entries_ticket ON ticket_entries (ticket_id, at, id);

-- Colleagues who hear of a ticket.
CREATE TABLE ticket_watchers (
  ticket_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  PRIMARY KEY (ticket_id, agent_id)
);
CREATE INDEX ticket_watchers_agent ON ticket_watchers (agent_id);

-- Promised times. A clock that runs has `since` and `due_at`; `used_ms` is the working time before.
CREATE TABLE ticket_clocks (
  ticket_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  target_ms BIGINT NOT NULL,
  used_ms BIGINT NOT NULL,
  since BIGINT,
  due_at BIGINT,
  met_at BIGINT,
  missed_at BIGINT,
  steps TEXT NOT NULL,
  PRIMARY KEY (ticket_id, kind)
);
CREATE INDEX ticket_clocks_started ON ticket_clocks (started_at);

-- The tree under whose leaves tickets are filed. `path` is a JSON list of names from the top.
CREATE TABLE ticket_categories (
  id TEXT PRIMARY KEY,
  parent_id TEXT,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  leaf BIGINT NOT NULL,
  position BIGINT NOT NULL
);
CREATE UNIQUE INDEX ticket_categories_path ON ticket_categories (path);
CREATE INDEX ticket_categories_parent ON ticket_categories (parent_id, position);

-- Texts that were filed: what the engine proposed, and what a person said is right. Those of an
-- imported history have no ticket.
CREATE TABLE ticket_filings (
  id TEXT PRIMARY KEY,
  ticket_id TEXT,
  text TEXT NOT NULL,
  proposed TEXT NOT NULL,
  by_itself BIGINT NOT NULL,
  leaf_id TEXT,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT
);
CREATE UNIQUE INDEX ticket_filings_ticket ON ticket_filings (ticket_id);
CREATE INDEX ticket_filings_confirmed ON ticket_filings (confirmed_at, id);
CREATE INDEX ticket_filings_created ON ticket_filings (created_at);
