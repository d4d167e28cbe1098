//! What ending a relationship reads and writes; the list of those that were ended is read in removed/queries.rs.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::subscriptions;
use crate::db::stored::stored;
use crate::domain::{MicrosoftId, SubscriptionStatus};
use crate::error::Result;
use crate::features::customer_account::permissions::withdraw;
use crate::features::customer_removal::model::{Confirmed, Ended, InTheWay, Terms, in_order};
use crate::features::customers::lookup::{customer, details};
use crate::features::customers::membership;
use crate::features::customers::membership::Ending;
use diesel::prelude::*;

/// What keeps this partner from ending the relationship; an indirect reseller is kept by nothing.
pub fn in_the_way<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<InTheWay>> {
    if !Terms::of(scope.actor().partner.kind).needs_suspension {
        return Ok(Vec::new());
    }
    let live = [SubscriptionStatus::Active.word(), SubscriptionStatus::Pending.word()];
    let rows: Vec<(String, String, i32, String, Option<String>)> = scope
        .subscriptions(id)
        .filter(subscriptions::status.eq_any(live))
        .select((
            subscriptions::subscription_id,
            subscriptions::name,
            subscriptions::quantity,
            subscriptions::status,
            subscriptions::parent_id,
        ))
        .load(c)?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, name, quantity, status, parent) in rows {
        let status = stored(&status, "subscriptions.status", &id)?;
        found.push(InTheWay { id, name, quantity, status, parent });
    }
    Ok(in_order(found))
}

/// Ends the relationship of this partner with a customer, and of nobody else.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for an unknown, a foreign and a removed customer alike.
pub fn end<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    said: &Confirmed,
) -> Result<(Vec<InTheWay>, Vec<Activity>)> {
    membership::lock(tx, scope.partner())?;
    let (row, before) = (customer(scope, id, tx.c)?, details(scope, id, 0, tx.c)?);
    let in_the_way = in_the_way(scope, id, tx.c)?;
    if !in_the_way.is_empty() {
        return Ok((in_the_way, Vec::new()));
    }
    let ends_delegated_admin = Terms::of(scope.actor().partner.kind).ends_delegated_admin;
    let ending = Ending { by: &scope.actor().name, reason: &said.reason, ends_delegated_admin };
    membership::end(tx, scope.partner(), id, &ending)?;
    let withdrawn = withdraw(tx, scope, id)?;
    let ended = Ended {
        relationship: row.relationship,
        delegated_admin: before.delegated_admin,
        stays_delegated: before.delegated_admin && !ends_delegated_admin,
        may_purchase: withdrawn,
    };
    Ok((Vec::new(), vec![ended.activity(id, &row.list_name, said)]))
}
