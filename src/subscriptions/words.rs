//! The words for what a subscription is, in the reader's language: pages and exported files use the same.

use super::model::SubscriptionStatus;
use crate::i18n::Texts;

impl SubscriptionStatus {
    /// A state.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            SubscriptionStatus::Active => texts.status_active(),
            SubscriptionStatus::Suspended => texts.status_suspended(),
            SubscriptionStatus::Pending => texts.status_pending(),
            SubscriptionStatus::Deleted => texts.status_deleted(),
            SubscriptionStatus::Expired => texts.status_expired(),
            SubscriptionStatus::Disabled => texts.status_disabled(),
        }
    }
}

/// The header of the exported subscriptions of one customer, in the order of its columns.
pub fn csv_header(texts: &Texts) -> [String; 5] {
    [texts.subscription_id(), texts.subscription(), texts.quantity(), texts.status(), texts.reseller()]
}
