DROP INDEX partnerships_of_reseller;
DROP INDEX request_outcomes_by_outcome;
CREATE INDEX request_outcomes_undecided ON request_outcomes (partner_id) WHERE outcome = 'undecided';
