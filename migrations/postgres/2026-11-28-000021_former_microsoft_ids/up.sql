-- The ids under which a partner knew its customers before their Microsoft ID was corrected: addresses, search, log and
-- imports know them still.
CREATE TABLE former_microsoft_ids (
  partner_id   INTEGER NOT NULL,
  former_id    TEXT NOT NULL,
  microsoft_id TEXT NOT NULL,
  corrected_at TIMESTAMP NOT NULL,
  PRIMARY KEY (partner_id, former_id),
  FOREIGN KEY (partner_id, microsoft_id) REFERENCES customers (partner_id, microsoft_id) DEFERRABLE
);
CREATE INDEX former_microsoft_ids_by_customer ON former_microsoft_ids (partner_id, microsoft_id);

-- The id of a customer and of all that hangs from it change in one transaction.
ALTER TABLE subscriptions ALTER CONSTRAINT subscriptions_partner_id_microsoft_id_fkey DEFERRABLE;
ALTER TABLE customer_resellers ALTER CONSTRAINT customer_resellers_partner_id_microsoft_id_fkey DEFERRABLE;
ALTER TABLE bill_to ALTER CONSTRAINT bill_to_partner_id_microsoft_id_fkey DEFERRABLE;
ALTER TABLE agreements ALTER CONSTRAINT agreements_partner_id_microsoft_id_fkey DEFERRABLE;
ALTER TABLE customer_permissions ALTER CONSTRAINT customer_permissions_partner_id_microsoft_id_fkey DEFERRABLE;
ALTER TABLE orders ALTER CONSTRAINT orders_partner_id_microsoft_id_fkey DEFERRABLE;
ALTER TABLE relationship_requests ALTER CONSTRAINT relationship_requests_partner_id_again_for_fkey DEFERRABLE;
