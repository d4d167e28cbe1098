DROP TABLE outbox;
DROP TABLE request_links;
DROP TABLE request_outcomes;
DROP TABLE relationship_requests;
