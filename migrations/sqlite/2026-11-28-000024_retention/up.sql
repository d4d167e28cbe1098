-- When a person was deactivated: after a period that the operator sets, they are erased. The moment is unknown
-- for those who were deactivated earlier; their period begins now.
ALTER TABLE users ADD COLUMN deactivated_at TIMESTAMP CHECK (deactivated_at IS NULL OR NOT active);
UPDATE users SET deactivated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE NOT active AND email <> '';
CREATE INDEX users_deactivated ON users (deactivated_at) WHERE deactivated_at IS NOT NULL;

-- What ended and still holds personal data, for the same purpose. An erased row leaves its index.
CREATE INDEX customers_to_erase ON customers (ended_at, microsoft_id) WHERE ended_at IS NOT NULL AND list_name <> '';
CREATE INDEX relationship_requests_to_erase ON relationship_requests (changed_at) WHERE status IN ('declined', 'expired', 'revoked')
  AND (recipient <> '' OR subject <> '' OR body <> '' OR company_name IS NOT NULL OR domain IS NOT NULL
    OR person_name IS NOT NULL OR email IS NOT NULL OR decline_reason IS NOT NULL);
CREATE INDEX referrals_to_erase ON referrals (changed_at) WHERE status IN ('won', 'lost', 'declined', 'expired') AND company_name <> '';

-- How far each kind of erasing went in a partner's log, and what it erased that the log does not tell yet: JSON.
CREATE TABLE retention (
  partner_id INTEGER NOT NULL REFERENCES partners (id),
  kind       TEXT NOT NULL CHECK (kind IN ('log', 'log_addresses', 'requests', 'customers')),
  up_to      BIGINT NOT NULL,                    -- the last Entry ID; 0 for what is not in the log
  untold     TEXT NOT NULL,
  PRIMARY KEY (partner_id, kind)
) WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('users', 'users_deactivated', '500 1'),
  ('customers', 'customers_to_erase', '20000 2 1'),
  ('relationship_requests', 'relationship_requests_to_erase', '5000 1'),
  ('referrals', 'referrals_to_erase', '5000 1'),
  ('retention', 'retention', '2000 4 1');
