-- "own" was said of two things: customers that staff had added, and those who had accepted a request.
ALTER TABLE customers DROP CONSTRAINT customers_origin_check;
UPDATE customers SET origin =
  CASE
    WHEN origin <> 'own' THEN origin
    WHEN (partner_id, microsoft_id) IN (
      SELECT partner_id, microsoft_id FROM request_outcomes WHERE outcome IN ('added', 'back', 'another')
    ) THEN 'request'
    ELSE 'added'
  END
WHERE origin = 'own';
ALTER TABLE customers ADD CONSTRAINT customers_origin_check CHECK (origin IN ('added', 'request', 'referral', 'provider', 'other-portal'));

-- Whether the portal made the Microsoft ID up, because nobody knew one. Of older rows nobody can tell any more.
ALTER TABLE customers ADD COLUMN id_invented BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE request_outcomes ADD COLUMN id_invented BOOLEAN NOT NULL DEFAULT FALSE; -- of the id that came with the answer
