-- Channels of chats that get notices.
CREATE TABLE chat_channels (
  id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id    INTEGER NOT NULL REFERENCES partners (id),
  name          TEXT NOT NULL,
  service       TEXT NOT NULL CHECK (service IN ('slack', 'teams', 'mattermost', 'discord')),
  sealed_url    TEXT NOT NULL,                 -- the address of the webhook, encrypted
  host          TEXT NOT NULL,                 -- its host, for people
  language      TEXT NOT NULL,
  events        TEXT NOT NULL,                 -- separated by spaces
  pause_reason  TEXT CHECK (pause_reason IN ('person', 'failures', 'restore', 'secret')),
  sent_to       INTEGER NOT NULL,              -- the newest notice that was sent, or that this channel does not get
  sent_at       TIMESTAMP,                     -- when the last message arrived
  tested_at     TIMESTAMP,
  failing_since TIMESTAMP,
  attempts      INTEGER NOT NULL DEFAULT 0,    -- since then
  next_at       TIMESTAMP,                     -- the next attempt after a failure
  last_error    TEXT,
  lease         TEXT,
  leased_until  TIMESTAMP,
  created_at    TIMESTAMP NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX chat_channels_of_partner ON chat_channels (partner_id, id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('chat_channels', 'chat_channels_of_partner', '200 2 1');
