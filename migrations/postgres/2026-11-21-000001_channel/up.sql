-- What the portal remembers of itself: versions of derived data, the epoch that ends all sign-ins.
CREATE TABLE settings (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE partners (
  id             INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mpn_id         TEXT NOT NULL UNIQUE,
  kind           TEXT NOT NULL CHECK (kind IN ('direct', 'indirect-provider', 'indirect-reseller')),
  cloud          TEXT NOT NULL CHECK (cloud IN ('global', 'us-government', 'germany')),
  name           TEXT NOT NULL,
  primary_domain TEXT,
  country        TEXT NOT NULL,
  list_seq       BIGINT NOT NULL DEFAULT 0,   -- rises with every change of this partner's customer list
  log_seq        BIGINT NOT NULL DEFAULT 0,   -- head of this partner's activity log
  log_mac        BYTEA NOT NULL DEFAULT '',
  created_at     TIMESTAMP NOT NULL
);

CREATE TABLE partnerships (
  provider_id INTEGER NOT NULL REFERENCES partners (id),
  reseller_id INTEGER NOT NULL REFERENCES partners (id),
  created_at  TIMESTAMP NOT NULL,
  ended_at    TIMESTAMP,
  PRIMARY KEY (provider_id, reseller_id),
  CHECK (provider_id <> reseller_id)
);

CREATE TABLE users (
  id                   INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE auth_throttle (
  bucket        TEXT NOT NULL PRIMARY KEY,
  fails         INTEGER NOT NULL,
  window_start  TIMESTAMP NOT NULL,
  blocked_until TIMESTAMP NOT NULL
);

-- What one partner knows of one customer; clustered in the order of the list.
CREATE TABLE customers (
  partner_id      INTEGER NOT NULL REFERENCES partners (id),
  sort_key        BYTEA NOT NULL,
  microsoft_id    TEXT NOT NULL,
  list_name       TEXT NOT NULL,
  domain          TEXT COLLATE "C" NOT NULL,
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
);

-- The key ranges of a partner's list that changed, by which every process keeps its search index true.
CREATE TABLE list_changes (
  partner_id INTEGER NOT NULL REFERENCES partners (id),
  seq        BIGINT NOT NULL,
  first_key  BYTEA NOT NULL,
  last_key   BYTEA NOT NULL,
  PRIMARY KEY (partner_id, seq, first_key)
);

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
);
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
);
CREATE INDEX customer_resellers_by_customer ON customer_resellers (partner_id, microsoft_id);

CREATE TABLE activity_log (
  id            INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
  mac           BYTEA NOT NULL,
  UNIQUE (partner_id, seq)
);
CREATE INDEX activity_log_by_actor ON activity_log (partner_id, actor_id, at);
CREATE FUNCTION activity_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the activity log is append-only'; END $$;
CREATE TRIGGER activity_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activity_log
  FOR EACH STATEMENT EXECUTE FUNCTION activity_log_is_append_only();
