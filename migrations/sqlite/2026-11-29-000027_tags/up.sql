-- The tags by which a partner sorts its customers. Names are compared by their folded form.
CREATE TABLE tags (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id     INTEGER NOT NULL REFERENCES partners (id),
  name           TEXT NOT NULL,
  name_key       TEXT NOT NULL,                 -- the folded name
  hue            TEXT NOT NULL CHECK (hue IN ('teal', 'blue', 'plum', 'rust', 'olive', 'gray')),
  customer_count INTEGER NOT NULL DEFAULT 0,    -- customers with a current relationship that have the tag
  UNIQUE (partner_id, name_key),
  UNIQUE (partner_id, id)
);

CREATE TABLE customer_tags (
  partner_id   INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,
  tag_id       INTEGER NOT NULL,
  PRIMARY KEY (partner_id, microsoft_id, tag_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id),
  FOREIGN KEY (partner_id, tag_id) REFERENCES tags (partner_id, id)
) WITHOUT ROWID;
CREATE INDEX customer_tags_by_tag ON customer_tags (partner_id, tag_id, microsoft_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('tags', 'sqlite_autoindex_tags_1', '20000 200 1'),
  ('tags', 'sqlite_autoindex_tags_2', '20000 200 1'),
  ('customer_tags', 'customer_tags', '1000000 100000 2 1'),
  ('customer_tags', 'customer_tags_by_tag', '1000000 100000 1000 1');
