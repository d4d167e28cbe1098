-- Offers of the vendor's price lists go up to ten million.
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_quantity_check;
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_quantity_check CHECK (quantity BETWEEN 1 AND 10000000);
ALTER TABLE order_lines DROP CONSTRAINT order_lines_quantity_check;
ALTER TABLE order_lines ADD CONSTRAINT order_lines_quantity_check CHECK (quantity BETWEEN 1 AND 10000000);
ALTER TABLE offers DROP CONSTRAINT offers_check;
ALTER TABLE offers ADD CONSTRAINT offers_check
  CHECK (minimum_quantity BETWEEN 1 AND maximum_quantity AND maximum_quantity <= 10000000);
