-- Offers of the vendor's price lists go up to ten million.
-- SQLite changes no CHECK: another column, or table, takes the place of the one that was.
ALTER TABLE subscriptions ADD COLUMN counted INTEGER NOT NULL DEFAULT 1 CHECK (counted BETWEEN 1 AND 10000000);
UPDATE subscriptions SET counted = quantity;
ALTER TABLE subscriptions DROP COLUMN quantity;
ALTER TABLE subscriptions RENAME COLUMN counted TO quantity;

ALTER TABLE order_lines ADD COLUMN counted INTEGER NOT NULL DEFAULT 1 CHECK (counted BETWEEN 1 AND 10000000);
UPDATE order_lines SET counted = quantity;
ALTER TABLE order_lines DROP COLUMN quantity;
ALTER TABLE order_lines RENAME COLUMN counted TO quantity;

CREATE TABLE offers_again (
  partner_id       INTEGER NOT NULL REFERENCES partners (id),
  offer_id         TEXT NOT NULL,
  name             TEXT NOT NULL,
  publisher        TEXT NOT NULL,
  category         TEXT NOT NULL,
  billing_type     TEXT NOT NULL CHECK (billing_type IN ('license', 'usage')),
  billing_cycle    TEXT NOT NULL CHECK (billing_cycle IN ('monthly', 'annual', 'one-time', 'none')),
  minimum_quantity INTEGER NOT NULL,
  maximum_quantity INTEGER NOT NULL,
  parent_offer_id  TEXT,                        -- an add-on's parent offer
  cancellable      BOOLEAN NOT NULL,
  PRIMARY KEY (partner_id, offer_id),
  CHECK (minimum_quantity BETWEEN 1 AND maximum_quantity AND maximum_quantity <= 10000000)
) WITHOUT ROWID;
INSERT INTO offers_again SELECT * FROM offers;
DROP TABLE offers;
ALTER TABLE offers_again RENAME TO offers;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('offers', 'offers', '10000 1000 1');
