//! The requests that a connection may send in an hour. They are counted in the database, so that all processes share them.

use crate::db::DbConnection;
use crate::db::schema::connections;
use crate::domain::{ConnectionId, PartnerId};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use std::time::Duration;

const HOUR: TimeDelta = TimeDelta::hours(1);

/// Counts a request. Returns how long to wait if the hour has none left.
///
/// # Errors
/// [`Error::NotFound`] if the connection was removed.
pub fn spend(
    id: ConnectionId,
    partner: PartnerId,
    now: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<Option<Duration>> {
    let own = connections::table.filter(connections::id.eq(id).and(connections::partner_id.eq(partner)));
    let columns = (connections::budget_from, connections::budget_used, connections::hourly_budget);
    let row: Option<(Option<NaiveDateTime>, i32, i32)> = own.select(columns).first(c).optional()?;
    let (from, used, most) = row.ok_or(Error::NotFound)?;
    // A beginning in the future was stored before the clock was set back.
    let current = from.filter(|from| *from <= now && now - *from < HOUR);
    let (from, used) = current.map_or((now, 0), |from| (from, used));
    if used >= most {
        return Ok(Some((from + HOUR - now).to_std().unwrap_or_default()));
    }
    let counted = (connections::budget_from.eq(Some(from)), connections::budget_used.eq(used + 1));
    diesel::update(own).set(counted).execute(c)?;
    Ok(None)
}
