-- Filters of a list, with columns and order, under a name.
CREATE TABLE saved_views (
  id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL REFERENCES partners (id),
  user_id    INTEGER NOT NULL REFERENCES users (id),
  list       TEXT NOT NULL,                   -- customers, subscriptions
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL,                   -- the name, folded
  parameters TEXT NOT NULL,                   -- of the list's address: a JSON object of texts
  tag_id     INTEGER,                         -- the tag that the parameter `tag` names; it may be deleted
  is_shared  BOOLEAN NOT NULL DEFAULT FALSE,  -- with all users of the partner
  version    INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX saved_views_of_user ON saved_views (user_id, list, name_key);
CREATE INDEX saved_views_shared ON saved_views (partner_id, is_shared, list);

-- The views with which the lists of a user open, such as customers=12&subscriptions=40.
ALTER TABLE users ADD COLUMN default_views TEXT;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('saved_views', 'saved_views_of_user', '20000 10 5 1'),
  ('saved_views', 'saved_views_shared', '20000 2000 1000 500');
