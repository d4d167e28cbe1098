-- The tabs of the list of requests, which are counted exactly.
CREATE INDEX relationship_requests_of_partner_by_status ON relationship_requests (partner_id, status, changed_at, id);
CREATE INDEX relationship_requests_of_provider_by_status ON relationship_requests (provider_id, status, changed_at, id)
  WHERE provider_id IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('relationship_requests', 'relationship_requests_of_partner_by_status', '20000 1000 200 1 1'),
  ('relationship_requests', 'relationship_requests_of_provider_by_status', '10000 500 100 1 1');
