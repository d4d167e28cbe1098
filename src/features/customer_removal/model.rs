//! The conditions for ending a relationship, by type of partner, and the subscriptions that block it.

use crate::audit::{Action, Activity};
use crate::db::columns::TextOrEmpty;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, subscriptions};
use crate::domain::{MicrosoftId, PartnerKind, Relationship, SubscriptionId, SubscriptionStatus};
use chrono::NaiveDateTime;
use diesel::prelude::{NullableExpressionMethods, Queryable, Selectable};
use serde_json::json;

/// The conditions and consequences of ending a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// All subscriptions must be suspended or deleted first.
    pub needs_suspension: bool,
    /// Delegated administration ends too.
    pub ends_delegated_admin: bool,
}

impl Terms {
    /// Returns the terms for a type of partner. For an indirect reseller there are no conditions, and its delegated
    /// administration stays.
    pub const fn for_kind(kind: PartnerKind) -> Self {
        let sells = !matches!(kind, PartnerKind::IndirectReseller);
        Terms { needs_suspension: sells, ends_delegated_admin: sells }
    }
}

/// An active or pending subscription, which blocks ending the relationship.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct BlockingSubscription {
    /// The vendor's id of the subscription.
    #[diesel(column_name = subscription_id)]
    pub id: SubscriptionId,
    /// Product name.
    pub name: String,
    /// Number of licenses.
    pub quantity: i32,
    /// Active or pending.
    pub status: SubscriptionStatus,
    /// The subscription id of the parent, if this is an add-on.
    #[diesel(column_name = parent_id)]
    pub parent: Option<SubscriptionId>,
}

/// What the user confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The reason; may be empty.
    pub reason: String,
    /// The text that the user confirmed, as it was displayed.
    pub confirmation: String,
    /// The language tag of that text.
    pub language: &'static str,
}

/// A relationship before and after its end, for the log entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedRelationship {
    /// The kind of relationship.
    pub relationship: Relationship,
    /// Whether delegated administration was granted.
    pub delegated_admin: bool,
    /// Whether delegated administration is still granted.
    pub stays_delegated: bool,
    /// Whether the customer was allowed to buy reservations.
    pub may_purchase: bool,
}

impl EndedRelationship {
    /// Returns the log entry, with the text that the user confirmed.
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

/// A customer whose relationship was ended.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
pub struct RemovedCustomer {
    /// The customer.
    #[diesel(column_name = microsoft_id)]
    pub id: MicrosoftId,
    /// Its last name in the list.
    #[diesel(column_name = list_name)]
    pub name: String,
    /// Its primary domain name.
    pub domain: String,
    /// When the relationship was ended, UTC.
    #[diesel(select_expression = customers::ended_at.assume_not_null())]
    pub at: NaiveDateTime,
    /// Who ended it; empty if unknown.
    #[diesel(column_name = ended_by, deserialize_as = TextOrEmpty)]
    pub by: String,
    /// The reason; empty if none was given.
    #[diesel(column_name = end_reason, deserialize_as = TextOrEmpty)]
    pub reason: String,
    /// Whether delegated administration is still granted.
    pub delegated_admin: bool,
}

/// Sorts the subscriptions by name, with add-ons below their parents.
pub fn in_order(mut subscriptions: Vec<BlockingSubscription>) -> Vec<BlockingSubscription> {
    let names: std::collections::HashMap<SubscriptionId, String> =
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
    fn lists_add_ons_under_their_parents() {
        let one = |id: &str, name: &str, parent: Option<&str>| BlockingSubscription {
            id: SubscriptionId(id.to_owned()),
            name: name.to_owned(),
            quantity: 1,
            status: SubscriptionStatus::Active,
            parent: parent.map(|parent| SubscriptionId(parent.to_owned())),
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
