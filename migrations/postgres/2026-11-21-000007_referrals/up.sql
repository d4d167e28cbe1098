-- A customer that an indirect provider refers to one of its resellers, or a lead that a partner's own staff wrote down.
CREATE TABLE referrals (
  id           TEXT NOT NULL PRIMARY KEY,       -- from the form: a form sent twice is one referral
  partner_id   INTEGER NOT NULL REFERENCES partners (id),  -- who works on it
  referrer_id  INTEGER REFERENCES partners (id),           -- the provider that referred it; none: a lead of its own
  status       TEXT NOT NULL CHECK (status IN ('received', 'accepted', 'won', 'lost', 'declined', 'expired')),
  company_name TEXT NOT NULL,
  first_name   TEXT NOT NULL,
  last_name    TEXT NOT NULL,
  email        TEXT NOT NULL,                   -- one of email and phone may be empty
  phone        TEXT NOT NULL,
  need         TEXT NOT NULL,
  note         TEXT NOT NULL,
  reason       TEXT,                            -- why it was declined or lost
  created_name TEXT NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  answer_until DATE NOT NULL,                   -- the last day for accepting or declining
  answered_by  TEXT,                            -- accepted, declined; nobody: expired
  answered_at  TIMESTAMP,
  closed_by    TEXT,                            -- won, lost
  closed_at    TIMESTAMP,
  changed_at   TIMESTAMP NOT NULL,
  CHECK (referrer_id <> partner_id)
);
CREATE INDEX referrals_of_partner ON referrals (partner_id, status, changed_at, id);
CREATE INDEX referrals_of_referrer ON referrals (referrer_id, status, changed_at, id) WHERE referrer_id IS NOT NULL;
CREATE INDEX referrals_to_expire ON referrals (answer_until) WHERE status = 'received';
