ALTER TABLE users DROP COLUMN default_views;
DROP TABLE saved_views;
