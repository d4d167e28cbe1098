//! The words for roles, states and refusals, in the reader's language.

use super::model::{Role, Roles};
use super::staff::State;
use super::staff::ranks::Refusal;
use crate::i18n::Texts;

impl Role {
    /// One role.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Role::GlobalAdmin => texts.role_global_admin(),
            Role::BillingAdmin => texts.role_billing_admin(),
            Role::UserManagementAdmin => texts.role_user_management_admin(),
            Role::AdminAgent => texts.role_admin_agent(),
            Role::SalesAgent => texts.role_sales_agent(),
            Role::HelpdeskAgent => texts.role_helpdesk_agent(),
        }
    }
}

impl State {
    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            State::Active => texts.user_active(),
            State::NotYet => texts.user_not_yet(),
            State::Inactive => texts.user_inactive(),
        }
    }

    /// The word by which the stylesheet draws it.
    pub const fn shape(self) -> &'static str {
        match self {
            State::Active => "active",
            State::NotYet => "pending",
            State::Inactive => "inactive",
        }
    }
}

impl Refusal {
    /// Why, and what would help.
    pub fn text(self, texts: &Texts) -> String {
        match self {
            Refusal::Outranked => texts.refused_outranked(),
            Refusal::LastGlobalAdmin => texts.refused_last_global_admin(),
            Refusal::Yourself => texts.refused_yourself(),
            Refusal::Stale => texts.refused_stale(),
            Refusal::AddressTaken => texts.refused_address_taken(),
            Refusal::NothingToDo => texts.refused_nothing_to_do(),
        }
    }
}

/// The roles a person holds: `Global admin · Admin agent`, or that there is none.
pub fn held(texts: &Texts, roles: Roles) -> String {
    let words: Vec<_> = roles.held().map(|role| role.label(texts)).collect();
    if words.is_empty() { texts.no_role() } else { words.join(" · ") }
}

/// Several roles, one after the other: `Global admin, Admin agent`.
pub fn list(texts: &Texts, roles: &[Role]) -> String {
    roles.iter().map(|role| role.label(texts)).collect::<Vec<_>>().join(&texts.list_comma())
}
