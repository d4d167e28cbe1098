DROP TABLE customer_contacts;
DROP TABLE notes;
ALTER TABLE customers DROP COLUMN other_names;
