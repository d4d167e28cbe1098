-- What the customer list is filtered and sorted by, beside the name: kept in the customer's row by
-- `db::customer_summary`, so that the search index is built in one scan and a row shows them without a join.
ALTER TABLE customers ADD COLUMN country TEXT NOT NULL DEFAULT '';            -- of the bill-to address
ALTER TABLE customers ADD COLUMN subscription_count INTEGER NOT NULL DEFAULT 0; -- without deleted, expired and disabled ones
ALTER TABLE customers ADD COLUMN licenses BIGINT NOT NULL DEFAULT 0;          -- of these subscriptions
ALTER TABLE customers ADD COLUMN has_suspended BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE customers ADD COLUMN renews_on DATE;                              -- the next of them renews or ends
ALTER TABLE customers ADD COLUMN ends_on DATE;                                -- the next of them ends
ALTER TABLE customers ADD COLUMN reseller_ids TEXT NOT NULL DEFAULT '';       -- numbers between spaces, in order
ALTER TABLE customers ADD COLUMN tag_ids TEXT NOT NULL DEFAULT '';            -- numbers between spaces, in order

UPDATE customers SET country = b.country FROM bill_to b
 WHERE b.partner_id = customers.partner_id AND b.microsoft_id = customers.microsoft_id;

UPDATE customers
   SET subscription_count = s.subscriptions, licenses = s.licenses, has_suspended = s.suspended > 0,
       renews_on = s.next_on, ends_on = s.end_on
  FROM (SELECT partner_id, microsoft_id, count(*) AS subscriptions, sum(quantity) AS licenses,
               count(CASE WHEN status = 'suspended' THEN 1 END) AS suspended,
               min(CASE WHEN status = 'suspended' AND (deletes_on IS NULL OR cancels_on < deletes_on) THEN cancels_on
                        WHEN status = 'suspended' THEN deletes_on
                        WHEN status = 'active' AND cancels_on IS NOT NULL THEN cancels_on ELSE renews_on END) AS next_on,
               min(CASE WHEN status = 'suspended' AND (deletes_on IS NULL OR cancels_on < deletes_on) THEN cancels_on
                        WHEN status = 'suspended' THEN deletes_on
                        WHEN status = 'active' AND cancels_on IS NOT NULL THEN cancels_on
                        WHEN status = 'active' AND NOT auto_renew THEN renews_on END) AS end_on
          FROM subscriptions WHERE status IN ('active', 'suspended', 'pending') GROUP BY partner_id, microsoft_id) s
 WHERE s.partner_id = customers.partner_id AND s.microsoft_id = customers.microsoft_id;

UPDATE customers SET reseller_ids = r.ids
  FROM (SELECT partner_id, microsoft_id, string_agg(CAST(reseller_id AS TEXT), ' ' ORDER BY reseller_id) AS ids
          FROM (SELECT partner_id, microsoft_id, reseller_id FROM customer_resellers
                UNION SELECT partner_id, microsoft_id, reseller_id FROM subscriptions WHERE reseller_id IS NOT NULL)
         GROUP BY partner_id, microsoft_id) r
 WHERE r.partner_id = customers.partner_id AND r.microsoft_id = customers.microsoft_id;

UPDATE customers SET tag_ids = t.ids
  FROM (SELECT partner_id, microsoft_id, string_agg(CAST(tag_id AS TEXT), ' ' ORDER BY tag_id) AS ids
          FROM customer_tags GROUP BY partner_id, microsoft_id) t
 WHERE t.partner_id = customers.partner_id AND t.microsoft_id = customers.microsoft_id;

-- The columns of the customer list that a user has chosen, between commas; null for the usual ones.
ALTER TABLE users ADD COLUMN customer_columns TEXT;
