//! What an entry says. Operation names are the vendor's audit log's where it has one,
//! `portal_…` where it has not.
//! Rules: docs/reference/domain.md#operations-in-the-activity-log.

use crate::audit::Action;
use crate::domain::text_enum::text_enum;
use crate::domain::{MicrosoftId, PartnerId, UserId};
use serde_json::{Value, json};

/// One thing that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// What.
    pub action: Action,
    /// On what: `customer`, `subscription`, `partner_user`, …
    pub resource: &'static str,
    /// For which customer, and what the list called it then.
    pub customer: Option<(MicrosoftId, String)>,
    /// Before, after, counts: JSON.
    pub details: Value,
    /// Partners besides the author's own whose log says so too.
    pub also_of: Vec<PartnerId>,
    /// Partners whose log says it with details of its own: only what they may know.
    pub told: Vec<(PartnerId, Value)>,
    /// Partners whose log says so too, but not who did it and where from: they do not know the author's partner.
    pub unnamed: Vec<PartnerId>,
}

impl Activity {
    /// An entry about no customer in particular.
    pub fn new(action: Action, resource: &'static str, details: Value) -> Self {
        Activity {
            action,
            resource,
            customer: None,
            details,
            also_of: Vec::new(),
            told: Vec::new(),
            unnamed: Vec::new(),
        }
    }

    /// An entry about one customer.
    pub fn for_customer(action: Action, id: MicrosoftId, name: &str, details: Value) -> Self {
        Activity { customer: Some((id, name.to_owned())), ..Self::new(action, "customer", details) }
    }

    /// What the list said before, and what it says now.
    pub fn customer_updated(id: MicrosoftId, name: &str, before: Value, after: Value) -> Self {
        Self::for_customer(Action::UpdateCustomer, id, name, json!({ "before": before, "after": after }))
    }

    /// Writes the entry to this partner's log too.
    pub fn also_in_log_of(mut self, partner: PartnerId) -> Self {
        self.also_of.push(partner);
        self
    }
}

/// What kind of actor did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A person of the partner's.
    User,
    /// The operator of the portal, at the command line.
    Operator,
    /// The portal itself: an expiry, a deletion that was due.
    System,
    /// The customer, who answered a request.
    Customer,
}

text_enum!(ActorKind, "actor", {
    User = "user", Operator = "operator", System = "system", Customer = "customer",
});

/// Who did it, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The partner whose log it is; none while the partner itself is only being made.
    pub partner: Option<PartnerId>,
    /// The person; none for the operator and the system.
    pub user: Option<UserId>,
    /// What the log calls them.
    pub name: String,
    /// The request's id; empty at the command line.
    pub request_id: String,
    /// The peer's address; empty at the command line.
    pub address: String,
}

impl Author {
    /// The operator at the command line.
    pub fn operator(partner: impl Into<Option<PartnerId>>) -> Self {
        Self::without_user(ActorKind::Operator, partner.into(), "operator")
    }

    /// The portal itself, on a day that had come.
    pub fn system(partner: impl Into<Option<PartnerId>>) -> Self {
        Self::without_user(ActorKind::System, partner.into(), "system")
    }

    /// The customer's own person, who is not signed in.
    pub fn customer(partner: PartnerId, name: &str) -> Self {
        Self::without_user(ActorKind::Customer, Some(partner), name)
    }

    fn without_user(kind: ActorKind, partner: Option<PartnerId>, name: &str) -> Self {
        let (name, nothing) = (name.to_owned(), String::new());
        Author { kind, partner, user: None, name, request_id: nothing.clone(), address: nothing }
    }
}
