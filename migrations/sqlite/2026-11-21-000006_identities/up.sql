-- Which account of an OpenID Connect issuer is which person. The address is no key: issuers give it to somebody else.
CREATE TABLE user_identities (
  issuer    TEXT NOT NULL,
  subject   TEXT NOT NULL,
  user_id   INTEGER NOT NULL REFERENCES users (id),
  linked_at TIMESTAMP NOT NULL,
  PRIMARY KEY (issuer, subject),
  UNIQUE (user_id, issuer)                        -- one account of an issuer's a person
) WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('user_identities', 'user_identities', '10000 5000 1'),
  ('user_identities', 'sqlite_autoindex_user_identities_2', '10000 1 1');
