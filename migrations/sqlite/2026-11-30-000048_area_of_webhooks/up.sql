-- Webhooks are an area of the API of their own. Programs that could do everything until now do not get it.
UPDATE api_tokens SET access = 'customers:read,subscriptions:read,orders:read,partnerships:read,activity:read' WHERE access = 'read';
UPDATE api_tokens SET access = 'customers:write,subscriptions:write,orders:write,partnerships:write,activity:read' WHERE access = 'write';
UPDATE api_applications SET access = 'customers:read,subscriptions:read,orders:read,partnerships:read,activity:read' WHERE access = 'read';
UPDATE api_applications SET access = 'customers:write,subscriptions:write,orders:write,partnerships:write,activity:read' WHERE access = 'write';
