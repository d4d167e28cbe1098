//! Reads the subscriptions that a partner may see: those that it sold, and those of which it is the reseller of record.
//! All queries begin with [`Scope::subscriptions`].

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, offers, partners, subscriptions};
use crate::domain::{
    BillingCycle, IdPrefix, MicrosoftId, OfferId, PartnerId, SubscriptionId, SubscriptionStatus,
};
use crate::error::{Error, Result};
use crate::features::offers::known::KnownOffers;
use crate::features::subscriptions::lifecycle::operation::Family;
use crate::features::subscriptions::model::{OfferTerms, Subscription};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Returns the customer's subscriptions that this partner may see. Does not check that the customer exists.
pub fn visible<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Subscription>> {
    Ok(scope.subscriptions(id).select(Subscription::as_select()).load(c)?)
}

/// A subscription in the results of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSubscription {
    /// The customer.
    pub customer: MicrosoftId,
    /// The customer's name in the partner's list.
    pub customer_name: String,
    /// The Subscription ID.
    pub id: SubscriptionId,
    /// The product name.
    pub name: String,
    /// The number of licenses.
    pub quantity: i32,
    /// The status.
    pub status: SubscriptionStatus,
}

/// The columns of a [`FoundSubscription`] in its table.
#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
struct FoundRow {
    microsoft_id: MicrosoftId,
    subscription_id: SubscriptionId,
    name: String,
    quantity: i32,
    status: SubscriptionStatus,
}

/// Returns subscriptions of these customers, by name, after those whose id begins like this; at most `limit`.
pub fn search<P>(
    scope: &Scope<P>,
    customers: &[MicrosoftId],
    id: Option<IdPrefix>,
    limit: usize,
    c: &mut DbConnection,
) -> Result<Vec<FoundSubscription>> {
    let mut found: Vec<FoundRow> = Vec::new();
    if let Some(IdPrefix { first, last }) = id {
        let [first, last] = [first, last].map(|id| SubscriptionId(id.to_string()));
        let same = scope.all_subscriptions().filter(subscriptions::subscription_id.between(first, last));
        found = same.limit(limit as i64).select(FoundRow::as_select()).load(c)?;
    }
    if !customers.is_empty() {
        let theirs = scope.all_subscriptions().filter(subscriptions::microsoft_id.eq_any(customers.to_vec()));
        let theirs = theirs.order((subscriptions::name, subscriptions::subscription_id));
        let theirs: Vec<FoundRow> = theirs.limit(limit as i64).select(FoundRow::as_select()).load(c)?;
        let is_new = |row: &FoundRow| found.iter().all(|known| known.subscription_id != row.subscription_id);
        let more: Vec<FoundRow> = theirs.into_iter().filter(is_new).collect();
        found.extend(more);
    }
    found.truncate(limit);
    with_customers(scope, found, c)
}

fn with_customers<P>(
    scope: &Scope<P>,
    rows: Vec<FoundRow>,
    c: &mut DbConnection,
) -> Result<Vec<FoundSubscription>> {
    let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.microsoft_id).collect();
    let names = scope.customers().filter(customers::microsoft_id.eq_any(ids));
    let names: Vec<(MicrosoftId, String)> =
        names.select((customers::microsoft_id, customers::list_name)).load(c)?;
    let names: HashMap<MicrosoftId, String> = names.into_iter().collect();
    let found = |row: FoundRow| FoundSubscription {
        customer: row.microsoft_id,
        customer_name: names.get(&row.microsoft_id).cloned().unwrap_or_default(),
        id: row.subscription_id,
        name: row.name,
        quantity: row.quantity,
        status: row.status,
    };
    Ok(rows.into_iter().map(found).collect())
}

/// Returns the customer of a subscription that this partner may see.
pub fn customer_of<P>(
    scope: &Scope<P>,
    id: &SubscriptionId,
    c: &mut DbConnection,
) -> Result<Option<MicrosoftId>> {
    let row = scope.all_subscriptions().filter(subscriptions::subscription_id.eq(id.clone()));
    Ok(row.select(subscriptions::microsoft_id).first(c).optional()?)
}

/// Name and MPN ID of a seller or reseller of record.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
pub struct PartnerName {
    /// The name.
    pub name: String,
    /// The MPN ID.
    pub mpn_id: String,
}

/// Returns the names of the sellers and resellers of record of these subscriptions.
pub fn partner_names<'a, P>(
    _: &Scope<P>,
    of: impl IntoIterator<Item = &'a Subscription>,
    c: &mut DbConnection,
) -> Result<HashMap<PartnerId, PartnerName>> {
    let of = of.into_iter().flat_map(|one| [Some(one.seller), one.reseller]);
    let ids: BTreeSet<PartnerId> = of.flatten().collect();
    let rows: Vec<(PartnerId, PartnerName)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, PartnerName::as_select()))
        .load(c)?;
    Ok(rows.into_iter().collect())
}

/// What lists say about an offer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = offers, check_for_backend(MultiBackend))]
pub struct OfferFacts {
    /// The name.
    pub name: String,
    /// How often it is billed.
    pub billing_cycle: BillingCycle,
    /// Whether its subscriptions can be canceled.
    pub cancellable: bool,
}

/// Offers by seller and Offer ID.
pub type OfferFactsById = HashMap<(PartnerId, OfferId), OfferFacts>;

/// Returns the offers of these subscriptions, and those with which they are to renew.
pub fn offer_facts<P>(_: &Scope<P>, of: &[Subscription], c: &mut DbConnection) -> Result<OfferFactsById> {
    let ids = of.iter().flat_map(|one| [&one.offer_id, &one.at_renewal.offer]).flatten();
    let ids: BTreeSet<&str> = ids.map(OfferId::as_str).collect();
    let sellers: BTreeSet<PartnerId> = of.iter().map(|one| one.seller).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(PartnerId, OfferId, OfferFacts)> = offers::table
        .filter(offers::partner_id.eq_any(sellers).and(offers::offer_id.eq_any(ids)))
        .select((offers::partner_id, offers::offer_id, OfferFacts::as_select()))
        .load(c)?;
    Ok(rows.into_iter().map(|(seller, id, facts)| ((seller, id), facts)).collect())
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
    family_in(seen, id, &mut KnownOffers::default(), c)
}

pub(super) fn family_in(
    all: &[Subscription],
    id: &SubscriptionId,
    offers: &mut KnownOffers,
    c: &mut DbConnection,
) -> Result<Family> {
    let find = |id: &SubscriptionId| all.iter().find(|one| one.id == *id).cloned();
    let mut this = find(id).ok_or(Error::NotFound)?;
    let offer = match &this.offer_id {
        Some(id) => offers.find(this.seller, id, c)?,
        None => None,
    };
    this.billing_cycle = this.billing_cycle.or(offer.map(|offer| offer.billing_cycle));
    let offer = offer
        .map(|offer| OfferTerms { quantity: offer.minimum..=offer.maximum, cancellable: offer.cancellable });
    let add_ons: Vec<Subscription> =
        all.iter().filter(|one| one.parent.as_ref() == Some(id)).cloned().collect();
    let parent = this.parent.as_ref().and_then(find);
    // The offers on which the planned changes depend.
    let mut planned = Vec::new();
    for one in std::iter::once(&this).chain(&add_ons).filter(|one| !one.at_renewal.is_empty()) {
        if let Some(id) = one.at_renewal.offer.as_ref().or(one.offer_id.as_ref()) {
            planned.extend(offers.find(one.seller, id, c)?.cloned());
        }
    }
    Ok(Family { this, parent, add_ons, offer, offers: planned })
}
