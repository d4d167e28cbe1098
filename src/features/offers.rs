//! Reads the offers of sellers, and which partners may sell to a customer. An indirect reseller sees the offers of its
//! providers.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{customer_resellers, customers, offers, partners, partnerships, subscriptions};
use crate::db::stored::{stored, stored_option};
use crate::domain::{Cloud, MicrosoftId, Offer, PartnerId, PartnerKind};
use crate::error::{Error, Result};
use crate::text::sort_key;
use diesel::dsl::exists;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = offers)]
struct OfferRow {
    offer_id: String,
    name: String,
    publisher: String,
    category: String,
    billing_type: String,
    billing_cycle: String,
    minimum_quantity: i32,
    maximum_quantity: i32,
    parent_offer_id: Option<String>,
    cancellable: bool,
}

impl TryFrom<OfferRow> for Offer {
    type Error = Error;

    fn try_from(row: OfferRow) -> Result<Self> {
        let id = stored(&row.offer_id, "offers.offer_id", &row.offer_id)?;
        Ok(Offer {
            id,
            name: row.name,
            publisher: row.publisher,
            category: row.category,
            billing_type: stored(&row.billing_type, "offers.billing_type", &row.offer_id)?,
            billing_cycle: stored(&row.billing_cycle, "offers.billing_cycle", &row.offer_id)?,
            minimum: row.minimum_quantity,
            maximum: row.maximum_quantity,
            parent: stored_option(row.parent_offer_id, "offers.parent_offer_id", &row.offer_id)?,
            cancellable: row.cancellable,
        })
    }
}

/// Returns all offers of the seller, by name. Sorts them here, because SQLite and PostgreSQL sort text differently.
pub fn catalogue<P>(_: &Scope<P>, seller: &Seller, c: &mut DbConnection) -> Result<Vec<Offer>> {
    let mut offers = all(seller.id(), c)?;
    offers.sort_by_cached_key(|offer| (sort_key(&offer.name), offer.id.clone()));
    Ok(offers)
}

fn all(seller: PartnerId, c: &mut DbConnection) -> Result<Vec<Offer>> {
    let rows = offers::table.filter(offers::partner_id.eq(seller.0)).select(OfferRow::as_select());
    rows.load::<OfferRow>(c)?.into_iter().map(Offer::try_from).collect()
}

/// Returns the seller's offers with these IDs, unsorted. For the transaction of an order, which checks the seller
/// itself.
pub(crate) fn by_ids(seller: PartnerId, ids: &[&str], c: &mut DbConnection) -> Result<Vec<Offer>> {
    let rows = offers::table.filter(offers::partner_id.eq(seller.0).and(offers::offer_id.eq_any(ids)));
    let rows = rows.select(OfferRow::as_select());
    rows.load::<OfferRow>(c)?.into_iter().map(Offer::try_from).collect()
}

/// A partner that may sell to a customer. Only this module creates it.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    let me = scope.partner().0;
    let live = partnerships::reseller_id.eq(me).and(partnerships::ended_at.is_null());
    let holds = customers::microsoft_id.eq(customer.to_string()).and(customers::ended_at.is_null());
    let named = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(partners::id).and(customer_resellers::reseller_id.eq(me)))
        .filter(customer_resellers::microsoft_id.eq(customer.to_string()));
    let of_record = subscriptions::table
        .filter(subscriptions::partner_id.eq(partners::id))
        .filter(subscriptions::reseller_id.assume_not_null().eq(me))
        .filter(subscriptions::microsoft_id.eq(customer.to_string()));
    let rows: Vec<(i32, String, String, String)> = partners::table
        .inner_join(partnerships::table.on(partnerships::provider_id.eq(partners::id)))
        .inner_join(customers::table.on(customers::partner_id.eq(partners::id)))
        .filter(live.and(holds))
        .filter(exists(named).or(exists(of_record)))
        .select((partners::id, partners::mpn_id, partners::name, partners::cloud))
        .load(c)?;
    let seller = |(id, mpn_id, name, cloud): (i32, String, String, String)| {
        Ok(Seller::new(PartnerId(id), mpn_id, name, stored(&cloud, "partners.cloud", id)?))
    };
    let mut sellers = rows.into_iter().map(seller).collect::<Result<Vec<_>>>()?;
    sellers.sort_by_cached_key(|seller| (sort_key(&seller.name), seller.mpn_id.clone()));
    Ok(sellers)
}
