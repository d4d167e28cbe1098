//! Sends requests to the server of a connection: signs in, counts the budget, waits as long as the server asks, and tries again
//! what may succeed later.

use crate::clock;
use crate::domain::ConnectionFault as FaultKind;
use crate::error::Error;
use crate::features::connections::fault::RunFault;
use crate::features::connections::model::Connection;
use crate::features::connections::server::answers::ServerFault;
use crate::features::connections::server::budget;
use crate::features::connections::server::token::{AccessToken, sign_in};
use crate::outbound::client::SendError;
use crate::outbound::exchange::{AnswerLimits, Change, OpenAnswer};
use crate::state::AppState;
use chrono::{DateTime, NaiveDateTime};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::Read;
use std::time::Duration;
use url::Url;

/// The delay before the second attempt; each further one takes twice as long.
const FIRST_DELAY: Duration = Duration::from_millis(250);

/// Number of attempts before the run waits without a thread.
const ATTEMPTS: u32 = 6;

/// The longest time that a thread waits.
const MAX_SLEEP: Duration = Duration::from_secs(10);

/// How long a run waits without a thread if the server does not say how long.
const PAUSE: Duration = Duration::from_secs(300);

/// By how many minutes clocks may differ without being named in a fault.
const CLOCK_TOLERANCE: i64 = 5;

/// Why the work on a run stops.
#[derive(Debug)]
pub enum Stop {
    /// It goes on later.
    Wait(Duration, RunFault),
    /// A person has to look.
    Fail(RunFault),
    /// The portal itself failed, or lost the lease.
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Error(error)
    }
}

impl Stop {
    /// Returns that a request is tried again.
    pub fn retry(fault: RunFault) -> Self {
        Stop::Wait(Duration::ZERO, fault)
    }

    /// Returns what follows from a request without an answer.
    pub fn of_send_error(error: &SendError, path: &str) -> Self {
        let fault = RunFault::of_send_error(error, path);
        match fault.kind {
            FaultKind::NotPublic | FaultKind::NoHttp => Stop::Fail(fault),
            _ => Stop::retry(fault),
        }
    }

    /// Returns what follows from an answer that is no success.
    pub fn of_answer(answer: OpenAnswer, path: &str) -> Self {
        let wait = answer.retry_after.unwrap_or_default();
        match answer.status {
            429 | 503 => Stop::Wait(wait, refusal(FaultKind::Busy, answer, path)),
            500 | 502 | 504 => Stop::Wait(wait, refusal(FaultKind::Answer, answer, path)),
            403 => Stop::Fail(refusal(FaultKind::Denied, answer, path)),
            _ => Stop::Fail(refusal(FaultKind::Answer, answer, path)),
        }
    }
}

/// Returns the fault that an answer describes, with the words of the server.
pub fn refusal(kind: FaultKind, answer: OpenAnswer, path: &str) -> RunFault {
    let (status, correlation_id) = (answer.status, answer.correlation_id.clone());
    let clock = answer.date.as_deref().and_then(|date| DateTime::parse_from_rfc2822(date).ok());
    let minutes = clock.map(|date| (date.naive_utc() - clock::now()).num_minutes());
    RunFault {
        status: Some(status),
        correlation_id,
        clock_minutes: minutes.filter(|minutes| minutes.abs() > CLOCK_TOLERANCE),
        ..RunFault::new(kind, path, ServerFault::words(&answer.into_words()))
    }
}

/// The server of a connection.
pub struct Server<'a> {
    portal: &'a AppState,
    connection: Connection,
    token: Option<AccessToken>,
    now: fn() -> NaiveDateTime,
    /// Number of requests that were sent.
    pub requests: u64,
}

impl<'a> Server<'a> {
    /// Prepares requests to the server of this connection.
    pub fn new(portal: &'a AppState, connection: Connection) -> Self {
        Server { portal, connection, token: None, now: clock::now, requests: 0 }
    }

    /// Sends a `GET` request to a path below the address of the connection, with these headers. Blocking.
    ///
    /// # Errors
    /// See [`Stop`]; what may succeed soon was tried several times.
    pub fn get(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        limits: AnswerLimits,
    ) -> Result<OpenAnswer, Stop> {
        self.patiently(|server| server.try_get(path, headers, limits))
    }

    /// Sends a `GET` request and parses the answer, which must be JSON.
    ///
    /// # Errors
    /// As [`Server::get`].
    pub fn get_json<T: DeserializeOwned>(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        limits: AnswerLimits,
    ) -> Result<T, Stop> {
        self.patiently(|server| {
            let answer = server.try_get(path, headers, limits)?;
            let correlation_id = answer.correlation_id.clone();
            let mut body = Vec::new();
            if answer.into_body().take(limits.bytes + 1).read_to_end(&mut body).is_err() {
                // Almost as much as allowed was read: it is the limit that has cut the body.
                let is_large = body.len() as u64 + 64 * 1024 >= limits.bytes;
                let kind = if is_large { FaultKind::TooLarge } else { FaultKind::Cut };
                let fault = RunFault { correlation_id, ..RunFault::new(kind, path, "") };
                return Err(if is_large { Stop::Fail(fault) } else { Stop::retry(fault) });
            }
            let body = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&body);
            serde_json::from_slice(body).map_err(|error| {
                let fault = RunFault::new(FaultKind::Malformed, path, error.to_string());
                Stop::Fail(RunFault { correlation_id, ..fault })
            })
        })
    }

    /// Changes a resource that has this etag: sends JSON by a method. What was sent twice, because the first answer was lost, is stale
    /// the second time. Blocking.
    ///
    /// # Errors
    /// As [`Server::get`]; a changed resource is a fault with status 412.
    pub fn change(
        &mut self,
        method: Change,
        path: &str,
        etag: Option<&str>,
        body: &Value,
    ) -> Result<(), Stop> {
        let sent = serde_json::to_string(body).map_err(Error::internal)?;
        let etag = etag.map(|etag| format!("\"{}\"", etag.trim_matches('"')));
        self.patiently(|server| {
            let mut headers = vec![("Content-Type", "application/json"), ("Accept", "application/json")];
            headers.extend(etag.as_deref().map(|etag| ("If-Match", etag)));
            server.try_send(path, &headers, |portal, url, all| {
                portal.outbound.change(method, url, all, &sent, AnswerLimits::SMALL)
            })
        })?;
        Ok(())
    }

    /// Tries again what may succeed soon, and waits in between.
    fn patiently<T>(&mut self, mut attempt: impl FnMut(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        for number in 0.. {
            let (asked, fault) = match attempt(self) {
                Err(Stop::Wait(asked, fault)) => (asked, fault),
                done => return done,
            };
            let delay = asked.max(FIRST_DELAY * 2_u32.pow(number.min(6)));
            if number + 1 >= ATTEMPTS || delay > MAX_SLEEP {
                let wait = if asked.is_zero() { PAUSE } else { asked };
                return Err(Stop::Wait(wait, fault));
            }
            std::thread::sleep(delay);
        }
        Err(Stop::Error(Error::internal("attempts do not end")))
    }

    fn try_get(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        limits: AnswerLimits,
    ) -> Result<OpenAnswer, Stop> {
        self.try_send(path, headers, |portal, url, all| portal.outbound.get(url, all, limits))
    }

    /// Sends a request once, with an access token.
    fn try_send(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        send: impl FnOnce(&AppState, &Url, &[(&str, &str)]) -> Result<OpenAnswer, SendError>,
    ) -> Result<OpenAnswer, Stop> {
        let url = self.url(path)?;
        let was_new = !self.token.as_ref().is_some_and(AccessToken::is_valid);
        if was_new {
            self.spend(path)?;
            self.token = Some(sign_in(self.portal, &mut self.connection, (self.now)())?);
        }
        self.spend(path)?;
        let bearer =
            format!("Bearer {}", self.token.as_ref().map(|token| token.text.as_str()).unwrap_or_default());
        let mut all = vec![("Authorization", bearer.as_str()), ("Accept-Language", "en")];
        all.extend_from_slice(headers);
        self.requests += 1;
        let answer = send(self.portal, &url, &all);
        let answer = answer.map_err(|error| Stop::of_send_error(&error, path))?;
        if answer.status == 401 {
            self.token = None;
            let fault = refusal(FaultKind::SignIn, answer, path);
            return Err(if was_new { Stop::Fail(fault) } else { Stop::retry(fault) });
        }
        if answer.is_success() { Ok(answer) } else { Err(Stop::of_answer(answer, path)) }
    }

    /// Returns the URL of a path. It always leads to the server of the connection.
    fn url(&self, path: &str) -> Result<Url, Stop> {
        let base = Url::parse(&self.connection.base_url).map_err(Error::internal)?;
        let malformed = || Stop::Fail(RunFault::new(FaultKind::Malformed, path, path));
        let url = Url::parse(&format!("{}{path}", base.as_str().trim_end_matches('/')));
        let url = url.map_err(|_| malformed())?;
        if path.starts_with('/') && url.origin() == base.origin() { Ok(url) } else { Err(malformed()) }
    }

    fn spend(&self, path: &str) -> Result<(), Stop> {
        let (id, partner, now) = (self.connection.id, self.connection.partner_id, (self.now)());
        match self.portal.db.write_now(|c| budget::spend(id, partner, now, c))? {
            None => Ok(()),
            // Longer than a thread waits, so that the run goes on when the next hour begins.
            Some(wait) => {
                Err(Stop::Wait(wait.max(MAX_SLEEP * 2), RunFault::new(FaultKind::Budget, path, "")))
            }
        }
    }

    /// Returns the connection, with the newest refresh token.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}
