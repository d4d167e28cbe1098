-- The ids under which a partner knew its customers before their Microsoft ID was corrected: addresses, search, log and
-- imports know them still.
CREATE TABLE former_microsoft_ids (
  partner_id   INTEGER NOT NULL,
  former_id    TEXT NOT NULL,
  microsoft_id TEXT NOT NULL,
  corrected_at TIMESTAMP NOT NULL,
  PRIMARY KEY (partner_id, former_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id)
);
CREATE INDEX former_microsoft_ids_by_customer ON former_microsoft_ids (partner_id, microsoft_id);
