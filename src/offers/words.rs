//! The words for how an offer is billed, in the reader's language: pages and imported files use the same.

use super::model::{BillingCycle, BillingType};
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
            BillingCycle::Monthly => texts.offer_cycle_monthly(),
            BillingCycle::Annual => texts.offer_cycle_annual(),
            BillingCycle::OneTime => texts.offer_cycle_one_time(),
            BillingCycle::None => texts.offer_cycle_none(),
        }
    }
}
