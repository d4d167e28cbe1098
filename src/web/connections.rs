//! What keeps one client from holding the portal for ever: its patience with a slow head and with a client that takes
//! nothing. Slow forms are [`super::guard`]'s, slow files [`crate::import::browser`]'s.

use std::any::Any;
use std::time::Duration;

/// How long a client may keep the portal waiting.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of its request.
    pub head: Duration,
    /// For taking some of the answer: after so long without, the connection is closed.
    pub stalled: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience { head: Duration::from_secs(10), stalled: Duration::from_secs(30) }
    }
}

impl Patience {
    /// Sets up a connection that was just made. The kernel keeps the time, since actix-web has no timer for an answer
    /// that is not taken; where the kernel cannot, such a client is left to the proxy in front.
    pub fn apply(self, connection: &dyn Any) {
        #[cfg(target_os = "linux")]
        if let Some(stream) = connection.downcast_ref::<tokio::net::TcpStream>() {
            let set = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(self.stalled));
            set.inspect_err(|error| tracing::debug!(%error, "a connection without a limit")).ok();
        }
        #[cfg(not(target_os = "linux"))]
        let _ = connection;
    }
}

/// As many open files as the process may have: systems often begin with 1,024, which is fewer than the connections
/// that the portal takes.
pub fn allow_many() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        limit.current = limit.maximum;
        let raised = setrlimit(Resource::Nofile, limit);
        raised.inspect_err(|error| tracing::debug!(%error, "the limit of open files stays")).ok();
    }
}
