//! What a partner knows of a customer's account.

use crate::audit::history::{Change, last_change};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::agreements::queries::{Agreement, agreement};
use crate::features::bill_to::queries::{ACTIONS, StoredBillTo, load};
use crate::features::customer_account::permissions;
use crate::features::customer_account::permissions::may_purchase;
use crate::features::customer_account::subscription_summary::{SubscriptionSummary, subscription_summary};
use crate::features::customers::lookup::{CustomerDetails, customer, details};
use crate::features::customers::model::CustomerRow;

/// All that the page shows.
#[derive(Debug)]
pub struct Account {
    /// The customer; its list name is the bill-to company name.
    pub customer: CustomerRow,
    /// Profile and relationship.
    pub details: CustomerDetails,
    /// Name, contact and address, with the version.
    pub kept: StoredBillTo,
    /// Who changed the bill-to last.
    pub bill_to_change: Option<Change>,
    /// The customer agreement, once it was attested.
    pub agreement: Option<Agreement>,
    /// Whether the customer may buy Azure reservations by itself.
    pub may_purchase: bool,
    /// Who switched that last.
    pub permission_change: Option<Change>,
    /// What it bought, as far as this partner sees it.
    pub sold: SubscriptionSummary,
}

/// All that the page shows.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for an unknown, a foreign and a removed customer alike.
pub fn account<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Account> {
    let customer = customer(scope, id, c)?;
    Ok(Account {
        customer,
        details: details(scope, id, 0, c)?,
        kept: load(scope, id, c)?,
        bill_to_change: last_change(scope.partner(), id, &ACTIONS, c)?,
        agreement: agreement(scope, id, c)?,
        may_purchase: may_purchase(scope, id, c)?,
        permission_change: last_change(scope.partner(), id, &permissions::ACTIONS, c)?,
        sold: subscription_summary(scope, id, c)?,
    })
}

#[cfg(test)]
mod tests {
    use crate::features::customer_account::subscription_summary::names_azure;

    #[test]
    fn azure_is_a_word() {
        assert!(names_azure("Microsoft Azure") && names_azure("AZURE (usage)"));
        assert!(!names_azure("Azureus Pro") && !names_azure(""));
    }
}
