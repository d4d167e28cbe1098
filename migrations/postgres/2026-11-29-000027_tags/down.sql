DROP TABLE customer_tags;
DROP TABLE tags;
