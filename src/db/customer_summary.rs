//! The columns of a customer's row that repeat other tables: its subscriptions in numbers, its resellers and its tags. The list is
//! filtered and sorted by them, and shows them without a join. [`crate::search::customers_changed`] keeps them right.

use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use diesel::RunQueryDsl;
use diesel::sql_query;
use diesel::sql_types::Integer;
use std::fmt::Write;

/// The statement for all customers of a partner. Deleted, expired and disabled subscriptions do not count. Which
/// resellers a customer has: `features::customers::resellers`.
const UPDATE: &str = "
UPDATE customers
   SET (subscription_count, licenses, has_suspended, renews_on, ends_on) = (
         SELECT count(*), coalesce(sum(quantity), 0), count(CASE WHEN status = 'suspended' THEN 1 END) > 0,
                min(CASE WHEN status = 'suspended' AND (deletes_on IS NULL OR cancels_on < deletes_on) THEN cancels_on
                         WHEN status = 'suspended' THEN deletes_on
                         WHEN status = 'active' AND cancels_on IS NOT NULL THEN cancels_on ELSE renews_on END),
                min(CASE WHEN status = 'suspended' AND (deletes_on IS NULL OR cancels_on < deletes_on) THEN cancels_on
                         WHEN status = 'suspended' THEN deletes_on
                         WHEN status = 'active' AND cancels_on IS NOT NULL THEN cancels_on
                         WHEN status = 'active' AND NOT auto_renew THEN renews_on END)
           FROM subscriptions s
          WHERE s.partner_id = customers.partner_id AND s.microsoft_id = customers.microsoft_id
            AND s.status IN ('active', 'suspended', 'pending')),
       reseller_ids = coalesce((
         SELECT string_agg(CAST(reseller_id AS TEXT), ' ' ORDER BY reseller_id)
           FROM (SELECT reseller_id FROM customer_resellers r
                  WHERE r.partner_id = customers.partner_id AND r.microsoft_id = customers.microsoft_id
                    AND r.ended_at IS NULL
                 UNION
                 SELECT reseller_id FROM subscriptions s
                  WHERE s.partner_id = customers.partner_id AND s.microsoft_id = customers.microsoft_id
                    AND reseller_id IS NOT NULL
                    AND (s.status <> 'deleted' OR NOT EXISTS (
                          SELECT 1 FROM customer_resellers r
                           WHERE r.partner_id = s.partner_id AND r.reseller_id = s.reseller_id
                             AND r.microsoft_id = s.microsoft_id AND r.ended_at IS NOT NULL))) associated), ''),
       has_former_reseller = EXISTS (
         SELECT 1 FROM customer_resellers r
          WHERE r.partner_id = customers.partner_id AND r.microsoft_id = customers.microsoft_id
            AND r.ended_at IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM subscriptions s
                   WHERE s.partner_id = r.partner_id AND s.microsoft_id = r.microsoft_id
                     AND s.reseller_id = r.reseller_id AND s.status <> 'deleted')),
       tag_ids = coalesce((
         SELECT string_agg(CAST(tag_id AS TEXT), ' ' ORDER BY tag_id) FROM customer_tags t
          WHERE t.partner_id = customers.partner_id AND t.microsoft_id = customers.microsoft_id), '')
 WHERE partner_id = $1";

/// Computes the summary of these customers again from their subscriptions, resellers and tags.
///
/// # Errors
/// The database failed.
pub fn update(c: &mut DbConnection, partner: PartnerId, ids: &[MicrosoftId]) -> Result<()> {
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let mut statement = format!("{UPDATE} AND microsoft_id IN (");
        for (number, id) in ids.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let _ = write!(statement, "{comma}'{id}'"); // the text of a UUID needs no escaping
        }
        statement.push(')');
        run(c, partner, statement)?;
    }
    Ok(())
}

fn run(c: &mut DbConnection, partner: PartnerId, statement: String) -> Result<()> {
    let update = sql_query(statement).bind::<Integer, _>(partner);
    match c {
        DbConnection::Sqlite(c) => update.execute(c)?,
        DbConnection::Postgres(c) => update.execute(c)?,
    };
    Ok(())
}
