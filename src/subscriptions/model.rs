//! Subscriptions as far as lists and the expanded row show them (domain.md 1.6).

use crate::db::words::words;

/// The state of a subscription; the portal itself makes the first four, imports bring all six.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionStatus {
    /// In use.
    Active,
    /// Users have lost access; it will be deleted.
    Suspended,
    /// Being set up.
    Pending,
    /// Gone for good.
    Deleted,
    /// Ended by time, in another portal.
    Expired,
    /// Switched off, in another portal.
    Disabled,
}
words!(SubscriptionStatus, "status", {
    Active = "active", Suspended = "suspended", Pending = "pending",
    Deleted = "deleted", Expired = "expired", Disabled = "disabled",
});

/// A subscription as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct SubscriptionRow {
    /// The vendor's id of the subscription, as the import gave it.
    pub subscription_id: String,
    /// Product name.
    pub name: String,
    /// Licences bought.
    pub quantity: i32,
    /// Its state.
    #[diesel(deserialize_as = String)]
    pub status: SubscriptionStatus,
}
