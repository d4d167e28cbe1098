//! The lease of the process that works on a run. All of its writes fail after another process has taken the lease.

use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::{connection_runs, connections};
use crate::domain::ConnectionFault as FaultKind;
use crate::domain::{ConnectionId, ConnectionRunId, ConnectionRunState, PartnerId};
use crate::error::{Error, Result};
use crate::features::connections::fault::RunFault;
use crate::features::connections::runs::model::{PartCounts, RunContent, RunPart};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use uuid::Uuid;

/// Duration of a lease. It is renewed with each piece and each batch.
const LEASE_DURATION: TimeDelta = TimeDelta::minutes(3);

/// Number of processes that may end while they work on a run, until it fails.
const MAX_INTERRUPTIONS: i32 = 8;

/// The states in which a process works on a run.
const AT_WORK: [ConnectionRunState; 3] =
    [ConnectionRunState::Reading, ConnectionRunState::Comparing, ConnectionRunState::Writing];

/// A lease on a run. The random token proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLease {
    /// The run.
    pub id: ConnectionRunId,
    /// The connection.
    pub connection: ConnectionId,
    /// The partner into whose lists it reads.
    pub partner: PartnerId,
    token: String,
}

/// Leases a run that waits for a process, the longest waiting one first, or this one only. A run whose processes have ended too
/// often fails.
///
/// # Errors
/// The database failed.
pub fn claim(
    c: &mut DbConnection,
    only: Option<ConnectionRunId>,
    now: NaiveDateTime,
) -> Result<Option<RunLease>> {
    let is_free = || connection_runs::leased_until.is_null().or(connection_runs::leased_until.lt(now));
    let is_due = || connection_runs::next_at.is_null().or(connection_runs::next_at.le(now));
    let active = connections::table.filter(connections::pause_reason.is_null()).select(connections::id);
    let mut waiting = connection_runs::table
        .filter(connection_runs::state.eq_any(AT_WORK).and(is_free()).and(is_due()))
        .filter(connection_runs::connection_id.eq_any(active))
        .order(connection_runs::id)
        .select((
            connection_runs::id,
            connection_runs::connection_id,
            connection_runs::partner_id,
            connection_runs::leased_until,
        ))
        .into_boxed();
    if let Some(only) = only {
        waiting = waiting.filter(connection_runs::id.eq(only));
    }
    type Found = (ConnectionRunId, ConnectionId, PartnerId, Option<NaiveDateTime>);
    let Some((id, connection, partner, leased)) = waiting.first::<Found>(c).optional()? else {
        return Ok(None);
    };
    let lease = RunLease { id, connection, partner, token: Uuid::new_v4().to_string() };
    let same = connection_runs::table.filter(connection_runs::id.eq(id).and(is_free()));
    // A lease that expired belonged to a process that ended.
    let interrupted = i32::from(leased.is_some());
    let values = (
        connection_runs::lease.eq(Some(lease.token.clone())),
        connection_runs::leased_until.eq(Some(now.max(clock::now()) + LEASE_DURATION)),
        connection_runs::failures.eq(connection_runs::failures + interrupted),
    );
    if diesel::update(same).set(values).execute(c)? == 0 {
        return Ok(None);
    }
    let failures: i32 = connection_runs::table.find(id).select(connection_runs::failures).first(c)?;
    if failures > MAX_INTERRUPTIONS {
        let fault = RunFault::new(FaultKind::Interrupted, "", "");
        end(&lease, ConnectionRunState::Failed, Some(&fault), c)?;
        return Ok(None);
    }
    Ok(Some(lease))
}

#[diesel::dsl::auto_type]
fn held<'a>(id: ConnectionRunId, token: &'a str) -> _ {
    connection_runs::table.filter(connection_runs::id.eq(id).and(connection_runs::lease.eq(token)))
}

/// Checks the number of updated rows: not exactly one means that the lease is lost.
fn ensure_held(hits: usize) -> Result<()> {
    if hits == 1 {
        Ok(())
    } else {
        Err(Error::internal("another process has taken over the run, or it was discarded"))
    }
}

/// Renews the lease.
pub(in crate::features::connections) fn renew(lease: &RunLease, c: &mut DbConnection) -> Result<()> {
    let until = connection_runs::leased_until.eq(Some(clock::now() + LEASE_DURATION));
    ensure_held(diesel::update(held(lease.id, &lease.token)).set(until).execute(c)?)
}

/// Stores how far the run is, renews the lease, and forgets earlier failures.
pub(in crate::features::connections) fn store(
    lease: &RunLease,
    content: &RunContent,
    c: &mut DbConnection,
) -> Result<()> {
    let values = (
        connection_runs::content.eq(serde_json::to_string(content).map_err(Error::internal)?),
        connection_runs::failures.eq(0),
        connection_runs::fault.eq(None::<String>),
        connection_runs::leased_until.eq(Some(clock::now() + LEASE_DURATION)),
    );
    ensure_held(diesel::update(held(lease.id, &lease.token)).set(values).execute(c)?)
}

/// Stores how far the run is, and its next state.
pub(in crate::features::connections) fn advance(
    lease: &RunLease,
    state: ConnectionRunState,
    content: &RunContent,
    c: &mut DbConnection,
) -> Result<()> {
    store(lease, content, c)?;
    let row = held(lease.id, &lease.token);
    ensure_held(diesel::update(row).set(connection_runs::state.eq(state)).execute(c)?)
}

/// Stores the rows that were written so far, in the transaction that writes them, renews the lease, and forgets earlier failures.
pub(in crate::features::connections) fn count(
    lease: &RunLease,
    written: &[(RunPart, PartCounts)],
    c: &mut DbConnection,
) -> Result<()> {
    let values = (
        connection_runs::written.eq(serde_json::to_string(written).map_err(Error::internal)?),
        connection_runs::failures.eq(0),
        connection_runs::leased_until.eq(Some(clock::now() + LEASE_DURATION)),
    );
    ensure_held(diesel::update(held(lease.id, &lease.token)).set(values).execute(c)?)
}

/// Returns the rows that earlier attempts have written.
pub(in crate::features::connections) fn written(
    lease: &RunLease,
    partner: PartnerId,
    c: &mut DbConnection,
) -> Result<Vec<(RunPart, PartCounts)>> {
    let row = held(lease.id, &lease.token).filter(connection_runs::partner_id.eq(partner));
    let json: String = row.select(connection_runs::written).first(c).optional()?.ok_or(Error::NotFound)?;
    if json.is_empty() {
        return Ok(Vec::new());
    }
    crate::db::stored::stored_json(&json, "connection_runs.written", lease.id)
}

/// Ends the lease; the run goes on at `next_at`. Counts a failure unless the server has only asked to wait. Returns the number
/// of failures in a row.
pub(in crate::features::connections) fn wait(
    lease: &RunLease,
    next_at: NaiveDateTime,
    fault: &RunFault,
    c: &mut DbConnection,
) -> Result<i32> {
    let is_failure = !matches!(fault.kind, FaultKind::Busy | FaultKind::Budget);
    let values = (
        connection_runs::next_at.eq(Some(next_at)),
        connection_runs::fault.eq(Some(serde_json::to_string(fault).map_err(Error::internal)?)),
        connection_runs::failures.eq(connection_runs::failures + i32::from(is_failure)),
    );
    ensure_held(diesel::update(held(lease.id, &lease.token)).set(values).execute(c)?)?;
    let failures = held(lease.id, &lease.token).select(connection_runs::failures).first(c)?;
    release(lease, c)?;
    Ok(failures)
}

/// Ends the lease.
pub(in crate::features::connections) fn release(lease: &RunLease, c: &mut DbConnection) -> Result<()> {
    let none =
        (connection_runs::lease.eq(None::<String>), connection_runs::leased_until.eq(None::<NaiveDateTime>));
    ensure_held(diesel::update(held(lease.id, &lease.token)).set(none).execute(c)?)
}

/// Ends the run.
pub(in crate::features::connections) fn end(
    lease: &RunLease,
    state: ConnectionRunState,
    fault: Option<&RunFault>,
    c: &mut DbConnection,
) -> Result<()> {
    let fault = fault.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    let values = (
        connection_runs::state.eq(state),
        connection_runs::fault.eq(fault),
        connection_runs::ended_at.eq(Some(clock::now())),
        connection_runs::lease.eq(None::<String>),
        connection_runs::leased_until.eq(None::<NaiveDateTime>),
    );
    ensure_held(diesel::update(held(lease.id, &lease.token)).set(values).execute(c)?)
}
