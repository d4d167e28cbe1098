-- In this session the second factor was shown to the issuer that the person signed in with.
ALTER TABLE sessions ADD COLUMN factor_at_issuer BOOLEAN NOT NULL DEFAULT FALSE;
