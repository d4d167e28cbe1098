//! What the page shows, and what the change depends on.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{partners, partnerships, subscriptions};
use crate::domain::{MicrosoftId, PartnerId, SubscriptionStatus};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::customers::resellers::{resellers, resellers_of};
use crate::features::reseller_of_record::current::{joined, mpn_ids};
use diesel::prelude::*;

/// A customer, its resellers of record, and those that it can have.
#[derive(Debug)]
pub struct CustomerResellers {
    /// The customer.
    pub customer: CustomerRow,
    /// Its indirect resellers, former ones last.
    pub now: Vec<ResellerChoice>,
    /// The MPN IDs of those that it has now, as [`joined`] writes them.
    pub seen: String,
    /// The indirect resellers that the provider can choose, by name.
    pub choices: Vec<ResellerChoice>,
    /// How many subscriptions are not deleted.
    pub subscriptions: u64,
}

/// Reads a customer and its resellers of record.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn customer_resellers<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<CustomerResellers> {
    let customer = customer(scope, id, c)?;
    let sold = scope.subscriptions(id).filter(subscriptions::status.ne(SubscriptionStatus::Deleted));
    let count: i64 = sold.count().get_result(c)?;
    let names = mpn_ids(scope.partner(), customer.resellers(), c)?;
    Ok(CustomerResellers {
        now: resellers_of(scope, id, c)?,
        seen: joined(names.values()),
        choices: resellers(scope, c)?,
        subscriptions: count.unsigned_abs(),
        customer,
    })
}

/// Returns the indirect reseller with this MPN ID; `None` if it is not, or no longer, one of this provider.
pub fn live_reseller<P>(scope: &Scope<P>, mpn_id: &str, c: &mut DbConnection) -> Result<Option<PartnerId>> {
    let live = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(scope.partner()).and(partnerships::ended_at.is_null()))
        .filter(partners::mpn_id.eq(mpn_id));
    Ok(live.select(partners::id).first(c).optional()?)
}
