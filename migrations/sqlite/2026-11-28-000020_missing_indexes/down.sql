DROP INDEX partnerships_of_reseller;
DROP INDEX request_outcomes_by_outcome;
CREATE INDEX request_outcomes_undecided ON request_outcomes (partner_id) WHERE outcome = 'undecided';
DELETE FROM sqlite_stat1 WHERE idx IN ('partnerships_of_reseller', 'request_outcomes_by_outcome');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('request_outcomes', 'request_outcomes_undecided', '100 5');
