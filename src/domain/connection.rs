//! Connections to servers that speak the API: kinds, ways to sign in, schedules, and the states of their runs.

use crate::domain::text_enum::text_enum;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// The API that a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionKind {
    /// Another portal: whole lists as lines of JSON, from `/api/v1`.
    Portal,
    /// The vendor: pages of `/v1`.
    Vendor,
}

text_enum!(ConnectionKind, "kind of server", { Portal = "portal", Vendor = "vendor" });

/// How the portal signs in at a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionSignIn {
    /// With the client ID and the secret of an application (OAuth 2 client credentials).
    ClientCredentials,
    /// With a refresh token, which each sign-in replaces.
    RefreshToken,
}

text_enum!(ConnectionSignIn, "way to sign in", {
    ClientCredentials = "client-credentials", RefreshToken = "refresh-token",
});

/// When a connection runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionSchedule {
    /// Only when a person or the command line asks.
    Asked,
    /// Every hour.
    Hourly,
    /// Every six hours.
    SixHours,
    /// Every day.
    Daily,
}

text_enum!(ConnectionSchedule, "schedule", {
    Asked = "asked", Hourly = "hourly", SixHours = "six-hours", Daily = "daily",
});

impl ConnectionSchedule {
    /// Returns the time from the beginning of a run to that of the next one; `None` if none is due by itself.
    pub fn interval(self) -> Option<TimeDelta> {
        match self {
            ConnectionSchedule::Asked => None,
            ConnectionSchedule::Hourly => Some(TimeDelta::hours(1)),
            ConnectionSchedule::SixHours => Some(TimeDelta::hours(6)),
            ConnectionSchedule::Daily => Some(TimeDelta::hours(24)),
        }
    }
}

/// Why a connection is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionPause {
    /// A person paused it.
    Person,
    /// The server refused the sign-in.
    SignIn,
    /// The server answers as another partner than before.
    Partner,
    /// The database was restored from a backup.
    Restore,
    /// The secret file was replaced without the former one, so the credentials cannot be decrypted.
    Secret,
}

text_enum!(ConnectionPause, "reason", {
    Person = "person", SignIn = "sign-in", Partner = "partner", Restore = "restore", Secret = "secret",
});

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionRunState {
    /// It reads from the server.
    Reading,
    /// It compares what it has read with the portal.
    Comparing,
    /// It waits for a person, who looks at what it would change.
    Preview,
    /// It writes.
    Writing,
    /// It has written everything, or was a dry run.
    Done,
    /// It ended early.
    Failed,
    /// A person discarded it.
    Discarded,
}

text_enum!(ConnectionRunState, "state", {
    Reading = "reading", Comparing = "comparing", Preview = "preview", Writing = "writing", Done = "done",
    Failed = "failed", Discarded = "discarded",
});

impl ConnectionRunState {
    /// Whether a process works on it, or should.
    pub fn is_at_work(self) -> bool {
        use ConnectionRunState as S;
        matches!(self, S::Reading | S::Comparing | S::Writing)
    }

    /// Whether it has ended.
    pub fn is_over(self) -> bool {
        use ConnectionRunState as S;
        matches!(self, S::Done | S::Failed | S::Discarded)
    }
}

/// Who began a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionRunCause {
    /// A person.
    Person,
    /// The schedule.
    Schedule,
    /// The command line.
    Command,
}

text_enum!(ConnectionRunCause, "cause", { Person = "person", Schedule = "schedule", Command = "command" });

/// Why a run of a connection, or one of its requests, failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectionFault {
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
    /// The request failed for another reason.
    Failed,
    /// The server refuses the sign-in.
    SignIn,
    /// The account may not read something.
    Denied,
    /// An answer with an unexpected status.
    Answer,
    /// The server asks to wait.
    Busy,
    /// The connection has used its requests of this hour.
    Budget,
    /// The body ended before its end.
    Cut,
    /// The body is not what the API describes.
    Malformed,
    /// A line or a page is too large.
    TooLarge,
    /// An id came twice.
    Repeated,
    /// A page leads to one that was read already.
    Cycle,
    /// The server answers as another partner than before.
    Partner,
    /// The credentials cannot be decrypted.
    Secret,
    /// Processes ended while they worked on the run.
    Interrupted,
    /// The portal failed; its log says why.
    Internal,
}

text_enum!(ConnectionFault, "fault", {
    NotPublic = "not-public", UnknownHost = "unknown-host", Timeout = "timeout", Refused = "refused",
    NoHttp = "no-http", Failed = "failed", SignIn = "sign-in", Denied = "denied", Answer = "answer", Busy = "busy",
    Budget = "budget", Cut = "cut", Malformed = "malformed", TooLarge = "too-large", Repeated = "repeated",
    Cycle = "cycle", Partner = "partner", Secret = "secret", Interrupted = "interrupted", Internal = "internal",
});

/// A value that can be written back to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WriteSubject {
    /// The contact and address for bills of a customer.
    BillTo,
    /// The quantity of a subscription.
    Quantity,
    /// The status of a subscription.
    Status,
    /// Whether a subscription renews by itself.
    AutoRenewal,
}

text_enum!(WriteSubject, "value", {
    BillTo = "bill-to", Quantity = "quantity", Status = "status", AutoRenewal = "auto-renewal",
});

impl WriteSubject {
    /// Those of a subscription.
    pub const OF_SUBSCRIPTIONS: [WriteSubject; 3] =
        [WriteSubject::Quantity, WriteSubject::Status, WriteSubject::AutoRenewal];

    /// Returns the name of the field in the log; a contact and address has several others.
    pub fn field(self) -> &'static str {
        match self {
            WriteSubject::BillTo => "bill_to",
            WriteSubject::Quantity => "quantity",
            WriteSubject::Status => "status",
            WriteSubject::AutoRenewal => "auto_renew",
        }
    }
}

/// Whether a value is written back, and what happens if both sides changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WritePolicy {
    /// It is not written.
    Never,
    /// It is written; a person decides if both sides changed it.
    Ask,
    /// It is written; if both sides changed it, the rule of the connection for this value decides.
    Rule,
}

text_enum!(WritePolicy, "choice", { Never = "never", Ask = "ask", Rule = "rule" });

/// How far a value is that is written back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionWriteState {
    /// It is written soon, or tried again.
    Waiting,
    /// Both sides changed it: a person decides.
    Conflict,
    /// The server refused it: a person decides.
    Refused,
    /// The server has it.
    Written,
    /// A person, or a rule, gave it up.
    GivenUp,
}

text_enum!(ConnectionWriteState, "state", {
    Waiting = "waiting", Conflict = "conflict", Refused = "refused", Written = "written", GivenUp = "given-up",
});

impl ConnectionWriteState {
    /// Whether nothing follows.
    pub fn is_over(self) -> bool {
        matches!(self, ConnectionWriteState::Written | ConnectionWriteState::GivenUp)
    }
}
