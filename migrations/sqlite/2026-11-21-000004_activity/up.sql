-- Each way to narrow the log has an index that ends in its order (at, seq), so that a page is a seek at any period.
DROP INDEX activity_log_by_actor;
DROP INDEX activity_log_by_customer;
CREATE INDEX activity_log_by_time ON activity_log (partner_id, kind, at, seq);
CREATE INDEX activity_log_by_action ON activity_log (partner_id, action, at, seq);
CREATE INDEX activity_log_by_resource ON activity_log (partner_id, resource, at, seq);
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_id, at, seq);
CREATE INDEX activity_log_by_customer ON activity_log (partner_id, microsoft_id, at, seq) WHERE microsoft_id IS NOT NULL;

-- Every name by which a partner's log has called a customer, once, with the entry that called it so first. By these
-- names people search the log: also for a customer that was renamed, and for one that is no longer in the list.
CREATE TABLE activity_names (
  partner_id   INTEGER NOT NULL REFERENCES partners (id),
  seq          BIGINT NOT NULL,
  microsoft_id TEXT NOT NULL,
  name         TEXT NOT NULL,
  PRIMARY KEY (partner_id, seq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX activity_names_by_customer ON activity_names (partner_id, microsoft_id, name);
INSERT INTO activity_names
  SELECT partner_id, min(seq), microsoft_id, customer_name FROM activity_log
  WHERE microsoft_id IS NOT NULL AND customer_name IS NOT NULL
  GROUP BY partner_id, microsoft_id, customer_name;

DELETE FROM sqlite_stat1 WHERE idx IN ('activity_log_by_actor', 'activity_log_by_customer');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('activity_log', 'activity_log_by_time', '1000000 100000 50000 1 1'),
  ('activity_log', 'activity_log_by_action', '1000000 100000 5000 1 1'),
  ('activity_log', 'activity_log_by_resource', '1000000 100000 20000 1 1'),
  ('activity_log', 'activity_log_by_actor', '1000000 100000 1000 1 1'),
  ('activity_log', 'activity_log_by_customer', '1000000 100000 10 1 1'),
  ('activity_names', 'activity_names', '1000000 100000 1'),
  ('activity_names', 'activity_names_by_customer', '1000000 100000 1 1');
