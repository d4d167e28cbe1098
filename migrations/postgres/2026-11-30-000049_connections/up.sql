-- Connections to servers that speak the API: the vendor's, or that of another portal.
CREATE TABLE connections (
  id             INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id     INTEGER NOT NULL,
  user_id        INTEGER NOT NULL UNIQUE,       -- its account, to which nobody can sign in and which has no roles
  name           TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('portal', 'vendor')),
  base_url       TEXT NOT NULL,
  sign_in        TEXT NOT NULL CHECK (sign_in IN ('client-credentials', 'refresh-token')),
  token_url      TEXT NOT NULL,
  client_id      TEXT NOT NULL,
  sealed_secret  TEXT NOT NULL,                 -- the client secret, encrypted; empty if the client has none
  sealed_token   TEXT,                          -- the newest refresh token, encrypted
  token_ends_at  TIMESTAMP,                     -- when that ends
  token_told_at  TIMESTAMP,                     -- when people were told that it ends
  schedule       TEXT NOT NULL,
  hourly_budget  INTEGER NOT NULL,              -- requests an hour
  budget_from    TIMESTAMP,                     -- when the current hour of the budget began
  budget_used    INTEGER NOT NULL DEFAULT 0,    -- requests since then
  rules          TEXT NOT NULL,                 -- JSON: which value wins, field by field
  remote_id      TEXT,                          -- the MPN ID of the partner as which the server answers
  remote_name    TEXT,
  confirmed_at   TIMESTAMP,                     -- when a person let a run write for the first time
  pause_reason   TEXT CHECK (pause_reason IN ('person', 'sign-in', 'partner', 'restore', 'secret')),
  next_run_at    TIMESTAMP,
  tested_at      TIMESTAMP,
  fault          TEXT,                          -- JSON: why the last run or test failed
  created_by     INTEGER NOT NULL,
  created_at     TIMESTAMP NOT NULL,
  version        INTEGER NOT NULL DEFAULT 1,
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id),
  FOREIGN KEY (partner_id, created_by) REFERENCES users (partner_id, id)
);
CREATE UNIQUE INDEX connections_by_name ON connections (partner_id, name);
CREATE INDEX connections_due ON connections (next_run_at) WHERE pause_reason IS NULL;

-- A run of a connection: it reads from the server, compares, waits for a person if it is the first, and writes.
CREATE TABLE connection_runs (
  id             INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections (id),
  partner_id     INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('reading', 'comparing', 'preview', 'writing', 'done', 'failed', 'discarded')),
  cause          TEXT NOT NULL CHECK (cause IN ('person', 'schedule', 'command')),
  is_dry_run     BOOLEAN NOT NULL,              -- ends with the preview
  content        TEXT NOT NULL,                 -- JSON: how far it is, and its results
  fault          TEXT,                          -- JSON: why it failed, or why it waits
  written        TEXT NOT NULL DEFAULT '',      -- JSON: rows that were written, by part, in the transactions that wrote them
  failures       INTEGER NOT NULL DEFAULT 0,    -- attempts that failed in a row
  lease          TEXT,                          -- of the process that works on it
  leased_until   TIMESTAMP,
  next_at        TIMESTAMP,                     -- when it goes on, if it waits
  created_at     TIMESTAMP NOT NULL,
  ended_at       TIMESTAMP
);
-- Two at the same time could undo each other's changes.
CREATE UNIQUE INDEX connection_runs_one_at_a_time ON connection_runs (connection_id) WHERE ended_at IS NULL;
CREATE INDEX connection_runs_of_connection ON connection_runs (connection_id, id);
CREATE INDEX connection_runs_ended ON connection_runs (ended_at);
CREATE INDEX connection_runs_at_work ON connection_runs (leased_until) WHERE state IN ('reading', 'comparing', 'writing');

-- What a run has read, as rows of an import, in compressed pieces.
CREATE TABLE connection_pieces (
  run_id  INTEGER NOT NULL REFERENCES connection_runs (id) ON DELETE CASCADE,
  part    TEXT NOT NULL CHECK (part IN ('customers', 'bill-to', 'subscriptions')),
  seq     INTEGER NOT NULL,
  bytes   BYTEA NOT NULL,
  PRIMARY KEY (run_id, part, seq)
);

-- The continuation tokens that a run has followed, as hashes: one that comes twice is a cycle.
CREATE TABLE connection_pages (
  run_id  INTEGER NOT NULL REFERENCES connection_runs (id) ON DELETE CASCADE,
  token   TEXT NOT NULL,
  PRIMARY KEY (run_id, token)
);

-- A customer that a connection has found at its server, and since when it is missing there.
CREATE TABLE connection_customers (
  connection_id INTEGER NOT NULL REFERENCES connections (id),
  microsoft_id  TEXT NOT NULL,
  partner_id    INTEGER NOT NULL,
  missing_since TIMESTAMP,
  PRIMARY KEY (connection_id, microsoft_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id) DEFERRABLE
);
CREATE INDEX connection_customers_of_partner ON connection_customers (partner_id, microsoft_id);
CREATE INDEX connection_customers_missing ON connection_customers (connection_id, missing_since) WHERE missing_since IS NOT NULL;
