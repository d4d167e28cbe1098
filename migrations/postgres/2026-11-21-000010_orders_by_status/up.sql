-- The orders that wait, and any other state, in the order of the list: few among very many.
CREATE INDEX orders_by_seller_and_status ON orders (partner_id, status, made_at);
CREATE INDEX orders_by_reseller_and_status ON orders (reseller_id, status, made_at) WHERE reseller_id IS NOT NULL;
