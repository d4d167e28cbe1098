//! Where personal data is stored: each table, how a row of a person or of a customer is found in it, and what happens to
//! the row when they are erased. `tests/portal/personal_data.rs` reads the schema of both databases and fails when a column of
//! text is neither here nor in [`NOT_PERSONAL`].

pub use crate::features::personal_data::tables::not_personal::NOT_PERSONAL;

use crate::features::personal_data::table_rules::{Match, PersonalDataTable, Replacement, Rule};
use crate::features::personal_data::tables::{accounts, correspondence, customers, log};

/// All tables with personal data, in the order in which they are exported.
pub fn tables() -> impl Iterator<Item = &'static PersonalDataTable> {
    [accounts::PLACES, correspondence::PLACES, customers::PLACES, log::PLACES].into_iter().flatten()
}

/// The table names the partner itself.
pub(super) const OWN: &str = "partner_id";

/// The partner of the row's person.
pub(super) const OF_PERSON: &str = "(SELECT u.partner_id FROM users u WHERE u.id = user_id)";

pub(super) const fn rule(found: Match, becomes: Replacement) -> Rule {
    Rule { found, only: "", becomes }
}

pub(super) const fn rule_if(found: Match, only: &'static str, becomes: Replacement) -> Rule {
    Rule { found, only, becomes }
}
