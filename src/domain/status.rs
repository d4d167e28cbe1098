//! States of orders, referrals, relationship requests and subscriptions.

use crate::domain::text_enum::text_enum;

/// The state of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// A reseller requested it; the provider has not decided yet.
    Requested,
    /// Its subscriptions were created.
    Placed,
    /// The provider declined it and gave a reason.
    Declined,
    /// The reseller withdrew it.
    Withdrawn,
}

text_enum!(OrderStatus, "status", {
    Requested = "requested", Placed = "placed", Declined = "declined", Withdrawn = "withdrawn",
});

/// The state of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferralStatus {
    /// Not answered yet.
    Received,
    /// The partner accepted it and works on it.
    Accepted,
    /// The customer chose the partner.
    Won,
    /// The customer did not choose the partner.
    Lost,
    /// The partner declined it and gave a reason.
    Declined,
    /// Nobody answered in time.
    Expired,
}

text_enum!(ReferralStatus, "status", {
    Received = "received", Accepted = "accepted", Won = "won", Lost = "lost", Declined = "declined",
    Expired = "expired",
});

/// The state of a relationship request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStatus {
    /// A draft. Its link already works, because staff may have sent it with their own mail program.
    Draft,
    /// Sent.
    Sent,
    /// The customer accepted.
    Accepted,
    /// The customer declined.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// Staff revoked it.
    Revoked,
}

text_enum!(RequestStatus, "status", {
    Draft = "draft", Sent = "sent", Accepted = "accepted", Declined = "declined", Expired = "expired",
    Revoked = "revoked",
});

impl RequestStatus {
    /// The states in which the customer has not answered yet.
    pub const WAITING: [RequestStatus; 2] = [RequestStatus::Draft, RequestStatus::Sent];

    /// All states.
    pub const EVERY: [RequestStatus; 6] = [
        RequestStatus::Draft,
        RequestStatus::Sent,
        RequestStatus::Accepted,
        RequestStatus::Declined,
        RequestStatus::Expired,
        RequestStatus::Revoked,
    ];

    /// Whether the customer may still answer.
    pub const fn is_waiting(self) -> bool {
        matches!(self, RequestStatus::Draft | RequestStatus::Sent)
    }
}

/// What the acceptance of a request did for one partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestOutcome {
    /// It added a new customer.
    Added,
    /// It restored the ended relationship that the request was made from.
    Back,
    /// The partner already has this Microsoft ID or domain; staff have to decide.
    Undecided,
    /// Staff decided that it is the customer that the partner already has.
    Same,
    /// Staff decided that it is another customer, which was added.
    Another,
}

text_enum!(RequestOutcome, "outcome", {
    Added = "added", Back = "back", Undecided = "undecided", Same = "same", Another = "another",
});

/// The state of a subscription. The portal itself sets the first four; imports may set all six.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionStatus {
    /// In use.
    Active,
    /// Users have lost access; the subscription will be deleted later.
    Suspended,
    /// Being set up.
    Pending,
    /// Deleted.
    Deleted,
    /// Expired, in another portal.
    Expired,
    /// Disabled, in another portal.
    Disabled,
}

text_enum!(SubscriptionStatus, "status", {
    Active = "active", Suspended = "suspended", Pending = "pending",
    Deleted = "deleted", Expired = "expired", Disabled = "disabled",
});
