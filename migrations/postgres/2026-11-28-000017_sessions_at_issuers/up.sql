-- Whether the person came in by an issuer: their temporary password, which they never used, need not be changed first.
ALTER TABLE sessions ADD COLUMN signed_in_at_issuer BOOLEAN NOT NULL DEFAULT FALSE;
