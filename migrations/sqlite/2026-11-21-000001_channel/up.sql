-- What the portal remembers of itself: versions of derived data, the epoch that ends all sign-ins.
CREATE TABLE settings (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE partners (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  mpn_id         TEXT NOT NULL UNIQUE,
  kind           TEXT NOT NULL CHECK (kind IN ('direct', 'indirect-provider', 'indirect-reseller')),
  cloud          TEXT NOT NULL CHECK (cloud IN ('global', 'us-government', 'germany')),
  name           TEXT NOT NULL,
  primary_domain TEXT,
  country        TEXT NOT NULL,
  list_seq       BIGINT NOT NULL DEFAULT 0,   -- rises with every change of this partner's customer list
  log_seq        BIGINT NOT NULL DEFAULT 0,   -- head of this partner's activity log
  log_mac        BLOB NOT NULL DEFAULT x'',
  created_at     TIMESTAMP NOT NULL
);

CREATE TABLE partnerships (
  provider_id INTEGER NOT NULL REFERENCES partners (id),
  reseller_id INTEGER NOT NULL REFERENCES partners (id),
  created_at  TIMESTAMP NOT NULL,
  ended_at    TIMESTAMP,
  PRIMARY KEY (provider_id, reseller_id),
  CHECK (provider_id <> reseller_id)
) WITHOUT ROWID;

CREATE TABLE users (
  id                   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id           INTEGER NOT NULL REFERENCES partners (id),
  email                TEXT NOT NULL,
  email_key            TEXT NOT NULL UNIQUE,   -- folded: one address, one person
  name                 TEXT NOT NULL,
  admin_role           TEXT CHECK (admin_role IN ('global-admin', 'billing-admin', 'user-management-admin')),
  agent_role           TEXT CHECK (agent_role IN ('admin-agent', 'sales-agent', 'helpdesk-agent')),
  password_hash        TEXT NOT NULL,
  must_change_password BOOLEAN NOT NULL,
  active               BOOLEAN NOT NULL DEFAULT TRUE,
  language             TEXT,
  session_epoch        INTEGER NOT NULL DEFAULT 0,
  created_at           TIMESTAMP NOT NULL,
  UNIQUE (partner_id, id)
);

-- A sign-in. The cookie's token is kept as its hash only.
CREATE TABLE sessions (
  token_hash   TEXT NOT NULL PRIMARY KEY,
  partner_id   INTEGER NOT NULL,
  user_id      INTEGER NOT NULL,
  user_epoch   INTEGER NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  last_seen_at TIMESTAMP NOT NULL,
  expires_at   TIMESTAMP NOT NULL,
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE auth_throttle (
  bucket        TEXT NOT NULL PRIMARY KEY,
  fails         INTEGER NOT NULL,
  window_start  TIMESTAMP NOT NULL,
  blocked_until TIMESTAMP NOT NULL
) WITHOUT ROWID;

-- What one partner knows of one customer; clustered in the order of the list.
CREATE TABLE customers (
  partner_id      INTEGER NOT NULL REFERENCES partners (id),
  sort_key        BLOB NOT NULL,
  microsoft_id    TEXT NOT NULL,
  list_name       TEXT NOT NULL,
  domain          TEXT NOT NULL,
  relationship    TEXT NOT NULL CHECK (relationship IN ('none', 'reseller', 'advisor', 'syndication', 'microsoft-support')),
  company_name    TEXT NOT NULL,
  delegated_admin BOOLEAN NOT NULL,
  origin          TEXT NOT NULL CHECK (origin IN ('own', 'referral', 'provider', 'other-portal')),
  customer_since  TIMESTAMP NOT NULL,
  ended_at        TIMESTAMP,                  -- null while the relationship is active
  imported_name   TEXT,                       -- set while staff's edit stands over the name that was imported
  version         INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (partner_id, sort_key, microsoft_id),
  UNIQUE (partner_id, microsoft_id)
) WITHOUT ROWID;

-- The key ranges of a partner's list that changed, by which every process keeps its search index true.
CREATE TABLE list_changes (
  partner_id INTEGER NOT NULL REFERENCES partners (id),
  seq        BIGINT NOT NULL,
  first_key  BLOB NOT NULL,
  last_key   BLOB NOT NULL,
  PRIMARY KEY (partner_id, seq, first_key)
) WITHOUT ROWID;

CREATE TABLE subscriptions (
  partner_id      INTEGER NOT NULL,
  microsoft_id    TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  name            TEXT NOT NULL,
  quantity        INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 100000),
  status          TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'pending', 'deleted', 'expired', 'disabled')),
  reseller_id     INTEGER,                    -- indirect reseller of record
  created_at      TIMESTAMP NOT NULL,
  version         INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (partner_id, microsoft_id, subscription_id),
  UNIQUE (partner_id, subscription_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id),
  FOREIGN KEY (partner_id, reseller_id) REFERENCES partnerships (provider_id, reseller_id)
) WITHOUT ROWID;
CREATE INDEX subscriptions_by_reseller ON subscriptions (reseller_id, microsoft_id) WHERE reseller_id IS NOT NULL;
CREATE INDEX subscriptions_of_reseller ON subscriptions (partner_id, reseller_id, microsoft_id) WHERE reseller_id IS NOT NULL;

-- A provider's customer that was added for, or invited with, an indirect reseller.
CREATE TABLE customer_resellers (
  partner_id   INTEGER NOT NULL,
  reseller_id  INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,
  reason       TEXT NOT NULL CHECK (reason IN ('added', 'invited')),
  PRIMARY KEY (partner_id, reseller_id, microsoft_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id),
  FOREIGN KEY (partner_id, reseller_id) REFERENCES partnerships (provider_id, reseller_id)
) WITHOUT ROWID;
CREATE INDEX customer_resellers_by_customer ON customer_resellers (partner_id, microsoft_id);

CREATE TABLE activity_log (
  id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id    INTEGER NOT NULL REFERENCES partners (id),
  seq           BIGINT NOT NULL,
  at            TIMESTAMP NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('change', 'access')),
  action        TEXT NOT NULL,
  resource      TEXT NOT NULL,
  microsoft_id  TEXT,
  customer_name TEXT,
  actor_kind    TEXT NOT NULL CHECK (actor_kind IN ('user', 'operator', 'system', 'customer')),
  actor_id      INTEGER,
  actor_name    TEXT NOT NULL,
  details       TEXT NOT NULL,                -- JSON: before, after, counts
  request_id    TEXT NOT NULL,
  address       TEXT NOT NULL,
  mac           BLOB NOT NULL,
  UNIQUE (partner_id, seq)
);
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_id, at);
CREATE TRIGGER activity_log_is_not_changed BEFORE UPDATE ON activity_log
  BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;
CREATE TRIGGER activity_log_is_not_deleted BEFORE DELETE ON activity_log
  BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;

-- How selective the keys are, said once and for all: without this SQLite takes a partner for ten rows and walks a
-- partner's whole list to find a handful of ids. Per key: rows of the table, then rows for each prefix of the key.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('customers', 'customers', '1000000 100000 1 1'),
  ('customers', 'sqlite_autoindex_customers_2', '1000000 100000 1'),
  ('subscriptions', 'subscriptions', '2500000 250000 3 1'),
  ('subscriptions', 'sqlite_autoindex_subscriptions_2', '2500000 250000 1'),
  ('subscriptions', 'subscriptions_by_reseller', '2500000 12000 3'),
  ('subscriptions', 'subscriptions_of_reseller', '2500000 250000 12000 3'),
  ('customer_resellers', 'customer_resellers', '1000000 100000 5000 1'),
  ('customer_resellers', 'customer_resellers_by_customer', '1000000 100000 2'),
  ('list_changes', 'list_changes', '40000 4000 4 1'),
  ('activity_log', 'sqlite_autoindex_activity_log_1', '1000000 100000 1'),
  ('activity_log', 'activity_log_by_actor', '1000000 100000 1000 1');
