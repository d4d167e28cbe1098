//! Reads the subscriptions that a partner may see: those that it sold, and those of which it is the reseller of record.
//! All queries begin with [`Scope::subscriptions`].

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{offers, partners};
use crate::domain::{BillingCycle, MicrosoftId, PartnerId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::subscriptions::lifecycle::operation::Family;
use crate::features::subscriptions::model::{OfferTerms, Subscription};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Returns the customer's subscriptions that this partner may see. Does not check that the customer exists.
pub fn visible<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Subscription>> {
    Ok(scope.subscriptions(id).select(Subscription::as_select()).load(c)?)
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
pub fn partner_names<P>(
    _: &Scope<P>,
    of: &[Subscription],
    c: &mut DbConnection,
) -> Result<HashMap<PartnerId, PartnerName>> {
    let ids: BTreeSet<PartnerId> =
        of.iter().flat_map(|one| [Some(one.seller), one.reseller]).flatten().collect();
    let rows: Vec<(PartnerId, PartnerName)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, PartnerName::as_select()))
        .load(c)?;
    Ok(rows.into_iter().collect())
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
    let found = offers::table.find((of.seller, id)).select(columns);
    let found: Option<(i32, i32, bool, BillingCycle)> = found.first(c).optional()?;
    let Some((least, most, cancellable, cycle)) = found else { return Ok(None) };
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
