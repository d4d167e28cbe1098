DELETE FROM sqlite_stat1 WHERE tbl IN ('api_tokens', 'api_requests');
DROP TABLE api_requests;
DROP TABLE api_tokens;
