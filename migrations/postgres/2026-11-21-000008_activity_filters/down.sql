DROP INDEX activity_log_by_deed;
DROP INDEX activity_log_by_resource;
DROP INDEX activity_log_by_actor;
DROP INDEX activity_log_by_customer;
CREATE INDEX activity_log_by_resource ON activity_log (partner_id, resource, at, seq);
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_id, at, seq);
CREATE INDEX activity_log_by_customer ON activity_log (partner_id, microsoft_id, at, seq) WHERE microsoft_id IS NOT NULL;
