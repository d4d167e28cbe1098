-- What only this change knows is kept in activity_sealed, so that doing it again finds every log as whole as it was. An
-- erased value comes back as nothing. An earlier portal finds a log broken from the first entry that it did not write.
CREATE TABLE activity_sealed (
  partner_id         INTEGER NOT NULL,
  seq                BIGINT NOT NULL,
  mac                BYTEA NOT NULL,
  old_mac            BYTEA,
  customer_name_hash BYTEA,
  actor_name_hash    BYTEA,
  details_hash       BYTEA,
  address_hash       BYTEA,
  customer_name_salt BYTEA,
  actor_name_salt    BYTEA,
  details_salt       BYTEA,
  address_salt       BYTEA,
  PRIMARY KEY (partner_id, seq)
);
INSERT INTO activity_sealed
  SELECT partner_id, seq, mac, old_mac, customer_name_hash, actor_name_hash, details_hash, address_hash,
    customer_name_salt, actor_name_salt, details_salt, address_salt
  FROM activity_entries WHERE actor_name_hash IS NOT NULL;

DROP VIEW activity_entries;
DROP TRIGGER IF EXISTS activity_log_is_not_changed ON activity_log;
DROP TRIGGER IF EXISTS activity_log_is_append_only ON activity_log;
ALTER TABLE activity_log ADD COLUMN customer_name TEXT;
ALTER TABLE activity_log ADD COLUMN actor_name TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_log ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
ALTER TABLE activity_log ADD COLUMN address TEXT NOT NULL DEFAULT '';
UPDATE activity_log SET mac = coalesce(old_mac, mac), customer_name = v.customer_name,
    actor_name = coalesce(v.actor_name, ''), details = coalesce(v.details, '{}'), address = coalesce(v.address, '')
  FROM activity_values v WHERE v.partner_id = activity_log.partner_id AND v.seq = activity_log.seq;
ALTER TABLE activity_log DROP COLUMN customer_name_hash;
ALTER TABLE activity_log DROP COLUMN actor_name_hash;
ALTER TABLE activity_log DROP COLUMN details_hash;
ALTER TABLE activity_log DROP COLUMN address_hash;
ALTER TABLE activity_log DROP COLUMN old_mac;
DROP TABLE activity_values;
DROP FUNCTION activity_values_are_only_erased();
CREATE TRIGGER activity_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activity_log
  FOR EACH STATEMENT EXECUTE FUNCTION activity_log_is_append_only();
ALTER TABLE partners DROP COLUMN names_erased;
