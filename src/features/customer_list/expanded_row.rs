//! The details below an opened row of the customer list: identifiers, subscriptions, links to the vendor's portals.

use crate::domain::Origin;
use crate::features::contacts::model::Contact;
use crate::features::customers::model::{CustomerRow, SubscriptionLine};
use crate::features::customers::other_names::OtherNames;
use crate::features::notes::model::Note;
use crate::features::tags::model::Tag;
use crate::i18n::{Locale, Texts};
use chrono::NaiveDateTime;

/// A customer as its opened row shows it.
#[derive(Debug, Clone)]
pub struct ExpandedCustomer<'a> {
    /// The opened row.
    pub row: &'a CustomerRow,
    /// The first ten subscriptions.
    pub subscriptions: &'a [SubscriptionLine],
    /// How many subscriptions there are.
    pub subscription_count: u64,
    /// The names of this customer's indirect resellers.
    pub resellers: &'a [String],
    /// Whether the customer granted this partner delegated administration.
    pub delegated_admin: bool,
    /// When it became a customer, UTC.
    pub customer_since: NaiveDateTime,
    /// How the customer was added.
    pub origin: Origin,
    /// Its aliases and former names.
    pub other_names: OtherNames,
    /// Whom to contact about other things than bills.
    pub contacts: &'a [Contact],
    /// The pinned note and the newest other one.
    pub notes: &'a [Note],
    /// Its tags, by name.
    pub tags: &'a [Tag],
    /// Links to the vendor's portals for this customer, in display order.
    pub quick_links: &'a [QuickLink],
}

/// A link to a vendor's portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickLink {
    /// The portal's name.
    pub label: String,
    /// The portal's URL for this customer.
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

    /// Whether the customer has more subscriptions than are shown here.
    pub(super) fn has_more(&self) -> bool {
        self.subscription_count > self.subscriptions.len() as u64
    }
}
