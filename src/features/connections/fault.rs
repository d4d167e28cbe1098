//! Why a run, or one of its requests, failed: in the reader's language, and with the words of the server.

use crate::domain::ConnectionFault as FaultKind;
use crate::outbound::client::{SendError, SendFault, one_line};
use serde::{Deserialize, Serialize};

/// A fault with the words of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFault {
    /// Its kind.
    pub kind: FaultKind,
    /// The path of the request.
    #[serde(default)]
    pub path: String,
    /// The status of the answer.
    #[serde(default)]
    pub status: Option<u16>,
    /// What the server said, or what is wrong with its answer; on one line.
    #[serde(default)]
    pub words: String,
    /// The number that the server gave to the request.
    #[serde(default)]
    pub correlation_id: Option<String>,
    /// By how many minutes the clocks differ, if that may be the reason.
    #[serde(default)]
    pub clock_minutes: Option<i64>,
}

impl RunFault {
    /// Creates a fault.
    pub fn new(kind: FaultKind, path: &str, words: impl AsRef<str>) -> Self {
        RunFault {
            kind,
            path: path.split('?').next().unwrap_or_default().to_owned(),
            status: None,
            words: one_line(words.as_ref()),
            correlation_id: None,
            clock_minutes: None,
        }
    }

    /// Returns the fault of a request without an answer.
    pub fn of_send_error(error: &SendError, path: &str) -> Self {
        let (kind, words) = match error {
            SendError::Known(SendFault::NotPublic) => (FaultKind::NotPublic, ""),
            SendError::Known(SendFault::UnknownHost) => (FaultKind::UnknownHost, ""),
            SendError::Known(SendFault::Timeout) => (FaultKind::Timeout, ""),
            SendError::Known(SendFault::Refused) => (FaultKind::Refused, ""),
            SendError::Known(SendFault::NoHttp) => (FaultKind::NoHttp, ""),
            SendError::Known(SendFault::Unreadable | SendFault::Failed) => (FaultKind::Failed, ""),
            SendError::Words(words) => (FaultKind::Failed, words.as_str()),
        };
        RunFault::new(kind, path, words)
    }

    /// Returns the answer in one line, for the server log and the command line.
    pub fn line(&self) -> String {
        let status = self.status.map(|status| status.to_string()).unwrap_or_default();
        let correlation = self.correlation_id.as_ref().map(|id| format!("MS-CorrelationId {id}"));
        let clock = self.clock_minutes.map(|minutes| format!("the clocks differ by {minutes} minutes"));
        let parts = [self.kind.as_str(), &self.path, &status, &self.words];
        let more = [correlation.unwrap_or_default(), clock.unwrap_or_default()];
        let parts = parts.into_iter().chain(more.iter().map(String::as_str));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
    }
}
