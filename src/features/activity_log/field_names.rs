//! The labels of the fields in an entry's details, in display order. A key without a label fails
//! `tests/portal/one_entry.rs`.

use crate::i18n::Texts;

macro_rules! names {
    ($($key:literal $text:ident;)+) => {
        /// All keys that have a label, in display order.
        pub const KEYS: &[&str] = &[$($key),+];

        /// Returns the label of a key.
        pub fn name(texts: &Texts, key: &str) -> Option<String> {
            match key { $($key => Some(texts.$text()),)+ _ => None }
        }
    };
}

names! {
    "list_name"       field_list_name;
    "company_name"    field_company_name;
    "name"            field_name;
    "domain"          field_domain;
    "primary_domain"  field_primary_domain;
    "microsoft_id"    field_microsoft_id;
    "customer"        field_customer;
    "relationship"    field_relationship;
    "first_name"      field_first_name;
    "last_name"       field_last_name;
    "person_name"     field_person_name;
    "email"           field_email;
    "operator"        field_operator;
    "backup_of"       field_backup_of;
    "phone"           field_phone;
    "country"         field_country;
    "address_line1"   field_address_line1;
    "address_line2"   field_address_line2;
    "city"            field_city;
    "state"           field_state;
    "postal_code"     field_postal_code;
    "registration_number" field_registration_number;
    "tax_id"          field_tax_id;
    "permission"      field_permission;
    "agreed_on"       field_agreed_on;
    "attested_by"     field_attested_by;
    "order"           field_order;
    "order_id"        field_order_id;
    "lines"           field_lines;
    "product"         product;
    "offer"           field_offer;
    "offer_id"        field_offer_id;
    "offer_name"      field_offer_name;
    "subscription"    field_subscription;
    "subscription_id" field_subscription_id;
    "subscriptions"   field_subscriptions;
    "nickname"        field_nickname;
    "quantity"        field_quantity;
    "status"          field_status;
    "billing_cycle"   field_billing_cycle;
    "auto_renew"      field_auto_renew;
    "renews_on"       field_renews_on;
    "cancels_on"      field_cancels_on;
    "deletes_on"      field_deletes_on;
    "renewal_offer"   field_renewal_offer;
    "renewal_cycle"   field_renewal_cycle;
    "renewal_quantity" field_renewal_quantity;
    "renewed_unchanged" field_renewed_unchanged;
    "parent"          field_parent;
    "parent_id"       field_parent_id;
    "support"         field_support;
    "seller"          field_seller;
    "reseller"        field_reseller;
    "provider"        field_provider;
    "partner"         field_partner;
    "mpn_id"          field_mpn_id;
    "type"            field_type;
    "cloud"           field_cloud;
    "reason"          field_reason;
    "note"            field_note;
    "referral"        field_referral;
    "pinned"          note_is_pinned;
    "author"          field_author;
    "job_title"       contact_role;
    "aliases"         aliases;
    "former_names"    former_names;
    "notes"           notes;
    "contacts"        contacts;
    "tags"            tags;
    "hue"             tag_hue;
    "list"            view_list;
    "filter"          view_filter;
    "shared"          view_is_shared;
    "views"           saved_views;
    "notices"         notifications;
    "token"           token;
    "token_scope"     token_scope;
    "report"          resource_report;
    "reports"         reports;
    "report_recipients" field_recipients;
    "report_files"    field_report_files;
    "api_tokens"      tokens;
    "api_requests"    field_api_requests;
    "schedule"        field_schedule;
    "time"            report_time;
    "format"          report_format;
    "only_if_rows"    field_only_if_rows;
    "recipients"      field_recipients;
    "paused"          field_paused;
    "report_attachments" organization_report_attachments;
    "need"            referral_need;
    "recipient"       field_recipient;
    "subject"         field_subject;
    "body"            field_body;
    "valid_until"     field_valid_until;
    "delegated_admin" field_delegated_admin;
    "language"        field_language;
    "time_zone"       field_time_zone;
    "theme"           appearance_theme;
    "roles"           field_roles;
    "user"            field_user;
    "active"          field_active;
    "temporary"       field_temporary;
    "method"          field_method;
    "sessions"        field_sessions;
    "file"            field_file;
    "sha256"          field_sha256;
    "rows"            field_rows;
    "added"           field_added;
    "changed"         field_changed;
    "unchanged"       field_unchanged;
    "kept_names"      field_kept_names;
    "search"          field_search;
    "selected"        field_selected;
    "before"          entry_before;
    "after"           entry_after;
    "from"            field_from;
    "to"              field_to;
    "action"          field_action;
    "detailed"        field_detailed;
    "azure_reservations" field_azure_reservations;
    "support_contact"  field_support_contact;
    "partner_on_record" field_partner_on_record;
    "confirmation"     field_confirmation;
    "count"            field_count;
    "subscription_name" field_subscription_name;
    "publisher"        field_publisher;
    "category"         field_category;
    "billing_type"     field_billing_type;
    "minimum_quantity" field_minimum_quantity;
    "maximum_quantity" field_maximum_quantity;
    "parent_offer_id"  field_parent_offer_id;
    "cancellable"      field_cancellable;
    "legal_name" organization_legal_name;
    "contact_name" organization_contact_name;
    "contact_email" field_contact_email;
    "contact_phone" field_contact_phone;
    "about" organization_about;
    "industries" organization_industries;
    "languages" organization_languages;
    "web_page" organization_web_page;
    "privacy_notice" organization_privacy_notice;
    "support_email" organization_support_email;
    "support_phone" organization_support_phone;
    "again" field_again;
    "because" field_because;
    "bill_to" field_bill_to;
    "ended" field_ended;
    "how" field_how;
    "issuer" field_issuer;
    "kind" field_kind;
    "people"           field_people;
    "linked_accounts"  field_linked_accounts;
    "password_links"   field_password_links;
    "recovery_codes"   recovery_codes;
    "drafts"           field_drafts;
    "kept_forms"       field_kept_forms;
    "imports"          field_imports;
    "bulk_acts"        bulk_acts;
    "bulk_rows"        field_bulk_rows;
    "letters"          field_letters;
    "requests"         field_requests;
    "customers"        customers;
    "customer_tags"    field_customer_tags;
    "agreements"       field_agreements;
    "permissions"      field_permissions;
    "orders"           orders;
    "referrals"        referrals;
    "organization"     field_organization;
    "names_in_log"     field_names_in_log;
    "log_entries"      field_log_entries;
    "log_addresses"    field_log_addresses;
    "until"            field_until;
    "bulk_act"         field_bulk_act;
    "failed"           field_failed;
    "stopped"          field_stopped;
    "left"             field_left;
    "undone"           field_undone;
    "kept"             field_kept;
    "retention_days"   field_retention_days;
    "link" field_link;
    "linked" field_linked;
    "unlinked" field_unlinked;
    "outcome" field_outcome;
    "own" field_own;
    "person" field_person;
    "reminder" field_reminder;
    "request" field_request;
    "revoked_requests" field_revoked_requests;
    "second_factor" field_second_factor;
    "step" field_step;
}

/// Returns the position of a key in the display order; a key without a label comes last.
pub fn rank(key: &str) -> usize {
    KEYS.iter().position(|known| *known == key).unwrap_or(KEYS.len())
}
