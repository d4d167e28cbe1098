DROP INDEX relationship_requests_of_partner_by_status;
DROP INDEX relationship_requests_of_provider_by_status;
DELETE FROM sqlite_stat1 WHERE idx IN (
  'relationship_requests_of_partner_by_status', 'relationship_requests_of_provider_by_status');
