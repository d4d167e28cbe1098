-- Acts on many customers or subscriptions, so that any process can show one and continue it.
CREATE TABLE bulk_acts (
  id           TEXT NOT NULL PRIMARY KEY,
  partner_id   INTEGER NOT NULL,
  user_id      INTEGER NOT NULL,                  -- on whose behalf it runs
  act          TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('preparing', 'reviewed', 'running', 'stopped', 'ended', 'undoing', 'undone')),
  content      TEXT NOT NULL,                     -- JSON: the selection and what the act needs
  request_id   TEXT NOT NULL,                     -- of the request that confirmed it
  address      TEXT NOT NULL,
  stop_reason  TEXT CHECK (stop_reason IN ('person', 'role', 'restore', 'failure')),
  stopped_by   INTEGER REFERENCES users (id),
  customers    BIGINT NOT NULL DEFAULT 0,         -- how many customers the rows belong to
  planned      BIGINT NOT NULL DEFAULT 0,         -- rows by outcome, counted in the transactions that write them
  same         BIGINT NOT NULL DEFAULT 0,
  blocked      BIGINT NOT NULL DEFAULT 0,
  changed      BIGINT NOT NULL DEFAULT 0,
  failed       BIGINT NOT NULL DEFAULT 0,
  undone       BIGINT NOT NULL DEFAULT 0,
  kept         BIGINT NOT NULL DEFAULT 0,
  lease        TEXT,                              -- of the thread that works on it
  leased_until TIMESTAMP,
  attempts     INTEGER NOT NULL DEFAULT 0,        -- failures since the last batch
  created_at   TIMESTAMP NOT NULL,
  started_at   TIMESTAMP,
  ended_at     TIMESTAMP,
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX bulk_acts_of_partner ON bulk_acts (partner_id, created_at);
CREATE INDEX bulk_acts_by_person ON bulk_acts (user_id);
CREATE INDEX bulk_acts_stopped_by ON bulk_acts (stopped_by) WHERE stopped_by IS NOT NULL;
CREATE INDEX bulk_acts_by_age ON bulk_acts (created_at);
CREATE INDEX bulk_acts_at_work ON bulk_acts (leased_until) WHERE state IN ('preparing', 'running', 'undoing');

-- The rows of a bulk act: what is planned, and what became of each.
CREATE TABLE bulk_rows (
  act_id       TEXT NOT NULL REFERENCES bulk_acts (id) ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  partner_id   INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,                     -- no foreign key: the customer may go
  item         TEXT NOT NULL,                     -- the subscription; empty if the row is the customer
  outcome      TEXT NOT NULL CHECK (outcome IN ('planned', 'same', 'blocked', 'changed', 'failed', 'undone', 'kept')),
  reason       TEXT,                              -- JSON
  details      TEXT NOT NULL,                     -- JSON: values before and after
  mark         TEXT NOT NULL,                     -- the version that was reviewed, later the one after the change
  PRIMARY KEY (act_id, position)
);
CREATE INDEX bulk_rows_by_outcome ON bulk_rows (act_id, outcome, position);
CREATE INDEX bulk_rows_of_customer ON bulk_rows (partner_id, microsoft_id);
