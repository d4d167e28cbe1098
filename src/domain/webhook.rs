//! Webhooks: the events that they tell, why one is switched off, and how far a delivery is.

use crate::domain::text_enum::text_enum;

/// An event. The names are the vendor's; where it has none, they have the same form: the resource and what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WebhookEvent {
    /// A test that a person or a program asked for.
    TestCreated,
    /// A subscription changed, was suspended, reactivated, cancelled, renewed or deleted.
    SubscriptionUpdated,
    /// A subscription renews or ends in 30 or 7 days.
    RenewalDue,
    /// A customer accepted a relationship request.
    RequestAccepted,
    /// A customer accepted the request of an indirect reseller together with its provider.
    ProviderRequestAccepted,
    /// A customer declined a relationship request.
    RequestDeclined,
    /// A relationship request expired without an answer.
    RequestExpired,
    /// Delegated administration was granted.
    DelegatedAdminApproved,
    /// Delegated administration ended.
    DelegatedAdminTerminated,
    /// A customer was added, or its data changed.
    CustomerUpdated,
    /// The relationship with a customer ended.
    CustomerRemoved,
    /// An order was placed.
    OrderCreated,
    /// An indirect reseller requested an order.
    OrderRequested,
    /// An order request was approved, declined or withdrawn.
    OrderDecided,
    /// A referral or a lead was recorded.
    ReferralCreated,
    /// A referral was answered, won or lost, or it expired.
    ReferralUpdated,
    /// A customer was referred to another partner.
    RelatedReferralCreated,
    /// The other partner answered, won or lost the referral, or it expired.
    RelatedReferralUpdated,
}

text_enum!(WebhookEvent, "event", {
    TestCreated = "test-created",
    SubscriptionUpdated = "subscription-updated",
    RenewalDue = "subscription-renewal-due",
    RequestAccepted = "reseller-relationship-accepted-by-customer",
    ProviderRequestAccepted = "indirect-reseller-relationship-accepted-by-customer",
    RequestDeclined = "relationship-request-declined",
    RequestExpired = "relationship-request-expired",
    DelegatedAdminApproved = "dap-admin-relationship-approved",
    DelegatedAdminTerminated = "dap-admin-relationship-terminated",
    CustomerUpdated = "customer-updated",
    CustomerRemoved = "customer-removed",
    OrderCreated = "order-created",
    OrderRequested = "order-requested",
    OrderDecided = "order-decided",
    ReferralCreated = "referral-created",
    ReferralUpdated = "referral-updated",
    RelatedReferralCreated = "related-referral-created",
    RelatedReferralUpdated = "related-referral-updated",
});

impl WebhookEvent {
    /// Returns the kind of the object, as the body of the event names it.
    pub const fn resource_name(self) -> &'static str {
        use WebhookEvent as E;
        match self {
            E::TestCreated => "test",
            E::SubscriptionUpdated | E::RenewalDue => "subscription",
            E::RequestAccepted
            | E::ProviderRequestAccepted
            | E::DelegatedAdminApproved
            | E::DelegatedAdminTerminated
            | E::CustomerUpdated
            | E::CustomerRemoved => "Customer",
            E::RequestDeclined | E::RequestExpired => "relationshipRequest",
            E::OrderCreated | E::OrderRequested | E::OrderDecided => "order",
            E::ReferralCreated
            | E::ReferralUpdated
            | E::RelatedReferralCreated
            | E::RelatedReferralUpdated => "referral",
        }
    }

    /// Returns the events that a person can choose. A test is sent whatever was chosen.
    pub fn choices() -> impl Iterator<Item = WebhookEvent> {
        use crate::domain::TextEnum;
        WebhookEvent::ALL.iter().map(|(event, _)| *event).filter(|event| *event != WebhookEvent::TestCreated)
    }
}

/// Why a webhook is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WebhookPause {
    /// A person switched it off.
    Person,
    /// Nothing could be delivered for days.
    Failures,
    /// The database was restored from a backup.
    Restore,
    /// The secret file was replaced without the former one, so address and secret cannot be decrypted.
    Secret,
}

text_enum!(WebhookPause, "reason", {
    Person = "person", Failures = "failures", Restore = "restore", Secret = "secret",
});

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// It waits for its next attempt, or for an earlier event of the same object.
    Waiting,
    /// It arrived.
    Delivered,
    /// It did not arrive and is not tried again, unless a person asks for it.
    Undelivered,
}

text_enum!(DeliveryState, "state", {
    Waiting = "waiting", Delivered = "delivered", Undelivered = "undelivered",
});
