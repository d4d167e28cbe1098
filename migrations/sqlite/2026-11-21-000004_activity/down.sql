DROP TABLE activity_names;
DROP INDEX activity_log_by_time;
DROP INDEX activity_log_by_action;
DROP INDEX activity_log_by_resource;
DROP INDEX activity_log_by_actor;
DROP INDEX activity_log_by_customer;
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_id, at);
CREATE INDEX activity_log_by_customer ON activity_log (partner_id, microsoft_id, seq) WHERE microsoft_id IS NOT NULL;
DELETE FROM sqlite_stat1 WHERE tbl = 'activity_names' OR idx LIKE 'activity_log_by_%';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('activity_log', 'activity_log_by_actor', '1000000 100000 1000 1'),
  ('activity_log', 'activity_log_by_customer', '1000000 100000 10 1');
