//! The tables of customers and their data, and of organizations.

use crate::features::personal_data::table_rules::Match::*;
use crate::features::personal_data::table_rules::PersonalDataTable;
use crate::features::personal_data::table_rules::Replacement::*;
use crate::features::personal_data::table_rules::TextMatch::*;
use crate::features::personal_data::tables::list::{OWN, rule, rule_if};

/// The tables in the order of the export.
pub const PLACES: &[PersonalDataTable] = &[
    PersonalDataTable {
        table: "customers",
        name: "customers",
        partner: OWN,
        key: &["partner_id", "microsoft_id"],
        columns: &[
            "microsoft_id",
            "list_name",
            "company_name",
            "imported_name",
            "other_names",
            "domain",
            "relationship",
            "delegated_admin",
            "origin",
            "customer_since",
            "ended_at",
            "ended_by",
            "end_reason",
            "country",
        ],
        rules: &[
            rule(Named("ended_by", &["partner_id"]), Set("ended_by = ''")),
            rule(Mentioned(&[Text("end_reason")]), Redacted(&[Text("end_reason")])),
            rule(Customer("microsoft_id IN ({ids})"), Stays),
            rule_if(
                Customer("microsoft_id IN ({ids})"),
                "(list_name <> '' OR company_name <> '' OR domain <> '' OR imported_name IS NOT NULL \
                 OR other_names IS NOT NULL OR end_reason <> '' OR country <> '')",
                Set(
                    "list_name = '', company_name = '', domain = '', imported_name = NULL, other_names = NULL, \
                     end_reason = '', country = '', \
                     sort_key = {unnamed}, version = version + 1",
                ),
            ),
        ],
    },
    PersonalDataTable {
        table: "bulk_rows",
        name: "bulk_rows",
        partner: OWN,
        key: &["act_id", "position"],
        columns: &["act_id", "microsoft_id", "item", "outcome", "reason", "details"],
        rules: &[
            rule(Mentioned(&[Json("details")]), Redacted(&[Json("details")])),
            rule(Customer("microsoft_id IN ({ids})"), Gone),
        ],
    },
    PersonalDataTable {
        table: "bill_to",
        name: "bill_to",
        partner: OWN,
        key: &["partner_id", "microsoft_id"],
        columns: &[
            "microsoft_id",
            "first_name",
            "last_name",
            "email",
            "phone",
            "country",
            "address_line1",
            "address_line2",
            "city",
            "state",
            "postal_code",
            "registration_number",
        ],
        rules: &[
            rule(Address("email"), Set("first_name = '', last_name = '', email = '', phone = ''")),
            rule(Customer("microsoft_id IN ({ids})"), Gone),
        ],
    },
    PersonalDataTable {
        table: "agreements",
        name: "agreements",
        partner: OWN,
        key: &["partner_id", "microsoft_id"],
        columns: &[
            "microsoft_id",
            "first_name",
            "last_name",
            "email",
            "phone",
            "agreed_on",
            "attested_by",
            "attested_at",
        ],
        rules: &[
            rule(Address("email"), Set("first_name = '', last_name = '', email = '', phone = ''")),
            rule(Named("attested_by", &["partner_id"]), Set("attested_by = ''")),
            rule(Customer("microsoft_id IN ({ids})"), Gone),
        ],
    },
    PersonalDataTable {
        table: "customer_permissions",
        name: "permissions",
        partner: OWN,
        key: &["partner_id", "microsoft_id", "permission"],
        columns: &["microsoft_id", "permission", "granted_by", "granted_at"],
        rules: &[
            rule(Named("granted_by", &["partner_id"]), Set("granted_by = ''")),
            rule(Customer("microsoft_id IN ({ids})"), Gone),
        ],
    },
    PersonalDataTable {
        table: "customer_resellers",
        name: "resellers",
        partner: OWN,
        key: &["partner_id", "reseller_id", "microsoft_id"],
        columns: &["reseller_id", "microsoft_id", "reason"],
        rules: &[rule(Customer("microsoft_id IN ({ids})"), Stays)],
    },
    PersonalDataTable {
        table: "customer_tags",
        name: "customer_tags",
        partner: OWN,
        key: &["partner_id", "microsoft_id", "tag_id"],
        columns: &["microsoft_id", "tag_id"],
        rules: &[rule(Customer("microsoft_id IN ({ids})"), Gone)],
    },
    PersonalDataTable {
        table: "tags",
        name: "tags",
        partner: OWN,
        key: &["id"],
        columns: &["id", "name", "hue"],
        rules: &[
            rule(Mentioned(&[Text("name")]), Also("DELETE FROM customer_tags WHERE tag_id = ?")),
            rule(Mentioned(&[Text("name")]), Gone),
            rule(
                Customer(
                    "EXISTS (SELECT 1 FROM customer_tags t WHERE t.partner_id = tags.partner_id \
                     AND t.tag_id = tags.id AND t.microsoft_id IN ({ids}))",
                ),
                Stays,
            ),
        ],
    },
    PersonalDataTable {
        table: "notes",
        name: "notes",
        partner: OWN,
        key: &["id"],
        columns: &["id", "microsoft_id", "body", "is_pinned", "created_name", "created_at", "changed_at"],
        rules: &[
            rule(Person("created_by"), Set("created_name = ''")),
            rule(Mentioned(&[Text("body")]), Redacted(&[Text("body")])),
            rule(Customer("microsoft_id IN ({ids})"), Gone),
        ],
    },
    PersonalDataTable {
        table: "customer_contacts",
        name: "contacts",
        partner: OWN,
        key: &["id"],
        columns: &["id", "microsoft_id", "name", "email", "phone", "job_title"],
        rules: &[rule(Address("email"), Gone), rule(Customer("microsoft_id IN ({ids})"), Gone)],
    },
    PersonalDataTable {
        table: "subscriptions",
        name: "subscriptions",
        partner: OWN,
        key: &["partner_id", "microsoft_id", "subscription_id"],
        columns: &[
            "microsoft_id",
            "subscription_id",
            "name",
            "nickname",
            "quantity",
            "status",
            "created_at",
            "offer_id",
            "parent_id",
            "billing_cycle",
            "suspended_with",
            "renewal_quantity",
            "renewal_offer_id",
            "renewal_cycle",
            "order_id",
        ],
        rules: &[
            rule(Mentioned(&[Text("nickname")]), Redacted(&[Text("nickname")])),
            rule(Customer("microsoft_id IN ({ids})"), Stays),
            rule_if(Customer("microsoft_id IN ({ids})"), "nickname IS NOT NULL", Set("nickname = NULL")),
        ],
    },
    PersonalDataTable {
        table: "orders",
        name: "orders",
        partner: OWN,
        key: &["id"],
        columns: &[
            "id",
            "microsoft_id",
            "status",
            "made_by",
            "made_at",
            "decided_by",
            "decided_at",
            "decline_reason",
            "note",
        ],
        rules: &[
            rule(Named("made_by", &["partner_id", "reseller_id"]), Set("made_by = ''")),
            rule(Named("decided_by", &["partner_id", "reseller_id"]), Set("decided_by = ''")),
            rule(
                Mentioned(&[Text("note"), Text("decline_reason")]),
                Redacted(&[Text("note"), Text("decline_reason")]),
            ),
            rule(Customer("microsoft_id IN ({ids})"), Stays),
            rule_if(
                Customer("microsoft_id IN ({ids})"),
                "(note IS NOT NULL OR decline_reason IS NOT NULL)",
                Set("note = NULL, decline_reason = NULL"),
            ),
        ],
    },
    PersonalDataTable {
        table: "order_lines",
        name: "order_lines",
        partner: "(SELECT o.partner_id FROM orders o WHERE o.id = order_id)",
        key: &["order_id", "line"],
        columns: &[
            "order_id",
            "line",
            "offer_id",
            "offer_name",
            "billing_cycle",
            "quantity",
            "parent_id",
            "subscription_id",
        ],
        rules: &[rule(
            Customer("order_id IN (SELECT o.id FROM orders o WHERE o.microsoft_id IN ({ids}))"),
            Stays,
        )],
    },
    PersonalDataTable {
        table: "organizations",
        name: "organization",
        partner: OWN,
        key: &["partner_id"],
        columns: &["contact_name", "contact_email", "contact_phone", "support_email", "about"],
        rules: &[
            rule(Address("contact_email"), Set("contact_name = '', contact_email = '', contact_phone = ''")),
            rule(Address("support_email"), Set("support_email = ''")),
            rule(Mentioned(&[Text("about")]), Redacted(&[Text("about")])),
        ],
    },
    PersonalDataTable {
        table: "former_microsoft_ids",
        name: "former_ids",
        partner: OWN,
        key: &["partner_id", "former_id"],
        columns: &["former_id", "microsoft_id", "corrected_at"],
        rules: &[rule(Customer("microsoft_id IN ({ids})"), Stays)],
    },
];
