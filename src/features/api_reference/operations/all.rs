//! All operations, by group, in the order of the reference page.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation};
use crate::features::api_reference::operations::{audit, customers, offers, orders, partner, subscriptions};

/// Returns the groups with their operations.
pub fn groups() -> Vec<(ApiGroup, Vec<ApiOperation>)> {
    vec![
        customers::group(),
        subscriptions::group(),
        orders::group(),
        offers::group(),
        partner::group(),
        audit::group(),
    ]
}
