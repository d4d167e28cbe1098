DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (not_before) WHERE sent_at IS NULL;
UPDATE outbox SET text = (SELECT coalesce(string_agg(value, '{link}'), '')
  FROM json_array_elements_text(outbox.text::json)) WHERE sent_at IS NULL;
ALTER TABLE outbox DROP COLUMN link;
ALTER TABLE outbox DROP COLUMN kind;
