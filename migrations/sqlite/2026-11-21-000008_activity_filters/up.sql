-- What one sees of a log is one half of it: changes, or sign-ins and exports. Indexes that do not know which half walk
-- through the other one. A person's one kind of deed has an index too, and who is no person has one at all.
DROP INDEX activity_log_by_resource;
DROP INDEX activity_log_by_actor;
DROP INDEX activity_log_by_customer;
CREATE INDEX activity_log_by_resource ON activity_log (partner_id, resource, kind, at, seq);
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_kind, actor_id, kind, at, seq);
CREATE INDEX activity_log_by_deed ON activity_log (partner_id, actor_kind, actor_id, action, at, seq);
CREATE INDEX activity_log_by_customer ON activity_log (partner_id, microsoft_id, kind, at, seq) WHERE microsoft_id IS NOT NULL;

DELETE FROM sqlite_stat1 WHERE idx IN ('activity_log_by_resource', 'activity_log_by_actor', 'activity_log_by_customer');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('activity_log', 'activity_log_by_resource', '1000000 100000 20000 15000 1 1'),
  ('activity_log', 'activity_log_by_actor', '1000000 100000 80000 1000 800 1 1'),
  ('activity_log', 'activity_log_by_deed', '1000000 100000 80000 1000 50 1 1'),
  ('activity_log', 'activity_log_by_customer', '1000000 100000 10 9 1 1');
