//! Offers that were read, so that changes of many subscriptions read each offer once.

use crate::db::DbConnection;
use crate::domain::{Offer, OfferId, PartnerId};
use crate::error::Result;
use crate::features::offers::queries::by_ids;
use std::collections::HashMap;

/// Offers by seller and Offer ID; `None` for those that do not exist.
#[derive(Debug, Default)]
pub struct KnownOffers(HashMap<(PartnerId, OfferId), Option<Offer>>);

impl KnownOffers {
    /// Returns the seller's offer with this ID, if it exists.
    pub(crate) fn find(
        &mut self,
        seller: PartnerId,
        id: &OfferId,
        c: &mut DbConnection,
    ) -> Result<Option<&Offer>> {
        let key = (seller, id.clone());
        if !self.0.contains_key(&key) {
            let found = by_ids(seller, &[id.as_str()], c)?.pop();
            self.0.insert(key.clone(), found);
        }
        Ok(self.0.get(&key).and_then(Option::as_ref))
    }
}
