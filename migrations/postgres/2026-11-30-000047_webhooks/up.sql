-- Servers of partners that are told what happens. What is sent to each is in webhook_deliveries.
CREATE TABLE webhooks (
  id             INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id     INTEGER NOT NULL REFERENCES partners (id),
  subscriber_id  TEXT NOT NULL UNIQUE,          -- a UUID, its id in the API
  sealed_url     TEXT NOT NULL,                 -- the address, encrypted
  shown_url      TEXT NOT NULL,                 -- the address without its query, for people
  sealed_secret  TEXT NOT NULL,                 -- the signing secret, encrypted
  secret_end     TEXT NOT NULL,                 -- the last characters of the secret, to recognize it
  secret_made_at TIMESTAMP NOT NULL,
  sealed_former  TEXT,                          -- the secret before, while both are valid
  former_until   TIMESTAMP,
  events         TEXT NOT NULL,                 -- separated by spaces
  pause_reason   TEXT CHECK (pause_reason IN ('person', 'failures', 'restore', 'secret')),
  paused_at      TIMESTAMP,
  read_to        BIGINT NOT NULL,               -- the events of the partner's log up to this entry are in webhook_deliveries
  renewals_to    DATE NOT NULL,                 -- so are the renewals that were due up to this day
  failing_since  TIMESTAMP,                     -- since then, nothing arrived
  attempts       INTEGER NOT NULL DEFAULT 0,    -- the number of times that the server was left alone since then
  next_at        TIMESTAMP,                     -- until then, the server is left alone
  lease          TEXT,
  leased_until   TIMESTAMP,
  created_at     TIMESTAMP NOT NULL,
  version        INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX webhooks_of_partner ON webhooks (partner_id, id);

-- What is sent to a webhook. It is kept for 30 days.
CREATE TABLE webhook_deliveries (
  id            INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_id    INTEGER NOT NULL REFERENCES webhooks (id),
  message_id    TEXT NOT NULL UNIQUE,           -- a UUID, the same for each attempt
  event         TEXT NOT NULL,
  object        TEXT NOT NULL,                  -- the path of the object; its events arrive in the order of their ids
  microsoft_id  TEXT,                           -- the customer
  seq           BIGINT,                         -- the entry of the partner's log
  happened_at   TIMESTAMP NOT NULL,
  created_at    TIMESTAMP NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'undelivered')),
  tries         INTEGER NOT NULL DEFAULT 0,
  failing_since TIMESTAMP,
  next_at       TIMESTAMP,                      -- the next attempt after a failure
  tried_at      TIMESTAMP,
  status        INTEGER,                        -- of the last answer
  answer        TEXT,                           -- the words of the server, or why there was no answer
  took_ms       INTEGER,
  signature     TEXT                            -- of the last attempt
);
CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, object, id) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at);
