-- What a letter is and which link it carries, so that nothing is inferred from its words. Its text is a JSON list of
-- pieces; the link stands between every two.
ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'notice'
  CHECK (kind IN ('request', 'reminder', 'thanks', 'notice', 'password-reset', 'sign-up'));
ALTER TABLE outbox ADD COLUMN link TEXT NOT NULL DEFAULT 'none' CHECK (link IN ('none', 'request', 'password'));

UPDATE outbox SET kind = 'request', link = 'request' WHERE request_id IS NOT NULL AND link_seq IS NOT NULL;
UPDATE outbox SET kind = 'thanks' WHERE request_id IS NOT NULL AND link_seq IS NULL;
-- The last time that words decide: letters that wait during the upgrade.
UPDATE outbox SET kind = 'password-reset', link = 'password'
  WHERE request_id IS NULL AND sent_at IS NULL AND text LIKE '%{link}%';
UPDATE outbox SET text = '[' || replace(to_json(text)::text, '{link}', '","') || ']'
  WHERE sent_at IS NULL AND link <> 'none';
UPDATE outbox SET text = '[' || to_json(text)::text || ']' WHERE sent_at IS NULL AND link = 'none';

-- Workers go from partner to partner.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (partner_id, not_before) WHERE sent_at IS NULL;
