DROP TABLE customer_contacts;
DROP TABLE notes;
ALTER TABLE customers DROP COLUMN other_names;
DELETE FROM sqlite_stat1 WHERE tbl IN ('notes', 'customer_contacts');
