//! What an entry says. Operation names are the vendor's audit log's where it has one (domain.md 1.12),
//! `portal_…` where it has not.

use crate::customers::model::MicrosoftId;
use crate::db::words::words;
use crate::partners::model::PartnerId;
use crate::users::model::UserId;
use serde_json::{Value, json};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// A customer appeared in the list.
    AddCustomer,
    /// What the list says of a customer changed.
    UpdateCustomer,
    /// What a partner knows of a subscription changed.
    UpdateSubscription,
    /// A batch of an imported file.
    Import,
    /// A partnership between provider and reseller was made.
    CreatePartnerRelationship,
    /// The organisation was set up.
    SetUpPartner,
    /// A person was added.
    CreatePartnerUser,
    /// A password was changed or reset.
    ChangePassword,
    /// Signed in.
    SignIn,
    /// Tried to sign in, in vain.
    RefusedSignIn,
    /// Signed out.
    SignOut,
    /// Took a list away as a file.
    Export,
}
words!(Action, "action", {
    AddCustomer = "add_customer",
    UpdateCustomer = "portal_update_customer",
    UpdateSubscription = "update_subscription",
    Import = "portal_import",
    CreatePartnerRelationship = "create_partner_relationship",
    SetUpPartner = "portal_set_up_partner",
    CreatePartnerUser = "create_partner_user",
    ChangePassword = "portal_change_password",
    SignIn = "portal_sign_in",
    RefusedSignIn = "portal_refused_sign_in",
    SignOut = "portal_sign_out",
    Export = "portal_export",
});

impl Action {
    /// `change` for what everybody sees, `access` for sign-ins and exports.
    pub const fn kind(self) -> &'static str {
        match self {
            Action::SignIn | Action::RefusedSignIn | Action::SignOut | Action::Export => "access",
            _ => "change",
        }
    }
}

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
}

impl Activity {
    /// An entry about no customer in particular.
    pub fn of(action: Action, resource: &'static str, details: Value) -> Self {
        Activity { action, resource, customer: None, details, also_of: Vec::new() }
    }

    /// An entry about one customer.
    pub fn of_customer(action: Action, id: MicrosoftId, name: &str, details: Value) -> Self {
        Activity { customer: Some((id, name.to_owned())), ..Self::of(action, "customer", details) }
    }

    /// What the list said before, and what it says now.
    pub fn customer_updated(id: MicrosoftId, name: &str, before: Value, after: Value) -> Self {
        Self::of_customer(Action::UpdateCustomer, id, name, json!({ "before": before, "after": after }))
    }

    /// Stands in this partner's log too.
    pub fn also_of(mut self, partner: PartnerId) -> Self {
        self.also_of.push(partner);
        self
    }
}

/// Who did it, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
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
        Author {
            partner: partner.into(),
            user: None,
            name: "operator".to_owned(),
            request_id: String::new(),
            address: String::new(),
        }
    }

    /// `user` or `operator`.
    pub fn kind(&self) -> &'static str {
        if self.user.is_some() { "user" } else { "operator" }
    }
}
