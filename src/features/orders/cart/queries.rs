//! What the pages of a cart are made of: the customer, who may sell to it, what is offered, the parent of an add-on.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::former_ids::current;
use crate::db::schema::{agreements, partners, partnerships, subscriptions};
use crate::domain::{DraftId, MicrosoftId, Offer, OfferId, PartnerId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::customers::resellers::{resellers, resellers_of};
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::offers::{Seller, available_sellers, catalogue};
use crate::features::orders::cart::model::Cart;
use diesel::prelude::*;

/// Everything around a cart.
#[derive(Debug, Clone)]
pub struct CartPageData {
    /// For whom.
    pub customer: CustomerRow,
    /// Who may sell.
    pub sellers: Vec<Seller>,
    /// Who is to sell, once that is clear.
    pub seller: Option<Seller>,
    /// Everything that the seller offers, by name.
    pub offers: Vec<Offer>,
    /// The indirect resellers of a provider, by name; those of the customer are its usual ones.
    pub resellers: Vec<ResellerChoice>,
    /// The customer's only reseller so far: what a new cart begins with.
    pub usual_reseller: Option<String>,
    /// The parent of add-ons.
    pub parent: Option<Parent>,
    /// Whether the asker attested the customer agreement.
    pub has_agreement: bool,
}

/// The subscription that add-ons are bought for.
#[derive(Debug, Clone)]
pub struct Parent {
    /// Its Subscription ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is a subscription to, if that is known.
    pub offer: Option<OfferId>,
    /// The MPN ID of its reseller of record; add-ons have the same.
    pub reseller: Option<String>,
    /// Who sold it.
    pub seller: PartnerId,
    /// Whether add-ons can be bought for it.
    pub is_active: bool,
}

/// A person's cart for this customer, if there is one of this id.
pub fn cart<P>(
    scope: &Scope<P>,
    customer: MicrosoftId,
    id: DraftId,
    c: &mut DbConnection,
) -> Result<Option<Cart>> {
    match drafts::load::<_, Cart>(scope, DraftKind::Order, id, c) {
        Ok(mut cart) => {
            // A cart that was begun before the customer's Microsoft ID was corrected is still this customer's.
            if let Ok(begun) = cart.customer.parse() {
                cart.customer = current(c, scope.partner(), begun)?.to_string();
            }
            Ok(Some(cart).filter(|cart| cart.customer == customer.to_string()))
        }
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Everything around a cart of this seller and parent; `seller` is an MPN ID, or empty when it is not chosen yet.
///
/// # Errors
/// [`Error::NotFound`] if the asker does not hold the customer, or cannot see the parent.
pub fn load_cart_page<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    seller: &str,
    parent: Option<&str>,
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
    let agreement = agreements::table.find((scope.partner().0, id.to_string()));
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

fn find_parent<P>(scope: &Scope<P>, id: MicrosoftId, parent: &str, c: &mut DbConnection) -> Result<Parent> {
    let row = scope.subscriptions(id).filter(subscriptions::subscription_id.eq(parent.to_owned())).select((
        subscriptions::subscription_id,
        subscriptions::name,
        subscriptions::offer_id,
        subscriptions::reseller_id,
        subscriptions::partner_id,
        subscriptions::status,
    ));
    type Row = (String, String, Option<String>, Option<i32>, i32, String);
    let (id, name, offer, reseller, seller, status): Row = row.first(c).optional()?.ok_or(Error::NotFound)?;
    let reseller =
        reseller.map(|id| partners::table.find(id).select(partners::mpn_id).first(c)).transpose()?;
    let offer = offer.and_then(|offer| OfferId::parse(&offer));
    Ok(Parent { id, name, offer, reseller, seller: PartnerId(seller), is_active: status == "active" })
}

/// The row id of an indirect reseller of the asker, present or former; whether it may be of record, the order asks.
///
/// # Errors
/// [`Error::NotFound`] if it is none.
pub fn reseller_id<P>(scope: &Scope<P>, mpn_id: &str, c: &mut DbConnection) -> Result<PartnerId> {
    let found = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(scope.partner().0).and(partners::mpn_id.eq(mpn_id)));
    found.select(partners::id).first(c).optional()?.map(PartnerId).ok_or(Error::NotFound)
}
