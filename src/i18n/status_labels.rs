//! The labels of states in each language, and the style of their icons.

use crate::domain::{ComingEvent, OrderStatus, ReferralStatus, RequestOutcome, SubscriptionStatus};
use crate::i18n::Texts;

impl SubscriptionStatus {
    /// Returns the name of the state.
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

impl ComingEvent {
    /// Returns what happens.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ComingEvent::Renewal => texts.coming_renewal(),
            ComingEvent::End => texts.coming_end(),
            ComingEvent::Deletion => texts.coming_deletion(),
        }
    }
}

impl OrderStatus {
    /// Returns the name of the state.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            OrderStatus::Requested => texts.order_requested(),
            OrderStatus::Placed => texts.order_placed(),
            OrderStatus::Declined => texts.order_declined(),
            OrderStatus::Withdrawn => texts.order_withdrawn(),
        }
    }

    /// Returns the style of the icon beside the label.
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
    /// Returns the name of the state.
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

    /// Returns the style of the icon beside the label.
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
    /// Returns the name of the outcome.
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
