-- What only this change knows is kept in activity_sealed, so that doing it again finds every log as whole as it was. An
-- erased value comes back as nothing. An earlier portal finds a log broken from the first entry that it did not write.
CREATE TABLE activity_sealed (
  partner_id         INTEGER NOT NULL,
  seq                BIGINT NOT NULL,
  mac                BLOB NOT NULL,
  old_mac            BLOB,
  customer_name_hash BLOB,
  actor_name_hash    BLOB,
  details_hash       BLOB,
  address_hash       BLOB,
  customer_name_salt BLOB,
  actor_name_salt    BLOB,
  details_salt       BLOB,
  address_salt       BLOB,
  PRIMARY KEY (partner_id, seq)
) WITHOUT ROWID;
INSERT INTO activity_sealed
  SELECT partner_id, seq, mac, old_mac, customer_name_hash, actor_name_hash, details_hash, address_hash,
    customer_name_salt, actor_name_salt, details_salt, address_salt
  FROM activity_entries WHERE actor_name_hash IS NOT NULL;

DROP VIEW activity_entries;
DROP TRIGGER IF EXISTS activity_log_is_not_changed;
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
CREATE TRIGGER activity_log_is_not_changed BEFORE UPDATE ON activity_log
  BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;
ALTER TABLE partners DROP COLUMN names_erased;
DELETE FROM sqlite_stat1 WHERE tbl = 'activity_values';
