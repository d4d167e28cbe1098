DELETE FROM sqlite_stat1 WHERE tbl IN ('bulk_acts', 'bulk_rows');
DROP TABLE bulk_rows;
DROP TABLE bulk_acts;
