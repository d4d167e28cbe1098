-- The time zone by whose days a partner filters and counts, such as Asia/Seoul; null for that of its country.
ALTER TABLE partners ADD COLUMN time_zone TEXT;
