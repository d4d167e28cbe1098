//! Reads what a change depends on and saves the changed subscriptions. Also has the queries of [`super::due_job`].

use crate::audit::Tx;
use crate::auth::Scope;
use crate::db::schema::{customers, partners, partnerships, subscriptions};
use crate::db::stored::stored;
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, PartnerId, SubscriptionId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::subscriptions::change::log_entry::{AffectedPartners, ChangedSubscription};
use crate::features::subscriptions::lifecycle::operation::{Family, OperationError};
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::{Row, family_in, subscription};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Returns the seller of the subscription, and the customer's name in the user's list. Locks the seller, so that its
/// subscriptions do not change concurrently until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] for a customer or subscription that the partner may not see.
pub fn seller_to_change<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    subscription: &SubscriptionId,
) -> Result<(PartnerId, String)> {
    let name = customer(scope, id, tx.c)?.list_name;
    let this = scope.subscriptions(id).filter(subscriptions::subscription_id.eq(subscription.0.clone()));
    let sellers: Vec<i32> = this.select(subscriptions::partner_id).load(tx.c)?;
    // Imports may have brought the same id from two sellers; the partner's own subscription has priority.
    let own = sellers.iter().find(|seller| **seller == scope.partner().0);
    let seller = own.or(sellers.iter().min()).copied().ok_or(Error::NotFound)?;
    portable::lock_partner(tx.c, seller)?;
    Ok((PartnerId(seller), name))
}

/// Returns all subscriptions that the partner sold to the customer.
pub fn sold_to_customer(tx: &mut Tx<'_>, seller: PartnerId, id: MicrosoftId) -> Result<Vec<Subscription>> {
    let theirs = subscriptions::partner_id.eq(seller.0).and(subscriptions::microsoft_id.eq(id.to_string()));
    let rows: Vec<Row> = subscriptions::table.filter(theirs).select(Row::as_select()).load(tx.c)?;
    rows.into_iter().map(subscription).collect()
}

/// Returns the subscription with its parent or add-ons. `sold` must contain all subscriptions that the seller sold to
/// the customer.
///
/// # Errors
/// [`Error::NotFound`] if the subscription is not in `sold`.
pub fn family(tx: &mut Tx<'_>, sold: &[Subscription], id: &SubscriptionId) -> Result<Family> {
    family_in(sold, id, tx.c)
}

/// Returns why a reseller of record may see the subscription but not change it; `None` if it may.
pub fn reseller_refusal<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    seller: PartnerId,
    id: MicrosoftId,
) -> Result<Option<OperationError>> {
    if seller == scope.partner() {
        return Ok(None);
    }
    let link = partnerships::table.find((seller.0, scope.partner().0));
    let live = link.filter(partnerships::ended_at.is_null()).count().get_result::<i64>(tx.c)? > 0;
    let parted = partners_holding(tx.c, &[seller.0], id)?.is_empty();
    Ok(match (live, parted) {
        (false, _) => Some(OperationError::PartnershipEnded),
        (true, true) => Some(OperationError::SellerParted),
        (true, false) => None,
    })
}

/// Returns which of these partners have the customer now.
fn partners_holding(c: &mut DbConnection, partners: &[i32], id: MicrosoftId) -> Result<BTreeSet<PartnerId>> {
    let of = customers::partner_id.eq_any(partners.to_vec()).and(customers::microsoft_id.eq(id.to_string()));
    let active = customers::table.filter(of).filter(customers::ended_at.is_null());
    let found: Vec<i32> = active.select(customers::partner_id).load(c)?;
    Ok(found.into_iter().map(PartnerId).collect())
}

/// Returns the partners affected by a change of these subscriptions.
pub fn affected_partners(tx: &mut Tx<'_>, of: &[Subscription], id: MicrosoftId) -> Result<AffectedPartners> {
    let resellers: BTreeSet<i32> = of.iter().filter_map(|one| one.reseller).map(|id| id.0).collect();
    let resellers: Vec<i32> = resellers.into_iter().collect();
    let holders = partners_holding(tx.c, &resellers, id)?;
    let all = resellers.into_iter().chain(of.iter().map(|one| one.seller.0));
    let all: Vec<i32> = all.collect::<BTreeSet<_>>().into_iter().collect();
    let rows = partners::table.filter(partners::id.eq_any(all)).select((partners::id, partners::mpn_id));
    let mpn_ids =
        rows.load::<(i32, String)>(tx.c)?.into_iter().map(|(id, mpn)| (PartnerId(id), mpn)).collect();
    Ok(AffectedPartners { holders, mpn_ids })
}

/// Returns the customer's name in the seller's list, even if the relationship has ended.
pub fn customer_name(tx: &mut Tx<'_>, seller: PartnerId, id: MicrosoftId) -> Result<String> {
    let row = customers::table
        .filter(customers::partner_id.eq(seller.0).and(customers::microsoft_id.eq(id.to_string())));
    row.select(customers::list_name).first(tx.c).optional()?.ok_or(Error::NotFound)
}

/// Saves a changed subscription.
///
/// # Errors
/// [`Error::NotFound`] if its version has changed or it no longer exists.
pub fn save(tx: &mut Tx<'_>, id: MicrosoftId, changed: &ChangedSubscription) -> Result<()> {
    use crate::db::schema::subscriptions::dsl as column;
    let (before, after) = (&changed.before, &changed.after);
    let row = subscriptions::table
        .find((before.seller.0, id.to_string(), &before.id.0))
        .filter(column::version.eq(before.version));
    let values = (
        column::nickname.eq(&after.nickname),
        column::quantity.eq(after.quantity),
        column::status.eq(after.status.as_str()),
        column::auto_renew.eq(after.auto_renew),
        column::renews_on.eq(after.renews_on),
        column::cancels_on.eq(after.cancels_on),
        column::suspended_at.eq(after.suspended_at),
        column::suspended_with.eq(after.suspended_with.as_ref().map(|with| &with.0)),
        column::deletes_on.eq(after.deletes_on),
        column::support_id.eq(after.support.map(|support| support.0)),
        column::version.eq(before.version + 1),
    );
    let hit = diesel::update(row).set(values).execute(tx.c)?;
    if hit == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A subscription with a due deletion, cancellation or renewal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueSubscription {
    /// The seller.
    pub seller: PartnerId,
    /// Whether it is an add-on. Parents sort first, because their changes include their add-ons.
    pub is_add_on: bool,
    /// The customer.
    pub customer: MicrosoftId,
    /// The subscription.
    pub id: SubscriptionId,
}

/// Returns due subscriptions of all partners: those whose deletion, cancellation or renewal date is today or earlier.
/// At most `most` deletions and `most` others.
pub fn due(c: &mut DbConnection, today: NaiveDate, most: i64) -> Result<Vec<DueSubscription>> {
    use crate::db::schema::subscriptions::dsl as column;
    let columns = (column::partner_id, column::parent_id, column::microsoft_id, column::subscription_id);
    let (active, suspended) = (SubscriptionStatus::Active.as_str(), SubscriptionStatus::Suspended.as_str());
    let to_delete = column::deletes_on.le(today).and(column::status.eq(suspended));
    let ends =
        column::status.eq(active).or(column::status.eq(suspended).and(column::cancels_on.is_not_null()));
    let deletions = subscriptions::table.filter(to_delete).order(column::deletes_on).limit(most);
    let endings = subscriptions::table.filter(column::renews_on.le(today)).filter(ends);
    let mut rows: Vec<(i32, Option<String>, String, String)> = deletions.select(columns).load(c)?;
    rows.extend(endings.order(column::renews_on).limit(most).select(columns).load::<(i32, _, _, _)>(c)?);
    let due = rows.into_iter().map(|(seller, parent, customer, id)| {
        let customer = stored(&customer, "subscriptions.microsoft_id", &id)?;
        Ok(DueSubscription {
            seller: PartnerId(seller),
            is_add_on: parent.is_some(),
            customer,
            id: SubscriptionId(id),
        })
    });
    let mut due: Vec<DueSubscription> = due.collect::<Result<_>>()?;
    due.sort();
    due.dedup();
    Ok(due)
}
