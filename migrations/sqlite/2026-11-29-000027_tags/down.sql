DROP TABLE customer_tags;
DROP TABLE tags;
DELETE FROM sqlite_stat1 WHERE tbl IN ('tags', 'customer_tags');
