ALTER TABLE outbox DROP COLUMN unsubscribe;
DROP TABLE notice_days;
DROP TABLE read_notices;
DROP TABLE notice_readers;
DROP TABLE notices;
