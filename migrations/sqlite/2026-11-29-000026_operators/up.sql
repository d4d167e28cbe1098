-- Who operates the server: `user operator` grants it, and no role.
ALTER TABLE users ADD COLUMN is_operator BOOLEAN NOT NULL DEFAULT FALSE;

-- What an operator watches: messages that were not delivered yet, and imports that a process works on.
CREATE INDEX outbox_unsent ON outbox (created_at, id) WHERE sent_at IS NULL;
CREATE INDEX imports_leased ON imports (leased_until) WHERE leased_until IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('outbox', 'outbox_unsent', '100 2 1'), ('imports', 'imports_leased', '10 1');
