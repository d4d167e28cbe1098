//! The tables of mail, requests and referrals.

use crate::features::personal_data::table_rules::Match::*;
use crate::features::personal_data::table_rules::PersonalDataTable;
use crate::features::personal_data::table_rules::Replacement::*;
use crate::features::personal_data::table_rules::TextMatch::*;
use crate::features::personal_data::tables::list::{OWN, rule, rule_if};

/// The requests that led to a customer, or that invite it again.
const REQUESTS_OF_CUSTOMER: &str = "(microsoft_id IN ({ids}) OR again_for IN ({ids}) OR id IN \
     (SELECT o.request_id FROM request_outcomes o WHERE o.microsoft_id IN ({ids})))";

const MAIL_OF_CUSTOMER: &str = "request_id IN (SELECT r.id FROM relationship_requests r WHERE r.microsoft_id IN ({ids}) \
     OR r.again_for IN ({ids}) OR r.id IN (SELECT o.request_id FROM request_outcomes o WHERE o.microsoft_id IN ({ids})))";

const LINKS_OF_REQUEST: &str = "DELETE FROM request_links WHERE request_id = ?";

const UNSENT_OF_REQUEST: &str = "DELETE FROM outbox WHERE request_id = ? AND sent_at IS NULL";

const REVOKED: &str = "status = 'revoked', changed_by = '', changed_at = {now}, version = version + 1";

const WAITING: &str = "status IN ('draft', 'sent')";

const UNSENT: &str = "sent_at IS NULL";

const SENT: &str = "sent_at IS NOT NULL AND (recipient <> '' OR subject <> '')";

const EMPTY_MAIL: &str = "recipient = '', reply_to = '', subject = '', text = '', last_error = NULL";

/// Requests that ended without a relationship.
pub const REQUEST_ENDED: &str = "status IN ('declined', 'expired', 'revoked')";

/// Requests that still contain data of a customer. The index `relationship_requests_to_erase` must have the same
/// condition.
pub const REQUEST_HOLDS: &str = "(recipient <> '' OR subject <> '' OR body <> '' OR company_name IS NOT NULL OR domain IS NOT NULL \
     OR person_name IS NOT NULL OR email IS NOT NULL OR decline_reason IS NOT NULL)";

const EMPTY_REQUEST: &str = "recipient = '', subject = '', body = '', company_name = NULL, domain = NULL, \
     person_name = NULL, email = NULL, decline_reason = NULL";

/// Referrals that ended.
pub const REFERRAL_ENDED: &str = "status IN ('won', 'lost', 'declined', 'expired')";

const EMPTY_REFERRAL: &str = "company_name = '', first_name = '', last_name = '', email = '', phone = '', need = '', \
     note = '', reason = NULL";

/// The tables in the order of the export.
pub const PLACES: &[PersonalDataTable] = &[
    PersonalDataTable {
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
            rule_if(Address("recipient"), SENT, Set(EMPTY_MAIL)),
            rule(Address("reply_to"), Set("reply_to = ''")),
            rule(Address("reply_to"), Redacted(&[Text("subject"), Json("text")])),
            rule(
                Mentioned(&[Text("subject"), Json("text"), Text("last_error")]),
                Redacted(&[Text("subject"), Json("text"), Text("last_error")]),
            ),
            rule(Customer(MAIL_OF_CUSTOMER), Stays),
            rule_if(Customer(MAIL_OF_CUSTOMER), UNSENT, Gone),
            rule_if(Customer(MAIL_OF_CUSTOMER), SENT, Set(EMPTY_MAIL)),
            rule_if(Request("request_id IN ({ids})"), UNSENT, Gone),
            rule_if(Request("request_id IN ({ids})"), SENT, Set(EMPTY_MAIL)),
        ],
    },
    PersonalDataTable {
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
            rule_if(Customer(REQUESTS_OF_CUSTOMER), REQUEST_HOLDS, Set(EMPTY_REQUEST)),
            rule_if(Request("id IN ({ids})"), REQUEST_ENDED, Also(LINKS_OF_REQUEST)),
            rule_if(Request("id IN ({ids})"), REQUEST_ENDED, Set(EMPTY_REQUEST)),
        ],
    },
    PersonalDataTable {
        table: "request_outcomes",
        name: "request_outcomes",
        partner: OWN,
        key: &["request_id", "partner_id"],
        columns: &["request_id", "outcome", "microsoft_id"],
        rules: &[rule(Customer("microsoft_id IN ({ids})"), Stays)],
    },
    PersonalDataTable {
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
                    "EXISTS (SELECT 1 FROM customers k WHERE k.microsoft_id IN ({ids}) \
                     AND k.partner_id IN (referrals.partner_id, referrals.referrer_id) \
                     AND referrals.company_name IN (k.list_name, k.company_name, k.imported_name) \
                     AND referrals.company_name <> '')",
                ),
                REFERRAL_ENDED,
                Set(EMPTY_REFERRAL),
            ),
            rule_if(Referral("id IN ({ids})"), REFERRAL_ENDED, Set(EMPTY_REFERRAL)),
        ],
    },
];
