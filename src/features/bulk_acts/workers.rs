//! The threads of this process that work on acts. An act begins immediately when a person confirms it; the job of
//! `crate::jobs::schedule` continues acts of processes that ended.

use crate::db::pause;
use crate::error::Result;
use crate::features::bulk_acts::leases::Lease;
use crate::features::bulk_acts::{leases, work};
use crate::state::AppState;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Maximum number of threads. They take turns writing, so more would not be faster.
const MAX_THREADS: usize = 3;

/// The threads of this process.
pub struct BulkWorkers {
    free: Arc<Semaphore>,
}

impl Default for BulkWorkers {
    fn default() -> Self {
        BulkWorkers { free: Arc::new(Semaphore::new(MAX_THREADS)) }
    }
}

impl BulkWorkers {
    /// Starts a thread that works on acts until none waits, unless none waits now or all threads are busy: they take the next
    /// act when they are done. Nothing begins while jobs are paused. Returns how many threads were started.
    ///
    /// # Errors
    /// The database failed.
    pub fn wake(&self, portal: &AppState) -> Result<usize> {
        let Ok(permit) = self.free.clone().try_acquire_owned() else { return Ok(0) };
        let Some(lease) = next_lease(portal)? else { return Ok(0) };
        let portal = portal.clone();
        std::thread::spawn(move || {
            if let Err(error) = work_on(&portal, lease) {
                tracing::error!(%error, "bulk acts wait and will be tried again");
            }
            drop(permit);
        });
        Ok(1)
    }
}

fn next_lease(portal: &AppState) -> Result<Option<Lease>> {
    if portal.db.read_now(pause::paused_since)?.is_some() {
        return Ok(None);
    }
    portal.db.write_now(leases::claim)
}

fn work_on(portal: &AppState, first: Lease) -> Result<()> {
    let mut next = Some(first);
    while let Some(lease) = next {
        if let Err(error) = work::run(portal, &lease) {
            tracing::error!(%error, act = %lease.id, "a bulk act failed and will be tried again");
        }
        next = next_lease(portal)?;
    }
    Ok(())
}
