-- The personal values of the log's entries stand beside it, each with a salt of its own, and may be erased there. The
-- log keeps a salted hash of each, which the chain covers. Entries of before are sealed anew when the portal starts.
CREATE TABLE activity_values (
  partner_id         INTEGER NOT NULL REFERENCES partners (id),
  seq                BIGINT NOT NULL,
  customer_name      TEXT,
  customer_name_salt BLOB,
  actor_name         TEXT,
  actor_name_salt    BLOB,
  details            TEXT,
  details_salt       BLOB,
  address            TEXT,
  address_salt       BLOB,
  PRIMARY KEY (partner_id, seq)
) WITHOUT ROWID;

-- What a way back from this change has kept; usually nothing.
CREATE TABLE IF NOT EXISTS activity_sealed (
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

INSERT INTO activity_values
  SELECT l.partner_id, l.seq,
    CASE WHEN s.seq IS NULL OR s.customer_name_salt IS NOT NULL THEN l.customer_name END,
    CASE WHEN s.seq IS NOT NULL THEN s.customer_name_salt WHEN l.customer_name IS NOT NULL THEN randomblob(16) END,
    CASE WHEN s.seq IS NULL OR s.actor_name_salt IS NOT NULL THEN l.actor_name END,
    CASE WHEN s.seq IS NULL THEN randomblob(16) ELSE s.actor_name_salt END,
    CASE WHEN s.seq IS NULL OR s.details_salt IS NOT NULL THEN l.details END,
    CASE WHEN s.seq IS NULL THEN randomblob(16) ELSE s.details_salt END,
    CASE WHEN s.seq IS NULL OR s.address_salt IS NOT NULL THEN l.address END,
    CASE WHEN s.seq IS NULL THEN randomblob(16) ELSE s.address_salt END
  FROM activity_log l LEFT JOIN activity_sealed s ON s.partner_id = l.partner_id AND s.seq = l.seq
  ORDER BY l.partner_id, l.seq;

DROP TRIGGER IF EXISTS activity_log_is_not_changed;
ALTER TABLE activity_log DROP COLUMN customer_name;
ALTER TABLE activity_log DROP COLUMN actor_name;
ALTER TABLE activity_log DROP COLUMN details;
ALTER TABLE activity_log DROP COLUMN address;
ALTER TABLE activity_log ADD COLUMN customer_name_hash BLOB;
ALTER TABLE activity_log ADD COLUMN actor_name_hash BLOB;
ALTER TABLE activity_log ADD COLUMN details_hash BLOB;
ALTER TABLE activity_log ADD COLUMN address_hash BLOB;
ALTER TABLE activity_log ADD COLUMN old_mac BLOB;
UPDATE activity_log SET mac = s.mac, old_mac = s.old_mac, customer_name_hash = s.customer_name_hash,
    actor_name_hash = s.actor_name_hash, details_hash = s.details_hash, address_hash = s.address_hash
  FROM activity_sealed s WHERE s.partner_id = activity_log.partner_id AND s.seq = activity_log.seq;
DROP TABLE activity_sealed;

-- An entry is changed once: when one of before is sealed, which changes nothing that it says.
CREATE TRIGGER activity_log_is_not_changed BEFORE UPDATE ON activity_log
  WHEN NOT (OLD.actor_name_hash IS NULL AND NEW.actor_name_hash IS NOT NULL AND NEW.old_mac IS OLD.mac
    AND NEW.id IS OLD.id AND NEW.partner_id IS OLD.partner_id AND NEW.seq IS OLD.seq AND NEW.at IS OLD.at
    AND NEW.kind IS OLD.kind AND NEW.action IS OLD.action AND NEW.resource IS OLD.resource
    AND NEW.microsoft_id IS OLD.microsoft_id AND NEW.actor_kind IS OLD.actor_kind
    AND NEW.actor_id IS OLD.actor_id AND NEW.request_id IS OLD.request_id)
  BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;
CREATE TRIGGER activity_values_are_only_erased BEFORE UPDATE ON activity_values
  WHEN NOT (NEW.partner_id IS OLD.partner_id AND NEW.seq IS OLD.seq
    AND ((NEW.customer_name IS OLD.customer_name AND NEW.customer_name_salt IS OLD.customer_name_salt)
      OR (NEW.customer_name IS NULL AND NEW.customer_name_salt IS NULL))
    AND ((NEW.actor_name IS OLD.actor_name AND NEW.actor_name_salt IS OLD.actor_name_salt)
      OR (NEW.actor_name IS NULL AND NEW.actor_name_salt IS NULL))
    AND ((NEW.details IS OLD.details AND NEW.details_salt IS OLD.details_salt)
      OR (NEW.details IS NULL AND NEW.details_salt IS NULL))
    AND ((NEW.address IS OLD.address AND NEW.address_salt IS OLD.address_salt)
      OR (NEW.address IS NULL AND NEW.address_salt IS NULL)))
  BEGIN SELECT RAISE(ABORT, 'a value of the activity log can be erased, and not changed'); END;
CREATE TRIGGER activity_values_are_not_deleted BEFORE DELETE ON activity_values
  BEGIN SELECT RAISE(ABORT, 'a value of the activity log can be erased, and its row stays'); END;

-- The log as people read it.
CREATE VIEW activity_entries AS
  SELECT l.id, l.partner_id, l.seq, l.at, l.kind, l.action, l.resource, l.microsoft_id, v.customer_name,
    l.actor_kind, l.actor_id, coalesce(v.actor_name, '') AS actor_name, coalesce(v.details, '') AS details,
    l.request_id, coalesce(v.address, '') AS address, l.mac, l.old_mac,
    l.customer_name_hash, v.customer_name_salt, l.actor_name_hash, v.actor_name_salt,
    l.details_hash, v.details_salt, l.address_hash, v.address_salt, v.seq AS values_seq
  FROM activity_log l LEFT JOIN activity_values v ON v.partner_id = l.partner_id AND v.seq = l.seq;

-- Raised when names are erased from activity_names: what a process holds of them in memory is then read anew.
ALTER TABLE partners ADD COLUMN names_erased INTEGER NOT NULL DEFAULT 0;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('activity_values', 'activity_values', '1000000 100000 1');
