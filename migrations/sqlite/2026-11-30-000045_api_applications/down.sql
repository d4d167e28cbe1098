DELETE FROM sqlite_stat1 WHERE tbl IN ('api_applications', 'api_application_secrets');
DROP TABLE api_application_secrets;
DROP TABLE api_applications;
ALTER TABLE users DROP COLUMN is_application;
-- What an older version cannot limit must not get more rights there.
DELETE FROM api_tokens WHERE access NOT IN ('read', 'write');
ALTER TABLE api_tokens ADD COLUMN scope TEXT NOT NULL DEFAULT 'read' CHECK (scope IN ('read', 'write'));
UPDATE api_tokens SET scope = access;
ALTER TABLE api_tokens DROP COLUMN access;
