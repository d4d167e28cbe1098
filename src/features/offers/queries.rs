//! Reads the offers of sellers, and which partners may sell to a customer. An indirect reseller sees the offers of its
//! providers.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customer_resellers, customers, offers, partners, partnerships, subscriptions};
use crate::domain::{
    BillingCycle, BillingType, Cloud, MicrosoftId, Offer, OfferId, PartnerId, PartnerKind, SubscriptionStatus,
};
use crate::error::Result;
use crate::text::sort_key;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// The columns of an [`Offer`].
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = offers, check_for_backend(MultiBackend))]
#[diesel(primary_key(partner_id, offer_id), treat_none_as_null = true)]
pub(crate) struct OfferRow {
    offer_id: OfferId,
    name: String,
    publisher: String,
    category: String,
    billing_type: BillingType,
    billing_cycle: BillingCycle,
    minimum_quantity: i32,
    maximum_quantity: i32,
    parent_offer_id: Option<OfferId>,
    cancellable: bool,
}

impl From<OfferRow> for Offer {
    fn from(row: OfferRow) -> Self {
        Offer {
            id: row.offer_id,
            name: row.name,
            publisher: row.publisher,
            category: row.category,
            billing_type: row.billing_type,
            billing_cycle: row.billing_cycle,
            minimum: row.minimum_quantity,
            maximum: row.maximum_quantity,
            parent: row.parent_offer_id,
            cancellable: row.cancellable,
        }
    }
}

impl From<&Offer> for OfferRow {
    fn from(offer: &Offer) -> Self {
        OfferRow {
            offer_id: offer.id.clone(),
            name: offer.name.clone(),
            publisher: offer.publisher.clone(),
            category: offer.category.clone(),
            billing_type: offer.billing_type,
            billing_cycle: offer.billing_cycle,
            minimum_quantity: offer.minimum,
            maximum_quantity: offer.maximum,
            parent_offer_id: offer.parent.clone(),
            cancellable: offer.cancellable,
        }
    }
}

/// Returns all offers of the seller, by name. Sorts them here, because SQLite and PostgreSQL sort text differently.
pub fn catalogue<P>(_: &Scope<P>, seller: &Seller, c: &mut DbConnection) -> Result<Vec<Offer>> {
    let mut offers = all(seller.id(), c)?;
    offers.sort_by_cached_key(|offer| (sort_key(&offer.name), offer.id.clone()));
    Ok(offers)
}

fn all(seller: PartnerId, c: &mut DbConnection) -> Result<Vec<Offer>> {
    let rows = offers::table.filter(offers::partner_id.eq(seller)).select(OfferRow::as_select());
    Ok(rows.load(c)?.into_iter().map(Offer::from).collect())
}

/// Returns the seller's offers with these IDs, unsorted. For the transaction of an order, which checks the seller
/// itself.
pub(crate) fn by_ids(seller: PartnerId, ids: &[&str], c: &mut DbConnection) -> Result<Vec<Offer>> {
    let rows = offers::table.filter(offers::partner_id.eq(seller).and(offers::offer_id.eq_any(ids)));
    let rows = rows.select(OfferRow::as_select());
    Ok(rows.load(c)?.into_iter().map(Offer::from).collect())
}

/// Returns the seller's offers with which a subscription can renew, unsorted: neither add-ons nor offers without a renewal.
/// For the transaction of a change, which checks the seller itself.
pub(crate) fn renewable(seller: PartnerId, c: &mut DbConnection) -> Result<Vec<Offer>> {
    let renewing = offers::billing_cycle.eq_any([BillingCycle::Monthly, BillingCycle::Annual]);
    let rows = offers::table.filter(offers::partner_id.eq(seller).and(offers::parent_offer_id.is_null()));
    let rows = rows.filter(renewing).select(OfferRow::as_select());
    Ok(rows.load(c)?.into_iter().map(Offer::from).collect())
}

/// A partner that may sell to a customer. Only this module creates it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
pub struct Seller {
    id: PartnerId,
    /// Its MPN ID.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// Its cloud.
    pub cloud: Cloud,
}

impl Seller {
    pub(super) fn new(id: PartnerId, mpn_id: String, name: String, cloud: Cloud) -> Self {
        Seller { id, mpn_id, name, cloud }
    }

    /// Returns its row id.
    pub fn id(&self) -> PartnerId {
        self.id
    }
}

/// Returns the user's own partner as seller; `None` if it is an indirect reseller.
pub fn own_seller<P>(scope: &Scope<P>) -> Option<Seller> {
    let me = &scope.actor().partner;
    let sells = me.kind != PartnerKind::IndirectReseller;
    sells.then(|| Seller::new(me.id, me.mpn_id.clone(), me.name.clone(), me.cloud))
}

/// Returns the partners that may sell to this customer, by name: the user's own partner, or for an indirect reseller
/// its providers. A provider must have the customer and be associated with the reseller for it: through a common
/// invitation or an added customer, or because the reseller is the reseller of record of a subscription. The caller
/// must have checked that the customer is in the partner's list.
pub fn available_sellers<P>(
    scope: &Scope<P>,
    customer: MicrosoftId,
    c: &mut DbConnection,
) -> Result<Vec<Seller>> {
    if let Some(own) = own_seller(scope) {
        return Ok(vec![own]);
    }
    let me = scope.partner();
    let live = partnerships::reseller_id.eq(me).and(partnerships::ended_at.is_null());
    let holds = customers::microsoft_id.eq(customer).and(customers::ended_at.is_null());
    let named = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(partners::id).and(customer_resellers::reseller_id.eq(me)))
        .filter(customer_resellers::microsoft_id.eq(customer).and(customer_resellers::ended_at.is_null()));
    // Deleted subscriptions keep their reseller when the customer gets another one.
    let moved = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(partners::id).and(customer_resellers::reseller_id.eq(me)))
        .filter(
            customer_resellers::microsoft_id.eq(customer).and(customer_resellers::ended_at.is_not_null()),
        );
    let of_record = subscriptions::table
        .filter(subscriptions::partner_id.eq(partners::id))
        .filter(subscriptions::reseller_id.assume_not_null().eq(me))
        .filter(subscriptions::microsoft_id.eq(customer));
    let live_of_record = of_record.filter(subscriptions::status.ne(SubscriptionStatus::Deleted));
    let mut sellers: Vec<Seller> = partners::table
        .inner_join(partnerships::table.on(partnerships::provider_id.eq(partners::id)))
        .inner_join(customers::table.on(customers::partner_id.eq(partners::id)))
        .filter(live.and(holds))
        .filter(exists(named).or(exists(of_record).and(not(exists(moved)).or(exists(live_of_record)))))
        .select(Seller::as_select())
        .load(c)?;
    sellers.sort_by_cached_key(|seller| (sort_key(&seller.name), seller.mpn_id.clone()));
    Ok(sellers)
}
