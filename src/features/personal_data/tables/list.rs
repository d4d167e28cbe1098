//! The list of all tables with personal data: how the rows of a person or a customer are found, and how they are
//! erased. `tests/portal/personal_data.rs` reads the schema of both databases and fails if a text column is neither
//! here nor in [`NOT_PERSONAL`].

pub use crate::features::personal_data::tables::not_personal::NOT_PERSONAL;

use crate::features::personal_data::table_rules::{Match, PersonalDataTable, Replacement, Rule};
use crate::features::personal_data::tables::{accounts, correspondence, customers, log};

/// Returns all tables with personal data, in the order of the export.
pub fn tables() -> impl Iterator<Item = &'static PersonalDataTable> {
    [accounts::PLACES, correspondence::PLACES, customers::PLACES, log::PLACES].into_iter().flatten()
}

/// For tables with a partner column.
pub(super) const OWN: &str = "partner_id";

/// For tables with a user column: the user's partner.
pub(super) const OF_PERSON: &str = "(SELECT u.partner_id FROM users u WHERE u.id = user_id)";

pub(super) const fn rule(found: Match, becomes: Replacement) -> Rule {
    Rule { found, only: "", becomes }
}

pub(super) const fn rule_if(found: Match, only: &'static str, becomes: Replacement) -> Rule {
    Rule { found, only, becomes }
}
