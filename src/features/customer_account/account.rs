//! Reads what the account page of a customer shows.

use crate::audit::history::{Change, last_change};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::agreements::queries::{Agreement, agreement};
use crate::features::bill_to::queries::{ACTIONS, StoredBillTo, load};
use crate::features::connections::missing_queries::missing_at;
use crate::features::contacts::model::Contact;
use crate::features::contacts::queries::contacts_of;
use crate::features::customer_account::permissions;
use crate::features::customer_account::permissions::may_purchase;
use crate::features::customer_account::subscription_summary::{SubscriptionSummary, subscription_summary};
use crate::features::customers::head::{CustomerHead, CustomerView};
use crate::features::customers::lookup::{CustomerDetails, details};
use crate::features::customers::other_names::OtherNames;
use crate::features::tags::model::Tag;
use crate::features::tags::queries::tags_of;
use chrono::NaiveDateTime;

/// A customer's account as its page shows it.
#[derive(Debug)]
pub struct Account {
    /// The head of the page. The customer's list name is the bill-to company name.
    pub head: CustomerHead,
    /// Profile and relationship.
    pub details: CustomerDetails,
    /// Name, contact and address, with the row's version.
    pub kept: StoredBillTo,
    /// The last change of the bill-to.
    pub bill_to_change: Option<Change>,
    /// The customer agreement, if one was attested.
    pub agreement: Option<Agreement>,
    /// Whether the customer itself may buy Azure reservations.
    pub may_purchase: bool,
    /// The last change of that permission.
    pub permission_change: Option<Change>,
    /// Whom to contact about other things than bills.
    pub contacts: Vec<Contact>,
    /// Its aliases and former names.
    pub other_names: OtherNames,
    /// Its tags, by name.
    pub tags: Vec<Tag>,
    /// The connections at whose servers it is missing, and since when (UTC).
    pub missing_at: Vec<(String, NaiveDateTime)>,
    /// Its subscriptions, as far as this partner may see them.
    pub sold: SubscriptionSummary,
}

/// Reads a customer's account.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn account<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Account> {
    let head = CustomerHead::load(scope, id, CustomerView::Account, c)?;
    Ok(Account {
        other_names: OtherNames::parse(head.customer.other_names.as_deref()),
        contacts: contacts_of(scope, id, c)?,
        head,
        details: details(scope, id, 0, c)?,
        kept: load(scope, id, c)?,
        bill_to_change: last_change(scope.partner(), id, &ACTIONS, c)?,
        agreement: agreement(scope, id, c)?,
        may_purchase: may_purchase(scope, id, c)?,
        permission_change: last_change(scope.partner(), id, &permissions::ACTIONS, c)?,
        tags: tags_of(scope, id, c)?,
        missing_at: missing_at(scope, id, c)?,
        sold: subscription_summary(scope, id, c)?,
    })
}

#[cfg(test)]
mod tests {
    use crate::features::customer_account::subscription_summary::names_azure;

    #[test]
    fn recognizes_azure_as_a_whole_word() {
        assert!(names_azure("Microsoft Azure") && names_azure("AZURE (usage)"));
        assert!(!names_azure("Azureus Pro") && !names_azure(""));
    }
}
