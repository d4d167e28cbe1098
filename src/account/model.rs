//! What a partner knows of a customer's account.

use crate::activity::queries::Change;
use crate::agreements::queries::Agreement;
use crate::bill_to::queries::Kept;
use crate::customers::customer::queries::Details;
use crate::customers::model::CustomerRow;
use crate::subscriptions::model::SubscriptionStatus;

/// All that the page shows.
#[derive(Debug)]
pub struct Account {
    /// The customer; its list name is the bill-to company name.
    pub customer: CustomerRow,
    /// Profile and relationship.
    pub details: Details,
    /// Name, contact and address, with the version.
    pub kept: Kept,
    /// Who changed the bill-to last.
    pub bill_to_change: Option<Change>,
    /// The customer agreement, once it was attested.
    pub agreement: Option<Agreement>,
    /// Whether the customer may buy Azure reservations by itself.
    pub may_purchase: bool,
    /// Who switched that last.
    pub permission_change: Option<Change>,
    /// What it bought, as far as this partner sees it.
    pub sold: Sold,
}

/// What follows from a customer's subscriptions.
#[derive(Debug, Default)]
pub struct Sold {
    /// Each of them.
    pub all: Vec<Holding>,
    /// The indirect resellers and providers that take part, by name.
    pub partners: Vec<Taking>,
    /// The designated support contacts, by name.
    pub support: Vec<String>,
}

/// A subscription, as far as the account needs it.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // as the columns
pub struct Holding {
    pub name: String,
    pub category: String,
    pub status: SubscriptionStatus,
    pub seller: i32,
    pub reseller: Option<i32>,
    pub support: Option<i32>,
}

/// Another partner that takes part in this customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// Its name.
    pub name: String,
    /// Its number with the vendor.
    pub mpn_id: String,
    /// For how many subscriptions it is the reseller of record, or sells them.
    pub count: usize,
}

impl Sold {
    /// How many subscriptions are active.
    pub fn active(&self) -> usize {
        self.all.iter().filter(|one| one.status == SubscriptionStatus::Active).count()
    }

    /// Whether there is an active Azure subscription, without which nothing can be reserved.
    pub fn has_azure(&self) -> bool {
        self.all.iter().any(|one| {
            one.status == SubscriptionStatus::Active && (names_azure(&one.name) || names_azure(&one.category))
        })
    }
}

/// Whether one of the words is Azure.
fn names_azure(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("azure"))
}

#[cfg(test)]
mod tests {
    use super::names_azure;

    #[test]
    fn azure_is_a_word() {
        assert!(names_azure("Microsoft Azure") && names_azure("AZURE (usage)"));
        assert!(!names_azure("Azureus Pro") && !names_azure(""));
    }
}
