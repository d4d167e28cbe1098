//! The HTTP client for addresses that users typed. It follows no redirect, uses no proxy, and reads little of the answer.

use crate::clock;
use crate::config::OutboundAllow;
use crate::domain::text_enum::text_enum;
use crate::outbound::resolver::CheckedResolver;
use chrono::DateTime;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::AgentScope;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

/// Timeout of a request, from resolving the name to the end of the answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How many connections to a host are kept for the next request.
const CONNECTIONS_PER_HOST: usize = 8;

/// Maximum number of bytes of an answer that are read.
const MAX_ANSWER: u64 = 4 * 1024;

/// Maximum number of characters of an answer that are kept.
const MAX_WORDS: usize = 200;

/// The longest time that a server can ask to wait.
pub(super) const MAX_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The beginning of the body, on one line.
    pub words: String,
    /// How long the server asks to wait, at most an hour.
    pub retry_after: Option<Duration>,
}

impl Answer {
    /// Whether the server accepted the request.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer, as far as the portal knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendFault {
    /// The name leads to an address that is not public, and not allowed.
    NotPublic,
    /// The name cannot be resolved.
    UnknownHost,
    /// The server did not answer in time.
    Timeout,
    /// The connection was refused.
    Refused,
    /// The answer is not HTTP.
    NoHttp,
    /// The stored address cannot be decrypted.
    Unreadable,
    /// Another reason.
    Failed,
}

text_enum!(SendFault, "fault", {
    NotPublic = "not-public", UnknownHost = "unknown-host", Timeout = "timeout", Refused = "refused",
    NoHttp = "no-http", Unreadable = "unreadable", Failed = "failed",
});

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// One of the known reasons.
    Known(SendFault),
    /// What the operating system or the TLS library says.
    Words(String),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SendError::Known(fault) => fault.as_str(),
            SendError::Words(words) => words,
        })
    }
}

/// The client. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Outbound {
    pub(super) agent: Agent,
    allow: Arc<OutboundAllow>,
}

impl Outbound {
    /// Creates the client. It reaches public addresses, and those of `allow`.
    pub fn new(allow: OutboundAllow) -> Self {
        let allow = Arc::new(allow);
        let config = config(TIMEOUT).proxy(None).max_idle_connections_per_host(CONNECTIONS_PER_HOST);
        let config = config.build();
        let resolver = CheckedResolver { allow: allow.clone(), system: DefaultResolver::default() };
        Outbound { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), allow }
    }

    /// Returns the exceptions, for checking what a user types.
    pub fn allow(&self) -> &OutboundAllow {
        &self.allow
    }

    /// Posts JSON and returns the answer, whatever its status. Blocking.
    ///
    /// # Errors
    /// See [`SendError`].
    pub fn post_json(&self, url: &Url, body: &Value) -> Result<Answer, SendError> {
        self.post_body(url, body.to_string(), &[])
    }

    /// Posts a body of JSON with more headers and returns the answer, whatever its status. Blocking.
    ///
    /// # Errors
    /// See [`SendError`].
    pub fn post_body(&self, url: &Url, body: String, headers: &[(&str, &str)]) -> Result<Answer, SendError> {
        let request = self.agent.post(url.as_str()).header("Content-Type", "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let mut answer = request.send(body).map_err(send_error)?;
        let asked = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let seconds = asked.and_then(|text| text.parse().ok().or_else(|| seconds_until(text)));
        let read = answer.body_mut().with_config().limit(MAX_ANSWER).lossy_utf8(true).read_to_string();
        Ok(Answer {
            status: answer.status().as_u16(),
            words: one_line(&read.unwrap_or_default()),
            retry_after: seconds.map(|seconds| Duration::from_secs(seconds).min(MAX_RETRY_AFTER)),
        })
    }
}

/// Returns the seconds until a time as HTTP writes it; `None` if the text is something else, or the time has passed.
fn seconds_until(text: &str) -> Option<u64> {
    let at = DateTime::parse_from_rfc2822(text).ok()?.naive_utc();
    u64::try_from((at - clock::now()).num_seconds()).ok()
}

/// Returns what all HTTP clients of the portal have in common: the operating system's certificates, so a company's own
/// certificate authority works; no redirects; and every status is an answer.
pub fn config(timeout: Duration) -> ConfigBuilder<AgentScope> {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(timeout))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent("partner-portal")
}

/// The texts of ureq's errors can name the address, which is a secret; only kinds of errors and the words of the operating
/// system and of the TLS library are kept.
pub(super) fn send_error(error: ureq::Error) -> SendError {
    SendError::Known(match error {
        ureq::Error::Timeout(_) => SendFault::Timeout,
        ureq::Error::HostNotFound => SendFault::UnknownHost,
        ureq::Error::ConnectionFailed => SendFault::Refused,
        ureq::Error::Protocol(_) => SendFault::NoHttp,
        ureq::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::PermissionDenied => SendFault::NotPublic,
            std::io::ErrorKind::ConnectionRefused => SendFault::Refused,
            _ if is_lookup_error(&error) => SendFault::UnknownHost,
            _ => return SendError::Words(one_line(&error.to_string())),
        },
        ureq::Error::Tls(words) => return SendError::Words(one_line(words)),
        ureq::Error::Rustls(error) => return SendError::Words(one_line(&error.to_string())),
        _ => SendFault::Failed,
    })
}

/// The standard library gives errors of name resolution no kind of their own.
fn is_lookup_error(error: &std::io::Error) -> bool {
    error.raw_os_error().is_none() && error.to_string().contains("lookup address")
}

/// Returns the beginning of a text on one line, without control characters.
pub fn one_line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().take(MAX_WORDS).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// Answers one request with these bytes; returns the address.
    fn server(answer: &'static str) -> (Url, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hooks/secret", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let (mut request, mut buffer) = (String::new(), [0; 4_096]);
            while !request.ends_with('}') {
                let read = socket.read(&mut buffer).unwrap();
                request.push_str(&String::from_utf8_lossy(&buffer[..read]));
            }
            socket.write_all(answer.as_bytes()).unwrap();
            request
        });
        (Url::parse(&url).unwrap(), thread)
    }

    fn allowing(setting: &str) -> Outbound {
        Outbound::new(OutboundAllow::parse(setting).unwrap())
    }

    #[test]
    fn returns_the_answer_of_an_allowed_address() {
        let (url, thread) = server(
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 90000\r\nContent-Length: 10\r\n\r\nslow\r\ndown",
        );
        let answer = allowing("127.0.0.1").post_json(&url, &serde_json::json!({ "text": "x" })).unwrap();
        assert_eq!((answer.status, answer.is_success(), answer.words.as_str()), (429, false, "slow down"));
        assert_eq!(answer.retry_after, Some(MAX_RETRY_AFTER));
        let request = thread.join().unwrap();
        assert!(
            request.starts_with("POST /hooks/secret HTTP/1.1\r\n") && request.ends_with("{\"text\":\"x\"}")
        );
    }

    #[test]
    fn a_server_can_name_the_time_to_wait_for() {
        let at = |ahead| (clock::now().and_utc() + chrono::TimeDelta::seconds(ahead)).to_rfc2822();
        assert!((58..=60).contains(&seconds_until(&at(60)).unwrap()));
        let http = "Fri, 01 Jan 2100 00:00:00 GMT";
        assert!(seconds_until(http).is_some());
        assert_eq!((seconds_until(&at(-60)), seconds_until("soon")), (None, None));
    }

    #[test]
    fn follows_no_redirect() {
        let (url, thread) = server(
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        );
        let answer = allowing("127.0.0.0/8").post_json(&url, &serde_json::json!({})).unwrap();
        assert_eq!((answer.status, answer.is_success()), (307, false));
        thread.join().unwrap();
    }

    #[test]
    fn connects_to_no_other_address() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
            for scheme in ["http", "https"] {
                let url = Url::parse(&format!("{scheme}://{host}:{port}/secret")).unwrap();
                let error = allowing("10.0.0.0/8").post_json(&url, &serde_json::json!({})).unwrap_err();
                assert_eq!(error, SendError::Known(SendFault::NotPublic), "{url}");
            }
        }
        assert!(listener.accept().is_err(), "nobody connected");
    }

    #[test]
    fn errors_do_not_name_the_address() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        for (host, scheme) in [("127.0.0.1", "http"), ("no-such-host.invalid", "https")] {
            let url = Url::parse(&format!("{scheme}://{host}:{port}/hooks/secret")).unwrap();
            let error = allowing("127.0.0.1").post_json(&url, &serde_json::json!({})).unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
