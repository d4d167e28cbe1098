//! HTTP requests to an issuer: only https or loopback, at most five seconds and 256 KiB, without redirects.
//! Blocking; [`super::issuers`] runs it on blocking threads.

use crate::config::oidc_issuer::{is_https_or_loopback, is_loopback};
use crate::outbound::client::config;
use openidconnect::{HttpRequest, HttpResponse};
use std::time::Duration;
use ureq::Agent;
use url::Url;

/// Timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Maximum size of a response in bytes. Keys and metadata are a few kilobytes.
const MAX_ANSWER: u64 = 256 * 1024;

/// Why a request to an issuer failed.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The URL is neither https nor loopback.
    #[error("{0} is not an https:// address")]
    Unsafe(String),
    /// No answer, a timeout, a response that is too large, or a server error.
    #[error("{0}")]
    Unreachable(String),
}

/// Returns the HTTP client.
pub fn agent() -> Agent {
    config(TIMEOUT).build().new_agent()
}

/// Sends one request. A server error (5xx) counts as unreachable.
///
/// # Errors
/// See [`FetchError`].
pub fn send(agent: &Agent, request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let address = request.uri().to_string();
    let url = Url::parse(&address).ok().filter(is_https_or_loopback).ok_or(FetchError::Unsafe(address))?;
    let away = |error: ureq::Error| FetchError::Unreachable(format!("{url}: {error}"));
    let mut asked = agent.configure_request(request);
    if is_loopback(&url) {
        asked = asked.proxy(None);
    }
    let mut answer = agent.run(asked.build()).map_err(away)?;
    if answer.status().is_server_error() {
        return Err(FetchError::Unreachable(format!("{url}: {}", answer.status())));
    }
    let body = answer.body_mut().with_config().limit(MAX_ANSWER).read_to_vec().map_err(away)?;
    let (head, _) = answer.into_parts();
    Ok(http::Response::from_parts(head, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_plain_http_only_to_this_machine() {
        for good in
            ["https://id.example/a", "http://127.0.0.1:9/x", "http://[::1]:9/", "http://localhost:3000"]
        {
            assert!(Url::parse(good).is_ok_and(|url| is_https_or_loopback(&url)), "{good}");
        }
        for bad in [
            "http://id.example/",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "http://10.0.0.1/",
            "https://user:word@id.example/",
            "file:///etc/passwd",
            "javascript:1",
            "data:text/html,x",
        ] {
            assert!(!Url::parse(bad).is_ok_and(|url| is_https_or_loopback(&url)), "{bad}");
        }
    }
}
