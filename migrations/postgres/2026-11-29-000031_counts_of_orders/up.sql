-- Whether the seller and the reseller of record see an order, and how many orders each partner sees. Triggers keep both, so
-- that a list of a million orders has its exact number without counting, whatever changes an order or a customer.
--
-- A seller sees the orders for customers in its list. A reseller sees those that it is the reseller of record of, for
-- customers in its list, and all that it requested. Changes of either hold the lock of the partner's row.
ALTER TABLE orders ADD COLUMN shown_to_seller BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE orders ADD COLUMN shown_to_reseller BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE order_counts (
  viewer_id INTEGER NOT NULL REFERENCES partners (id),
  status    TEXT NOT NULL,
  number    BIGINT NOT NULL,
  PRIMARY KEY (viewer_id, status)
);

CREATE FUNCTION has_customer(partner INTEGER, customer TEXT) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM customers c WHERE c.partner_id = partner AND c.microsoft_id = customer AND c.ended_at IS NULL)
$$;

UPDATE orders SET
  shown_to_seller = has_customer(partner_id, microsoft_id),
  shown_to_reseller = reseller_id IS NOT NULL AND (is_request OR has_customer(reseller_id, microsoft_id));
INSERT INTO order_counts (viewer_id, status, number)
  SELECT viewer_id, status, COUNT(*) FROM (
    SELECT partner_id AS viewer_id, status FROM orders WHERE shown_to_seller
    UNION ALL
    SELECT reseller_id AS viewer_id, status FROM orders WHERE shown_to_reseller) shown
  GROUP BY viewer_id, status;

CREATE FUNCTION show_order() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW.shown_to_seller := has_customer(NEW.partner_id, NEW.microsoft_id);
  NEW.shown_to_reseller :=
    NEW.reseller_id IS NOT NULL AND (NEW.is_request OR has_customer(NEW.reseller_id, NEW.microsoft_id));
  RETURN NEW;
END $$;
CREATE TRIGGER orders_added BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION show_order();
CREATE TRIGGER orders_moved BEFORE UPDATE OF partner_id, microsoft_id, reseller_id, is_request ON orders
  FOR EACH ROW EXECUTE FUNCTION show_order();

-- Once for each statement: many changes of the same row in one transaction are slow.
CREATE FUNCTION count_added_orders() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_counts (viewer_id, status, number)
    SELECT viewer_id, status, COUNT(*) FROM (
      SELECT partner_id AS viewer_id, status FROM added WHERE shown_to_seller
      UNION ALL
      SELECT reseller_id, status FROM added WHERE shown_to_reseller) shown
    GROUP BY viewer_id, status ORDER BY viewer_id, status
    ON CONFLICT (viewer_id, status) DO UPDATE SET number = order_counts.number + excluded.number;
  RETURN NULL;
END $$;
CREATE TRIGGER orders_counted_added AFTER INSERT ON orders REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_added_orders();

CREATE FUNCTION count_removed_orders() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_counts (viewer_id, status, number)
    SELECT viewer_id, status, -COUNT(*) FROM (
      SELECT partner_id AS viewer_id, status FROM removed WHERE shown_to_seller
      UNION ALL
      SELECT reseller_id, status FROM removed WHERE shown_to_reseller) shown
    GROUP BY viewer_id, status ORDER BY viewer_id, status
    ON CONFLICT (viewer_id, status) DO UPDATE SET number = order_counts.number + excluded.number;
  RETURN NULL;
END $$;
CREATE TRIGGER orders_counted_removed AFTER DELETE ON orders REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_removed_orders();

CREATE FUNCTION count_changed_orders() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_counts (viewer_id, status, number)
    SELECT viewer_id, status, SUM(change) FROM (
      SELECT partner_id AS viewer_id, status, -1 AS change FROM before_change WHERE shown_to_seller
      UNION ALL
      SELECT reseller_id, status, -1 FROM before_change WHERE shown_to_reseller
      UNION ALL
      SELECT partner_id, status, 1 FROM after_change WHERE shown_to_seller
      UNION ALL
      SELECT reseller_id, status, 1 FROM after_change WHERE shown_to_reseller) shown
    GROUP BY viewer_id, status HAVING SUM(change) <> 0 ORDER BY viewer_id, status
    ON CONFLICT (viewer_id, status) DO UPDATE SET number = order_counts.number + excluded.number;
  RETURN NULL;
END $$;
CREATE TRIGGER orders_counted AFTER UPDATE ON orders REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed_orders();

CREATE FUNCTION show_orders_of_customer() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF TG_OP = 'DELETE' OR NEW.ended_at IS NOT NULL OR OLD.microsoft_id <> NEW.microsoft_id THEN
      UPDATE orders SET shown_to_seller = FALSE
        WHERE partner_id = OLD.partner_id AND microsoft_id = OLD.microsoft_id AND shown_to_seller;
      UPDATE orders SET shown_to_reseller = FALSE
        WHERE reseller_id = OLD.partner_id AND microsoft_id = OLD.microsoft_id AND shown_to_reseller
          AND NOT is_request;
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF NEW.ended_at IS NULL THEN
      UPDATE orders SET shown_to_seller = TRUE
        WHERE partner_id = NEW.partner_id AND microsoft_id = NEW.microsoft_id AND NOT shown_to_seller;
      UPDATE orders SET shown_to_reseller = TRUE
        WHERE reseller_id = NEW.partner_id AND microsoft_id = NEW.microsoft_id AND NOT shown_to_reseller;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER customers_changed_with_orders AFTER UPDATE OF ended_at, microsoft_id ON customers FOR EACH ROW
  WHEN ((OLD.ended_at IS NULL) <> (NEW.ended_at IS NULL) OR OLD.microsoft_id <> NEW.microsoft_id)
  EXECUTE FUNCTION show_orders_of_customer();
CREATE TRIGGER customers_removed_with_orders AFTER DELETE ON customers FOR EACH ROW
  EXECUTE FUNCTION show_orders_of_customer();

-- A customer that was just added has no orders of its seller, and most partners are no reseller of record of any. Once for
-- each statement, because an import adds thousands.
CREATE FUNCTION show_orders_of_added_customers() RETURNS TRIGGER LANGUAGE plpgsql
  SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT partner_id FROM added) a
      WHERE EXISTS (SELECT 1 FROM orders o WHERE o.reseller_id = a.partner_id)) THEN
    UPDATE orders o SET shown_to_reseller = TRUE FROM added a
      WHERE o.reseller_id = a.partner_id AND o.microsoft_id = a.microsoft_id AND a.ended_at IS NULL
        AND NOT o.shown_to_reseller;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER customers_added_with_orders AFTER INSERT ON customers REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION show_orders_of_added_customers();

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
