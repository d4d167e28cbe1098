//! Ids as distinct types, so that the compiler rejects an id of the wrong kind.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The id of a draft, as in its URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftId(pub Uuid);

impl DraftId {
    /// Creates a random id.
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

/// The vendor's id of an offer: 1 to 64 letters, digits and `-_.:`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OfferId(String);

impl OfferId {
    /// Parses an offer id; returns `None` if the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        ((1..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| OfferId(text.to_owned()))
    }

    /// Returns the id as text.
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

/// The id of an order. The form contains it, so a form that is sent twice creates one order.
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

/// The row id of a partner. Screens never show it; they show the MPN ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartnerId(pub i32);

/// The id of a referral. The form contains it, so a form that is sent twice creates one referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReferralId(pub Uuid);

impl ReferralId {
    /// Creates a random id.
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

/// The id of a relationship request, as in its URL for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RelationshipRequestId(pub Uuid);

impl RelationshipRequestId {
    /// Creates a random id.
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

/// The vendor's id of a subscription, from an import or an order: a UUID in lower case.
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

/// The row id of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserId(pub i32);
