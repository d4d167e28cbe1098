//! Makes an order of a cart: who sells, and who is the reseller of record.

use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, OrderId, PartnerKind};
use crate::error::{Error, Result};
use crate::features::orders::cart::model::Cart;
use crate::features::orders::cart::queries::{load_cart_page, reseller_id};
use crate::features::orders::model::NewOrder;

/// Returns the order that this cart describes.
///
/// # Errors
/// [`Error::NotFound`] if no partner can sell to the customer.
pub fn build_order(
    scope: &Scope<Order>,
    customer: MicrosoftId,
    id: OrderId,
    cart: &Cart,
    c: &mut DbConnection,
) -> Result<NewOrder> {
    let shop = load_cart_page(scope, customer, &cart.seller, cart.parent.as_ref(), c)?;
    let seller = shop.seller.ok_or(Error::NotFound)?;
    let reseller = match cart.reseller.as_str() {
        _ if is_reseller(scope) => Some(scope.partner()),
        "" => None,
        mpn_id => Some(reseller_id(scope, mpn_id, c)?),
    };
    Ok(NewOrder {
        id,
        seller: seller.id(),
        customer,
        reseller,
        made_by: scope.actor().name.clone(),
        lines: cart.order_lines(),
    })
}

/// Whether the partner is an indirect reseller, whose orders are requests to its provider.
pub fn is_reseller(scope: &Scope<Order>) -> bool {
    scope.actor().partner.kind == PartnerKind::IndirectReseller
}
