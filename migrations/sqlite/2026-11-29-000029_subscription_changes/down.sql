DELETE FROM sqlite_stat1 WHERE tbl = 'subscription_changes';
DROP TABLE subscription_changes;
ALTER TABLE partners DROP COLUMN subscriptions_seq;
