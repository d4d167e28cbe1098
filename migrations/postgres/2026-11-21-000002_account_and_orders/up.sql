-- What a partner adds to what it knows of a customer: where bills go, who agreed, what the customer may do.
ALTER TABLE customers ADD COLUMN ended_by TEXT;        -- who ended the relationship, as the list of removed ones says
ALTER TABLE customers ADD COLUMN end_reason TEXT;
CREATE INDEX customers_removed ON customers (partner_id, ended_at) WHERE ended_at IS NOT NULL;

-- Bill-to contact and address; the bill-to company name is customers.list_name, the version customers.version.
CREATE TABLE bill_to (
  partner_id    INTEGER NOT NULL,
  microsoft_id  TEXT NOT NULL,
  first_name    TEXT NOT NULL,
  last_name     TEXT NOT NULL,
  email         TEXT NOT NULL,
  phone         TEXT NOT NULL,
  country       TEXT NOT NULL,
  address_line1 TEXT NOT NULL,
  address_line2 TEXT NOT NULL,
  city          TEXT NOT NULL,
  state         TEXT NOT NULL,
  postal_code   TEXT NOT NULL,
  PRIMARY KEY (partner_id, microsoft_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id)
);

-- The customer agreement, as a partner attests it: who accepted it and when.
CREATE TABLE agreements (
  partner_id   INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,
  first_name   TEXT NOT NULL,
  last_name    TEXT NOT NULL,
  email        TEXT NOT NULL,
  phone        TEXT NOT NULL,
  agreed_on    DATE NOT NULL,
  attested_by  TEXT NOT NULL,
  attested_at  TIMESTAMP NOT NULL,
  PRIMARY KEY (partner_id, microsoft_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id)
);

-- What a customer may do on its own; a row means yes.
CREATE TABLE customer_permissions (
  partner_id   INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,
  permission   TEXT NOT NULL CHECK (permission IN ('azure-reservations')),
  granted_by   TEXT NOT NULL,
  granted_at   TIMESTAMP NOT NULL,
  PRIMARY KEY (partner_id, microsoft_id, permission),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id)
);

-- What a partner may sell; prices are left out.
CREATE TABLE offers (
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
  CHECK (minimum_quantity BETWEEN 1 AND maximum_quantity AND maximum_quantity <= 100000)
);

ALTER TABLE subscriptions ADD COLUMN nickname TEXT;
ALTER TABLE subscriptions ADD COLUMN offer_id TEXT;               -- null: imported without a known offer
ALTER TABLE subscriptions ADD COLUMN parent_id TEXT;              -- an add-on's parent: a subscription_id
ALTER TABLE subscriptions ADD COLUMN billing_cycle TEXT;          -- as in offers
ALTER TABLE subscriptions ADD COLUMN auto_renew BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE subscriptions ADD COLUMN renews_on DATE;
ALTER TABLE subscriptions ADD COLUMN cancels_on DATE;             -- a cancellation that waits for the renewal
ALTER TABLE subscriptions ADD COLUMN suspended_at TIMESTAMP;
ALTER TABLE subscriptions ADD COLUMN suspended_with TEXT;         -- the parent with which an add-on was suspended
ALTER TABLE subscriptions ADD COLUMN deletes_on DATE;             -- a suspended one is deleted on this day
ALTER TABLE subscriptions ADD COLUMN support_id INTEGER;           -- a partner; null: the seller
ALTER TABLE subscriptions ADD COLUMN order_id TEXT;
CREATE INDEX subscriptions_to_delete ON subscriptions (deletes_on) WHERE deletes_on IS NOT NULL;
CREATE INDEX subscriptions_to_renew ON subscriptions (renews_on) WHERE renews_on IS NOT NULL;

-- An order, and an indirect reseller's request for one. The id comes with the form, so that a form sent twice is one.
CREATE TABLE orders (
  id             TEXT NOT NULL PRIMARY KEY,
  partner_id     INTEGER NOT NULL,              -- who sells
  microsoft_id   TEXT NOT NULL,
  reseller_id    INTEGER,                       -- indirect reseller of record; it asked, if status was ever requested
  status         TEXT NOT NULL CHECK (status IN ('requested', 'placed', 'declined', 'withdrawn')),
  is_request     BOOLEAN NOT NULL,
  made_by        TEXT NOT NULL,
  made_at        TIMESTAMP NOT NULL,
  decided_by     TEXT,
  decided_at     TIMESTAMP,
  decline_reason TEXT,
  note           TEXT,
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id),
  FOREIGN KEY (partner_id, reseller_id) REFERENCES partnerships (provider_id, reseller_id)
);
CREATE INDEX orders_by_seller ON orders (partner_id, made_at);
CREATE INDEX orders_by_reseller ON orders (reseller_id, made_at) WHERE reseller_id IS NOT NULL;
CREATE INDEX orders_by_customer ON orders (partner_id, microsoft_id, made_at);

CREATE TABLE order_lines (
  order_id        TEXT NOT NULL REFERENCES orders (id),
  line            INTEGER NOT NULL,
  offer_id        TEXT NOT NULL,
  offer_name      TEXT NOT NULL,
  billing_cycle   TEXT NOT NULL,
  quantity        INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 100000),
  parent_id       TEXT,
  subscription_id TEXT,                         -- what came of it once the order was placed
  PRIMARY KEY (order_id, line)
);

-- What a person has begun and not sent yet: a cart, a customer being added. It survives a sign-out.
CREATE TABLE drafts (
  id         TEXT NOT NULL PRIMARY KEY,
  partner_id INTEGER NOT NULL,
  user_id    INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('order', 'customer', 'import')),
  content    TEXT NOT NULL,                     -- JSON
  updated_at TIMESTAMP NOT NULL,
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX drafts_by_age ON drafts (updated_at);

-- The log of one customer, newest first: who changed what last.
CREATE INDEX activity_log_by_customer ON activity_log (partner_id, microsoft_id, seq) WHERE microsoft_id IS NOT NULL;
