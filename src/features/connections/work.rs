//! The work on a run, on a blocking thread: reading, comparing, writing. How far it is and what it has read are in the database,
//! so any process can continue what another one left unfinished.

use crate::clock;
use crate::db::partners;
use crate::domain::{
    ConnectionFault, ConnectionKind, ConnectionRunCause, ConnectionRunId, ConnectionRunState, Partner,
};
use crate::error::{Error, Result};
use crate::features::connections::fault::RunFault;
use crate::features::connections::importing;
use crate::features::connections::missing;
use crate::features::connections::model::Connection;
use crate::features::connections::reading::{portal, vendor};
use crate::features::connections::runs::leases::RunLease;
use crate::features::connections::runs::model::{ConnectionRun, ReadStep, RunContent};
use crate::features::connections::runs::{leases, outcomes, queries};
use crate::features::connections::server::access::{Server, Stop};
use crate::features::connections::server::answers::ServerPartner;
use crate::outbound::exchange::AnswerLimits;
use crate::state::AppState;
use chrono::{NaiveDateTime, TimeDelta};
use std::time::Duration;

/// Number of failed attempts in a row until a run fails. Each has tried several times.
const MAX_FAILURES: i32 = 4;

/// What the holder of a lease works with.
pub struct RunWork<'a> {
    /// The portal.
    pub portal: &'a AppState,
    /// The lease.
    pub lease: &'a RunLease,
    /// The partner into whose lists it reads.
    pub partner: Partner,
    /// The connection.
    pub connection: Connection,
    /// The run as it was when the work began.
    pub run: ConnectionRun,
    /// How far the run is.
    pub content: RunContent,
}

/// Works on all runs that wait for a process at this time; returns how many.
///
/// # Errors
/// The database failed.
pub fn run_waiting(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let mut done = 0;
    while let Some(lease) = portal.db.write_now(|c| leases::claim(c, None, now))? {
        run(portal, &lease)?;
        done += 1;
    }
    Ok(done)
}

/// Works on one run until it has to wait or is over; returns it as it then is.
///
/// # Errors
/// The database failed.
pub fn run_one(portal: &AppState, id: ConnectionRunId, now: NaiveDateTime) -> Result<Option<ConnectionRun>> {
    let Some(lease) = portal.db.write_now(|c| leases::claim(c, Some(id), now))? else { return Ok(None) };
    run(portal, &lease)?;
    portal.db.read_now(|c| queries::load(lease.id, lease.partner, c)).map(Some)
}

/// Works on a run; returns its new state.
///
/// # Errors
/// The database is unavailable, or the lease was lost; then another process continues.
pub fn run(portal: &AppState, lease: &RunLease) -> Result<ConnectionRunState> {
    let (run, connection, partner) = portal.db.read_now(|c| {
        let run = queries::load(lease.id, lease.partner, c)?;
        let connection = queries::connection_of(&run, c)?;
        Ok((run, connection, partners::by_id(c, lease.partner)?))
    })?;
    let (mut state, content) = (run.state, run.content()?);
    let mut work = RunWork { portal, lease, partner, connection, run, content };
    while state.is_at_work() {
        let step = match state {
            ConnectionRunState::Reading => read(&mut work),
            ConnectionRunState::Comparing => compare(&mut work),
            _ => write(&mut work),
        };
        match step.and_then(|next| Ok(outcomes::advance(&work, next)?)) {
            Ok(next) => state = next,
            Err(stop) => return settle(&work, state, stop),
        }
    }
    Ok(state)
}

/// Stores why the work stops.
fn settle(work: &RunWork<'_>, state: ConnectionRunState, stop: Stop) -> Result<ConnectionRunState> {
    match stop {
        Stop::Fail(fault) => {
            outcomes::fail(work, &fault)?;
            Ok(ConnectionRunState::Failed)
        }
        Stop::Wait(time, fault) => {
            let next_at = clock::now() + TimeDelta::from_std(time).unwrap_or(TimeDelta::hours(1));
            let run = work.portal.db.read_now(|c| queries::load(work.lease.id, work.lease.partner, c))?;
            if run.failures + 1 >= MAX_FAILURES && is_failure(&fault) {
                outcomes::fail(work, &fault)?;
                return Ok(ConnectionRunState::Failed);
            }
            tracing::info!(run = %work.lease.id, fault = fault.line(), "a run of a connection waits");
            work.portal.db.write_now(|c| leases::wait(work.lease, next_at, &fault, c))?;
            Ok(state)
        }
        Stop::Error(error) if error.is_busy() => {
            let fault = RunFault::new(ConnectionFault::Busy, "", "");
            let at = clock::now() + TimeDelta::seconds(20);
            work.portal.db.write_now(|c| leases::wait(work.lease, at, &fault, c))?;
            Ok(state)
        }
        Stop::Error(Error::BadInput { message, .. }) => {
            outcomes::fail(work, &RunFault::new(ConnectionFault::Malformed, "", message))?;
            Ok(ConnectionRunState::Failed)
        }
        Stop::Error(error) => {
            // Without the lease, another process decides.
            work.portal
                .db
                .write_now(|c| leases::renew(work.lease, c))
                .map_err(|_| error.to_string())
                .map_err(Error::internal)?;
            tracing::error!(run = %work.lease.id, %error, "a run of a connection failed");
            outcomes::fail(work, &RunFault::new(ConnectionFault::Internal, "", ""))?;
            Ok(ConnectionRunState::Failed)
        }
    }
}

/// Whether it is a failure and not a server that asks to wait.
fn is_failure(fault: &RunFault) -> bool {
    !matches!(fault.kind, ConnectionFault::Busy | ConnectionFault::Budget)
}

fn read(work: &mut RunWork<'_>) -> Result<ConnectionRunState, Stop> {
    let mut server = Server::new(work.portal, work.connection.clone());
    check_partner(work, &mut server)?;
    let read = match work.connection.kind {
        ConnectionKind::Portal => portal::read(work, &mut server),
        ConnectionKind::Vendor => vendor::read(work, &mut server),
    };
    read?;
    if work.content.step != ReadStep::End {
        return Err(Stop::Wait(Duration::from_secs(1), RunFault::new(ConnectionFault::Interrupted, "", "")));
    }
    Ok(ConnectionRunState::Comparing)
}

/// Asks the server as whom it answers. If that is another partner than before, its lists would replace those of the first one.
fn check_partner(work: &mut RunWork<'_>, server: &mut Server<'_>) -> Result<(), Stop> {
    let partner = ask_partner(server)?;
    if work.connection.remote_id.as_ref().is_some_and(|known| *known != partner.mpn_id) {
        let words = partner.partner_name.as_ref().map_or(&partner.mpn_id, |name| name);
        return Err(Stop::Fail(RunFault::new(ConnectionFault::Partner, "/v1/profiles/mpn", words)));
    }
    if work.connection.remote_id.is_none() {
        let known = (partner.mpn_id.as_str(), partner.partner_name.as_deref());
        work.portal.db.write_now(|c| outcomes::remember_partner(work.lease, known, c))?;
        work.connection.remote_id = Some(partner.mpn_id);
    }
    Ok(())
}

/// Returns the partner as which a server answers.
///
/// # Errors
/// See [`Stop`].
pub fn ask_partner(server: &mut Server<'_>) -> Result<ServerPartner, Stop> {
    let mut partner: ServerPartner = server.get_json("/v1/profiles/mpn", &[], AnswerLimits::SMALL)?;
    partner.mpn_id = partner.mpn_id.chars().take(40).collect();
    partner.partner_name = partner.partner_name.map(|name| name.chars().take(200).collect());
    Ok(partner)
}

fn compare(work: &mut RunWork<'_>) -> Result<ConnectionRunState, Stop> {
    importing::compare(work)?;
    missing::compare(work)?;
    let asks = match work.run.cause {
        ConnectionRunCause::Command => false,
        ConnectionRunCause::Person | ConnectionRunCause::Schedule => {
            work.connection.confirmed_at.is_none() || work.content.is_suspicious
        }
    };
    Ok(match (work.run.is_dry_run, asks) {
        (true, _) => ConnectionRunState::Done,
        (false, true) => ConnectionRunState::Preview,
        (false, false) => ConnectionRunState::Writing,
    })
}

fn write(work: &mut RunWork<'_>) -> Result<ConnectionRunState, Stop> {
    importing::write(work)?;
    missing::mark(work)?;
    Ok(ConnectionRunState::Done)
}
