//! The threads of this process that run webhooks, one for each webhook, so that a slow server delays no other. The job of
//! `crate::jobs::schedule` looks every few seconds which webhooks have something to do.

use crate::clock;
use crate::domain::{Partner, WebhookId};
use crate::error::Result;
use crate::features::webhooks::{queue, work};
use crate::state::AppState;
use chrono::TimeDelta;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Maximum number of threads.
const MAX_THREADS: usize = 16;

/// The threads of this process.
#[derive(Debug, Clone, Default)]
pub struct WebhookWorkers {
    busy: Arc<Mutex<HashSet<WebhookId>>>,
}

impl WebhookWorkers {
    /// Starts a thread for each webhook that has something to do; returns how many were started. The others have their turn when a
    /// thread is free.
    ///
    /// # Errors
    /// The database failed.
    pub fn wake(&self, portal: &AppState) -> Result<usize> {
        let mut started = 0;
        for (partner, id) in portal.db.read_now(|c| queue::due(c, clock::now()))? {
            if self.take(id) {
                started += 1;
                self.start(portal.clone(), partner, id);
            }
        }
        Ok(started)
    }

    fn start(&self, portal: AppState, partner: Partner, id: WebhookId) {
        let turn = Turn { workers: self.clone(), id };
        std::thread::spawn(move || {
            if let Err(error) = work::run_webhook(&portal, &partner, id, TimeDelta::zero()) {
                tracing::error!(%error, webhook = id.0, "a webhook waits and will be tried again");
            }
            drop(turn);
        });
    }

    fn take(&self, id: WebhookId) -> bool {
        let mut busy = self.lock();
        busy.len() < MAX_THREADS && busy.insert(id)
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<WebhookId>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets the webhook have its next turn when it is dropped, also after a panic.
struct Turn {
    workers: WebhookWorkers,
    id: WebhookId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.workers.lock().remove(&self.id);
    }
}
