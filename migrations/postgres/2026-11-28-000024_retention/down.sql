DROP TABLE retention;
DROP INDEX referrals_to_erase;
DROP INDEX relationship_requests_to_erase;
DROP INDEX customers_to_erase;
DROP INDEX users_deactivated;
ALTER TABLE users DROP COLUMN deactivated_at;
