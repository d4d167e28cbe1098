UPDATE subscriptions SET quantity = 100000 WHERE quantity > 100000;
UPDATE order_lines SET quantity = 100000 WHERE quantity > 100000;
UPDATE offers SET minimum_quantity = least(minimum_quantity, 100000), maximum_quantity = 100000
  WHERE maximum_quantity > 100000;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_quantity_check;
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_quantity_check CHECK (quantity BETWEEN 1 AND 100000);
ALTER TABLE order_lines DROP CONSTRAINT order_lines_quantity_check;
ALTER TABLE order_lines ADD CONSTRAINT order_lines_quantity_check CHECK (quantity BETWEEN 1 AND 100000);
ALTER TABLE offers DROP CONSTRAINT offers_check;
ALTER TABLE offers ADD CONSTRAINT offers_check
  CHECK (minimum_quantity BETWEEN 1 AND maximum_quantity AND maximum_quantity <= 100000);
