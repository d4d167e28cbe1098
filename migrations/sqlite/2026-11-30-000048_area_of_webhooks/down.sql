UPDATE api_tokens SET access = 'read' WHERE access = 'customers:read,subscriptions:read,orders:read,partnerships:read,activity:read';
UPDATE api_tokens SET access = 'write' WHERE access = 'customers:write,subscriptions:write,orders:write,partnerships:write,activity:read';
UPDATE api_applications SET access = 'read' WHERE access = 'customers:read,subscriptions:read,orders:read,partnerships:read,activity:read';
UPDATE api_applications SET access = 'write' WHERE access = 'customers:write,subscriptions:write,orders:write,partnerships:write,activity:read';
