//! The lease of the process that works on a run. It is renewed as the first statement of each transaction, so a process that
//! lost it writes nothing more.

use crate::audit::Tx;
use crate::db::schema::report_runs;
use crate::db::{BATCH, DbConnection, report_files};
use crate::domain::{PartnerId, ReportId, ReportRunId};
use crate::error::{Error, Result};
use crate::features::reports::model::RUN_RETENTION;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use uuid::Uuid;

/// Duration of a lease. A file of a million rows takes less than a minute; a run that is tried again replaces what the first
/// attempt stored.
const LEASE_DURATION: TimeDelta = TimeDelta::minutes(15);

/// Delay after a failure, multiplied by the number of failures.
const RETRY_DELAY: TimeDelta = TimeDelta::minutes(2);

/// Number of failures after which the report is paused.
pub const MAX_ATTEMPTS: i32 = 5;

/// A lease on a run. The random token proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLease {
    /// The run.
    pub run: ReportRunId,
    /// The report.
    pub report: ReportId,
    /// The partner.
    pub partner: PartnerId,
    token: String,
}

/// Leases the run that has waited longest and that no process works on.
///
/// # Errors
/// The database failed.
pub fn claim(c: &mut DbConnection, now: NaiveDateTime) -> Result<Option<RunLease>> {
    let waiting = || {
        let free = report_runs::leased_until.lt(now).or(report_runs::leased_until.is_null());
        report_runs::table.filter(report_runs::finished_at.is_null().and(free))
    };
    let columns = (report_runs::id, report_runs::report_id, report_runs::partner_id);
    let next = waiting().order(report_runs::due_at).select(columns);
    let Some((run, report, partner)) = next.first::<(ReportRunId, ReportId, PartnerId)>(c).optional()? else {
        return Ok(None);
    };
    let lease = RunLease { run, report, partner, token: Uuid::new_v4().to_string() };
    let values =
        (report_runs::lease.eq(Some(&lease.token)), report_runs::leased_until.eq(Some(now + LEASE_DURATION)));
    let taken = diesel::update(waiting().filter(report_runs::id.eq(run))).set(values).execute(c)? == 1;
    Ok(taken.then_some(lease))
}

#[diesel::dsl::auto_type]
fn leased<'a>(run: ReportRunId, partner: PartnerId, token: &'a str) -> _ {
    report_runs::table
        .filter(report_runs::id.eq(run).and(report_runs::partner_id.eq(partner)))
        .filter(report_runs::lease.eq(token).and(report_runs::finished_at.is_null()))
}

/// Renews the lease; `false` if it is lost, or the run is over.
///
/// # Errors
/// The database failed.
pub fn renew(c: &mut DbConnection, partner: PartnerId, lease: &RunLease, now: NaiveDateTime) -> Result<bool> {
    let until = report_runs::leased_until.eq(Some(now + LEASE_DURATION));
    Ok(diesel::update(leased(lease.run, partner, &lease.token)).set(until).execute(c)? == 1)
}

/// Fails if the lease is lost.
///
/// # Errors
/// [`Error::Stale`] if it is.
pub fn ensure_held(
    c: &mut DbConnection,
    partner: PartnerId,
    lease: &RunLease,
    now: NaiveDateTime,
) -> Result<()> {
    if renew(c, partner, lease, now)? { Ok(()) } else { Err(Error::Stale) }
}

/// Counts a failure and ends the lease after a delay; returns the number of failures.
///
/// # Errors
/// The database failed.
pub fn record_failure(
    c: &mut DbConnection,
    partner: PartnerId,
    lease: &RunLease,
    now: NaiveDateTime,
) -> Result<i32> {
    let row = || leased(lease.run, partner, &lease.token);
    let attempts: Option<i32> = row().select(report_runs::attempts).first(c).optional()?;
    let Some(attempts) = attempts.map(|attempts| attempts + 1) else { return Ok(0) };
    let values = (
        report_runs::attempts.eq(attempts),
        report_runs::leased_until.eq(Some(now + RETRY_DELAY * attempts)),
    );
    diesel::update(row()).set(values).execute(c)?;
    Ok(attempts)
}

/// Ends the lease of a run that is over.
pub fn release(tx: &mut Tx<'_>, lease: &RunLease) -> Result<()> {
    let free = (report_runs::lease.eq(None::<String>), report_runs::leased_until.eq(None::<NaiveDateTime>));
    diesel::update(report_runs::table.find(lease.run)).set(free).execute(tx.c)?;
    Ok(())
}

/// Deletes a batch of expired files and old runs; returns how many.
///
/// # Errors
/// The database failed.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let now = crate::clock::now();
    let expired = report_runs::table.filter(report_runs::file_until.lt(now)).select(report_runs::id);
    if let Some(run) = expired.first::<ReportRunId>(c).optional()? {
        report_files::delete(c, run)?;
        let none = report_runs::file_until.eq(None::<NaiveDateTime>);
        return Ok(diesel::update(report_runs::table.find(run)).set(none).execute(c)?);
    }
    let old = report_runs::table.filter(report_runs::finished_at.lt(now - RUN_RETENTION));
    let old: Vec<ReportRunId> = old.select(report_runs::id).limit(BATCH).load(c)?;
    Ok(diesel::delete(report_runs::table.filter(report_runs::id.eq_any(old))).execute(c)?)
}
