DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (not_before) WHERE sent_at IS NULL;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('outbox', 'outbox_due', '100 1');
UPDATE outbox SET text = (SELECT coalesce(group_concat(value, '{link}'), '') FROM json_each(text))
  WHERE sent_at IS NULL;
ALTER TABLE outbox DROP COLUMN link;
ALTER TABLE outbox DROP COLUMN kind;
