//! Lets requests expire after their last day of validity.

use crate::audit::{Action, Author, Tx};
use crate::clock;
use crate::db::DbConnection;
use crate::db::partners::local_time;
use crate::db::schema::{outbox, relationship_requests as requests};
use crate::domain::{PartnerId, RequestStatus};
use crate::error::Result;
use crate::features::relationship_requests::change::log_entry;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::i18n::time_zone::latest_day;
use crate::state::AppState;
use diesel::prelude::*;
use serde_json::json;

/// The maximum number of requests that expire per transaction; the next run handles the rest.
const BATCH: i64 = 500;

/// Returns the partners that may have due requests: it is a later day somewhere.
pub fn partners_with_due(c: &mut DbConnection) -> Result<Vec<PartnerId>> {
    let due = requests::table.filter(
        requests::status
            .eq_any(RequestStatus::WAITING)
            .and(requests::valid_until.lt(latest_day(clock::now()))),
    );
    Ok(due.select(requests::partner_id).distinct().load(c)?)
}

/// Lets due requests of this partner expire and deletes their unsent mail. Returns the expired requests, without those
/// beyond [`BATCH`].
pub fn expire(tx: &mut Tx<'_>, partner: PartnerId) -> Result<Vec<RelationshipRequest>> {
    let now = tx.at;
    let today = local_time(tx.c, partner, now)?.day();
    let due = requests::table
        .filter(requests::partner_id.eq(partner).and(requests::status.eq_any(RequestStatus::WAITING)))
        .filter(requests::valid_until.lt(today));
    let due = due.order(requests::id).limit(BATCH).select(RelationshipRequest::as_select());
    let mut expired = Vec::new();
    for request in due.load(tx.c)? {
        let as_seen =
            requests::table.filter(requests::id.eq(request.id).and(requests::version.eq(request.version)));
        let values = (
            requests::status.eq(RequestStatus::Expired),
            requests::changed_by.eq(""),
            requests::changed_at.eq(now),
            requests::version.eq(request.version + 1),
        );
        if diesel::update(as_seen).set(values).execute(tx.c)? == 1 {
            let unsent = outbox::table.filter(outbox::request_id.eq(request.id));
            diesel::delete(unsent.filter(outbox::sent_at.is_null())).execute(tx.c)?;
            expired.push(request);
        }
    }
    Ok(expired)
}

/// Lets due requests expire, in one transaction per partner; returns how many expired.
pub fn run(portal: &AppState) -> Result<usize> {
    let mut expired = 0;
    for partner in portal.db.read_now(partners_with_due)? {
        expired += portal.log.record_now(&Author::system(partner), |tx| {
            let requests = expire(tx, partner)?;
            let entries = requests.iter().map(|request| {
                log_entry(Action::ExpireRequest, request, json!({ "valid_until": request.valid_until }))
            });
            Ok((requests.len(), entries.collect()))
        })?;
    }
    Ok(expired)
}
