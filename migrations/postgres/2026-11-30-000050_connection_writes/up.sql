-- Connections write back what people change here, if they say so.
ALTER TABLE connections ADD COLUMN writes TEXT NOT NULL DEFAULT '{}'; -- JSON: which values are written back, and how
ALTER TABLE connections ADD COLUMN log_read_to BIGINT;               -- how far the partner's log was read; NULL: nothing is written

-- The queue: a value that was changed here, until the server has it or it is given up.
CREATE TABLE connection_writes (
  id              INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id   INTEGER NOT NULL REFERENCES connections (id),
  partner_id      INTEGER NOT NULL,
  microsoft_id    TEXT NOT NULL,
  subscription_id TEXT NOT NULL DEFAULT '',     -- empty for a bill-to
  subject         TEXT NOT NULL CHECK (subject IN ('bill-to', 'quantity', 'status', 'auto-renewal')),
  state           TEXT NOT NULL CHECK (state IN ('waiting', 'conflict', 'refused', 'written', 'given-up')),
  base            TEXT NOT NULL,                -- JSON: the changed fields with the values before
  theirs          TEXT,                         -- JSON: what the server has, if both sides changed it
  is_confirmed    BOOLEAN NOT NULL,             -- a person has seen what the server has
  tries           INTEGER NOT NULL DEFAULT 0,
  fault           TEXT,                         -- JSON: why the last attempt failed
  next_at         TIMESTAMP,
  created_at      TIMESTAMP NOT NULL,
  tried_at        TIMESTAMP,
  ended_at        TIMESTAMP,
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id)
);
CREATE UNIQUE INDEX connection_writes_open ON connection_writes (connection_id, microsoft_id, subscription_id, subject)
  WHERE ended_at IS NULL;
CREATE INDEX connection_writes_of_connection ON connection_writes (connection_id, id);
CREATE INDEX connection_writes_of_customer ON connection_writes (partner_id, microsoft_id);
CREATE INDEX connection_writes_ended ON connection_writes (ended_at);
CREATE INDEX connections_writing ON connections (id) WHERE log_read_to IS NOT NULL;

