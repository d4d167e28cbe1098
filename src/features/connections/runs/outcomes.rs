//! Stores what became of a run, and what follows from it for its connection.

use crate::audit::{Action, Activity, Author, Tx};
use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::connections;
use crate::domain::{ConnectionFault, ConnectionPause, ConnectionRunState, TextEnum};
use crate::error::{Error, Result};
use crate::features::connections::changes::paused;
use crate::features::connections::fault::RunFault;
use crate::features::connections::runs::leases;
use crate::features::connections::runs::leases::RunLease;
use crate::features::connections::runs::pieces::delete_read;
use crate::features::connections::work::RunWork;
use diesel::prelude::*;
use serde_json::json;

/// Stores the next state of a run, and returns it. The lease ends when no process works on the run any more.
///
/// # Errors
/// The lease is lost, or the database failed.
pub fn advance(work: &RunWork<'_>, state: ConnectionRunState) -> Result<ConnectionRunState> {
    work.portal.db.write_now(|c| {
        leases::advance(work.lease, state, &work.content, c)?;
        match state {
            ConnectionRunState::Preview => leases::release(work.lease, c),
            ConnectionRunState::Done => finish(work, c),
            _ => Ok(()),
        }
    })?;
    Ok(state)
}

fn finish(work: &RunWork<'_>, c: &mut DbConnection) -> Result<()> {
    leases::end(work.lease, ConnectionRunState::Done, None, c)?;
    delete_read(work.lease, c)?;
    let row = connections::table.find(work.connection.id);
    diesel::update(row).set(connections::fault.eq(None::<String>)).execute(c)?;
    if work.run.is_dry_run || work.connection.confirmed_at.is_some() {
        return Ok(());
    }
    // The first run was written without a preview: by the command line.
    let next = work.connection.schedule.interval().map(|time| clock::now() + time);
    let confirmed = (connections::confirmed_at.eq(Some(clock::now())), connections::next_run_at.eq(next));
    diesel::update(row).set(confirmed).execute(c)?;
    Ok(())
}

/// Ends a run that failed. The connection is paused if the next run would fail too; the first failure after a success is an entry
/// of the log and a notice.
///
/// # Errors
/// The lease is lost, or the database failed.
pub fn fail(work: &RunWork<'_>, fault: &RunFault) -> Result<()> {
    tracing::warn!(connection = work.connection.id.0, fault = fault.line(), "a run of a connection failed");
    let author = Author::system(work.lease.partner);
    work.portal.log.record_now(&author, |tx| {
        leases::end(work.lease, ConnectionRunState::Failed, Some(fault), tx.c)?;
        delete_read(work.lease, tx.c)?;
        Ok(((), note_fault(tx, work, fault)?))
    })
}

fn note_fault(tx: &mut Tx<'_>, work: &RunWork<'_>, fault: &RunFault) -> Result<Vec<Activity>> {
    let row = connections::table.find(work.connection.id);
    let before: Option<Option<String>> = row.select(connections::fault).first(tx.c).optional()?;
    let json = serde_json::to_string(fault).map_err(Error::internal)?;
    diesel::update(row).set(connections::fault.eq(Some(json))).execute(tx.c)?;
    let pause = match fault.kind {
        ConnectionFault::SignIn => Some(ConnectionPause::SignIn),
        ConnectionFault::Partner => Some(ConnectionPause::Partner),
        ConnectionFault::Secret => Some(ConnectionPause::Secret),
        _ => None,
    };
    if let Some(reason) = pause {
        let active = connections::table.find(work.connection.id).filter(connections::pause_reason.is_null());
        let stored = diesel::update(active).set(connections::pause_reason.eq(Some(reason))).execute(tx.c)?;
        return Ok(if stored == 1 { vec![paused(&work.connection.name, reason)] } else { Vec::new() });
    }
    if before.flatten().is_some() {
        return Ok(Vec::new());
    }
    let details = json!({ "name": work.connection.name, "fault": fault.kind.text(), "said": fault.words });
    Ok(vec![Activity::new(Action::FailConnection, "connection", details)])
}

/// Stores the partner as which the server answers.
pub(in crate::features::connections) fn remember_partner(
    lease: &RunLease,
    (id, name): (&str, Option<&str>),
    c: &mut DbConnection,
) -> Result<()> {
    leases::renew(lease, c)?;
    let row = connections::table.find(lease.connection).filter(connections::partner_id.eq(lease.partner));
    diesel::update(row)
        .set((connections::remote_id.eq(Some(id)), connections::remote_name.eq(name)))
        .execute(c)?;
    Ok(())
}
