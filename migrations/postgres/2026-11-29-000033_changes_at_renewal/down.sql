ALTER TABLE subscriptions DROP COLUMN renewal_cycle;
ALTER TABLE subscriptions DROP COLUMN renewal_offer_id;
ALTER TABLE subscriptions DROP COLUMN renewal_quantity;
