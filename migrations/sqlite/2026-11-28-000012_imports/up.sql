-- Files that somebody uploaded to be imported: how far each is, and what it holds, so that any process can show it and
-- go on with it.
CREATE TABLE imports (
  id           TEXT NOT NULL PRIMARY KEY,
  partner_id   INTEGER NOT NULL,
  user_id      INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('arriving', 'checking', 'refused', 'checked', 'running', 'done', 'broken')),
  content      TEXT NOT NULL,                     -- JSON
  is_kept      BOOLEAN NOT NULL,                   -- its file or its bad rows are still here
  progress     TEXT NOT NULL,                     -- JSON
  added        INTEGER NOT NULL DEFAULT 0,          -- rows that were written, in the transactions that wrote them
  changed      INTEGER NOT NULL DEFAULT 0,
  lease        TEXT,                              -- of the process that works on it
  leased_until TIMESTAMP,
  attempts     INTEGER NOT NULL DEFAULT 0,
  created_at   TIMESTAMP NOT NULL,
  updated_at   TIMESTAMP NOT NULL,
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
) WITHOUT ROWID;
CREATE INDEX imports_by_person ON imports (user_id, created_at);
CREATE INDEX imports_by_age ON imports (updated_at);
CREATE INDEX imports_at_work ON imports (leased_until) WHERE state IN ('checking', 'running');
-- Two at once could undo each other's changes.
CREATE UNIQUE INDEX imports_one_at_a_time ON imports (partner_id) WHERE state = 'running';

-- A file, and its bad rows, in compressed pieces.
CREATE TABLE import_pieces (
  import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  part      TEXT NOT NULL CHECK (part IN ('file', 'rejects')),
  seq       INTEGER NOT NULL,
  bytes     BLOB NOT NULL,
  PRIMARY KEY (import_id, part, seq)
);

-- Their files were in the memory of a process that is gone.
DELETE FROM drafts WHERE kind = 'import';
