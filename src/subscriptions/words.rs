//! The words for what a subscription is and for why something cannot be done with it, in the reader's language.
//! Pages and exported files use the same.

use super::model::{BillingCycle, SubscriptionStatus};
use super::operation::Refusal;
use crate::i18n::{Locale, Texts};

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

impl Refusal {
    /// The rule, as a sentence.
    pub fn text(&self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            Refusal::Deleted => texts.refused_deleted(),
            Refusal::DeletionDue => texts.refused_deletion_due(),
            Refusal::Suspended => texts.refused_suspended(),
            Refusal::Pending => texts.refused_pending(),
            Refusal::KeptByVendor => texts.refused_kept_by_vendor(),
            Refusal::ParentNotActive(name) => texts.refused_parent_not_active(name),
            Refusal::Quantity(range) => {
                let written = |number: &i32| locale.number(number.unsigned_abs().into());
                texts.fault_number(texts.quantity(), written(range.start()), written(range.end()))
            }
            Refusal::NotCancellable => texts.refused_not_cancellable(),
            Refusal::NoRenewal => texts.refused_no_renewal(),
            Refusal::CancellationWaits(day) => texts.refused_cancellation_waits(locale.date(*day)),
            Refusal::NoReseller => texts.refused_no_reseller(),
            Refusal::PartnershipEnded => texts.refused_partnership_ended(),
            Refusal::SellerParted => texts.refused_seller_parted(),
        }
    }
}

/// The header of the exported subscriptions of one customer, in the order of its columns.
pub fn csv_header(texts: &Texts) -> [String; 5] {
    [texts.subscription_id(), texts.subscription(), texts.quantity(), texts.status(), texts.reseller()]
}
