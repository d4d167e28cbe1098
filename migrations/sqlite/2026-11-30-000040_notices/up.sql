-- What happened that the people of a partner may want to know: one row for the partner, not for each person. Rows of a
-- partner are inserted while its log is locked, so their ids are in the order in which they became visible.
CREATE TABLE notices (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id   INTEGER NOT NULL REFERENCES partners (id),
  at           TIMESTAMP NOT NULL,
  event        TEXT NOT NULL,
  seq          BIGINT,                        -- the entry of the partner's log that says what happened
  actor_id     INTEGER,                       -- the user who caused it, who is not told
  user_id      INTEGER,                       -- the only user who is told
  object       TEXT,                          -- the id of the order, request, referral, import or bulk act
  microsoft_id TEXT,                          -- the customer
  details      TEXT NOT NULL DEFAULT '{}'     -- JSON: what the sentence needs, if there is no entry
);
CREATE INDEX notices_of_partner ON notices (partner_id, id);
CREATE INDEX notices_by_time ON notices (at);

-- What a user has read, wants to be told, and was told by mail.
CREATE TABLE notice_readers (
  user_id      INTEGER NOT NULL PRIMARY KEY REFERENCES users (id),
  read_to      INTEGER NOT NULL DEFAULT 0,    -- all notices up to this one are read
  choices      TEXT NOT NULL DEFAULT '',      -- levels that differ from those of the roles: event=level&event=level
  has_letters  BOOLEAN NOT NULL DEFAULT TRUE, -- FALSE: no mail at once
  digest       TEXT NOT NULL DEFAULT 'daily', -- daily, weekly, off
  digest_hour  INTEGER NOT NULL DEFAULT 8,    -- in the user's time zone
  mailed_to    INTEGER NOT NULL DEFAULT 0,    -- the last notice that was considered for a letter
  mailed_at    TIMESTAMP,
  letter_id    TEXT,                          -- the last letter in the outbox
  digested_to  INTEGER NOT NULL DEFAULT 0,
  digest_day   DATE,                          -- the user's day of the last digest, sent or empty
  digest_id    TEXT                           -- the last digest in the outbox
);

-- Notices after read_to that the user has read.
CREATE TABLE read_notices (
  user_id   INTEGER NOT NULL REFERENCES users (id),
  notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, notice_id)
);
CREATE INDEX read_notices_of_notice ON read_notices (notice_id);

-- The last day, in the time zone of the partner, for which notices of coming dates were written.
CREATE TABLE notice_days (
  partner_id INTEGER NOT NULL PRIMARY KEY REFERENCES partners (id),
  day        DATE NOT NULL
);

-- The user whose letter it is, and what its link stops: 12.digest
ALTER TABLE outbox ADD COLUMN unsubscribe TEXT;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('notices', 'notices_of_partner', '200000 2000 1'),
  ('notices', 'notices_by_time', '200000 2');
