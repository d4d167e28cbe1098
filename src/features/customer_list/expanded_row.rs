//! One row of the customer list, opened: the identifiers, what the customer bought, where to go on.

use crate::domain::Origin;
use crate::features::customers::model::{CustomerRow, SubscriptionLine};
use crate::i18n::{Locale, Texts};
use chrono::NaiveDateTime;

/// What an opened row shows besides the row.
#[derive(Debug, Clone)]
pub struct ExpandedCustomer<'a> {
    /// The row that is open.
    pub row: &'a CustomerRow,
    /// The first ten subscriptions.
    pub subscriptions: &'a [SubscriptionLine],
    /// How many subscriptions there are.
    pub subscription_count: u64,
    /// The names of this customer's indirect resellers.
    pub resellers: &'a [String],
    /// Whether this partner may administer for the customer.
    pub delegated_admin: bool,
    /// Since when it is a customer, UTC.
    pub customer_since: NaiveDateTime,
    /// How it came.
    pub origin: Origin,
    /// The vendor's portals for this customer, in the order to show.
    pub quick_links: &'a [QuickLink],
}

/// A link to a vendor's portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickLink {
    /// The portal's name.
    pub label: String,
    /// Its address for this customer.
    pub url: String,
}

impl ExpandedCustomer<'_> {
    pub(super) fn admin_words(&self, texts: &Texts) -> String {
        if self.delegated_admin { texts.delegated_granted() } else { texts.delegated_not_granted() }
    }

    pub(super) fn origin_words(&self, texts: &Texts) -> String {
        self.origin.label(texts)
    }

    pub(super) fn status_words(&self, texts: &Texts, subscription: &SubscriptionLine) -> String {
        subscription.status.label(texts)
    }

    pub(super) fn quantity(&self, locale: &Locale, subscription: &SubscriptionLine) -> String {
        locale.number(subscription.quantity.unsigned_abs().into())
    }

    pub(super) fn count(&self, locale: &Locale) -> String {
        locale.number(self.subscription_count)
    }

    /// Whether not all subscriptions are shown here.
    pub(super) fn has_more(&self) -> bool {
        self.subscription_count > self.subscriptions.len() as u64
    }
}
