DROP INDEX connections_writing;
DROP TABLE connection_writes;
ALTER TABLE connections DROP COLUMN log_read_to;
ALTER TABLE connections DROP COLUMN writes;
DELETE FROM sqlite_stat1 WHERE tbl = 'connection_writes' OR idx = 'connections_writing';
