//! What a request is. Its text keeps `{link}` where the personal link goes; see [`super::link`].

use crate::customers::model::MicrosoftId;
use crate::db::words::words;
use crate::i18n::Locale;
use chrono::{NaiveDate, NaiveDateTime};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The id of a request, as it stands in an address of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestId(pub Uuid);

impl RequestId {
    /// A new one.
    pub fn random() -> Self {
        RequestId(Uuid::new_v4())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for RequestId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(RequestId)
    }
}

impl TryFrom<String> for RequestId {
    type Error = uuid::Error;
    fn try_from(text: String) -> Result<Self, uuid::Error> {
        text.parse()
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A customer is asked for a reseller relationship.
    Customer,
    /// The same, and for one with the reseller's indirect provider.
    CustomerWithProvider,
    /// An indirect reseller is asked to authorise this provider.
    Partnership,
}
words!(Kind, "kind", {
    Customer = "customer", CustomerWithProvider = "customer-with-provider", Partnership = "partnership",
});

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Drafted; its link works, since somebody may have sent it by their own mail.
    Draft,
    /// Sent.
    Sent,
    /// The customer accepted.
    Accepted,
    /// The customer declined.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// Taken back by staff.
    Revoked,
}
words!(Status, "status", {
    Draft = "draft", Sent = "sent", Accepted = "accepted", Declined = "declined", Expired = "expired",
    Revoked = "revoked",
});

impl Status {
    /// Those that wait for the customer.
    pub const WAITING: [&'static str; 2] = [Status::Draft.word(), Status::Sent.word()];

    /// Whether the customer may still answer.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Status::Draft | Status::Sent)
    }
}

/// How a request went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentHow {
    /// By the portal.
    Portal,
    /// By a person's own mail, or by whatever they pasted it into.
    OwnMail,
}
words!(SentHow, "how it was sent", { Portal = "portal", OwnMail = "own-mail" });

/// What an acceptance made for one partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new customer.
    Added,
    /// The ended one that the request was made from came back.
    Back,
    /// The partner knows this Microsoft ID or domain already; staff has to decide.
    Undecided,
    /// Staff decided: it is the one that is known.
    Same,
    /// Staff decided: it is another one, and was added.
    Another,
}
words!(Outcome, "outcome", {
    Added = "added", Back = "back", Undecided = "undecided", Same = "same", Another = "another",
});

/// The views of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Drafted or sent.
    Waiting,
    /// See [`Status`].
    Accepted,
    /// See [`Status`].
    Declined,
    /// See [`Status`].
    Expired,
    /// See [`Status`].
    Revoked,
}
words!(Tab, "state", {
    Waiting = "waiting", Accepted = "accepted", Declined = "declined", Expired = "expired", Revoked = "revoked",
});

impl Tab {
    /// The words of the statuses that it shows.
    pub const fn statuses(self) -> &'static [&'static str] {
        match self {
            Tab::Waiting => &Status::WAITING,
            Tab::Accepted => const { &[Status::Accepted.word()] },
            Tab::Declined => const { &[Status::Declined.word()] },
            Tab::Expired => const { &[Status::Expired.word()] },
            Tab::Revoked => const { &[Status::Revoked.word()] },
        }
    }

    /// The view in which a request of this status stands.
    pub const fn of(status: Status) -> Self {
        match status {
            Status::Draft | Status::Sent => Tab::Waiting,
            Status::Accepted => Tab::Accepted,
            Status::Declined => Tab::Declined,
            Status::Expired => Tab::Expired,
            Status::Revoked => Tab::Revoked,
        }
    }
}

/// A request, as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table
pub struct Request {
    pub id: RequestId,
    pub partner: i32,
    pub provider: Option<i32>,
    pub kind: Kind,
    pub language: Locale,
    pub delegated_admin: bool,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub status: Status,
    pub link_seq: i32,
    pub valid_until: NaiveDate,
    pub created_by: i32,
    pub created_name: String,
    pub created_email: String,
    pub created_at: NaiveDateTime,
    pub changed_by: String,
    pub changed_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub sent_how: Option<SentHow>,
    pub opened_at: Option<NaiveDateTime>,
    pub reminded_at: Option<NaiveDateTime>,
    pub decided_at: Option<NaiveDateTime>,
    pub decline_reason: Option<String>,
    pub company_name: Option<String>,
    pub domain: Option<String>,
    pub person_name: Option<String>,
    pub email: Option<String>,
    pub microsoft_id: Option<MicrosoftId>,
    pub again_for: Option<MicrosoftId>,
    pub version: i32,
}

impl Request {
    /// The partners for which it asks, the one that asks first.
    pub fn partners(&self) -> impl Iterator<Item = i32> {
        [Some(self.partner), self.provider].into_iter().flatten()
    }

    /// Whom it is to, as far as is known: the company that answered, else the address.
    pub fn whom(&self) -> Option<&str> {
        self.company_name.as_deref().or(Some(self.recipient.as_str())).filter(|name| !name.is_empty())
    }
}
