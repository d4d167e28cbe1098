-- Whether the seller and the reseller of record see an order, and how many orders each partner sees. Triggers keep both, so
-- that a list of a million orders has its exact number without counting, whatever changes an order or a customer.
--
-- A seller sees the orders for customers in its list. A reseller sees those that it is the reseller of record of, for
-- customers in its list, and all that it requested.
ALTER TABLE orders ADD COLUMN shown_to_seller BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE orders ADD COLUMN shown_to_reseller BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE order_counts (
  viewer_id INTEGER NOT NULL REFERENCES partners (id),
  status    TEXT NOT NULL,
  number    BIGINT NOT NULL,
  PRIMARY KEY (viewer_id, status)
) WITHOUT ROWID;

UPDATE orders SET
  shown_to_seller = EXISTS (
    SELECT 1 FROM customers c
    WHERE c.partner_id = orders.partner_id AND c.microsoft_id = orders.microsoft_id AND c.ended_at IS NULL),
  shown_to_reseller = reseller_id IS NOT NULL AND (is_request OR EXISTS (
    SELECT 1 FROM customers c
    WHERE c.partner_id = orders.reseller_id AND c.microsoft_id = orders.microsoft_id AND c.ended_at IS NULL));
INSERT INTO order_counts (viewer_id, status, number)
  SELECT viewer_id, status, COUNT(*) FROM (
    SELECT partner_id AS viewer_id, status FROM orders WHERE shown_to_seller
    UNION ALL
    SELECT reseller_id AS viewer_id, status FROM orders WHERE shown_to_reseller)
  GROUP BY viewer_id, status;

CREATE TRIGGER orders_added AFTER INSERT ON orders BEGIN
  UPDATE orders SET
    shown_to_seller = EXISTS (
      SELECT 1 FROM customers c
      WHERE c.partner_id = NEW.partner_id AND c.microsoft_id = NEW.microsoft_id AND c.ended_at IS NULL),
    shown_to_reseller = reseller_id IS NOT NULL AND (is_request OR EXISTS (
      SELECT 1 FROM customers c
      WHERE c.partner_id = NEW.reseller_id AND c.microsoft_id = NEW.microsoft_id AND c.ended_at IS NULL))
  WHERE id = NEW.id;
END;

CREATE TRIGGER orders_moved AFTER UPDATE OF partner_id, microsoft_id, reseller_id, is_request ON orders BEGIN
  UPDATE orders SET
    shown_to_seller = EXISTS (
      SELECT 1 FROM customers c
      WHERE c.partner_id = NEW.partner_id AND c.microsoft_id = NEW.microsoft_id AND c.ended_at IS NULL),
    shown_to_reseller = reseller_id IS NOT NULL AND (is_request OR EXISTS (
      SELECT 1 FROM customers c
      WHERE c.partner_id = NEW.reseller_id AND c.microsoft_id = NEW.microsoft_id AND c.ended_at IS NULL))
  WHERE id = NEW.id;
END;

CREATE TRIGGER orders_counted AFTER UPDATE OF shown_to_seller, shown_to_reseller, status, partner_id, reseller_id ON orders
WHEN OLD.shown_to_seller <> NEW.shown_to_seller OR OLD.shown_to_reseller <> NEW.shown_to_reseller
  OR OLD.status <> NEW.status OR OLD.partner_id <> NEW.partner_id OR OLD.reseller_id IS NOT NEW.reseller_id
BEGIN
  UPDATE order_counts SET number = number - 1
    WHERE OLD.shown_to_seller AND viewer_id = OLD.partner_id AND status = OLD.status;
  UPDATE order_counts SET number = number - 1
    WHERE OLD.shown_to_reseller AND viewer_id = OLD.reseller_id AND status = OLD.status;
  INSERT INTO order_counts (viewer_id, status, number)
    SELECT NEW.partner_id, NEW.status, 1 WHERE NEW.shown_to_seller
    ON CONFLICT (viewer_id, status) DO UPDATE SET number = number + 1;
  INSERT INTO order_counts (viewer_id, status, number)
    SELECT NEW.reseller_id, NEW.status, 1 WHERE NEW.shown_to_reseller
    ON CONFLICT (viewer_id, status) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER orders_removed AFTER DELETE ON orders BEGIN
  UPDATE order_counts SET number = number - 1
    WHERE OLD.shown_to_seller AND viewer_id = OLD.partner_id AND status = OLD.status;
  UPDATE order_counts SET number = number - 1
    WHERE OLD.shown_to_reseller AND viewer_id = OLD.reseller_id AND status = OLD.status;
END;

-- A customer that was just added has no orders of its seller, and most partners are no reseller of record of any.
CREATE TRIGGER customers_added_with_orders AFTER INSERT ON customers
WHEN NEW.ended_at IS NULL AND EXISTS (SELECT 1 FROM orders o WHERE o.reseller_id = NEW.partner_id) BEGIN
  UPDATE orders SET shown_to_reseller = TRUE
    WHERE reseller_id = NEW.partner_id AND microsoft_id = NEW.microsoft_id AND NOT shown_to_reseller;
END;

CREATE TRIGGER customers_changed_with_orders AFTER UPDATE OF ended_at, microsoft_id ON customers
WHEN (OLD.ended_at IS NULL) <> (NEW.ended_at IS NULL) OR OLD.microsoft_id <> NEW.microsoft_id BEGIN
  UPDATE orders SET shown_to_seller = FALSE
    WHERE partner_id = OLD.partner_id AND microsoft_id = OLD.microsoft_id AND shown_to_seller
      AND (NEW.ended_at IS NOT NULL OR OLD.microsoft_id <> NEW.microsoft_id);
  UPDATE orders SET shown_to_reseller = FALSE
    WHERE reseller_id = OLD.partner_id AND microsoft_id = OLD.microsoft_id AND shown_to_reseller AND NOT is_request
      AND (NEW.ended_at IS NOT NULL OR OLD.microsoft_id <> NEW.microsoft_id);
  UPDATE orders SET shown_to_seller = TRUE
    WHERE partner_id = NEW.partner_id AND microsoft_id = NEW.microsoft_id AND NOT shown_to_seller AND NEW.ended_at IS NULL;
  UPDATE orders SET shown_to_reseller = TRUE
    WHERE reseller_id = NEW.partner_id AND microsoft_id = NEW.microsoft_id AND NOT shown_to_reseller AND NEW.ended_at IS NULL;
END;

CREATE TRIGGER customers_removed_with_orders AFTER DELETE ON customers BEGIN
  UPDATE orders SET shown_to_seller = FALSE
    WHERE partner_id = OLD.partner_id AND microsoft_id = OLD.microsoft_id AND shown_to_seller;
  UPDATE orders SET shown_to_reseller = FALSE
    WHERE reseller_id = OLD.partner_id AND microsoft_id = OLD.microsoft_id AND shown_to_reseller AND NOT is_request;
END;

-- The list in both directions with each of its filters, and what a filter counts.
DROP INDEX orders_by_seller;
DROP INDEX orders_by_reseller;
DROP INDEX orders_by_seller_and_status;
DROP INDEX orders_by_reseller_and_status;
CREATE INDEX orders_by_seller ON orders (partner_id, shown_to_seller, made_at, id, microsoft_id);
CREATE INDEX orders_by_seller_and_status ON orders (partner_id, shown_to_seller, status, made_at, id);
CREATE INDEX orders_by_seller_and_reseller ON orders (partner_id, shown_to_seller, reseller_id, made_at, id, status);
CREATE INDEX orders_by_seller_and_person ON orders (partner_id, shown_to_seller, made_by, made_at, id, status);
CREATE INDEX orders_by_reseller ON orders (reseller_id, shown_to_reseller, made_at, id, microsoft_id);
CREATE INDEX orders_by_reseller_and_status ON orders (reseller_id, shown_to_reseller, status, made_at, id);
CREATE INDEX orders_by_reseller_and_person ON orders (reseller_id, shown_to_reseller, made_by, made_at, id, status);
CREATE INDEX orders_of_a_resellers_customer ON orders (reseller_id, microsoft_id);

DELETE FROM sqlite_stat1 WHERE idx IN
  ('orders_by_seller', 'orders_by_reseller', 'orders_by_seller_and_status', 'orders_by_reseller_and_status');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('orders', 'orders_by_seller', '1000000 100000 95000 1 1 1'),
  ('orders', 'orders_by_seller_and_status', '1000000 100000 95000 25000 1 1'),
  ('orders', 'orders_by_seller_and_reseller', '1000000 100000 95000 5000 1 1 1'),
  ('orders', 'orders_by_seller_and_person', '1000000 100000 95000 10000 1 1 1'),
  ('orders', 'orders_by_reseller', '1000000 5000 4500 1 1 1'),
  ('orders', 'orders_by_reseller_and_status', '1000000 5000 4500 1250 1 1'),
  ('orders', 'orders_by_reseller_and_person', '1000000 5000 4500 500 1 1 1'),
  ('orders', 'orders_of_a_resellers_customer', '1000000 5000 3'),
  ('order_counts', 'order_counts', '100 4 1');
