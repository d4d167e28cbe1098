-- The tags by which a partner sorts its customers. Names are compared by their folded form.
CREATE TABLE tags (
  id             INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id) DEFERRABLE,
  FOREIGN KEY (partner_id, tag_id) REFERENCES tags (partner_id, id)
);
CREATE INDEX customer_tags_by_tag ON customer_tags (partner_id, tag_id, microsoft_id);
