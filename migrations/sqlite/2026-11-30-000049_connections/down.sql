DELETE FROM sqlite_stat1 WHERE tbl IN ('connections', 'connection_runs', 'connection_customers');
DROP TABLE connection_customers;
DROP TABLE connection_pages;
DROP TABLE connection_pieces;
DROP TABLE connection_runs;
DROP TABLE connections;
