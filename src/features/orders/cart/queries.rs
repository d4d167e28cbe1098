//! Reads the data of the cart pages: the customer, the possible sellers, the offers, the parent of add-ons.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::former_ids::current;
use crate::db::schema::{agreements, partners, partnerships, subscriptions};
use crate::domain::{DraftId, MicrosoftId, Offer, OfferId, PartnerId, SubscriptionId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::customers::resellers::{resellers, resellers_of};
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::offers::queries::{Seller, available_sellers, catalogue};
use crate::features::orders::cart::model::Cart;
use diesel::prelude::*;

/// The data of a cart page.
#[derive(Debug, Clone)]
pub struct CartPageData {
    /// The customer.
    pub customer: CustomerRow,
    /// The partners that may sell to the customer.
    pub sellers: Vec<Seller>,
    /// The seller, once it is determined.
    pub seller: Option<Seller>,
    /// All offers of the seller, by name.
    pub offers: Vec<Offer>,
    /// The provider's indirect resellers, by name.
    pub resellers: Vec<ResellerChoice>,
    /// The MPN ID of the customer's reseller, if it has exactly one; the default in a new cart.
    pub usual_reseller: Option<String>,
    /// The parent subscription, if add-ons are ordered.
    pub parent: Option<Parent>,
    /// Whether the user's partner attested the customer agreement.
    pub has_agreement: bool,
}

/// The subscription for which add-ons are ordered.
#[derive(Debug, Clone)]
pub struct Parent {
    /// Its Subscription ID.
    pub id: SubscriptionId,
    /// Its name.
    pub name: String,
    /// Its Offer ID, if known.
    pub offer: Option<OfferId>,
    /// The MPN ID of its reseller of record; add-ons get the same one.
    pub reseller: Option<String>,
    /// Its seller.
    pub seller: PartnerId,
    /// Whether it is active. Add-ons require that.
    pub is_active: bool,
}

/// Returns the user's cart with this id, if it is for this customer.
pub fn cart<P>(
    scope: &Scope<P>,
    customer: MicrosoftId,
    id: DraftId,
    c: &mut DbConnection,
) -> Result<Option<Cart>> {
    match drafts::load::<_, Cart>(scope, DraftKind::Order, id, c) {
        Ok(mut cart) => {
            // The customer's Microsoft ID may have been corrected after the cart was created.
            if let Ok(begun) = cart.customer.parse() {
                cart.customer = current(c, scope.partner(), begun)?.to_string();
            }
            Ok(Some(cart).filter(|cart| cart.customer == customer.to_string()))
        }
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads the data of a cart page. `seller` is an MPN ID, or empty if none is selected yet;
///
/// # Errors
/// [`Error::NotFound`] if the partner does not have the customer or may not see the parent.
pub fn load_cart_page<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    seller: &str,
    parent: Option<&SubscriptionId>,
    c: &mut DbConnection,
) -> Result<CartPageData> {
    let customer = customer(scope, id, c)?;
    let mut sellers = available_sellers(scope, id, c)?;
    let parent = parent.map(|parent| find_parent(scope, id, parent, c)).transpose()?;
    if let Some(parent) = &parent {
        sellers.retain(|seller| seller.id() == parent.seller);
    }
    let chosen = match sellers.as_slice() {
        [only] => Some(only),
        several => several.iter().find(|known| known.mpn_id == seller),
    }
    .cloned();
    let offers = chosen.as_ref().map(|seller| catalogue(scope, seller, c)).transpose()?;
    let agreement = agreements::table.find((scope.partner(), id));
    let mut usual = resellers_of(scope, id, c)?;
    usual.retain(|reseller| !reseller.is_former);
    Ok(CartPageData {
        customer,
        offers: offers.unwrap_or_default(),
        resellers: resellers(scope, c)?,
        usual_reseller: if let [only] = usual.as_slice() { Some(only.mpn_id.clone()) } else { None },
        parent,
        has_agreement: agreement.count().get_result::<i64>(c)? > 0,
        seller: chosen,
        sellers,
    })
}

fn find_parent<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    parent: &SubscriptionId,
    c: &mut DbConnection,
) -> Result<Parent> {
    let row = scope.subscriptions(id).filter(subscriptions::subscription_id.eq(parent.clone()));
    let row: ParentRow = row.select(ParentRow::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    let mpn_id = |id: PartnerId| partners::table.find(id).select(partners::mpn_id).first(c);
    Ok(Parent {
        reseller: row.reseller_id.map(mpn_id).transpose()?,
        offer: row.offer_id,
        id: row.subscription_id,
        name: row.name,
        seller: row.partner_id,
        is_active: row.status == SubscriptionStatus::Active,
    })
}

/// The columns of a [`Parent`].
#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
struct ParentRow {
    subscription_id: SubscriptionId,
    name: String,
    offer_id: Option<OfferId>,
    reseller_id: Option<PartnerId>,
    partner_id: PartnerId,
    status: SubscriptionStatus,
}

/// Returns the row id of a current or former indirect reseller of the partner. The rules of the order check whether it
/// may be the reseller of record.
///
/// # Errors
/// [`Error::NotFound`] if it never was a reseller of the partner.
pub fn reseller_id<P>(scope: &Scope<P>, mpn_id: &str, c: &mut DbConnection) -> Result<PartnerId> {
    let found = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(scope.partner()).and(partners::mpn_id.eq(mpn_id)));
    found.select(partners::id).first(c).optional()?.ok_or(Error::NotFound)
}
