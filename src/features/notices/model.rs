//! A notice as it is stored, and with what its sentence needs.

use crate::audit::entry::Entry;
use crate::db::connection::MultiBackend;
use crate::db::schema::notices;
use crate::domain::{MicrosoftId, NoticeEvent};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Map, Value};

/// A stored notice.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = notices, check_for_backend(MultiBackend))]
pub struct NoticeRow {
    /// Row id; later notices of a partner have higher ids.
    pub id: i32,
    /// When it happened, UTC.
    pub at: NaiveDateTime,
    /// What happened.
    pub event: NoticeEvent,
    /// The entry of the partner's log that says what happened.
    pub seq: Option<i64>,
    /// The id of the object.
    pub object: Option<String>,
    /// The customer.
    pub microsoft_id: Option<MicrosoftId>,
    /// JSON, if there is no entry.
    pub details: String,
}

impl NoticeRow {
    /// Returns the details; empty if they are malformed.
    pub fn parsed_details(&self) -> Map<String, Value> {
        serde_json::from_str(&self.details).unwrap_or_default()
    }
}

/// A notice with the entry and the names that its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The stored notice.
    pub row: NoticeRow,
    /// The entry of the log.
    pub entry: Option<Entry>,
    /// The name of the customer in the partner's list.
    pub customer: Option<String>,
    /// Whether the user has read it.
    pub is_read: bool,
}
