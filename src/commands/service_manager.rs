//! Notifies systemd that the portal serves and that it is alive. Does nothing without systemd.

use crate::db::{Db, partners};
use sd_notify::NotifyState;

/// Sends states to systemd.
pub fn notify(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "systemd could not be notified");
    }
}

/// Notifies systemd's watchdog twice in each interval that the portal is alive: that it runs this task, and that a
/// thread of the pool answers. If the database is unavailable, a restart would not help: the portal reconnects.
pub async fn keep_alive(db: Db) {
    let Some(interval) = sd_notify::watchdog_enabled() else { return };
    let mut clock = tokio::time::interval(interval / 2);
    loop {
        clock.tick().await;
        if let Err(error) = db.read(partners::is_set_up).await {
            tracing::warn!(%error, "the database does not answer");
        }
        notify(&[NotifyState::Watchdog]);
    }
}
