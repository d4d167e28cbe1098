-- A request for a relationship is a record: drafted, sent, opened, answered, expired or revoked.
CREATE TABLE relationship_requests (
  id              TEXT NOT NULL PRIMARY KEY,
  partner_id      INTEGER NOT NULL REFERENCES partners (id),  -- who asks
  provider_id     INTEGER REFERENCES partners (id),           -- the indirect provider that is asked for with it
  kind            TEXT NOT NULL CHECK (kind IN ('customer', 'customer-with-provider', 'partnership')),
  language        TEXT NOT NULL CHECK (language IN ('en', 'ko', 'zh-TW')),  -- the customer's, not the reader's
  delegated_admin BOOLEAN NOT NULL,
  recipient       TEXT NOT NULL,                -- empty: not known to the portal
  subject         TEXT NOT NULL,
  body            TEXT NOT NULL,                -- where the personal link goes stands {link}
  status          TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'accepted', 'declined', 'expired', 'revoked')),
  link_seq        INTEGER NOT NULL,             -- the link that counts; older ones are dead
  valid_until     DATE NOT NULL,                -- the last day
  created_by      INTEGER NOT NULL,
  created_name    TEXT NOT NULL,
  created_email   TEXT NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  changed_by      TEXT NOT NULL,
  changed_at      TIMESTAMP NOT NULL,
  sent_at         TIMESTAMP,
  sent_how        TEXT CHECK (sent_how IN ('portal', 'own-mail')),
  opened_at       TIMESTAMP,
  reminded_at     TIMESTAMP,
  decided_at      TIMESTAMP,
  decline_reason  TEXT,
  company_name    TEXT,                         -- what the customer said of itself
  domain          TEXT,
  person_name     TEXT,
  email           TEXT,
  microsoft_id    TEXT,                         -- given by the customer, or made
  again_for       TEXT,                         -- the ended customer it was made from
  version         INTEGER NOT NULL DEFAULT 1,
  CHECK ((provider_id IS NOT NULL) = (kind = 'customer-with-provider')),
  FOREIGN KEY (partner_id, created_by) REFERENCES users (partner_id, id),
  FOREIGN KEY (partner_id, again_for) REFERENCES customers (partner_id, microsoft_id)
);
CREATE INDEX relationship_requests_of_partner ON relationship_requests (partner_id, changed_at, id);
CREATE INDEX relationship_requests_of_provider ON relationship_requests (provider_id, changed_at, id) WHERE provider_id IS NOT NULL;
CREATE INDEX relationship_requests_to_expire ON relationship_requests (valid_until) WHERE status IN ('draft', 'sent');

-- What an acceptance made for each inviting partner; one cannot see what it made for the other.
CREATE TABLE request_outcomes (
  request_id   TEXT NOT NULL REFERENCES relationship_requests (id),
  partner_id   INTEGER NOT NULL REFERENCES partners (id),
  outcome      TEXT NOT NULL CHECK (outcome IN ('added', 'back', 'undecided', 'same', 'another')),
  microsoft_id TEXT NOT NULL,                   -- the customer; while undecided, the one that is known already
  PRIMARY KEY (request_id, partner_id)
);
CREATE INDEX request_outcomes_undecided ON request_outcomes (partner_id) WHERE outcome = 'undecided';

-- The links of a request, as hashes: the tokens are derived from the secret file, which stands outside.
CREATE TABLE request_links (
  token_hash TEXT NOT NULL PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES relationship_requests (id),
  seq        INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL
);

-- Mail that is written and not delivered yet. The id becomes the Message-ID; the text is forgotten once delivered.
CREATE TABLE outbox (
  id         TEXT NOT NULL PRIMARY KEY,
  partner_id INTEGER NOT NULL REFERENCES partners (id),
  request_id TEXT REFERENCES relationship_requests (id),
  link_seq   INTEGER,                           -- which link stands for {link} in the text
  recipient  TEXT NOT NULL,
  reply_to   TEXT NOT NULL,
  language   TEXT NOT NULL,
  subject    TEXT NOT NULL,
  text       TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  not_before TIMESTAMP NOT NULL,                -- the next try; a worker that takes it moves it on
  attempts   INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,                              -- the server's words
  sent_at    TIMESTAMP,
  held       BOOLEAN NOT NULL DEFAULT FALSE     -- given up, or restored from a backup: waits for somebody
);
CREATE INDEX outbox_due ON outbox (not_before) WHERE sent_at IS NULL;
CREATE INDEX outbox_of_request ON outbox (request_id) WHERE request_id IS NOT NULL;
