//! The queries of the import of offers. [`super::offers`] makes the decisions.

use crate::audit::Tx;
use crate::db::DbConnection;
use crate::db::schema::offers;
use crate::domain::{Offer, OfferId, PartnerId};
use crate::error::{Error, Result};
use crate::features::import::engine::importer::ID_BATCH_SIZE;
use crate::features::offers::by_ids;
use diesel::prelude::*;
use std::collections::HashMap;

/// Returns those of these offers that the partner has.
pub fn load_known(c: &mut DbConnection, partner: PartnerId, ids: &[&str]) -> Result<HashMap<OfferId, Offer>> {
    let mut known = HashMap::new();
    for ids in ids.chunks(ID_BATCH_SIZE) {
        known.extend(by_ids(partner, ids, c)?.into_iter().map(|offer| (offer.id.clone(), offer)));
    }
    Ok(known)
}

/// Inserts an offer.
pub fn insert(tx: &mut Tx<'_>, partner: PartnerId, offer: &Offer) -> Result<()> {
    let row = (
        offers::partner_id.eq(partner.0),
        offers::offer_id.eq(offer.id.as_str()),
        offers::name.eq(&offer.name),
        offers::publisher.eq(&offer.publisher),
        offers::category.eq(&offer.category),
        offers::billing_type.eq(offer.billing_type.as_str()),
        offers::billing_cycle.eq(offer.billing_cycle.as_str()),
        offers::minimum_quantity.eq(offer.minimum),
        offers::maximum_quantity.eq(offer.maximum),
        offers::parent_offer_id.eq(offer.parent.as_ref().map(OfferId::as_str)),
        offers::cancellable.eq(offer.cancellable),
    );
    diesel::insert_into(offers::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Updates an offer.
///
/// # Errors
/// `Unavailable` if it no longer exists.
pub fn update(tx: &mut Tx<'_>, partner: PartnerId, offer: &Offer) -> Result<()> {
    let values = (
        offers::name.eq(&offer.name),
        offers::publisher.eq(&offer.publisher),
        offers::category.eq(&offer.category),
        offers::billing_type.eq(offer.billing_type.as_str()),
        offers::billing_cycle.eq(offer.billing_cycle.as_str()),
        offers::minimum_quantity.eq(offer.minimum),
        offers::maximum_quantity.eq(offer.maximum),
        offers::parent_offer_id.eq(offer.parent.as_ref().map(OfferId::as_str)),
        offers::cancellable.eq(offer.cancellable),
    );
    let row = offers::table.find((partner.0, offer.id.as_str()));
    match diesel::update(row).set(values).execute(tx.c)? {
        1 => Ok(()),
        _ => Err(Error::Unavailable("an offer was changed in the meantime".to_owned())),
    }
}
