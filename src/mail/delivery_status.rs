//! The delivery status of messages, as the pages of relationship requests show it. [`super::outbox`] delivers them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::outbox;
use crate::domain::RelationshipRequestId;
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// The delivery status of a message, for the page of its request.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outbox, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct DeliveryStatus {
    pub recipient: String,
    pub subject: String,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub last_error: Option<String>,
    /// Whether delivery was given up; with `sent_at`, whether the message came back.
    pub held: bool,
}

/// Returns those of the requests that have a message that was not delivered or came back, and whether it is held. The caller must
/// have found the requests in its scope.
pub fn undelivered<P>(
    _: &Scope<P>,
    requests: &[RelationshipRequestId],
    c: &mut DbConnection,
) -> Result<HashMap<RelationshipRequestId, bool>> {
    let queued = outbox::table
        .filter(outbox::request_id.eq_any(requests).and(outbox::sent_at.is_null().or(outbox::held.eq(true))));
    let rows: Vec<(Option<RelationshipRequestId>, bool)> =
        queued.select((outbox::request_id, outbox::held)).load(c)?;
    let mut found = HashMap::new();
    for (id, held) in rows {
        let Some(id) = id else { continue };
        *found.entry(id).or_default() |= held;
    }
    Ok(found)
}

/// Returns the newest 20 messages of a request, the newest first. The caller must have found the request in its scope.
pub fn deliveries_of_request<P>(
    _: &Scope<P>,
    request: RelationshipRequestId,
    c: &mut DbConnection,
) -> Result<Vec<DeliveryStatus>> {
    let rows = outbox::table.filter(outbox::request_id.eq(request));
    let rows = rows.order(outbox::created_at.desc()).limit(20);
    Ok(rows.select(DeliveryStatus::as_select()).load(c)?)
}
