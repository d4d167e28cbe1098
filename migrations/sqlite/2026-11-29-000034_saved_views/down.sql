ALTER TABLE users DROP COLUMN default_views;
DROP TABLE saved_views;
DELETE FROM sqlite_stat1 WHERE tbl = 'saved_views';
