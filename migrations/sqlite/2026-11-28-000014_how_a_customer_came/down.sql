ALTER TABLE request_outcomes DROP COLUMN id_invented;
ALTER TABLE customers DROP COLUMN id_invented;
ALTER TABLE customers ADD COLUMN came TEXT NOT NULL DEFAULT 'own' CHECK (came IN ('own', 'referral', 'provider', 'other-portal'));
UPDATE customers SET came =
  CASE WHEN origin IN ('added', 'request') THEN 'own' ELSE origin END;
ALTER TABLE customers DROP COLUMN origin;
ALTER TABLE customers RENAME COLUMN came TO origin;
