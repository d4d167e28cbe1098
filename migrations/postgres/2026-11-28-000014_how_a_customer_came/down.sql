ALTER TABLE request_outcomes DROP COLUMN id_invented;
ALTER TABLE customers DROP COLUMN id_invented;
ALTER TABLE customers DROP CONSTRAINT customers_origin_check;
UPDATE customers SET origin =
  CASE WHEN origin IN ('added', 'request') THEN 'own' ELSE origin END;
ALTER TABLE customers ADD CONSTRAINT customers_origin_check CHECK (origin IN ('own', 'referral', 'provider', 'other-portal'));
