//! A row of `relationship_requests`, and its conversion to [`RelationshipRequest`].

use crate::db::stored::{stored, stored_option};
use crate::error::{Error, Result};
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::i18n::Locale;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// The columns in table order.
#[derive(Queryable)]
#[allow(missing_docs)] // the columns of the table
pub struct Row {
    id: String,
    partner_id: i32,
    provider_id: Option<i32>,
    kind: String,
    language: String,
    delegated_admin: bool,
    recipient: String,
    subject: String,
    body: String,
    status: String,
    link_seq: i32,
    valid_until: NaiveDate,
    created_by: i32,
    created_name: String,
    created_email: String,
    created_at: NaiveDateTime,
    changed_by: String,
    changed_at: NaiveDateTime,
    sent_at: Option<NaiveDateTime>,
    sent_how: Option<String>,
    opened_at: Option<NaiveDateTime>,
    reminded_at: Option<NaiveDateTime>,
    decided_at: Option<NaiveDateTime>,
    decline_reason: Option<String>,
    company_name: Option<String>,
    domain: Option<String>,
    person_name: Option<String>,
    email: Option<String>,
    microsoft_id: Option<String>,
    again_for: Option<String>,
    version: i32,
}

impl TryFrom<Row> for RelationshipRequest {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(RelationshipRequest {
            id: stored(&row.id, "relationship_requests.id", &row.id)?,
            partner: row.partner_id,
            provider: row.provider_id,
            kind: stored(&row.kind, "relationship_requests.kind", &row.id)?,
            language: Locale::from_tag(&row.language).unwrap_or_default(),
            delegated_admin: row.delegated_admin,
            recipient: row.recipient,
            subject: row.subject,
            body: row.body,
            status: stored(&row.status, "relationship_requests.status", &row.id)?,
            link_seq: row.link_seq,
            valid_until: row.valid_until,
            created_by: row.created_by,
            created_name: row.created_name,
            created_email: row.created_email,
            created_at: row.created_at,
            changed_by: row.changed_by,
            changed_at: row.changed_at,
            sent_at: row.sent_at,
            sent_how: stored_option(row.sent_how, "relationship_requests.sent_how", &row.id)?,
            opened_at: row.opened_at,
            reminded_at: row.reminded_at,
            decided_at: row.decided_at,
            decline_reason: row.decline_reason,
            company_name: row.company_name,
            domain: row.domain,
            person_name: row.person_name,
            email: row.email,
            microsoft_id: stored_option(row.microsoft_id, "relationship_requests.microsoft_id", &row.id)?,
            again_for: stored_option(row.again_for, "relationship_requests.again_for", &row.id)?,
            version: row.version,
        })
    }
}
