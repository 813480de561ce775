-- What the company's own shop sells, with the prices of today. Money is in minor units everywhere.
CREATE TABLE catalogue_items (
  sku_id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL,
  title TEXT NOT NULL,
  spec TEXT NOT NULL,
  image TEXT NOT NULL,
  currency TEXT NOT NULL,
  price BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- Orders by the company's own number of the customer (`user_id`), which a proof of identity gives.
-- `receiver`, `items` and `invoice` are JSON; `returned_to_buyer` is what price protection paid back.
CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  no TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  paid_at BIGINT,
  shipped_at BIGINT,
  delivered_at BIGINT,
  finished_at BIGINT,
  currency TEXT NOT NULL,
  goods BIGINT NOT NULL,
  shipping BIGINT NOT NULL,
  discount BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  receiver TEXT NOT NULL,
  items TEXT NOT NULL,
  invoice TEXT,
  remark TEXT NOT NULL,
  address_changes BIGINT NOT NULL DEFAULT 0,
  urged_at BIGINT,
  returned_to_buyer BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX orders_of_customer ON orders (user_id, created_at, id);

-- Parcels; `traces` is JSON, the oldest first.
CREATE TABLE shipments (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  carrier_code TEXT NOT NULL,
  carrier_name TEXT NOT NULL,
  tracking_no TEXT NOT NULL,
  state TEXT NOT NULL,
  traces TEXT NOT NULL,
  eta BIGINT,
  signed_by TEXT NOT NULL,
  shipped_at BIGINT NOT NULL
);
CREATE INDEX shipments_of_order ON shipments (order_id);

-- Refunds, returns and exchanges; `items`, `evidence` and `timeline` are JSON.
CREATE TABLE refunds (
  id TEXT PRIMARY KEY,
  no TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL REFERENCES orders (id),
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  items TEXT NOT NULL,
  evidence TEXT NOT NULL,
  timeline TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX refunds_of_order ON refunds (order_id);
CREATE INDEX refunds_of_customer ON refunds (user_id, created_at, id);

CREATE TABLE coupons (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  title TEXT NOT NULL,
  currency TEXT NOT NULL,
  threshold BIGINT NOT NULL,
  value BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL,
  used_by TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX coupons_of_customer ON coupons (user_id, valid_to);

-- Points that came and went; the balance is their sum.
CREATE TABLE point_moves (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  amount BIGINT NOT NULL,
  reason TEXT NOT NULL,
  order_no TEXT,
  at BIGINT NOT NULL
);
CREATE INDEX point_moves_of_customer ON point_moves (user_id, at);

-- What the shop did by the key of the write, so that a write that is sent again is done once.
CREATE TABLE shop_writes (
  key TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  change TEXT NOT NULL,
  outcome TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- Writes on their way from preview to done: previewed, running, waiting (for a person with
-- authority), done, failed, rejected. A token confirms one write of one customer. `arguments`
-- vanish when it is over; `fingerprint` is their hash.
CREATE TABLE tool_writes (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  token TEXT NOT NULL UNIQUE,
  tool TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  arguments TEXT,
  preview TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  approved BIGINT NOT NULL DEFAULT 0,
  outcome TEXT,
  error TEXT,
  decided_by TEXT,
  decided_note TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  running_until BIGINT NOT NULL DEFAULT 0,
  finished_at BIGINT
);
CREATE INDEX tool_writes_waiting ON tool_writes (state, created_at, id);
CREATE INDEX tool_writes_of_customer ON tool_writes (customer_id, tool, state);

-- Compensation that was booked or is reserved; a row of `compensation_accounts` is held while one
-- customer's limit is counted, so that two at once cannot both pass it.
CREATE TABLE compensation_accounts (
  customer_id TEXT PRIMARY KEY,
  touched_at BIGINT NOT NULL
);
CREATE TABLE compensations (
  id TEXT PRIMARY KEY,
  write_id TEXT NOT NULL UNIQUE,
  customer_id TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX compensations_of_customer ON compensations (customer_id, at);

-- Every call of a tool with how it ended; arguments hold names of fields, never values.
CREATE TABLE tool_calls (
  id TEXT PRIMARY KEY,
  tool TEXT NOT NULL,
  step TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  conversation_id TEXT,
  fields TEXT NOT NULL,
  outcome TEXT NOT NULL,
  took_ms BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX tool_calls_in_time ON tool_calls (at, id);
