//! States of orders, requests, referrals and subscriptions.

use crate::domain::text_enum::text_enum;

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// A reseller asks; the provider has not answered.
    Requested,
    /// Its subscriptions were made.
    Placed,
    /// The provider said no, and why.
    Declined,
    /// The reseller took it back.
    Withdrawn,
}

text_enum!(OrderStatus, "status", {
    Requested = "requested", Placed = "placed", Declined = "declined", Withdrawn = "withdrawn",
});

/// How far a referral is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferralStatus {
    /// It waits for an answer.
    Received,
    /// Somebody works on it.
    Accepted,
    /// The customer decided for the partner.
    Won,
    /// The customer did not.
    Lost,
    /// The partner did not take it, and said why.
    Declined,
    /// Nobody answered in time.
    Expired,
}

text_enum!(ReferralStatus, "status", {
    Received = "received", Accepted = "accepted", Won = "won", Lost = "lost", Declined = "declined",
    Expired = "expired",
});

/// The state of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStatus {
    /// Drafted; its link works, since somebody may have sent it by their own mail.
    Draft,
    /// Sent.
    Sent,
    /// The customer accepted.
    Accepted,
    /// The customer declined.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// Taken back by staff.
    Revoked,
}

text_enum!(RequestStatus, "status", {
    Draft = "draft", Sent = "sent", Accepted = "accepted", Declined = "declined", Expired = "expired",
    Revoked = "revoked",
});

impl RequestStatus {
    /// Those that wait for the customer.
    pub const WAITING: [&'static str; 2] = [RequestStatus::Draft.as_str(), RequestStatus::Sent.as_str()];

    /// Whether the customer may still answer.
    pub const fn is_waiting(self) -> bool {
        matches!(self, RequestStatus::Draft | RequestStatus::Sent)
    }
}

/// What an acceptance made for one partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestOutcome {
    /// A new customer.
    Added,
    /// The ended one that the request was made from came back.
    Back,
    /// The partner knows this Microsoft ID or domain already; staff has to decide.
    Undecided,
    /// Staff decided: it is the one that is known.
    Same,
    /// Staff decided: it is another one, and was added.
    Another,
}

text_enum!(RequestOutcome, "outcome", {
    Added = "added", Back = "back", Undecided = "undecided", Same = "same", Another = "another",
});

/// The state of a subscription; the portal itself makes the first four, imports bring all six.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionStatus {
    /// In use.
    Active,
    /// Users have lost access; it will be deleted.
    Suspended,
    /// Being set up.
    Pending,
    /// Deleted.
    Deleted,
    /// Ended by time, in another portal.
    Expired,
    /// Switched off, in another portal.
    Disabled,
}

text_enum!(SubscriptionStatus, "status", {
    Active = "active", Suspended = "suspended", Pending = "pending",
    Deleted = "deleted", Expired = "expired", Disabled = "disabled",
});
