-- What changes when the next term of a subscription begins; null: nothing. "Do not renew" is auto_renew.
ALTER TABLE subscriptions ADD COLUMN renewal_quantity INTEGER CHECK (renewal_quantity BETWEEN 1 AND 10000000);
ALTER TABLE subscriptions ADD COLUMN renewal_offer_id TEXT;        -- an offer of the seller, which may go before the term ends
ALTER TABLE subscriptions ADD COLUMN renewal_cycle TEXT CHECK (renewal_cycle IN ('monthly', 'annual')); -- of that offer
