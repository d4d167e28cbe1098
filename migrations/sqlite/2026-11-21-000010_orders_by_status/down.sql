DROP INDEX orders_by_seller_and_status;
DROP INDEX orders_by_reseller_and_status;
DELETE FROM sqlite_stat1 WHERE idx IN ('orders_by_seller_and_status', 'orders_by_reseller_and_status');
