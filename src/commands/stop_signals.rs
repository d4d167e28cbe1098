//! The signals that stop the portal. They are listened for before the first request is served: the framework does so a
//! little later, and a signal in between would end the process in the middle of a request.

use crate::error::Result;

/// The signals SIGTERM, SIGINT and SIGQUIT; on other systems Ctrl-C.
pub struct StopSignals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    quit: tokio::signal::unix::Signal,
}

impl StopSignals {
    /// Begins to listen. From now on, these signals no longer end the process by themselves.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn listen() -> Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(StopSignals {
                terminate: signal(SignalKind::terminate())?,
                interrupt: signal(SignalKind::interrupt())?,
                quit: signal(SignalKind::quit())?,
            })
        }
        #[cfg(not(unix))]
        Ok(StopSignals {})
    }

    /// Waits for a signal; returns whether running requests may finish: after SIGTERM, which service managers send.
    pub async fn next(&mut self) -> bool {
        #[cfg(unix)]
        tokio::select! {
            _ = self.terminate.recv() => true,
            _ = self.interrupt.recv() => false,
            _ = self.quit.recv() => false,
        }
        #[cfg(not(unix))]
        {
            tokio::signal::ctrl_c().await.ok();
            false
        }
    }
}
