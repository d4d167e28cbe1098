//! Moves a request into the past: the sample channel makes its requests as the portal does, only earlier.

use crate::activity::Tx;
use crate::db::schema::{customers, relationship_requests as requests, request_links, request_outcomes};
use crate::error::Result;
use crate::requests::model::{Outcome, Request, RequestId};
use crate::requests::queries::Row;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// When the steps of a request were made.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// Drafted.
    pub created: NaiveDateTime,
    /// Sent.
    pub sent: NaiveDateTime,
    /// Opened by the customer.
    pub opened: NaiveDateTime,
    /// Answered, expired or revoked.
    pub ended: NaiveDateTime,
}

/// Dates those steps that the request has made, its last day, and the customers that it added.
pub fn date(tx: &mut Tx<'_>, id: RequestId, steps: Steps, last_day: TimeDelta) -> Result<()> {
    let row: Row = requests::table.find(id.to_string()).first(tx.c)?;
    let request = Request::try_from(row)?;
    let sent = request.sent_at.map(|_| steps.sent);
    let opened = request.opened_at.map(|_| steps.opened);
    let decided = request.decided_at.map(|_| steps.ended);
    let ended = Some(steps.ended).filter(|_| !request.status.is_waiting());
    let values = (
        requests::created_at.eq(steps.created),
        requests::valid_until.eq((steps.created + last_day).date()),
        requests::sent_at.eq(sent),
        requests::opened_at.eq(opened),
        requests::decided_at.eq(decided),
        requests::changed_at.eq(ended.or(sent).unwrap_or(steps.created)),
    );
    diesel::update(requests::table.find(id.to_string())).set(values).execute(tx.c)?;
    let links = request_links::table.filter(request_links::request_id.eq(id.to_string()));
    diesel::update(links).set(request_links::created_at.eq(steps.created)).execute(tx.c)?;
    let added: Vec<(i32, String)> = request_outcomes::table
        .filter(request_outcomes::request_id.eq(id.to_string()))
        .filter(request_outcomes::outcome.eq(Outcome::Added.word()))
        .select((request_outcomes::partner_id, request_outcomes::microsoft_id))
        .load(tx.c)?;
    for (partner, customer) in added {
        let row = customers::table
            .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(customer)));
        diesel::update(row).set(customers::customer_since.eq(steps.ended)).execute(tx.c)?;
    }
    Ok(())
}
