//! What states are called in a language, and the shape that a stylesheet draws beside them.

use crate::domain::{OrderStatus, ReferralStatus, RequestOutcome, SubscriptionStatus};
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

impl OrderStatus {
    /// How far it is.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            OrderStatus::Requested => texts.order_requested(),
            OrderStatus::Placed => texts.order_placed(),
            OrderStatus::Declined => texts.order_declined(),
            OrderStatus::Withdrawn => texts.order_withdrawn(),
        }
    }

    /// The shape and colour beside the label.
    pub const fn look(self) -> &'static str {
        match self {
            OrderStatus::Requested => "pending",
            OrderStatus::Placed => "active",
            OrderStatus::Declined => "declined",
            OrderStatus::Withdrawn => "revoked",
        }
    }
}

impl ReferralStatus {
    /// How far it is.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ReferralStatus::Received => texts.referral_received(),
            ReferralStatus::Accepted => texts.referral_accepted(),
            ReferralStatus::Won => texts.referral_won(),
            ReferralStatus::Lost => texts.referral_lost(),
            ReferralStatus::Declined => texts.referral_declined(),
            ReferralStatus::Expired => texts.referral_expired(),
        }
    }

    /// The shape and colour beside the label.
    pub const fn look(self) -> &'static str {
        match self {
            ReferralStatus::Received => "pending",
            ReferralStatus::Accepted => "accepted",
            ReferralStatus::Won => "active",
            ReferralStatus::Lost => "inactive",
            ReferralStatus::Declined => "declined",
            ReferralStatus::Expired => "expired",
        }
    }
}

impl RequestOutcome {
    /// What an acceptance made here.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            RequestOutcome::Added => texts.outcome_added(),
            RequestOutcome::Back => texts.outcome_back(),
            RequestOutcome::Undecided => texts.outcome_undecided(),
            RequestOutcome::Same => texts.outcome_same(),
            RequestOutcome::Another => texts.outcome_another(),
        }
    }
}
