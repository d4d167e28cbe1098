//! A cart with its customer, seller and offers.

use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::domain::{DraftId, MicrosoftId};
use crate::error::Result;
use crate::features::orders::cart::model::Cart;
use crate::features::orders::cart::queries;
use crate::features::orders::cart::queries::CartPageData;
use crate::state::AppState;
use crate::web::request::parse_id;
use serde::Deserialize;

/// The query parameters of the page, without the filter.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CartQuery {
    pub(super) cart: String,
    pub(super) parent: String,
    pub(super) provider: String,
}

impl CartQuery {
    /// Returns the parameters of an existing cart.
    pub(super) fn for_cart(id: DraftId) -> Self {
        CartQuery { cart: id.to_string(), ..CartQuery::default() }
    }
}

/// A cart and the data that its page needs.
pub(super) struct CartContext {
    pub shop: CartPageData,
    pub cart: Cart,
    /// `None` until the first item is added.
    pub cart_id: Option<DraftId>,
}

/// Reads the cart and its data. An unknown cart id gives an empty cart.
pub(super) async fn counter(
    scope: &Scope<Order>,
    portal: &AppState,
    customer: MicrosoftId,
    which: CartQuery,
) -> Result<CartContext> {
    let asker = scope.clone();
    let read = move |c: &mut crate::db::DbConnection| {
        let id: Option<DraftId> = which.cart.parse().ok();
        let kept = id.map(|id| queries::cart(&asker, customer, id, c)).transpose()?.flatten();
        let (cart_id, mut cart) = match kept {
            Some(cart) => (id, cart),
            None => {
                let parent = match which.parent.as_str() {
                    "" => None,
                    text => Some(parse_id(text)?),
                };
                (None, Cart { seller: which.provider, parent, ..Cart::default() })
            }
        };
        let shop = queries::load_cart_page(&asker, customer, &cart.seller, cart.parent.as_ref(), c)?;
        if cart_id.is_none() {
            cart.customer = customer.to_string();
            cart.seller = shop.seller.as_ref().map(|seller| seller.mpn_id.clone()).unwrap_or_default();
            let of_parent = shop.parent.as_ref().map(|parent| parent.reseller.clone());
            cart.reseller = of_parent.unwrap_or(shop.usual_reseller.clone()).unwrap_or_default();
        }
        Ok(CartContext { shop, cart, cart_id })
    };
    portal.db.read(read).await
}
