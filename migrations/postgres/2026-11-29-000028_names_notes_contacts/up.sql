-- The other names of a customer, by which the search finds it: its aliases, an empty line, and the names that it had in the
-- list before, one on each line. The name of the company profile was the first name in the list.
ALTER TABLE customers ADD COLUMN other_names TEXT;
UPDATE customers SET other_names = E'\n\n' || company_name
  WHERE company_name <> list_name AND company_name <> '' AND list_name <> '';

-- What staff wrote about a customer.
CREATE TABLE notes (
  id           INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id   INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,
  body         TEXT NOT NULL,
  is_pinned    BOOLEAN NOT NULL DEFAULT FALSE,  -- at most one note of a customer
  created_by   INTEGER REFERENCES users (id),
  created_name TEXT NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  changed_at   TIMESTAMP,                       -- null until it is edited
  version      INTEGER NOT NULL DEFAULT 1,
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id) DEFERRABLE
);
CREATE INDEX notes_of_customer ON notes (partner_id, microsoft_id, created_at);
CREATE UNIQUE INDEX notes_pinned ON notes (partner_id, microsoft_id) WHERE is_pinned;
CREATE INDEX notes_of_author ON notes (created_by);

-- People at a customer whom staff contact about other things than bills.
CREATE TABLE customer_contacts (
  id           INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id   INTEGER NOT NULL,
  microsoft_id TEXT NOT NULL,
  name         TEXT NOT NULL,
  email        TEXT NOT NULL,
  phone        TEXT NOT NULL,
  job_title    TEXT NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id) DEFERRABLE
);
CREATE INDEX customer_contacts_of_customer ON customer_contacts (partner_id, microsoft_id);
