-- What somebody had typed when their session ended, or when they switched the language: it is shown to them again.
CREATE TABLE kept_forms (
  id         TEXT NOT NULL PRIMARY KEY,
  partner_id INTEGER NOT NULL,
  user_id    INTEGER NOT NULL,
  content    TEXT NOT NULL,                     -- JSON, without passwords and codes
  created_at TIMESTAMP NOT NULL,
  FOREIGN KEY (partner_id, user_id) REFERENCES users (partner_id, id)
);
CREATE INDEX kept_forms_by_person ON kept_forms (user_id, created_at);
CREATE INDEX kept_forms_by_age ON kept_forms (created_at);
