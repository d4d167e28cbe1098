//! Tells systemd that the portal serves, and that it is still alive. Does nothing without systemd.

use crate::db::{Db, partners};
use sd_notify::NotifyState;

/// Sends states to systemd.
pub fn notify(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "systemd could not be notified");
    }
}

/// Tells systemd's watchdog twice in each of its intervals that the portal is alive: that it schedules this, and that a
/// thread of the pool answers. A database that is away is no reason to restart the portal, which heals by itself.
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
