-- What can be had of each thing that is sold; NULL where nobody counts.
ALTER TABLE catalogue_items ADD COLUMN stock BIGINT;
CREATE INDEX catalogue_items_of_product ON catalogue_items (product_id, sku_id);

-- Payments that are waited for, by the token in the address of their page: open, paid, closed.
CREATE TABLE payments (
  token TEXT PRIMARY KEY,
  order_id TEXT NOT NULL UNIQUE REFERENCES orders (id),
  customer_id TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX payments_open ON payments (state, expires_at);
