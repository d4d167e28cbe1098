-- The correction of a Microsoft ID, and the erasure of a customer, look for the requests that name it.
CREATE INDEX relationship_requests_of_customer ON relationship_requests (microsoft_id) WHERE microsoft_id IS NOT NULL;
CREATE INDEX request_outcomes_of_customer ON request_outcomes (microsoft_id);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('relationship_requests', 'relationship_requests_of_customer', '20000 2'),
  ('request_outcomes', 'request_outcomes_of_customer', '20000 2');
