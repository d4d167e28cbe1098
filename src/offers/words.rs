//! The words for what is counted for a bill, in the reader's language: pages and imported files use the same.
//! Those for the billing cycle are the subscriptions'.

use super::model::{BillingCycle, BillingType, Offer};
use crate::i18n::Texts;

impl BillingType {
    /// What is counted.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BillingType::License => texts.offer_billing_license(),
            BillingType::Usage => texts.offer_billing_usage(),
        }
    }
}

/// How an offer is billed: `License-based · Annual`, `Usage-based`.
pub fn billing(texts: &Texts, offer: &Offer) -> String {
    match offer.billing_cycle {
        BillingCycle::None => offer.billing_type.label(texts),
        cycle => format!("{} · {}", offer.billing_type.label(texts), cycle.label(texts)),
    }
}
