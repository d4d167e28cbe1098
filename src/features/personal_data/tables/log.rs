//! The tables of the activity log.

use crate::features::personal_data::table_rules::Match::*;
use crate::features::personal_data::table_rules::PersonalDataTable;
use crate::features::personal_data::table_rules::Replacement::*;
use crate::features::personal_data::table_rules::TextMatch::*;
use crate::features::personal_data::tables::list::{OWN, rule};

/// Rows with the current or a former Microsoft ID.
const UNDER_ANY_ID: &str = "(microsoft_id IN ({ids}) OR microsoft_id IN (SELECT f.former_id FROM former_microsoft_ids f WHERE f.microsoft_id IN ({ids})))";

/// The tables in the order of the export.
pub const PLACES: &[PersonalDataTable] = &[
    PersonalDataTable {
        table: "activity_names",
        name: "names_in_log",
        partner: OWN,
        key: &["partner_id", "seq"],
        columns: &["seq", "microsoft_id", "name"],
        rules: &[rule(Customer(UNDER_ANY_ID), Gone)],
    },
    PersonalDataTable {
        table: "notices",
        name: "notices",
        partner: OWN,
        key: &["id"],
        columns: &["id", "at", "event", "object", "microsoft_id", "details"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Person("actor_id"), Set("actor_id = NULL")),
            rule(Mentioned(&[Json("details")]), Gone),
            rule(Customer(UNDER_ANY_ID), Gone),
            rule(Request("object IN ({ids})"), Gone),
            rule(Referral("object IN ({ids})"), Gone),
        ],
    },
    PersonalDataTable {
        table: "activity_entries",
        name: "log",
        partner: OWN,
        key: &["partner_id", "seq"],
        columns: &[
            "seq",
            "at",
            "kind",
            "action",
            "resource",
            "microsoft_id",
            "customer_name",
            "actor_kind",
            "actor_name",
            "details",
            "request_id",
            "address",
        ],
        rules: &[
            rule(Person("actor_id"), Stays),
            rule(Mentioned(&[Json("details")]), Stays),
            rule(Customer(UNDER_ANY_ID), Stays),
        ],
    },
];
