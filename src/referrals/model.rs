//! What a referral is, and how far it can be.

use crate::addresses::bill_to::full_name;
use crate::db::words::words;
use chrono::{NaiveDate, NaiveDateTime};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Nobody answers for so many days: it is expired.
pub const DAYS: i64 = 14;

/// The id of a referral. It comes with the form, so that a form sent twice is one referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReferralId(pub Uuid);

impl ReferralId {
    /// A new one.
    pub fn random() -> Self {
        ReferralId(Uuid::new_v4())
    }
}

impl fmt::Display for ReferralId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for ReferralId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(ReferralId)
    }
}

/// How far a referral is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It waits for an answer.
    Received,
    /// Somebody works on it.
    Accepted,
    /// The customer decided for the partner.
    Won,
    /// The customer did not.
    Lost,
    /// The partner did not take it, and said why.
    Declined,
    /// Nobody answered in time.
    Expired,
}
words!(Status, "status", {
    Received = "received", Accepted = "accepted", Won = "won", Lost = "lost", Declined = "declined",
    Expired = "expired",
});

/// What is known of the customer to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table
pub struct Lead {
    pub company_name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub need: String,
    pub note: String,
}

impl Lead {
    /// The contact, as its people write names.
    pub fn contact_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

/// A referral, as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table
pub struct Referral {
    pub id: ReferralId,
    /// Who works on it.
    pub partner: i32,
    /// The provider that referred it; none for a lead of the partner's own.
    pub referrer: Option<i32>,
    pub status: Status,
    pub lead: Lead,
    pub reason: Option<String>,
    pub created_name: String,
    pub created_at: NaiveDateTime,
    pub answer_until: NaiveDate,
    pub answered_by: Option<String>,
    pub answered_at: Option<NaiveDateTime>,
    pub closed_by: Option<String>,
    pub closed_at: Option<NaiveDateTime>,
    pub changed_at: NaiveDateTime,
}
