-- The day on which the provider gave a customer to another reseller; the former association stays readable.
ALTER TABLE customer_resellers ADD COLUMN ended_at TIMESTAMP;
-- Whether a customer has such a former reseller, kept by `db::customer_summary`.
ALTER TABLE customers ADD COLUMN has_former_reseller BOOLEAN NOT NULL DEFAULT FALSE;
