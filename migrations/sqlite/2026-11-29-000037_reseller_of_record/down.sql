ALTER TABLE customers DROP COLUMN has_former_reseller;
DELETE FROM customer_resellers WHERE ended_at IS NOT NULL;
ALTER TABLE customer_resellers DROP COLUMN ended_at;
