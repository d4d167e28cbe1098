//! The queries of the import of offers. [`super::offers`] makes the decisions.

use crate::audit::Tx;
use crate::db::schema::offers;
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{Offer, OfferId, PartnerId};
use crate::error::{Error, Result};
use crate::features::offers::queries::{OfferRow, by_ids};
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
    let row = (offers::partner_id.eq(partner), OfferRow::from(offer));
    diesel::insert_into(offers::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Updates an offer.
///
/// # Errors
/// `Unavailable` if it no longer exists.
pub fn update(tx: &mut Tx<'_>, partner: PartnerId, offer: &Offer) -> Result<()> {
    let row = offers::table.find((partner, &offer.id));
    match diesel::update(row).set(OfferRow::from(offer)).execute(tx.c)? {
        1 => Ok(()),
        _ => Err(Error::Unavailable("an offer was changed in the meantime".to_owned())),
    }
}
