-- What programs send instead of the cookie of a session: the token acts as its user.
CREATE TABLE api_tokens (
  id                  INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id          INTEGER NOT NULL,
  user_id             INTEGER NOT NULL,
  user_epoch          INTEGER NOT NULL,       -- the user's session epoch; the token ends when it increases
  token_hash          TEXT NOT NULL UNIQUE,   -- SHA-256 of the token
  beginning           TEXT NOT NULL,          -- the first characters of the token, to recognize it
  name                TEXT NOT NULL,
  scope               TEXT NOT NULL CHECK (scope IN ('read', 'write')),
  factor_at_issuer    BOOLEAN NOT NULL DEFAULT FALSE, -- as in the session in which it was made
  signed_in_at_issuer BOOLEAN NOT NULL DEFAULT FALSE,
  created_at          TIMESTAMP NOT NULL,
  expires_at          TIMESTAMP NOT NULL,
  last_used_at        TIMESTAMP,              -- to the minute
  readings            TEXT NOT NULL DEFAULT '', -- lists that it read as a whole, with the day of the log entry
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX api_tokens_of_user ON api_tokens (user_id);
CREATE INDEX api_tokens_by_end ON api_tokens (expires_at);

-- An order that a program placed, so that the same request within a day is answered with the same order.
CREATE TABLE api_requests (
  user_id    INTEGER NOT NULL REFERENCES users (id),
  request_id TEXT NOT NULL,                   -- the number that the program gave the request
  body_hash  TEXT NOT NULL,                   -- SHA-256 of its address and body
  order_id   TEXT NOT NULL,
  at         TIMESTAMP NOT NULL,
  PRIMARY KEY (user_id, request_id)
);
CREATE INDEX api_requests_by_time ON api_requests (at);
