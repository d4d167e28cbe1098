-- The figures of a partner at the end of each day of its time zone. Customers come from the days on which relationships began
-- and ended. Subscriptions and licenses were measured right after the day; null where they were not.
CREATE TABLE daily_figures (
  partner_id    INTEGER NOT NULL REFERENCES partners (id),
  day           DATE NOT NULL,
  customers     BIGINT NOT NULL,
  began         BIGINT NOT NULL,
  ended         BIGINT NOT NULL,
  subscriptions BIGINT,
  licenses      BIGINT,
  PRIMARY KEY (partner_id, day)
);

-- For the counts of requests that end soon, that were sent in a month, and whose message was not delivered.
CREATE INDEX relationship_requests_of_partner_by_end ON relationship_requests (partner_id, status, valid_until);
CREATE INDEX relationship_requests_of_provider_by_end ON relationship_requests (provider_id, status, valid_until) WHERE provider_id IS NOT NULL;
CREATE INDEX relationship_requests_of_partner_by_sending ON relationship_requests (partner_id, sent_at, status, opened_at);
CREATE INDEX relationship_requests_of_provider_by_sending ON relationship_requests (provider_id, sent_at, status, opened_at) WHERE provider_id IS NOT NULL;
CREATE INDEX outbox_by_holding ON outbox (held, request_id);
