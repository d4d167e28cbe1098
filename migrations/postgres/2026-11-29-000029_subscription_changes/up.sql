-- Rises with every change of this partner's subscriptions; the indexes in memory follow it.
ALTER TABLE partners ADD COLUMN subscriptions_seq BIGINT NOT NULL DEFAULT 0;

-- The customers whose subscriptions changed, as ranges of Microsoft IDs.
CREATE TABLE subscription_changes (
  partner_id INTEGER NOT NULL REFERENCES partners (id),
  seq        BIGINT NOT NULL,
  first_id   TEXT NOT NULL,
  last_id    TEXT NOT NULL,
  PRIMARY KEY (partner_id, seq, first_id)
);
