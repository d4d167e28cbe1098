//! What a partner knows of a customer (domain.md 1.4). Every row belongs to one partner; there is no shared record.

use crate::db::stored::stored_in;
use crate::db::words::words;
use crate::domain::is_invisible;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromStaticSqlRow, Queryable};
use diesel::sql_types::Text;
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A customer's tenant id: a UUID, written in lower case with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MicrosoftId(pub Uuid);

impl fmt::Display for MicrosoftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl MicrosoftId {
    /// Reads what somebody pasted to find a customer: in either case, in braces or without hyphens, with letters before
    /// and behind it that nobody sees.
    pub fn pasted(text: &str) -> Option<Self> {
        let unseen = |c: char| c.is_whitespace() || is_invisible(c.encode_utf8(&mut [0; 4]));
        Uuid::try_parse(text.trim_matches(unseen)).ok().map(MicrosoftId)
    }
}

impl FromStr for MicrosoftId {
    type Err = uuid::Error;

    /// Takes either case and nothing but the hyphenated form.
    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        match text.len() {
            36 => Uuid::try_parse(text).map(MicrosoftId),
            _ => Uuid::try_parse("").map(MicrosoftId),
        }
    }
}

/// The kind of business relationship, apart from whether it is active (domain.md 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relationship {
    /// Sells to the customer.
    Reseller,
    /// Advises it.
    Advisor,
    /// Syndicates.
    Syndication,
    /// The vendor's support.
    MicrosoftSupport,
    /// Listed, with no kind.
    None,
}
words!(Relationship, "relationship", {
    Reseller = "reseller", Advisor = "advisor", Syndication = "syndication",
    MicrosoftSupport = "microsoft-support", None = "none",
});

/// How a customer came to this partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Added by this partner's staff.
    Added,
    /// It accepted a relationship request.
    Request,
    /// By a referral.
    Referral,
    /// Its indirect provider added it for this reseller.
    Provider,
    /// Imported from another portal.
    OtherPortal,
}
words!(Origin, "origin", { Added = "added", Request = "request", Referral = "referral", Provider = "provider", OtherPortal = "other-portal" });

/// One line of the customer list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// The customer's tenant id.
    pub microsoft_id: MicrosoftId,
    /// The bill-to company name, which is what this partner's list calls it.
    pub list_name: String,
    /// Primary domain name.
    pub domain: String,
    /// Kind of relationship.
    pub relationship: Relationship,
}

impl<DB: Backend> Queryable<(Text, Text, Text, Text), DB> for CustomerRow
where
    (String, String, String, String): FromStaticSqlRow<(Text, Text, Text, Text), DB>,
{
    type Row = (String, String, String, String);

    fn build((id, list_name, domain, relationship): Self::Row) -> deserialize::Result<Self> {
        let relationship = stored_in(&relationship, "customers.relationship", &id)?;
        let microsoft_id = stored_in(&id, "customers.microsoft_id", &id)?;
        Ok(CustomerRow { microsoft_id, list_name, domain, relationship })
    }
}
