-- What a token may do is chosen by area: 'read', 'write', or a list such as 'customers:read,orders:write'.
ALTER TABLE api_tokens ADD COLUMN access TEXT NOT NULL DEFAULT 'read';
UPDATE api_tokens SET access = scope;
ALTER TABLE api_tokens DROP COLUMN scope;

-- An application acts as an account of its own, to which nobody can sign in.
ALTER TABLE users ADD COLUMN is_application BOOLEAN NOT NULL DEFAULT FALSE CHECK (NOT (is_application AND active));

-- A program that signs in with a client id and a secret (OAuth 2 client credentials).
CREATE TABLE api_applications (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id   INTEGER NOT NULL,
  user_id      INTEGER NOT NULL UNIQUE,       -- its account, which has its name and its roles
  client_id    TEXT NOT NULL UNIQUE,
  access       TEXT NOT NULL,                 -- as in api_tokens
  created_at   TIMESTAMP NOT NULL,
  last_used_at TIMESTAMP,                     -- to the minute
  readings     TEXT NOT NULL DEFAULT '',      -- as in api_tokens
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX api_applications_of_partner ON api_applications (partner_id);

-- At most two are valid at a time, so that a new one can be put in place before the old one ends.
CREATE TABLE api_application_secrets (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  application_id INTEGER NOT NULL REFERENCES api_applications (id),
  secret_hash    TEXT NOT NULL,               -- SHA-256 of the secret
  beginning      TEXT NOT NULL,               -- the first characters of the secret, to recognize it
  created_at     TIMESTAMP NOT NULL,
  expires_at     TIMESTAMP NOT NULL
);
CREATE INDEX api_application_secrets_of_application ON api_application_secrets (application_id);
CREATE INDEX api_application_secrets_by_end ON api_application_secrets (expires_at);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('api_applications', 'api_applications_of_partner', '200 4'),
  ('api_application_secrets', 'api_application_secrets_of_application', '300 2'),
  ('api_application_secrets', 'api_application_secrets_by_end', '300 1');
