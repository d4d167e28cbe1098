//! The terms of an ending, by type of partner, and what stands in its way.

use crate::audit::{Action, Activity};
use crate::domain::{MicrosoftId, PartnerKind, Relationship, SubscriptionStatus};
use chrono::NaiveDateTime;
use serde_json::json;

/// What ending a relationship takes and does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Every subscription must be suspended or deleted before.
    pub needs_suspension: bool,
    /// Delegated administration ends with it.
    pub ends_delegated_admin: bool,
}

impl Terms {
    /// An indirect reseller has no condition to meet, and its delegated administration stays.
    pub const fn for_kind(kind: PartnerKind) -> Self {
        let sells = !matches!(kind, PartnerKind::IndirectReseller);
        Terms { needs_suspension: sells, ends_delegated_admin: sells }
    }
}

/// A subscription that users still sign in to, or soon will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockingSubscription {
    /// Its id.
    pub id: String,
    /// Product name.
    pub name: String,
    /// Licences.
    pub quantity: i32,
    /// Active or pending.
    pub status: SubscriptionStatus,
    /// An add-on's parent: a subscription id.
    pub parent: Option<String>,
}

/// What the person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Why; may be empty.
    pub reason: String,
    /// The words that were confirmed, as the person read them.
    pub confirmation: String,
    /// The language that they were read in.
    pub language: &'static str,
}

/// What ended with a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedRelationship {
    /// Its kind.
    pub relationship: Relationship,
    /// Whether delegated administration was granted.
    pub delegated_admin: bool,
    /// Whether it still is.
    pub stays_delegated: bool,
    /// Whether the customer was allowed to buy reservations.
    pub may_purchase: bool,
}

impl EndedRelationship {
    /// The entry, with the words that were confirmed.
    pub fn activity(&self, id: MicrosoftId, name: &str, said: &Confirmation) -> Activity {
        let details = json!({
            "before": {
                "relationship": self.relationship.as_str(),
                "delegated_admin": self.delegated_admin,
                "azure_reservations": if self.may_purchase { "on" } else { "off" },
            },
            "after": {
                "relationship": "none",
                "delegated_admin": self.stays_delegated,
                "azure_reservations": "off",
            },
            "reason": said.reason,
            "confirmation": said.confirmation,
            "language": said.language,
        });
        Activity::for_customer(Action::RemoveCustomerRelationship, id, name, details)
    }
}

/// A relationship that was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedCustomer {
    /// The customer.
    pub id: MicrosoftId,
    /// What the list called it.
    pub name: String,
    /// Its primary domain name.
    pub domain: String,
    /// When, UTC.
    pub at: NaiveDateTime,
    /// Who; empty if nobody noted it.
    pub by: String,
    /// Why; empty if nobody said.
    pub reason: String,
    /// Whether delegated administration is still granted.
    pub delegated_admin: bool,
}

/// Add-ons under their parents, parents by name.
pub fn in_order(mut subscriptions: Vec<BlockingSubscription>) -> Vec<BlockingSubscription> {
    let names: std::collections::HashMap<String, String> =
        subscriptions.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    subscriptions.sort_by_cached_key(|one| {
        let parent = one.parent.as_ref().filter(|parent| names.contains_key(*parent));
        let family = parent.unwrap_or(&one.id).clone();
        (names[&family].clone(), family, parent.is_some(), one.name.clone(), one.id.clone())
    });
    subscriptions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn add_ons_stand_under_their_parents() {
        let one = |id: &str, name: &str, parent: Option<&str>| BlockingSubscription {
            id: id.to_owned(),
            name: name.to_owned(),
            quantity: 1,
            status: SubscriptionStatus::Active,
            parent: parent.map(str::to_owned),
        };
        let sorted = in_order(vec![
            one("1", "Zoom add-on", Some("9")),
            one("2", "Audio", Some("3")),
            one("3", "E3", None),
            one("4", "E5", None),
        ]);
        let ids: Vec<_> = sorted.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["3", "2", "4", "1"], "a parent that is out of the way leaves its add-on by itself");
    }
}
