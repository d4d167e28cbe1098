-- What the portal does by itself: any process takes a job that is due, and none has it while another one's lease runs.
CREATE TABLE jobs (
  name         TEXT NOT NULL PRIMARY KEY,
  due_at       TIMESTAMP NOT NULL,
  lease        TEXT,                            -- of the process that is at it
  leased_until TIMESTAMP,
  attempts     INTEGER NOT NULL DEFAULT 0,      -- in a row that have failed
  ended_at     TIMESTAMP,                       -- the last time that it was done
  did          INTEGER NOT NULL DEFAULT 0,      -- how many things that time
  last_error   TEXT
);

-- For the job that cleans.
CREATE INDEX auth_throttle_by_age ON auth_throttle (window_start);
CREATE INDEX password_tokens_by_age ON password_tokens (expires_at);
CREATE INDEX sessions_by_use ON sessions (last_seen_at);
CREATE INDEX outbox_delivered ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX drafts_of_person ON drafts (user_id, kind, updated_at);
