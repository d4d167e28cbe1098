DROP INDEX drafts_of_person;
DROP INDEX outbox_delivered;
DROP INDEX sessions_by_use;
DROP INDEX password_tokens_by_age;
DROP INDEX auth_throttle_by_age;
DROP TABLE jobs;
