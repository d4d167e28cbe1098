DELETE FROM import_pieces WHERE part = 'changes';
CREATE TABLE import_pieces_new (
  import_id TEXT NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
  part      TEXT NOT NULL CHECK (part IN ('file', 'rejects')),
  seq       INTEGER NOT NULL,
  bytes     BLOB NOT NULL,
  PRIMARY KEY (import_id, part, seq)
);
INSERT INTO import_pieces_new SELECT * FROM import_pieces;
DROP TABLE import_pieces;
ALTER TABLE import_pieces_new RENAME TO import_pieces;
