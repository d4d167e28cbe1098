//! The queries that end a relationship. The list of ended relationships is in removed_queries.rs.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::subscriptions;
use crate::domain::{MicrosoftId, SubscriptionStatus};
use crate::error::Result;
use crate::features::customer_account::permissions::revoke_all;
use crate::features::customer_removal::model::{
    BlockingSubscription, Confirmation, EndedRelationship, Terms, in_order,
};
use crate::features::customers::lookup::{customer, details};
use crate::features::customers::membership;
use crate::features::customers::membership::EndRelationship;
use diesel::prelude::*;

/// Returns the subscriptions that block ending the relationship; always empty for an indirect reseller.
pub fn blocking_subscriptions<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<Vec<BlockingSubscription>> {
    if !Terms::for_kind(scope.actor().partner.kind).needs_suspension {
        return Ok(Vec::new());
    }
    let live = [SubscriptionStatus::Active, SubscriptionStatus::Pending];
    let found = scope.subscriptions(id).filter(subscriptions::status.eq_any(live));
    Ok(in_order(found.select(BlockingSubscription::as_select()).load(c)?))
}

/// Ends this partner's relationship with a customer, unless subscriptions block it; returns those. Other partners'
/// relationships with the customer do not change.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn end_relationship<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    said: &Confirmation,
) -> Result<(Vec<BlockingSubscription>, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let (row, before) = (customer(scope, id, tx.c)?, details(scope, id, 0, tx.c)?);
    let in_the_way = blocking_subscriptions(scope, id, tx.c)?;
    if !in_the_way.is_empty() {
        return Ok((in_the_way, Vec::new()));
    }
    let ends_delegated_admin = Terms::for_kind(scope.actor().partner.kind).ends_delegated_admin;
    let ending = EndRelationship { by: &scope.actor().name, reason: &said.reason, ends_delegated_admin };
    membership::end_relationship(tx, scope.partner(), id, &ending)?;
    let withdrawn = revoke_all(tx, scope, id)?;
    let ended = EndedRelationship {
        relationship: row.relationship,
        delegated_admin: before.delegated_admin,
        stays_delegated: before.delegated_admin && !ends_delegated_admin,
        may_purchase: withdrawn,
    };
    Ok((Vec::new(), vec![ended.activity(id, &row.list_name, said)]))
}
