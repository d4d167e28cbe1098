//! The words for the roles, in the reader's language.

use super::model::{Role, Roles};
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

/// The roles a person holds: `Global admin · Admin agent`, or that there is none.
pub fn held(texts: &Texts, roles: Roles) -> String {
    let words: Vec<_> = roles.held().map(|role| role.label(texts)).collect();
    if words.is_empty() { texts.no_role() } else { words.join(" · ") }
}

/// Several roles, one after the other: `Global admin, Admin agent`.
pub fn list(texts: &Texts, roles: &[Role]) -> String {
    roles.iter().map(|role| role.label(texts)).collect::<Vec<_>>().join(&texts.list_comma())
}
