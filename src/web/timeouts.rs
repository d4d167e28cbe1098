//! What keeps one client from holding the portal for ever: its patience with a slow head and with a client that takes
//! nothing. Slow forms are [`super::middleware::form_guard`]'s, slow files [`crate::features::import::upload`]'s.

use std::any::Any;
use std::time::Duration;

/// How long a client may keep the portal waiting.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For the head of its request.
    pub head: Duration,
    /// For taking some of the answer: after so long without, the connection is closed.
    pub stalled: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts { head: Duration::from_secs(10), stalled: Duration::from_secs(30) }
    }
}

impl Timeouts {
    /// Sets up a connection that was just made. The kernel keeps the time, since actix-web has no timer for an answer
    /// that is not taken; where the kernel cannot, such a client is left to the proxy in front.
    pub fn apply(self, connection: &dyn Any) {
        let Some(stream) = connection.downcast_ref::<tokio::net::TcpStream>() else { return };
        // A compressed page leaves in several pieces. The kernel would hold back each small one until the client has
        // confirmed the one before, which clients put off for 40 ms.
        let set = stream.set_nodelay(true);
        set.inspect_err(|error| tracing::debug!(%error, "a connection that waits for confirmations")).ok();
        #[cfg(target_os = "linux")]
        {
            let set = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(self.stalled));
            set.inspect_err(|error| tracing::debug!(%error, "a connection without a limit")).ok();
        }
    }
}

/// As many open files as the process may have: systems often begin with 1,024, which is fewer than the connections
/// that the portal takes.
pub fn raise_file_limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        limit.current = limit.maximum;
        let raised = setrlimit(Resource::Nofile, limit);
        raised.inspect_err(|error| tracing::debug!(%error, "the limit of open files stays")).ok();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn small_pieces_of_an_answer_do_not_wait_for_each_other() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = tokio::net::TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (accepted, _) = listener.accept().await.unwrap();
        assert!(!accepted.nodelay().unwrap());
        Timeouts::default().apply(&accepted);
        assert!(accepted.nodelay().unwrap());
        drop(client);
    }
}
