DELETE FROM sqlite_stat1 WHERE tbl IN ('webhooks', 'webhook_deliveries');
DROP TABLE webhook_deliveries;
DROP TABLE webhooks;
