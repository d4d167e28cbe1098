DROP INDEX imports_leased;
DROP INDEX outbox_unsent;
ALTER TABLE users DROP COLUMN is_operator;
