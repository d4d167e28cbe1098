//! Reads the subscriptions that a partner may see: those that it sold, and those of which it is the reseller of record.
//! All queries begin with [`Scope::subscriptions`].

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{offers, partners, subscriptions};
use crate::db::stored::{stored, stored_option};
use crate::domain::{BillingCycle, MicrosoftId, PartnerId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::subscriptions::lifecycle::operation::Family;
use crate::features::subscriptions::model::{OfferTerms, Subscription};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// The columns of [`Subscription`].
#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
pub(super) struct Row {
    partner_id: i32,
    subscription_id: String,
    name: String,
    nickname: Option<String>,
    quantity: i32,
    status: String,
    reseller_id: Option<i32>,
    offer_id: Option<String>,
    parent_id: Option<String>,
    billing_cycle: Option<String>,
    auto_renew: bool,
    created_at: NaiveDateTime,
    renews_on: Option<NaiveDate>,
    cancels_on: Option<NaiveDate>,
    suspended_at: Option<NaiveDateTime>,
    suspended_with: Option<String>,
    deletes_on: Option<NaiveDate>,
    support_id: Option<i32>,
    version: i32,
}

pub(super) fn subscription(row: Row) -> Result<Subscription> {
    let id = row.subscription_id;
    Ok(Subscription {
        seller: PartnerId(row.partner_id),
        name: row.name,
        nickname: row.nickname,
        quantity: row.quantity,
        status: stored(&row.status, "subscriptions.status", &id)?,
        reseller: row.reseller_id.map(PartnerId),
        offer_id: row.offer_id,
        parent: row.parent_id.map(SubscriptionId),
        billing_cycle: stored_option(row.billing_cycle, "subscriptions.billing_cycle", &id)?,
        auto_renew: row.auto_renew,
        created_at: row.created_at,
        renews_on: row.renews_on,
        cancels_on: row.cancels_on,
        suspended_at: row.suspended_at,
        suspended_with: row.suspended_with.map(SubscriptionId),
        deletes_on: row.deletes_on,
        support: row.support_id.map(PartnerId),
        version: row.version,
        id: SubscriptionId(id),
    })
}

/// Returns the customer's subscriptions that this partner may see. Does not check that the customer exists.
pub fn visible<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Subscription>> {
    let rows: Vec<Row> = scope.subscriptions(id).select(Row::as_select()).load(c)?;
    rows.into_iter().map(subscription).collect()
}

/// Name and MPN ID of a seller or reseller of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerName {
    /// The name.
    pub name: String,
    /// The MPN ID.
    pub mpn_id: String,
}

/// Returns the names of the sellers and resellers of record of these subscriptions.
pub fn partner_names<P>(
    _: &Scope<P>,
    of: &[Subscription],
    c: &mut DbConnection,
) -> Result<HashMap<PartnerId, PartnerName>> {
    let ids: BTreeSet<i32> =
        of.iter().flat_map(|one| [Some(one.seller), one.reseller]).flatten().map(|id| id.0).collect();
    let rows: Vec<(i32, String, String)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name, partners::mpn_id))
        .load(c)?;
    Ok(rows.into_iter().map(|(id, name, mpn_id)| (PartnerId(id), PartnerName { name, mpn_id })).collect())
}

/// Returns a subscription with its parent or add-ons. `seen` must contain the seller's subscriptions that the partner
/// may see.
///
/// # Errors
/// [`Error::NotFound`] if the subscription is not in `seen`.
pub fn find_family<P>(
    _: &Scope<P>,
    seen: &[Subscription],
    id: &SubscriptionId,
    c: &mut DbConnection,
) -> Result<Family> {
    family_in(seen, id, c)
}

fn offer_terms(of: &Subscription, c: &mut DbConnection) -> Result<Option<(OfferTerms, BillingCycle)>> {
    let Some(id) = &of.offer_id else { return Ok(None) };
    let columns =
        (offers::minimum_quantity, offers::maximum_quantity, offers::cancellable, offers::billing_cycle);
    let found = offers::table.find((of.seller.0, id)).select(columns);
    let found: Option<(i32, i32, bool, String)> = found.first(c).optional()?;
    let Some((least, most, cancellable, cycle)) = found else { return Ok(None) };
    let cycle = stored(&cycle, "offers.billing_cycle", id)?;
    Ok(Some((OfferTerms { quantity: least..=most, cancellable }, cycle)))
}

pub(super) fn family_in(all: &[Subscription], id: &SubscriptionId, c: &mut DbConnection) -> Result<Family> {
    let find = |id: &SubscriptionId| all.iter().find(|one| one.id == *id).cloned();
    let mut this = find(id).ok_or(Error::NotFound)?;
    let offer = offer_terms(&this, c)?;
    this.billing_cycle = this.billing_cycle.or(offer.as_ref().map(|(_, cycle)| *cycle));
    let add_ons = all.iter().filter(|one| one.parent.as_ref() == Some(id)).cloned().collect();
    let parent = this.parent.as_ref().and_then(find);
    Ok(Family { this, parent, add_ons, offer: offer.map(|(terms, _)| terms) })
}
