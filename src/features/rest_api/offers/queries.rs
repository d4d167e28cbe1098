//! Reads the catalogs from which a partner, or a customer of it, can order.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Offer, OfferId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::offers::queries::{Seller, available_sellers, catalogue, own_seller};
use crate::features::rest_api::subscriptions::queries::with_add_ons;
use std::collections::HashSet;

/// A catalog: the offers, by name, and those that have add-ons.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The offers.
    pub offers: Vec<Offer>,
    /// The offers with add-ons.
    pub parents: HashSet<OfferId>,
}

impl Catalog {
    /// Returns the offer with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the catalog has none.
    pub fn find(&self, id: &str) -> Result<&Offer> {
        self.offers.iter().find(|offer| offer.id.as_str() == id).ok_or(Error::NotFound)
    }
}

/// Returns the catalog of the partner; `None` for an indirect reseller, which orders from its providers.
pub fn own_catalog<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Option<Catalog>> {
    own_seller(scope).map(|seller| load(scope, &seller, c)).transpose()
}

/// Returns what the partner can order for a customer: its own catalog, or for an indirect reseller those of the providers
/// that may sell to the customer.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn catalog_for<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Catalog> {
    customer(scope, id, c)?;
    let mut all = Catalog::default();
    for seller in available_sellers(scope, id, c)? {
        let theirs = load(scope, &seller, c)?;
        let known: HashSet<OfferId> = all.offers.iter().map(|offer| offer.id.clone()).collect();
        all.offers.extend(theirs.offers.into_iter().filter(|offer| !known.contains(&offer.id)));
        all.parents.extend(theirs.parents);
    }
    Ok(all)
}

fn load<P>(scope: &Scope<P>, seller: &Seller, c: &mut DbConnection) -> Result<Catalog> {
    let offers = catalogue(scope, seller, c)?;
    let ids: Vec<&str> = offers.iter().map(|offer| offer.id.as_str()).collect();
    let parents = with_add_ons(scope, seller.id(), &ids, c)?;
    Ok(Catalog { parents, offers })
}
