-- What a person chose for themselves, and their second factor. The seed is sealed with a key from the secret file.
ALTER TABLE users ADD COLUMN time_zone TEXT;
ALTER TABLE users ADD COLUMN theme TEXT CHECK (theme IN ('system', 'light', 'dark'));
ALTER TABLE users ADD COLUMN totp_secret TEXT;
ALTER TABLE users ADD COLUMN totp_confirmed_at TIMESTAMP;
ALTER TABLE users ADD COLUMN totp_last_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN password_changed_at TIMESTAMP;
ALTER TABLE users ADD COLUMN last_sign_in_at TIMESTAMP;
ALTER TABLE users ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Where a sign-in came from, whether its second factor is still to come, and when both were last shown.
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN factor_pending BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN proven_at TIMESTAMP;

-- For whoever has lost the device. Each works once; only a keyed hash is kept.
CREATE TABLE recovery_codes (
  user_id    INTEGER NOT NULL REFERENCES users (id),
  code_hash  TEXT NOT NULL,
  used_at    TIMESTAMP,
  PRIMARY KEY (user_id, code_hash)
) WITHOUT ROWID;

-- Links by which a person sets a password. Each works once; only its hash is kept.
CREATE TABLE password_tokens (
  token_hash TEXT NOT NULL PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  purpose    TEXT NOT NULL CHECK (purpose IN ('reset', 'sign-up')),
  expires_at TIMESTAMP NOT NULL,
  used_at    TIMESTAMP
) WITHOUT ROWID;
CREATE INDEX password_tokens_by_user ON password_tokens (user_id);

-- What a partner says of itself: legal data, contact, and the business profile that others see.
CREATE TABLE organizations (
  partner_id    INTEGER NOT NULL PRIMARY KEY REFERENCES partners (id),
  legal_name    TEXT NOT NULL,
  address_line1 TEXT NOT NULL,
  address_line2 TEXT NOT NULL,
  city          TEXT NOT NULL,
  state         TEXT NOT NULL,
  postal_code   TEXT NOT NULL,
  tax_id        TEXT NOT NULL,
  contact_name  TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  contact_phone TEXT NOT NULL,
  about         TEXT NOT NULL,
  industries    TEXT NOT NULL,
  languages     TEXT NOT NULL,
  web_page      TEXT NOT NULL,
  support_email TEXT NOT NULL,
  support_phone TEXT NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1
);

CREATE INDEX users_by_partner ON users (partner_id, name);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('users', 'users_by_partner', '10000 20 1'),
  ('recovery_codes', 'recovery_codes', '50000 10 1'),
  ('password_tokens', 'password_tokens', '1000 1'),
  ('password_tokens', 'password_tokens_by_user', '1000 1'),
  ('organizations', NULL, '500');
