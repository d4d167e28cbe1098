DROP TRIGGER customers_removed_with_orders;
DROP TRIGGER customers_changed_with_orders;
DROP TRIGGER customers_added_with_orders;
DROP TRIGGER orders_removed;
DROP TRIGGER orders_counted;
DROP TRIGGER orders_moved;
DROP TRIGGER orders_added;
DROP TABLE order_counts;
DROP INDEX orders_by_seller;
DROP INDEX orders_by_seller_and_status;
DROP INDEX orders_by_seller_and_reseller;
DROP INDEX orders_by_seller_and_person;
DROP INDEX orders_by_reseller;
DROP INDEX orders_by_reseller_and_status;
DROP INDEX orders_by_reseller_and_person;
DROP INDEX orders_of_a_resellers_customer;
ALTER TABLE orders DROP COLUMN shown_to_seller;
ALTER TABLE orders DROP COLUMN shown_to_reseller;
CREATE INDEX orders_by_seller ON orders (partner_id, made_at);
CREATE INDEX orders_by_reseller ON orders (reseller_id, made_at) WHERE reseller_id IS NOT NULL;
CREATE INDEX orders_by_seller_and_status ON orders (partner_id, status, made_at);
CREATE INDEX orders_by_reseller_and_status ON orders (reseller_id, status, made_at) WHERE reseller_id IS NOT NULL;

DELETE FROM sqlite_stat1 WHERE tbl IN ('order_counts') OR idx IN (
  'orders_by_seller', 'orders_by_seller_and_status', 'orders_by_seller_and_reseller', 'orders_by_seller_and_person',
  'orders_by_reseller', 'orders_by_reseller_and_status', 'orders_by_reseller_and_person',
  'orders_of_a_resellers_customer');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('orders', 'orders_by_seller', '1000000 100000 1'),
  ('orders', 'orders_by_reseller', '500000 5000 1'),
  ('orders', 'orders_by_seller_and_status', '1000000 100000 25000 1'),
  ('orders', 'orders_by_reseller_and_status', '500000 5000 1250 1');
