//! Ranks: nobody grants or touches what ranks above them, and the last Global admin stays.
//! Rules: docs/reference/permissions.md.

use crate::domain::{AdminRole, Roles};
use crate::i18n::Texts;

/// Why a change of a person is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankError {
    /// The person, or the role to be given, ranks above whoever asks.
    Outranked,
    /// Nobody would be left who may do everything.
    LastGlobalAdmin,
    /// People do this to themselves in their own profile, or not at all.
    Yourself,
    /// Somebody else has changed the person in between.
    Stale,
    /// The address is another person's.
    AddressTaken,
    /// There is nothing to do: the person is in that state already.
    NothingToDo,
}

/// Whether somebody with these roles may touch, or grant, those: only a Global admin a Global admin.
pub fn may_act_on(actor: Roles, other: Roles) -> bool {
    other.admin != Some(AdminRole::GlobalAdmin) || actor.admin == Some(AdminRole::GlobalAdmin)
}

impl RankError {
    /// Why, and what would help.
    pub fn text(self, texts: &Texts) -> String {
        match self {
            RankError::Outranked => texts.refused_outranked(),
            RankError::LastGlobalAdmin => texts.refused_last_global_admin(),
            RankError::Yourself => texts.refused_yourself(),
            RankError::Stale => texts.refused_stale(),
            RankError::AddressTaken => texts.refused_address_taken(),
            RankError::NothingToDo => texts.refused_nothing_to_do(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_global_admin_reaches_a_global_admin() {
        let of = |admin| Roles { admin, agent: None };
        use crate::domain::AdminRole::{BillingAdmin as BA, GlobalAdmin as GA, UserManagementAdmin as UM};
        assert!(may_act_on(of(Some(GA)), of(Some(GA))) && may_act_on(of(Some(GA)), of(Some(UM))));
        assert!(!may_act_on(of(Some(UM)), of(Some(GA))));
        assert!(may_act_on(of(Some(UM)), of(Some(UM))) && may_act_on(of(Some(UM)), of(Some(BA))));
        assert!(may_act_on(of(Some(UM)), of(None)));
    }
}
