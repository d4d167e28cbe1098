//! Timeouts against clients that hold connections open: for slow request headers and for clients that
//! accept no data. For slow forms see [`super::middleware::form_guard`], for slow uploads
//! [`crate::features::import::upload`].

use crate::error::{Error, Result};
use std::any::Any;
use std::time::Duration;

/// The database, the threads and a few connections.
#[cfg(unix)]
const MIN_FILES: u64 = 64;

/// How long the portal waits for a client.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For the header of a request.
    pub head: Duration,
    /// For accepting data of the response; after that the connection is closed.
    pub stalled: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts { head: Duration::from_secs(10), stalled: Duration::from_secs(30) }
    }
}

impl Timeouts {
    /// Configures a new connection. The kernel enforces the timeout, because actix-web has none for a
    /// client that accepts no data. On other systems than Linux, the reverse proxy has to do it.
    pub fn apply(self, connection: &dyn Any) {
        let Some(stream) = connection.downcast_ref::<tokio::net::TcpStream>() else { return };
        // A compressed page is sent in several packets. Without this, the kernel holds back each small
        // packet until the client has acknowledged the previous one, which clients delay by up to 40 ms.
        let set = stream.set_nodelay(true);
        set.inspect_err(|error| tracing::debug!(%error, "TCP_NODELAY could not be set for a connection"))
            .ok();
        #[cfg(target_os = "linux")]
        {
            let set = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(self.stalled));
            set.inspect_err(|error| tracing::debug!(%error, "a connection has no timeout")).ok();
        }
    }
}

/// Raises the limit of open files to the maximum for the process. Many systems start with 1,024, which is
/// less than the number of connections that the portal accepts.
///
/// # Errors
/// One line for the operator: the maximum is too low to serve.
pub fn raise_file_limit() -> Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        limit.current = limit.maximum;
        let raised = setrlimit(Resource::Nofile, limit);
        raised
            .inspect_err(|error| tracing::debug!(%error, "the limit of open files could not be raised"))
            .ok();
        if let Some(maximum) = getrlimit(Resource::Nofile).current.filter(|maximum| *maximum < MIN_FILES) {
            return Err(Error::operator(format!(
                "the process may open {maximum} files; the portal needs at least {MIN_FILES}: raise the limit, for \
                 example with `ulimit -n 4096`, or LimitNOFILE=4096 in a systemd unit"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn sends_small_response_chunks_without_delay() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = tokio::net::TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (accepted, _) = listener.accept().await.unwrap();
        assert!(!accepted.nodelay().unwrap());
        Timeouts::default().apply(&accepted);
        assert!(accepted.nodelay().unwrap());
        drop(client);
    }
}
