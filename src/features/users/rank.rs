//! Ranks of roles: only a Global admin may change a Global admin or grant that role, and the last one keeps it.
//! Rules: docs/reference/permissions.md.

use crate::domain::{AdminRole, Roles};
use crate::features::users::colleague::Colleague;
use crate::i18n::Texts;

/// Why a change of a user was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankError {
    /// The user, or the role to grant, ranks above the acting user.
    Outranked,
    /// The partner would have no Global admin.
    LastGlobalAdmin,
    /// Users do this in their own profile, or not at all.
    Yourself,
    /// Another user has this email address.
    AddressTaken,
    /// The user is already in that state.
    NothingToDo,
    /// The user operates the server, so only the command line changes the account.
    Operator,
}

/// Whether a user with the roles `actor` may change a user with the roles `other`, or grant those roles. Only a Global
/// admin may do so for a Global admin.
pub fn may_act_on(actor: Roles, other: Roles) -> bool {
    other.admin != Some(AdminRole::GlobalAdmin) || actor.admin == Some(AdminRole::GlobalAdmin)
}

/// Returns why a user with the roles `actor` may not change this user; `None` if they may.
pub fn refusal(actor: Roles, other: &Colleague) -> Option<RankError> {
    match () {
        () if other.is_operator => Some(RankError::Operator),
        () if !may_act_on(actor, other.roles) => Some(RankError::Outranked),
        () => None,
    }
}

impl RankError {
    /// Returns the message: the reason, and what would help.
    pub fn text(self, texts: &Texts) -> String {
        match self {
            RankError::Outranked => texts.refused_outranked(),
            RankError::LastGlobalAdmin => texts.refused_last_global_admin(),
            RankError::Yourself => texts.refused_yourself(),
            RankError::AddressTaken => texts.refused_address_taken(),
            RankError::NothingToDo => texts.refused_nothing_to_do(),
            RankError::Operator => texts.refused_operator(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_global_admin_can_change_a_global_admin() {
        let of = |admin| Roles { admin, agent: None };
        use crate::domain::AdminRole::{BillingAdmin as BA, GlobalAdmin as GA, UserManagementAdmin as UM};
        assert!(may_act_on(of(Some(GA)), of(Some(GA))) && may_act_on(of(Some(GA)), of(Some(UM))));
        assert!(!may_act_on(of(Some(UM)), of(Some(GA))));
        assert!(may_act_on(of(Some(UM)), of(Some(UM))) && may_act_on(of(Some(UM)), of(Some(BA))));
        assert!(may_act_on(of(Some(UM)), of(None)));
    }
}
