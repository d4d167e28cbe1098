DROP TABLE subscription_changes;
ALTER TABLE partners DROP COLUMN subscriptions_seq;
