//! Ids as types, so that none is taken for another.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The id of a draft, as in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftId(pub Uuid);

impl DraftId {
    /// A new one.
    pub fn new() -> Self {
        DraftId(Uuid::new_v4())
    }
}

impl Default for DraftId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for DraftId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(DraftId)
    }
}

/// The vendor's id of an offer: letters, digits and `-_.:`, at most 64 of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OfferId(String);

impl OfferId {
    /// The id that is written like this, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        ((1..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| OfferId(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OfferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for OfferId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        OfferId::parse(text).ok_or_else(|| format!("no Offer ID: “{text}”"))
    }
}

/// The id of an order. It comes with the form, so that a form sent twice is one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrderId(pub Uuid);

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for OrderId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(OrderId)
    }
}

/// The row id of a partner; never shown to people, who know its MPN ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartnerId(pub i32);

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

/// The id of a request, as in its address for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RelationshipRequestId(pub Uuid);

impl RelationshipRequestId {
    /// A new one.
    pub fn random() -> Self {
        RelationshipRequestId(Uuid::new_v4())
    }
}

impl fmt::Display for RelationshipRequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for RelationshipRequestId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(RelationshipRequestId)
    }
}

impl TryFrom<String> for RelationshipRequestId {
    type Error = uuid::Error;
    fn try_from(text: String) -> Result<Self, uuid::Error> {
        text.parse()
    }
}

/// The vendor's id of a subscription, as the import or the order gave it: a UUID in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubscriptionId(pub String);

impl fmt::Display for SubscriptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SubscriptionId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        uuid::Uuid::try_parse(text).map(|id| SubscriptionId(id.as_hyphenated().to_string()))
    }
}

/// The row id of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserId(pub i32);
