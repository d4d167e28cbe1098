DROP INDEX request_outcomes_of_customer;
DROP INDEX relationship_requests_of_customer;
DELETE FROM sqlite_stat1 WHERE idx IN ('relationship_requests_of_customer', 'request_outcomes_of_customer');
