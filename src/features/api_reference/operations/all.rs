//! All operations, by group, in the order of the reference page.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation};
use crate::features::api_reference::operations::{
    audit, carts, customers, offers, orders, own_annotations, own_exports, own_lists, partner, products,
    sign_in, subscriptions, webhooks,
};

/// Returns the groups with their operations.
pub fn groups() -> Vec<(ApiGroup, Vec<ApiOperation>)> {
    vec![
        customers::group(),
        subscriptions::group(),
        orders::group(),
        carts::group(),
        offers::group(),
        products::group(),
        partner::group(),
        audit::group(),
        own_lists::group(),
        own_annotations::group(),
        own_exports::group(),
        webhooks::group(),
        sign_in::group(),
    ]
}
