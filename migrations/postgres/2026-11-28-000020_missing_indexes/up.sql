-- The list of requests asks for an outcome by its value, which a partial index does not know.
DROP INDEX request_outcomes_undecided;
CREATE INDEX request_outcomes_by_outcome ON request_outcomes (partner_id, outcome);
-- A reseller's providers.
CREATE INDEX partnerships_of_reseller ON partnerships (reseller_id);
