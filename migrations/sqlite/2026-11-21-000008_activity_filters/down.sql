DROP INDEX activity_log_by_deed;
DROP INDEX activity_log_by_resource;
DROP INDEX activity_log_by_actor;
DROP INDEX activity_log_by_customer;
CREATE INDEX activity_log_by_resource ON activity_log (partner_id, resource, at, seq);
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_id, at, seq);
CREATE INDEX activity_log_by_customer ON activity_log (partner_id, microsoft_id, at, seq) WHERE microsoft_id IS NOT NULL;

DELETE FROM sqlite_stat1 WHERE idx IN
  ('activity_log_by_deed', 'activity_log_by_resource', 'activity_log_by_actor', 'activity_log_by_customer');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('activity_log', 'activity_log_by_resource', '1000000 100000 20000 1 1'),
  ('activity_log', 'activity_log_by_actor', '1000000 100000 1000 1 1'),
  ('activity_log', 'activity_log_by_customer', '1000000 100000 10 1 1');
