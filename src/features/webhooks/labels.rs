//! What events mean, as texts.

use crate::domain::{DeliveryState, WebhookEvent};
use crate::i18n::Texts;

impl WebhookEvent {
    /// Returns what has happened.
    pub fn label(self, texts: &Texts) -> String {
        use WebhookEvent as E;
        match self {
            E::TestCreated => texts.webhook_event_test(),
            E::SubscriptionUpdated => texts.webhook_event_subscription_updated(),
            E::RenewalDue => texts.webhook_event_renewal_due(),
            E::RequestAccepted => texts.webhook_event_request_accepted(),
            E::ProviderRequestAccepted => texts.webhook_event_provider_request_accepted(),
            E::RequestDeclined => texts.webhook_event_request_declined(),
            E::RequestExpired => texts.webhook_event_request_expired(),
            E::DelegatedAdminApproved => texts.webhook_event_admin_approved(),
            E::DelegatedAdminTerminated => texts.webhook_event_admin_terminated(),
            E::CustomerUpdated => texts.webhook_event_customer_updated(),
            E::CustomerRemoved => texts.webhook_event_customer_removed(),
            E::OrderCreated => texts.webhook_event_order_created(),
            E::OrderRequested => texts.webhook_event_order_requested(),
            E::OrderDecided => texts.webhook_event_order_decided(),
            E::ReferralCreated => texts.webhook_event_referral_created(),
            E::ReferralUpdated => texts.webhook_event_referral_updated(),
            E::RelatedReferralCreated => texts.webhook_event_related_created(),
            E::RelatedReferralUpdated => texts.webhook_event_related_updated(),
        }
    }
}

impl DeliveryState {
    /// Returns the name of the state.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            DeliveryState::Waiting => texts.webhook_state_waiting(),
            DeliveryState::Delivered => texts.webhook_state_delivered(),
            DeliveryState::Undelivered => texts.webhook_state_undelivered(),
        }
    }
}
