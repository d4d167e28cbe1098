DELETE FROM sqlite_stat1 WHERE idx IN ('outbox_unsent', 'imports_leased');
DROP INDEX imports_leased;
DROP INDEX outbox_unsent;
ALTER TABLE users DROP COLUMN is_operator;
