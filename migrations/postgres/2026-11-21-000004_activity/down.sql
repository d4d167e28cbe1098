DROP TABLE activity_names;
DROP INDEX activity_log_by_time;
DROP INDEX activity_log_by_action;
DROP INDEX activity_log_by_resource;
DROP INDEX activity_log_by_actor;
DROP INDEX activity_log_by_customer;
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_id, at);
CREATE INDEX activity_log_by_customer ON activity_log (partner_id, microsoft_id, seq) WHERE microsoft_id IS NOT NULL;
