DROP INDEX connections_writing;
DROP TABLE connection_writes;
ALTER TABLE connections DROP COLUMN log_read_to;
ALTER TABLE connections DROP COLUMN writes;
