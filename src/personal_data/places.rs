//! Where personal data stands: each table, how a row of a person or of a customer is found in it, and what becomes of it
//! when they are erased. `tests/personal_data.rs` reads the schema of both databases and fails when a column of text is
//! neither here nor on [`NOT_PERSONAL`].

use super::place::{Becomes::*, Found::*, Place, Rule, Words::*};

/// The table has the partner itself.
const OWN: &str = "partner_id";
/// The partner of the row's person.
const OF_PERSON: &str = "(SELECT u.partner_id FROM users u WHERE u.id = user_id)";

const fn rule(found: super::place::Found, becomes: super::place::Becomes) -> Rule {
    Rule { found, only: "", becomes }
}

const fn rule_if(found: super::place::Found, only: &'static str, becomes: super::place::Becomes) -> Rule {
    Rule { found, only, becomes }
}

/// The requests that led to a customer, or were made from it.
const REQUESTS_OF_CUSTOMER: &str = "(microsoft_id = ? OR again_for = ? OR id IN \
     (SELECT o.request_id FROM request_outcomes o WHERE o.microsoft_id = ?))";
const LETTERS_OF_CUSTOMER: &str = "request_id IN (SELECT r.id FROM relationship_requests r WHERE r.microsoft_id = ? \
     OR r.again_for = ? OR r.id IN (SELECT o.request_id FROM request_outcomes o WHERE o.microsoft_id = ?))";
/// What was written before the customer's Microsoft ID was corrected.
const UNDER_ANY_ID: &str = "(microsoft_id = ? OR microsoft_id IN (SELECT f.former_id FROM former_microsoft_ids f WHERE f.microsoft_id = ?))";
const LINKS_OF_REQUEST: &str = "DELETE FROM request_links WHERE request_id = ?";
const UNSENT_OF_REQUEST: &str = "DELETE FROM outbox WHERE request_id = ? AND sent_at IS NULL";
const REVOKED: &str = "status = 'revoked', changed_by = '', changed_at = {now}, version = version + 1";
const WAITING: &str = "status IN ('draft', 'sent')";
const UNSENT: &str = "sent_at IS NULL";
const SENT: &str = "sent_at IS NOT NULL AND (recipient <> '' OR subject <> '')";
const EMPTY_LETTER: &str = "recipient = '', reply_to = '', subject = '', text = '', last_error = NULL";

/// All of them, in the order in which they are written out.
pub const PLACES: &[Place] = &[
    Place {
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
        ],
        rules: &[rule(
            Person("id"),
            Set("email = '', email_key = 'erased:' || id, name = '', admin_role = NULL, agent_role = NULL, \
                 password_hash = '', must_change_password = FALSE, active = FALSE, language = NULL, \
                 time_zone = NULL, theme = NULL, session_epoch = session_epoch + 1, totp_secret = NULL, \
                 totp_confirmed_at = NULL, totp_last_step = 0, password_changed_at = NULL, \
                 last_sign_in_at = NULL, version = version + 1"),
        )],
    },
    Place {
        table: "user_identities",
        name: "linked_accounts",
        partner: OF_PERSON,
        key: &["issuer", "subject"],
        columns: &["issuer", "subject", "linked_at"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    Place {
        table: "sessions",
        name: "sessions",
        partner: OWN,
        key: &["token_hash"],
        columns: &["created_at", "last_seen_at", "expires_at", "address", "user_agent"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    Place {
        table: "password_tokens",
        name: "password_links",
        partner: OF_PERSON,
        key: &["token_hash"],
        columns: &["purpose", "expires_at", "used_at"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    Place {
        table: "recovery_codes",
        name: "recovery_codes",
        partner: OF_PERSON,
        key: &["user_id", "code_hash"],
        columns: &["used_at"],
        rules: &[rule(Person("user_id"), Gone)],
    },
    Place {
        table: "drafts",
        name: "drafts",
        partner: OWN,
        key: &["id"],
        columns: &["id", "kind", "content", "updated_at"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Mentioned(&[Json("content")]), Gone),
            rule(Customer("lower(content) LIKE '%' || ? || '%'"), Gone),
        ],
    },
    Place {
        table: "kept_forms",
        name: "kept_forms",
        partner: OWN,
        key: &["id"],
        columns: &["id", "content", "created_at"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Mentioned(&[Json("content")]), Gone),
            rule(Customer("lower(content) LIKE '%' || ? || '%'"), Gone),
        ],
    },
    Place {
        table: "imports",
        name: "imports",
        partner: OWN,
        key: &["id"],
        columns: &["id", "state", "content", "progress", "created_at", "updated_at"],
        rules: &[
            rule(Person("user_id"), Gone),
            rule(Mentioned(&[Json("content"), Json("progress")]), Gone),
            rule(Customer("lower(content) LIKE '%' || ? || '%'"), Gone),
        ],
    },
    Place {
        table: "outbox",
        name: "letters",
        partner: OWN,
        key: &["id"],
        columns: &[
            "id",
            "kind",
            "recipient",
            "reply_to",
            "language",
            "subject",
            "text",
            "created_at",
            "sent_at",
            "last_error",
        ],
        rules: &[
            rule_if(Address("recipient"), UNSENT, Gone),
            rule_if(Address("recipient"), SENT, Set(EMPTY_LETTER)),
            rule(Address("reply_to"), Set("reply_to = ''")),
            rule(Address("reply_to"), Redacted(&[Text("subject"), Json("text")])),
            rule(
                Mentioned(&[Text("subject"), Json("text"), Text("last_error")]),
                Redacted(&[Text("subject"), Json("text"), Text("last_error")]),
            ),
            rule(Customer(LETTERS_OF_CUSTOMER), Stays),
            rule_if(Customer(LETTERS_OF_CUSTOMER), UNSENT, Gone),
            rule_if(Customer(LETTERS_OF_CUSTOMER), SENT, Set(EMPTY_LETTER)),
        ],
    },
    Place {
        table: "relationship_requests",
        name: "requests",
        partner: OWN,
        key: &["id"],
        columns: &[
            "id",
            "kind",
            "language",
            "recipient",
            "subject",
            "body",
            "status",
            "valid_until",
            "created_name",
            "created_email",
            "created_at",
            "changed_by",
            "changed_at",
            "sent_at",
            "opened_at",
            "decided_at",
            "decline_reason",
            "company_name",
            "domain",
            "person_name",
            "email",
            "microsoft_id",
            "again_for",
        ],
        rules: &[
            rule_if(Address("recipient"), WAITING, Set(REVOKED)),
            rule(Address("recipient"), Also(LINKS_OF_REQUEST)),
            rule(Address("recipient"), Also(UNSENT_OF_REQUEST)),
            rule(Address("recipient"), Set("recipient = '', subject = '', body = '', decline_reason = NULL")),
            rule(Address("email"), Set("person_name = NULL, email = NULL, decline_reason = NULL")),
            rule(Address("created_email"), Set("created_name = '', created_email = ''")),
            rule(Person("created_by"), Set("created_name = '', created_email = ''")),
            rule(Person("created_by"), Redacted(&[Text("subject"), Text("body")])),
            rule(Named("changed_by", &["partner_id"]), Set("changed_by = ''")),
            rule(
                Mentioned(&[Text("subject"), Text("body"), Text("decline_reason")]),
                Redacted(&[Text("subject"), Text("body"), Text("decline_reason")]),
            ),
            rule(Customer(REQUESTS_OF_CUSTOMER), Stays),
            rule_if(Customer(REQUESTS_OF_CUSTOMER), WAITING, Set(REVOKED)),
            rule_if(Customer(REQUESTS_OF_CUSTOMER), WAITING, Also(LINKS_OF_REQUEST)),
            rule_if(
                Customer(REQUESTS_OF_CUSTOMER),
                "(recipient <> '' OR subject <> '' OR body <> '' OR company_name IS NOT NULL OR domain IS NOT NULL \
                 OR person_name IS NOT NULL OR email IS NOT NULL OR decline_reason IS NOT NULL)",
                Set("recipient = '', subject = '', body = '', company_name = NULL, domain = NULL, \
                     person_name = NULL, email = NULL, decline_reason = NULL"),
            ),
        ],
    },
    Place {
        table: "request_outcomes",
        name: "request_outcomes",
        partner: OWN,
        key: &["request_id", "partner_id"],
        columns: &["request_id", "outcome", "microsoft_id"],
        rules: &[rule(Customer("microsoft_id = ?"), Stays)],
    },
    Place {
        table: "customers",
        name: "customers",
        partner: OWN,
        key: &["partner_id", "microsoft_id"],
        columns: &[
            "microsoft_id",
            "list_name",
            "company_name",
            "imported_name",
            "domain",
            "relationship",
            "delegated_admin",
            "origin",
            "customer_since",
            "ended_at",
            "ended_by",
            "end_reason",
        ],
        rules: &[
            rule(Named("ended_by", &["partner_id"]), Set("ended_by = ''")),
            rule(Mentioned(&[Text("end_reason")]), Redacted(&[Text("end_reason")])),
            rule(Customer("microsoft_id = ?"), Stays),
            rule_if(
                Customer("microsoft_id = ?"),
                "(list_name <> '' OR company_name <> '' OR domain <> '' OR imported_name IS NOT NULL \
                 OR end_reason <> '')",
                Set(
                    "list_name = '', company_name = '', domain = '', imported_name = NULL, end_reason = '', \
                     sort_key = {unnamed}, version = version + 1",
                ),
            ),
        ],
    },
    Place {
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
            rule(Customer("microsoft_id = ?"), Gone),
        ],
    },
    Place {
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
            rule(Customer("microsoft_id = ?"), Gone),
        ],
    },
    Place {
        table: "customer_permissions",
        name: "permissions",
        partner: OWN,
        key: &["partner_id", "microsoft_id", "permission"],
        columns: &["microsoft_id", "permission", "granted_by", "granted_at"],
        rules: &[
            rule(Named("granted_by", &["partner_id"]), Set("granted_by = ''")),
            rule(Customer("microsoft_id = ?"), Gone),
        ],
    },
    Place {
        table: "customer_resellers",
        name: "resellers",
        partner: OWN,
        key: &["partner_id", "reseller_id", "microsoft_id"],
        columns: &["reseller_id", "microsoft_id", "reason"],
        rules: &[rule(Customer("microsoft_id = ?"), Stays)],
    },
    Place {
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
            "order_id",
        ],
        rules: &[
            rule(Mentioned(&[Text("nickname")]), Redacted(&[Text("nickname")])),
            rule(Customer("microsoft_id = ?"), Stays),
            rule_if(Customer("microsoft_id = ?"), "nickname IS NOT NULL", Set("nickname = NULL")),
        ],
    },
    Place {
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
            rule(Customer("microsoft_id = ?"), Stays),
            rule_if(
                Customer("microsoft_id = ?"),
                "(note IS NOT NULL OR decline_reason IS NOT NULL)",
                Set("note = NULL, decline_reason = NULL"),
            ),
        ],
    },
    Place {
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
        rules: &[rule(Customer("order_id IN (SELECT o.id FROM orders o WHERE o.microsoft_id = ?)"), Stays)],
    },
    Place {
        table: "referrals",
        name: "referrals",
        partner: OWN,
        key: &["id"],
        columns: &[
            "id",
            "status",
            "company_name",
            "first_name",
            "last_name",
            "email",
            "phone",
            "need",
            "note",
            "reason",
            "created_name",
            "created_at",
            "answered_by",
            "answered_at",
            "closed_by",
            "closed_at",
        ],
        rules: &[
            rule(Address("email"), Redacted(&[Text("need"), Text("note"), Text("reason")])),
            rule(Address("email"), Set("first_name = '', last_name = '', email = '', phone = ''")),
            rule(Named("created_name", &["partner_id", "referrer_id"]), Set("created_name = ''")),
            rule(Named("answered_by", &["partner_id", "referrer_id"]), Set("answered_by = ''")),
            rule(Named("closed_by", &["partner_id", "referrer_id"]), Set("closed_by = ''")),
            rule(
                Mentioned(&[Text("need"), Text("note"), Text("reason")]),
                Redacted(&[Text("need"), Text("note"), Text("reason")]),
            ),
            rule_if(
                Customer(
                    "EXISTS (SELECT 1 FROM customers k WHERE k.microsoft_id = ? \
                     AND k.partner_id IN (referrals.partner_id, referrals.referrer_id) \
                     AND referrals.company_name IN (k.list_name, k.company_name, k.imported_name) \
                     AND referrals.company_name <> '')",
                ),
                "status NOT IN ('received', 'accepted')",
                Set(
                    "company_name = '', first_name = '', last_name = '', email = '', phone = '', need = '', \
                     note = '', reason = NULL",
                ),
            ),
        ],
    },
    Place {
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
    Place {
        table: "former_microsoft_ids",
        name: "former_ids",
        partner: OWN,
        key: &["partner_id", "former_id"],
        columns: &["former_id", "microsoft_id", "corrected_at"],
        rules: &[rule(Customer("microsoft_id = ?"), Stays)],
    },
    Place {
        table: "activity_names",
        name: "names_in_log",
        partner: OWN,
        key: &["partner_id", "seq"],
        columns: &["seq", "microsoft_id", "name"],
        rules: &[rule(Customer(UNDER_ANY_ID), Gone)],
    },
    Place {
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

/// Columns of text that hold nothing of a person's or a customer's, or are read elsewhere, and why.
pub const NOT_PERSONAL: &[(&str, &str, &str)] = &[
    ("activity_log", "kind", "a word of the portal"),
    ("activity_log", "action", "a word of the portal"),
    ("activity_log", "resource", "a word of the portal"),
    ("activity_log", "microsoft_id", "the number of a customer; read in activity_entries"),
    ("activity_log", "actor_kind", "a word of the portal"),
    ("activity_log", "request_id", "the number of a request to the server"),
    ("activity_values", "customer_name", "read in activity_entries, and erased by activity::erase"),
    ("activity_values", "actor_name", "read in activity_entries, and erased by activity::erase"),
    ("activity_values", "details", "read in activity_entries, and erased by activity::erase"),
    ("activity_values", "address", "read in activity_entries, and erased by activity::erase"),
    ("users", "password_hash", "a secret: never written out, and emptied with the row"),
    ("users", "totp_secret", "a secret: never written out, and emptied with the row"),
    ("sessions", "token_hash", "a secret: never written out, and deleted with the row"),
    ("password_tokens", "token_hash", "a secret: never written out, and deleted with the row"),
    ("recovery_codes", "code_hash", "a secret: never written out, and deleted with the row"),
    ("request_links", "token_hash", "a secret: deleted with what it opens"),
    ("request_links", "request_id", "the number of a request"),
    ("auth_throttle", "bucket", "a keyed hash; a person's own is deleted with them"),
    ("outbox", "request_id", "the number of a request"),
    ("outbox", "link", "a word of the portal"),
    ("relationship_requests", "sent_how", "a word of the portal"),
    ("imports", "lease", "a random number"),
    ("import_pieces", "import_id", "the number of an import"),
    ("import_pieces", "part", "a word of the portal; files themselves are gone after a day"),
    ("organizations", "legal_name", "the organisation's own"),
    ("organizations", "address_line1", "the organisation's own"),
    ("organizations", "address_line2", "the organisation's own"),
    ("organizations", "city", "the organisation's own"),
    ("organizations", "state", "the organisation's own"),
    ("organizations", "postal_code", "the organisation's own"),
    ("organizations", "tax_id", "the organisation's own"),
    ("organizations", "industries", "words of the portal"),
    ("organizations", "languages", "words of the portal"),
    ("organizations", "web_page", "the organisation's own"),
    ("organizations", "support_phone", "the organisation's own"),
    ("partners", "mpn_id", "the organisation's own"),
    ("partners", "kind", "a word of the portal"),
    ("partners", "cloud", "a word of the portal"),
    ("partners", "name", "the organisation's own"),
    ("partners", "primary_domain", "the organisation's own"),
    ("partners", "country", "the organisation's own"),
    ("offers", "offer_id", "the vendor's"),
    ("offers", "name", "the vendor's"),
    ("offers", "publisher", "the vendor's"),
    ("offers", "category", "the vendor's"),
    ("offers", "billing_type", "a word of the portal"),
    ("offers", "billing_cycle", "a word of the portal"),
    ("offers", "parent_offer_id", "the vendor's"),
    ("jobs", "name", "a word of the portal"),
    ("jobs", "lease", "a random number"),
    ("jobs", "last_error", "what failed, as the server's log says it; no values of rows"),
    ("settings", "key", "a word of the portal"),
    ("settings", "value", "what the portal remembers of itself"),
];
