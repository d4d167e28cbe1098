//! The content of an entry in the activity log. Operation names are those of the vendor's audit log, or
//! begin with `portal_` if it has none.
//! Rules: docs/reference/domain.md#operations-in-the-activity-log.

use crate::audit::Action;
use crate::audit::notices::NoticeRule;
use crate::db::column_types::text_column;
use crate::domain::text_enum::text_enum;
use crate::domain::{MicrosoftId, PartnerId, UserId};
use serde_json::{Value, json};

/// One action, to be written to one or more logs.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// The operation.
    pub action: Action,
    /// The kind of object: `customer`, `subscription`, `partner_user`, …
    pub resource: &'static str,
    /// The customer, and its name at that time.
    pub customer: Option<(MicrosoftId, String)>,
    /// Details as JSON, such as values before and after, or counts.
    pub details: Value,
    /// Other partners whose logs get the same entry.
    pub also_of: Vec<PartnerId>,
    /// Other partners whose logs get the entry with different details: only those that they may know.
    pub told: Vec<(PartnerId, Value)>,
    /// Other partners whose logs get the entry without the author and the address, because they must not
    /// know the author's partner.
    pub unnamed: Vec<PartnerId>,
    /// Whether users are notified of it.
    pub notice: NoticeRule,
}

impl Activity {
    /// Creates an entry that is not about one customer.
    pub fn new(action: Action, resource: &'static str, details: Value) -> Self {
        Activity {
            action,
            resource,
            customer: None,
            details,
            also_of: Vec::new(),
            told: Vec::new(),
            unnamed: Vec::new(),
            notice: NoticeRule::ByAction,
        }
    }

    /// Creates an entry about one customer.
    pub fn for_customer(action: Action, id: MicrosoftId, name: &str, details: Value) -> Self {
        Activity { customer: Some((id, name.to_owned())), ..Self::new(action, "customer", details) }
    }

    /// Creates an entry about changed customer data, with the values before and after.
    pub fn customer_updated(id: MicrosoftId, name: &str, before: Value, after: Value) -> Self {
        Self::for_customer(Action::UpdateCustomer, id, name, json!({ "before": before, "after": after }))
    }

    /// Also writes the entry to this partner's log.
    pub fn also_in_log_of(mut self, partner: PartnerId) -> Self {
        self.also_of.push(partner);
        self
    }
}

/// The kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A user of the partner.
    User,
    /// The operator of the portal, on the command line.
    Operator,
    /// The portal itself, for example when something expires or a deletion is due.
    System,
    /// The customer, when answering a request.
    Customer,
}

text_enum!(ActorKind, "actor", {
    User = "user", Operator = "operator", System = "system", Customer = "customer",
});

text_column!(ActorKind);

/// How the log names a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgramName {
    /// A program that acted as a user: the name of its API token.
    Token(String),
    /// An application, which acted as itself: its client id.
    Application(String),
    /// A connection, which acted as itself: its name.
    Connection(String),
}

/// The actor of an entry, and where the action came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The kind of actor.
    pub kind: ActorKind,
    /// The partner whose log gets the entry; `None` while the partner itself is being created.
    pub partner: Option<PartnerId>,
    /// The user; `None` for the operator and the system.
    pub user: Option<UserId>,
    /// The name in the log.
    pub name: String,
    /// The request id; empty on the command line.
    pub request_id: String,
    /// The program that acted, if it was not a person.
    pub program: Option<ProgramName>,
    /// The client's network address; empty on the command line.
    pub address: String,
}

impl Author {
    /// Returns the operator on the command line.
    pub fn operator(partner: impl Into<Option<PartnerId>>) -> Self {
        Self::without_user(ActorKind::Operator, partner.into(), "operator")
    }

    /// Returns the portal itself, for scheduled actions.
    pub fn system(partner: impl Into<Option<PartnerId>>) -> Self {
        Self::without_user(ActorKind::System, partner.into(), "system")
    }

    /// Returns a person of the customer, who is not signed in.
    pub fn customer(partner: PartnerId, name: &str) -> Self {
        Self::without_user(ActorKind::Customer, Some(partner), name)
    }

    /// Returns the details of an entry with the program that acted; `None` if none did.
    pub(super) fn details_with_program(&self, details: &Value) -> Option<Value> {
        let (key, name) = match self.program.as_ref()? {
            ProgramName::Token(name) => ("token", name),
            ProgramName::Application(client_id) => ("client_id", client_id),
            ProgramName::Connection(name) => ("connection", name),
        };
        let mut fields = details.as_object()?.clone();
        fields.insert(key.to_owned(), name.as_str().into());
        Some(Value::Object(fields))
    }

    fn without_user(kind: ActorKind, partner: Option<PartnerId>, name: &str) -> Self {
        let (name, nothing) = (name.to_owned(), String::new());
        Author {
            kind,
            partner,
            user: None,
            name,
            request_id: nothing.clone(),
            program: None,
            address: nothing,
        }
    }
}
