//! The words for how an offer is billed, in the reader's language: pages and imported files use the same.

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

impl BillingCycle {
    /// How often.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BillingCycle::Monthly => texts.billed_monthly(),
            BillingCycle::Annual => texts.billed_annually(),
            BillingCycle::OneTime => texts.billed_once(),
            BillingCycle::None => texts.billed_by_use(),
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

/// A category in the reader's language, if it is one of the vendor's own; any other as the catalogue has it.
pub fn category(texts: &Texts, name: &str) -> String {
    match name.trim().to_ascii_lowercase().as_str() {
        "enterprise" => texts.offer_category_enterprise(),
        "small business" => texts.offer_category_small_business(),
        "trial" => texts.offer_category_trial(),
        _ => name.to_owned(),
    }
}
