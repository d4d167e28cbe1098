//! Requests whose answers are read as they arrive: lists of other portals, and tokens. Time and size are limited.

use crate::outbound::client::{MAX_RETRY_AFTER, Outbound, SendError, one_line, send_error};
use std::io::Read;
use std::time::Duration;
use url::Url;

/// Timeout for connecting and for the headers of an answer. A server may prepare a list of a million rows before it answers.
const HEAD_TIMEOUT: Duration = Duration::from_secs(120);

/// Maximum number of bytes of a fault that are read.
const MAX_FAULT: u64 = 16 * 1024;

/// The limits of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerLimits {
    /// Maximum time from the first byte of the request to the last one of the answer.
    pub time: Duration,
    /// Maximum number of bytes of the body.
    pub bytes: u64,
}

impl AnswerLimits {
    /// A short answer, such as a token or one object.
    pub const SMALL: AnswerLimits = AnswerLimits { time: Duration::from_secs(30), bytes: 256 * 1024 };
    /// A page of a list.
    pub const PAGE: AnswerLimits = AnswerLimits { time: Duration::from_secs(120), bytes: 16 * 1024 * 1024 };
    /// A whole list.
    pub const LIST: AnswerLimits =
        AnswerLimits { time: Duration::from_secs(3_600), bytes: 16 * 1024 * 1024 * 1024 };
}

/// An answer whose body was not read yet.
pub struct OpenAnswer {
    /// The status code.
    pub status: u16,
    /// How long the server asks to wait, at most an hour.
    pub retry_after: Option<Duration>,
    /// The number that the server gave to the request, if it has one; at most 100 characters.
    pub correlation_id: Option<String>,
    /// The server's clock, as the header `Date`.
    pub date: Option<String>,
    /// The number of rows in the body, if the server says so.
    pub rows: Option<u64>,
    body: ureq::BodyReader<'static>,
}

impl OpenAnswer {
    /// Whether the server did what it was asked.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns the body as it arrives. An error while reading it means that it is cut, too late, or too large.
    pub fn into_body(self) -> impl Read {
        self.body
    }

    /// Reads the beginning of the body: what a server says about a request that it refused.
    pub fn into_words(self) -> Vec<u8> {
        let mut words = Vec::new();
        // What arrived before an error is worth showing.
        let _ = self.body.take(MAX_FAULT).read_to_end(&mut words);
        words
    }
}

/// How a resource is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// `PUT`: the whole resource.
    Put,
    /// `PATCH`: a part of it.
    Patch,
}

impl Outbound {
    /// Sends a `PUT` or `PATCH` request with a text. Blocking.
    ///
    /// # Errors
    /// See [`SendError`].
    pub fn change(
        &self,
        method: Change,
        url: &Url,
        headers: &[(&str, &str)],
        body: &str,
        limits: AnswerLimits,
    ) -> Result<OpenAnswer, SendError> {
        let mut request = match method {
            Change::Put => self.agent.put(url.as_str()),
            Change::Patch => self.agent.patch(url.as_str()),
        };
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        open(request.config().timeout_global(Some(limits.time)).build().send(body), limits)
    }

    /// Sends a `GET` request. Blocking.
    ///
    /// # Errors
    /// See [`SendError`].
    pub fn get(
        &self,
        url: &Url,
        headers: &[(&str, &str)],
        limits: AnswerLimits,
    ) -> Result<OpenAnswer, SendError> {
        let mut request = self.agent.get(url.as_str());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request =
            request.config().timeout_global(Some(limits.time)).timeout_recv_response(Some(HEAD_TIMEOUT));
        open(request.build().call(), limits)
    }

    /// Posts a form. Blocking.
    ///
    /// # Errors
    /// See [`SendError`].
    pub fn post_form(
        &self,
        url: &Url,
        fields: &[(&str, &str)],
        limits: AnswerLimits,
    ) -> Result<OpenAnswer, SendError> {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = self.agent.post(url.as_str());
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        let request = request.header("Accept", "application/json");
        open(request.config().timeout_global(Some(limits.time)).build().send(form.finish()), limits)
    }
}

fn open(
    answered: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    limits: AnswerLimits,
) -> Result<OpenAnswer, SendError> {
    let answer = answered.map_err(send_error)?;
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let seconds = header("retry-after").and_then(|value| value.trim().parse().ok());
    Ok(OpenAnswer {
        status: answer.status().as_u16(),
        retry_after: seconds.map(|seconds| Duration::from_secs(seconds).min(MAX_RETRY_AFTER)),
        correlation_id: header("ms-correlationid").map(|id| one_line(id).chars().take(100).collect()),
        date: header("date").map(str::to_owned),
        rows: header("x-total-rows").and_then(|value| value.trim().parse().ok()),
        body: answer.into_body().into_with_config().limit(limits.bytes).reader(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::OutboundAllow;
    use std::io::Write;
    use std::net::TcpListener;

    fn answered(answer: &'static str, limits: AnswerLimits) -> Result<OpenAnswer, SendError> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = Url::parse(&format!("http://{}/list", listener.local_addr().unwrap())).unwrap();
        std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let _ = socket.read(&mut [0; 4_096]).unwrap();
            socket.write_all(answer.as_bytes()).unwrap();
        });
        Outbound::new(OutboundAllow::parse("127.0.0.1").unwrap()).get(&url, &[("X", "y")], limits)
    }

    #[test]
    fn reads_a_body_as_it_arrives_and_what_the_headers_say() {
        let head = "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nMS-CorrelationId: abc\r\nX-Total-Rows: 3\r\nContent-Length: 4\r\n\r\nbusy";
        let answer = answered(head, AnswerLimits::SMALL).unwrap();
        assert_eq!(
            (answer.status, answer.rows, answer.correlation_id.as_deref()),
            (503, Some(3), Some("abc"))
        );
        assert_eq!(answer.retry_after, Some(Duration::from_secs(7)));
        assert_eq!(answer.into_words(), b"busy");
    }

    #[test]
    fn a_cut_or_too_large_body_is_an_error() {
        let mut body = Vec::new();
        let cut = answered("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", AnswerLimits::SMALL).unwrap();
        assert!(cut.into_body().read_to_end(&mut body).is_err());
        let limits = AnswerLimits { bytes: 4, ..AnswerLimits::SMALL };
        let large = answered("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlarge", limits).unwrap();
        assert!(large.into_body().read_to_end(&mut body).is_err());
    }
}
