//! The offers of a seller, by name. A reseller sees those of the provider that it asks to order.

use super::model::Offer;
use crate::auth::Scope;
use crate::customers::search::sort_key;
use crate::db::DbConnection;
use crate::db::schema::offers;
use crate::db::stored::{stored, stored_option};
use crate::error::{Error, Result};
use crate::orders::model::Seller;
use crate::partners::model::PartnerId;
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

/// Everything that this seller offers, by name. Sorted here, since the two databases sort text each in its own way.
pub fn catalogue<P>(_: &Scope<P>, seller: &Seller, c: &mut DbConnection) -> Result<Vec<Offer>> {
    let mut offers = all(seller.id(), c)?;
    offers.sort_by_cached_key(|offer| (sort_key(&offer.name), offer.id.clone()));
    Ok(offers)
}

fn all(seller: PartnerId, c: &mut DbConnection) -> Result<Vec<Offer>> {
    let rows = offers::table.filter(offers::partner_id.eq(seller.0)).select(OfferRow::as_select());
    rows.load::<OfferRow>(c)?.into_iter().map(Offer::try_from).collect()
}

/// Those of some ids, in no order: for an order inside its transaction, which has asked who sells.
pub(crate) fn some(seller: PartnerId, ids: &[&str], c: &mut DbConnection) -> Result<Vec<Offer>> {
    let rows = offers::table.filter(offers::partner_id.eq(seller.0).and(offers::offer_id.eq_any(ids)));
    let rows = rows.select(OfferRow::as_select());
    rows.load::<OfferRow>(c)?.into_iter().map(Offer::try_from).collect()
}
