-- Doors by which the shop tells that something changed, each with its secret. While a secret is
-- exchanged, the former one opens until `former_until`.
CREATE TABLE shop_hooks (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  form TEXT NOT NULL,
  secret TEXT NOT NULL,
  former_secret TEXT,
  former_until BIGINT,
  enabled BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  rotated_at BIGINT NOT NULL
);

-- What came through them: what it was about and nothing of its content, which may be personal.
CREATE TABLE shop_deliveries (
  hook_id TEXT NOT NULL REFERENCES shop_hooks (id),
  delivery_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  topic TEXT NOT NULL,
  outcome TEXT NOT NULL,
  subject TEXT,
  order_no TEXT,
  user_id TEXT,
  product_id TEXT,
  status TEXT,
  bytes BIGINT NOT NULL,
  repeated BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (hook_id, delivery_id)
);
CREATE INDEX shop_deliveries_latest ON shop_deliveries (hook_id, received_at, delivery_id);
CREATE INDEX shop_deliveries_alike ON shop_deliveries (hook_id, fingerprint);
CREATE INDEX shop_deliveries_of_user ON shop_deliveries (user_id);
