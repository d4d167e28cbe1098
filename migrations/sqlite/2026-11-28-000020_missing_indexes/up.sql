-- The list of requests asks for an outcome by its value, which a partial index does not know.
DROP INDEX request_outcomes_undecided;
CREATE INDEX request_outcomes_by_outcome ON request_outcomes (partner_id, outcome);
-- A reseller's providers.
CREATE INDEX partnerships_of_reseller ON partnerships (reseller_id);
DELETE FROM sqlite_stat1 WHERE idx = 'request_outcomes_undecided';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('request_outcomes', 'request_outcomes_by_outcome', '100000 10000 2000'),
  ('partnerships', 'partnerships_of_reseller', '1000 2');
