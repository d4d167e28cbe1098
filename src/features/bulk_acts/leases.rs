//! The lease of the thread that works on an act. It is checked and renewed as the first statement of each transaction, so a
//! thread that lost it, or whose act was stopped, writes nothing more.

use crate::clock;
use crate::db::schema::bulk_acts;
use crate::db::{BATCH, DbConnection};
use crate::domain::{BulkActId, PartnerId};
use crate::error::Result;
use crate::features::bulk_acts::model::{BulkRow, BulkState};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use uuid::Uuid;

/// Duration of a lease. If it is not renewed in time, another thread continues the act.
const LEASE_DURATION: TimeDelta = TimeDelta::seconds(30);

/// Delay after a failure, multiplied by the number of failures.
const RETRY_DELAY: TimeDelta = TimeDelta::seconds(10);

/// Number of failures in the same place after which an act is stopped.
pub const MAX_ATTEMPTS: i32 = 5;

/// How long a review waits for confirmation.
const REVIEW_RETENTION: TimeDelta = TimeDelta::days(1);

/// How long an act and its rows are stored.
const RETENTION: TimeDelta = TimeDelta::days(90);

/// A lease on an act. The random token proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The act.
    pub id: BulkActId,
    /// The partner.
    pub partner: PartnerId,
    token: String,
}

/// Leases the act that has waited longest and that no thread works on.
///
/// # Errors
/// The database failed.
pub fn claim(c: &mut DbConnection) -> Result<Option<Lease>> {
    let now = clock::now();
    let waiting = || {
        let due = bulk_acts::leased_until.lt(now).or(bulk_acts::leased_until.is_null());
        bulk_acts::table.filter(bulk_acts::state.eq_any(BulkState::AT_WORK).and(due))
    };
    let next = waiting().order(bulk_acts::created_at).select((bulk_acts::id, bulk_acts::partner_id));
    let Some((id, partner)) = next.first::<(BulkActId, PartnerId)>(c).optional()? else { return Ok(None) };
    let lease = Lease { id, partner, token: Uuid::new_v4().to_string() };
    let values =
        (bulk_acts::lease.eq(Some(&lease.token)), bulk_acts::leased_until.eq(Some(now + LEASE_DURATION)));
    let taken = diesel::update(waiting().filter(bulk_acts::id.eq(id))).set(values).execute(c)? == 1;
    Ok(taken.then_some(lease))
}

#[diesel::dsl::auto_type]
fn leased<'a>(id: BulkActId, partner: PartnerId, token: &'a str) -> _ {
    bulk_acts::table
        .filter(bulk_acts::id.eq(id).and(bulk_acts::partner_id.eq(partner)).and(bulk_acts::lease.eq(token)))
}

/// Renews the lease and returns the act. `None` if the lease is lost or no thread may work on the act any more, for example
/// because a user stopped it.
///
/// # Errors
/// The database failed.
pub fn renew(c: &mut DbConnection, partner: PartnerId, lease: &Lease) -> Result<Option<BulkRow>> {
    let row = leased(lease.id, partner, &lease.token).filter(bulk_acts::state.eq_any(BulkState::AT_WORK));
    let until = bulk_acts::leased_until.eq(Some(clock::now() + LEASE_DURATION));
    if diesel::update(row).set(until).execute(c)? == 0 {
        return Ok(None);
    }
    let row = bulk_acts::table.filter(bulk_acts::id.eq(lease.id));
    Ok(Some(row.select(BulkRow::as_select()).first(c)?))
}

/// Ends the lease with a new state. A state in which a thread works can be claimed immediately.
///
/// # Errors
/// The database failed.
pub fn finish(c: &mut DbConnection, partner: PartnerId, lease: &Lease, state: BulkState) -> Result<()> {
    let values = (
        bulk_acts::state.eq(state),
        bulk_acts::lease.eq(None::<String>),
        bulk_acts::leased_until.eq(None::<NaiveDateTime>),
        bulk_acts::attempts.eq(0),
    );
    diesel::update(leased(lease.id, partner, &lease.token)).set(values).execute(c)?;
    Ok(())
}

/// Marks that a batch succeeded after failures.
///
/// # Errors
/// The database failed.
pub fn reset_attempts(c: &mut DbConnection, partner: PartnerId, lease: &Lease) -> Result<()> {
    let failed = leased(lease.id, partner, &lease.token).filter(bulk_acts::attempts.gt(0));
    diesel::update(failed).set(bulk_acts::attempts.eq(0)).execute(c)?;
    Ok(())
}

/// Counts a failure and ends the lease after a delay; returns the number of failures in this place.
///
/// # Errors
/// The database failed.
pub fn record_failure(c: &mut DbConnection, partner: PartnerId, lease: &Lease) -> Result<i32> {
    let row = || leased(lease.id, partner, &lease.token);
    let attempts: Option<i32> = row().select(bulk_acts::attempts).first(c).optional()?;
    let Some(attempts) = attempts.map(|attempts| attempts + 1) else { return Ok(0) };
    let until = clock::now() + RETRY_DELAY * attempts;
    let values = (bulk_acts::attempts.eq(attempts), bulk_acts::leased_until.eq(Some(until)));
    diesel::update(row()).set(values).execute(c)?;
    Ok(attempts)
}

/// Deletes a batch of old acts with their rows: unconfirmed reviews after a day, the others after 90 days. Returns
/// how many rows and acts.
///
/// # Errors
/// The database failed.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    use crate::db::schema::bulk_rows;
    let now = clock::now();
    let unconfirmed = bulk_acts::state.eq(BulkState::Reviewed);
    let old = bulk_acts::table
        .filter(bulk_acts::created_at.lt(now - REVIEW_RETENTION))
        .filter(unconfirmed.or(bulk_acts::created_at.lt(now - RETENTION)))
        .filter(bulk_acts::state.ne_all(BulkState::AT_WORK));
    let next = old.order(bulk_acts::created_at).select(bulk_acts::id);
    let Some(id) = next.first::<BulkActId>(c).optional()? else { return Ok(0) };
    let rows = bulk_rows::table.filter(bulk_rows::act_id.eq(id));
    let positions: Vec<i32> = rows.select(bulk_rows::position).limit(BATCH).load(c)?;
    if positions.is_empty() {
        return Ok(diesel::delete(bulk_acts::table.find(id)).execute(c)?);
    }
    let rows = bulk_rows::table.filter(bulk_rows::act_id.eq(id));
    Ok(diesel::delete(rows.filter(bulk_rows::position.eq_any(positions))).execute(c)?)
}
