-- "own" was said of two things: customers that staff had added, and those who had accepted a request.
-- SQLite changes no CHECK: a column takes the place of the other.
ALTER TABLE customers ADD COLUMN came TEXT NOT NULL DEFAULT 'added' CHECK (came IN ('added', 'request', 'referral', 'provider', 'other-portal'));
UPDATE customers SET came =
  CASE
    WHEN origin <> 'own' THEN origin
    WHEN (partner_id, microsoft_id) IN (
      SELECT partner_id, microsoft_id FROM request_outcomes WHERE outcome IN ('added', 'back', 'another')
    ) THEN 'request'
    ELSE 'added'
  END;
ALTER TABLE customers DROP COLUMN origin;
ALTER TABLE customers RENAME COLUMN came TO origin;

-- Whether the portal made the Microsoft ID up, because nobody knew one. Of older rows nobody can tell any more.
ALTER TABLE customers ADD COLUMN id_invented BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE request_outcomes ADD COLUMN id_invented BOOLEAN NOT NULL DEFAULT FALSE; -- of the id that came with the answer
