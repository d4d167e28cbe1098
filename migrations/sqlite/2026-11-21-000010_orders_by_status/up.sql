-- The orders that wait, and any other state, in the order of the list: few among very many.
CREATE INDEX orders_by_seller_and_status ON orders (partner_id, status, made_at);
CREATE INDEX orders_by_reseller_and_status ON orders (reseller_id, status, made_at) WHERE reseller_id IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('orders', 'orders_by_seller_and_status', '1000000 100000 25000 1'),
  ('orders', 'orders_by_reseller_and_status', '500000 5000 1250 1');
