-- A cart that a program fills with offers for a customer and then orders.
CREATE TABLE carts (
  id           TEXT NOT NULL PRIMARY KEY,
  partner_id   INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,
  user_id      INTEGER NOT NULL,           -- who changed it last
  content      TEXT NOT NULL,              -- its lines, as JSON
  created_at   TIMESTAMP NOT NULL,
  changed_at   TIMESTAMP NOT NULL,
  expires_at   TIMESTAMP NOT NULL,
  order_ids    TEXT NOT NULL DEFAULT '',   -- its orders, between spaces, once it is checked out
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id),
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX carts_of_customer ON carts (partner_id, microsoft_id);
CREATE INDEX carts_of_user ON carts (user_id);
CREATE INDEX carts_by_end ON carts (expires_at);

-- A request can also make a cart or check one out.
ALTER TABLE api_requests RENAME COLUMN order_id TO made_id;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('carts', 'sqlite_autoindex_carts_1', '10000 1'),
  ('carts', 'carts_of_customer', '10000 1000 2'),
  ('carts', 'carts_of_user', '10000 100'),
  ('carts', 'carts_by_end', '10000 1');
