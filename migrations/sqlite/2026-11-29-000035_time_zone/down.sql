ALTER TABLE partners DROP COLUMN time_zone;
