//! The threads of this process that work on runs. A run begins immediately when a person starts it; the job of
//! `crate::jobs::schedule` starts those that are due, and continues runs of processes that ended.

use crate::clock;
use crate::db::pause;
use crate::error::Result;
use crate::features::connections::runs::leases;
use crate::features::connections::runs::leases::RunLease;
use crate::features::connections::{credentials, due, work};
use crate::state::AppState;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Maximum number of threads. Most of the time they wait for servers.
const MAX_THREADS: usize = 3;

/// The threads of this process.
pub struct ConnectionWorkers {
    free: Arc<Semaphore>,
}

impl Default for ConnectionWorkers {
    fn default() -> Self {
        ConnectionWorkers { free: Arc::new(Semaphore::new(MAX_THREADS)) }
    }
}

impl ConnectionWorkers {
    /// Starts what is due, and a thread that works on runs until none waits, unless none waits now or all threads are busy.
    /// Nothing begins while jobs are paused. Returns how many runs and threads were started.
    ///
    /// # Errors
    /// The database failed.
    pub fn wake(&self, portal: &AppState) -> Result<usize> {
        if portal.db.read_now(pause::paused_since)?.is_some() {
            return Ok(0);
        }
        let done = due::start_due(portal, clock::now())? + credentials::warn_of_ends(portal, clock::now())?;
        let Ok(permit) = self.free.clone().try_acquire_owned() else { return Ok(done) };
        let Some(lease) = next_lease(portal)? else { return Ok(done) };
        let portal = portal.clone();
        std::thread::spawn(move || {
            if let Err(error) = work_on(&portal, lease) {
                tracing::error!(%error, "runs of connections wait and will be tried again");
            }
            drop(permit);
        });
        Ok(done + 1)
    }
}

fn next_lease(portal: &AppState) -> Result<Option<RunLease>> {
    if portal.db.read_now(pause::paused_since)?.is_some() {
        return Ok(None);
    }
    portal.db.write_now(|c| leases::claim(c, None, clock::now()))
}

fn work_on(portal: &AppState, first: RunLease) -> Result<()> {
    let mut next = Some(first);
    while let Some(lease) = next {
        if let Err(error) = work::run(portal, &lease) {
            tracing::error!(%error, run = %lease.id, "a run of a connection was interrupted");
        }
        next = next_lease(portal)?;
    }
    Ok(())
}
