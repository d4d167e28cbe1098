//! Reads the subscriptions of a customer with what the API says of their offers, orders and resellers.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{offers, partners, subscriptions};
use crate::domain::{MicrosoftId, Offer, OfferId, OrderId, PartnerId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::offers::queries::by_ids;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::visible;
use crate::text::sort_key;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The subscriptions of a customer that a partner may see, by name.
#[derive(Debug, Default)]
pub struct CustomerSubscriptions {
    /// The subscriptions.
    pub all: Vec<Subscription>,
    offers: HashMap<(PartnerId, OfferId), Offer>,
    /// The offers for which the seller has add-ons.
    parents: HashSet<(PartnerId, OfferId)>,
    orders: HashMap<(PartnerId, SubscriptionId), OrderId>,
    mpn_ids: HashMap<PartnerId, String>,
}

/// A subscription, and what belongs to it.
#[derive(Debug, Clone, Copy)]
pub struct SubscriptionView<'a> {
    /// The subscription.
    pub this: &'a Subscription,
    /// Its offer, if the seller has it.
    pub offer: Option<&'a Offer>,
    /// Whether the seller has add-ons for it.
    pub has_add_ons: bool,
    /// The order with which it began here.
    pub order: Option<OrderId>,
    /// The MPN ID of its reseller of record.
    pub reseller: Option<&'a str>,
}

impl CustomerSubscriptions {
    /// Returns the subscriptions with what belongs to them.
    pub fn views(&self) -> impl Iterator<Item = SubscriptionView<'_>> {
        self.all.iter().map(|this| {
            let offer = this.offer_id.clone().map(|id| (this.seller, id));
            SubscriptionView {
                this,
                offer: offer.as_ref().and_then(|key| self.offers.get(key)),
                has_add_ons: offer.as_ref().is_some_and(|key| self.parents.contains(key)),
                order: self.orders.get(&(this.seller, this.id.clone())).copied(),
                reseller: this.reseller.and_then(|id| self.mpn_ids.get(&id)).map(String::as_str),
            }
        })
    }

    /// Returns the subscription with this id. Imports may have brought the same id from two sellers; the partner's own
    /// subscription has priority.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub fn find<P>(&self, scope: &Scope<P>, id: &SubscriptionId) -> Result<SubscriptionView<'_>> {
        let same = self.views().filter(|view| view.this.id == *id);
        same.min_by_key(|view| (view.this.seller != scope.partner(), view.this.seller)).ok_or(Error::NotFound)
    }
}

/// Returns the subscriptions of a customer.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn subscriptions_of<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<CustomerSubscriptions> {
    customer(scope, id, c)?;
    let mut all = visible(scope, id, c)?;
    all.sort_by_cached_key(|one| (sort_key(&one.name), one.id.clone()));
    if all.is_empty() {
        return Ok(CustomerSubscriptions::default());
    }
    let ordered = scope.subscriptions(id).filter(subscriptions::order_id.is_not_null());
    let columns = (subscriptions::partner_id, subscriptions::subscription_id, subscriptions::order_id);
    let ordered: Vec<(PartnerId, SubscriptionId, Option<OrderId>)> = ordered.select(columns).load(c)?;
    let orders = ordered.into_iter().filter_map(|(seller, id, order)| Some(((seller, id), order?))).collect();
    let mut offered: BTreeMap<PartnerId, BTreeSet<&str>> = BTreeMap::new();
    for one in &all {
        offered.entry(one.seller).or_default().extend(one.offer_id.as_ref().map(OfferId::as_str));
    }
    let (mut offers, mut parents) = (HashMap::new(), HashSet::new());
    for (seller, ids) in offered {
        let ids: Vec<&str> = ids.into_iter().collect();
        let theirs = by_ids(seller, &ids, c)?;
        offers.extend(theirs.into_iter().map(|offer| ((seller, offer.id.clone()), offer)));
        parents.extend(with_add_ons(scope, seller, &ids, c)?.into_iter().map(|id| (seller, id)));
    }
    let resellers: BTreeSet<PartnerId> = all.iter().filter_map(|one| one.reseller).collect();
    let rows = partners::table.filter(partners::id.eq_any(resellers));
    let mpn_ids: Vec<(PartnerId, String)> = rows.select((partners::id, partners::mpn_id)).load(c)?;
    Ok(CustomerSubscriptions { all, offers, parents, orders, mpn_ids: mpn_ids.into_iter().collect() })
}

/// Returns those of these offers of a seller for which it has add-ons. The caller has found the seller through its scope.
pub fn with_add_ons<P>(
    _: &Scope<P>,
    seller: PartnerId,
    ids: &[&str],
    c: &mut DbConnection,
) -> Result<HashSet<OfferId>> {
    let add_ons = offers::table.filter(offers::partner_id.eq(seller));
    let add_ons = add_ons.filter(offers::parent_offer_id.assume_not_null().eq_any(ids));
    let parents: Vec<Option<OfferId>> = add_ons.select(offers::parent_offer_id).distinct().load(c)?;
    Ok(parents.into_iter().flatten().collect())
}
