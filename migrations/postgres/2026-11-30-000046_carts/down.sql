ALTER TABLE api_requests RENAME COLUMN made_id TO order_id;
DROP TABLE carts;
