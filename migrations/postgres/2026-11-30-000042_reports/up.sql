-- Lists that are sent as files regularly.
CREATE TABLE reports (
  id           INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id   INTEGER NOT NULL,
  user_id      INTEGER NOT NULL,              -- the owner, with whose rights it runs
  list         TEXT NOT NULL,
  parameters   TEXT NOT NULL,                 -- of the list's address: a JSON object of texts
  tag_id       INTEGER,                       -- the tag that the parameter `tag` names; it may be deleted
  name         TEXT NOT NULL,
  format       TEXT NOT NULL CHECK (format IN ('csv', 'xlsx')),
  schedule     TEXT NOT NULL CHECK (schedule IN ('weekly', 'monthly', 'weekdays')),
  minute       INTEGER NOT NULL,              -- of the day, in the partner's time zone
  only_if_rows BOOLEAN NOT NULL DEFAULT FALSE,
  next_at      TIMESTAMP NOT NULL,
  last_day     TEXT NOT NULL,                 -- the newest day for which there is a run, or for which none was needed
  pause_reason TEXT CHECK (pause_reason IN ('person', 'role', 'owner', 'filter', 'rows', 'restore', 'failure')),
  pause_detail TEXT,                          -- what the filter names that is gone
  created_at   TIMESTAMP NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX reports_of_partner ON reports (partner_id, id);
CREATE INDEX reports_of_owner ON reports (user_id);
CREATE INDEX reports_due ON reports (next_at) WHERE pause_reason IS NULL;

CREATE TABLE report_recipients (
  report_id  INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
  user_id    INTEGER NOT NULL,
  partner_id INTEGER NOT NULL,
  PRIMARY KEY (report_id, user_id),
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX report_recipients_of_user ON report_recipients (user_id);

-- One run of a report for each period.
CREATE TABLE report_runs (
  id           INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  report_id    INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
  partner_id   INTEGER NOT NULL REFERENCES partners (id),
  period       TEXT NOT NULL,                 -- the day in the partner's time zone; for a run by a person, its time
  is_extra     BOOLEAN NOT NULL DEFAULT FALSE, -- a person asked for it
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'stopped', 'skipped')),
  due_at       TIMESTAMP NOT NULL,
  finished_at  TIMESTAMP,
  row_count    BIGINT,
  letters      INTEGER NOT NULL DEFAULT 0,
  file_name    TEXT,
  file_size    BIGINT,
  file_until   TIMESTAMP,                     -- when the file is deleted; NULL without one
  lease        TEXT,
  leased_until TIMESTAMP,
  attempts     INTEGER NOT NULL DEFAULT 0,
  UNIQUE (report_id, period)
);
CREATE INDEX report_runs_waiting ON report_runs (due_at) WHERE finished_at IS NULL;
CREATE INDEX report_runs_by_age ON report_runs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX report_runs_with_file ON report_runs (file_until) WHERE file_until IS NOT NULL;

-- The file of a run, in compressed pieces.
CREATE TABLE report_pieces (
  run_id INTEGER NOT NULL REFERENCES report_runs (id) ON DELETE CASCADE,
  seq    INTEGER NOT NULL,
  bytes  BYTEA NOT NULL,
  PRIMARY KEY (run_id, seq)
);

-- The run that a letter is about, and whether its file is attached.
ALTER TABLE outbox ADD COLUMN report_run_id INTEGER;
ALTER TABLE outbox ADD COLUMN attaches BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX outbox_of_run ON outbox (report_run_id) WHERE report_run_id IS NOT NULL;

-- Whether letters of reports may have the file attached.
ALTER TABLE organizations ADD COLUMN report_attachments BOOLEAN NOT NULL DEFAULT FALSE;
