DELETE FROM sqlite_stat1 WHERE tbl IN ('reports', 'report_recipients', 'report_runs', 'report_pieces');
ALTER TABLE organizations DROP COLUMN report_attachments;
DROP INDEX outbox_of_run;
ALTER TABLE outbox DROP COLUMN attaches;
ALTER TABLE outbox DROP COLUMN report_run_id;
DROP TABLE report_pieces;
DROP TABLE report_runs;
DROP TABLE report_recipients;
DROP TABLE reports;
