//! The tables of users and of their unfinished forms.

use crate::features::personal_data::table_rules::Match::*;
use crate::features::personal_data::table_rules::PersonalDataTable;
use crate::features::personal_data::table_rules::Replacement::*;
use crate::features::personal_data::table_rules::TextMatch::*;
use crate::features::personal_data::tables::list::{OF_PERSON, OWN, rule, rule_if};

/// The runs of reports of the partners that have a customer.
const FILES_OF_PARTNERS: &str =
    "partner_id IN (SELECT k.partner_id FROM customers k WHERE k.microsoft_id IN ({ids}))";

const PIECES: &str = "DELETE FROM report_pieces WHERE run_id = ?";

/// The tables in the order of the export.
pub const PLACES: &[PersonalDataTable] = &[
    PersonalDataTable {
        table: "users",
        name: "people",
        partner: OWN,
        key: &["id"],
        columns: &[
            "email",
            "email_key",
            "name",
            "admin_role",
            "agent_role",
            "active",
            "language",
            "time_zone",
            "theme",
            "created_at",
            "last_sign_in_at",
            "password_changed_at",
            "totp_confirmed_at",
            "deactivated_at",
        ],
        rules: &[rule(
            Person("id"),
            Set("email = '', email_key = 'erased:' || id, name = '', admin_role = NULL, agent_role = NULL, \
                 password_hash = '', must_change_password = FALSE, active = FALSE, deactivated_at = NULL, language = NULL, \
                 time_zone = NULL, theme = NULL, default_views = NULL, session_epoch = session_epoch + 1, totp_secret = NULL, \
                 totp_confirmed_at = NULL, totp_last_step = 0, password_changed_at = NULL, \
                 last_sign_in_at = NULL, version = version + 1"),
        )],
    },
    PersonalDataTable {
        table: "user_identities",
        name: "linked_accounts",
        partner: OF_PERSON,
        key: &["issuer", "subject"],
        columns: &["issuer", "subject", "linked_at"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    PersonalDataTable {
        table: "sessions",
        name: "sessions",
        partner: OWN,
        key: &["token_hash"],
        columns: &["created_at", "last_seen_at", "expires_at", "address", "user_agent"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    PersonalDataTable {
        table: "api_tokens",
        name: "api_tokens",
        partner: OWN,
        key: &["id"],
        columns: &["id", "name", "access", "created_at", "expires_at", "last_used_at"],
        rules: &[rule(Person("user_id"), Gone), rule(Mentioned(&[Text("name")]), Redacted(&[Text("name")]))],
    },
    PersonalDataTable {
        table: "api_requests",
        name: "api_requests",
        partner: OF_PERSON,
        key: &["user_id", "request_id"],
        columns: &["request_id", "made_id", "at"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    PersonalDataTable {
        table: "password_tokens",
        name: "password_links",
        partner: OF_PERSON,
        key: &["token_hash"],
        columns: &["purpose", "expires_at", "used_at"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    PersonalDataTable {
        table: "recovery_codes",
        name: "recovery_codes",
        partner: OF_PERSON,
        key: &["user_id", "code_hash"],
        columns: &["used_at"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    PersonalDataTable {
        table: "drafts",
        name: "drafts",
        partner: OWN,
        key: &["id"],
        columns: &["id", "kind", "content", "updated_at"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Mentioned(&[Json("content")]), Gone),
            rule(CustomerIn("content"), Gone),
        ],
    },
    PersonalDataTable {
        table: "saved_views",
        name: "views",
        partner: OWN,
        key: &["id"],
        columns: &["id", "list", "name", "parameters", "is_shared"],
        rules: &[
            // The shared ones belong to the partner.
            rule_if(Person("user_id"), "NOT is_shared", Gone),
            rule(Person("user_id"), Stays),
            rule(Mentioned(&[Text("name"), Json("parameters")]), Gone),
            rule(CustomerIn("parameters"), Gone),
        ],
    },
    PersonalDataTable {
        table: "reports",
        name: "reports",
        partner: OWN,
        key: &["id"],
        columns: &["id", "list", "name", "parameters", "schedule", "format", "pause_detail", "created_at"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Mentioned(&[Text("name"), Json("parameters"), Text("pause_detail")]), Gone),
            rule(CustomerIn("parameters"), Gone),
        ],
    },
    PersonalDataTable {
        table: "report_recipients",
        name: "report_recipients",
        partner: OWN,
        key: &["report_id", "user_id"],
        columns: &["report_id"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    PersonalDataTable {
        table: "report_runs",
        name: "report_files",
        partner: OWN,
        key: &["id"],
        columns: &["id", "period", "file_name", "finished_at"],
        rules: &[
            rule(Mentioned(&[Text("file_name")]), Redacted(&[Text("file_name")])),
            // Any file of the partner may contain the customer.
            rule_if(Customer(FILES_OF_PARTNERS), "file_until IS NOT NULL", Also(PIECES)),
            rule_if(Customer(FILES_OF_PARTNERS), "file_until IS NOT NULL", Set("file_until = NULL")),
        ],
    },
    PersonalDataTable {
        table: "kept_forms",
        name: "kept_forms",
        partner: OWN,
        key: &["id"],
        columns: &["id", "content", "created_at"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Mentioned(&[Json("content")]), Gone),
            rule(CustomerIn("content"), Gone),
        ],
    },
    PersonalDataTable {
        table: "imports",
        name: "imports",
        partner: OWN,
        key: &["id"],
        columns: &["id", "state", "content", "progress", "created_at", "updated_at"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Mentioned(&[Json("content"), Json("progress")]), Gone),
            rule(CustomerIn("content"), Gone),
        ],
    },
    PersonalDataTable {
        table: "connection_runs",
        name: "connection_runs",
        partner: OWN,
        key: &["id"],
        columns: &["id", "state", "content", "created_at", "ended_at"],
        rules: &[rule(Mentioned(&[Json("content")]), Gone), rule(CustomerIn("content"), Gone)],
    },
    PersonalDataTable {
        table: "bulk_acts",
        name: "bulk_acts",
        partner: OWN,
        key: &["id"],
        columns: &["id", "act", "state", "content", "request_id", "address", "created_at", "started_at"],
        rules: &[
            rule_if(Person("user_id"), "address <> ''", Set("address = ''")),
            rule(Person("user_id"), Stays),
            rule(Mentioned(&[Json("content")]), Redacted(&[Json("content")])),
        ],
    },
];
