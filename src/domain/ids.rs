//! Ids as distinct types, so that the compiler rejects an id of the wrong kind.

use crate::domain::MicrosoftId;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Defines an id that is a UUID. Its text form is the hyphenated one, in lower case.
macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Creates a random id.
            pub fn random() -> Self {
                $name(Uuid::new_v4())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map($name)
            }
        }
    };
}

/// Defines an id that is the number of a row. JSON and addresses have it as a number.
macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub i32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, std::num::ParseIntError> {
                text.parse().map($name)
            }
        }
    };
}

uuid_id! {
    /// The id of a bulk act.
    BulkActId
}

uuid_id! {
    /// The id of a cart of a program. The carts of users are drafts.
    CartId
}

uuid_id! {
    /// The id of a draft.
    DraftId
}

uuid_id! {
    /// The id of an import.
    ImportId
}

uuid_id! {
    /// The id of an order. The form contains it, so a form that is sent twice creates one order.
    OrderId
}

uuid_id! {
    /// The id of a referral. The form contains it, so a form that is sent twice creates one referral.
    ReferralId
}

uuid_id! {
    /// The id of a relationship request.
    RelationshipRequestId
}

impl TryFrom<String> for RelationshipRequestId {
    type Error = uuid::Error;
    fn try_from(text: String) -> Result<Self, uuid::Error> {
        text.parse()
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

impl FromStr for OfferId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        OfferId::parse(text).ok_or_else(|| format!("“{text}” is not an Offer ID"))
    }
}

row_id! {
    /// The row id of a partner. Screens never show it; they show the MPN ID.
    PartnerId
}

/// The vendor's id of a subscription, from an import or an order: a UUID in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SubscriptionId(pub String);

impl SubscriptionId {
    /// Creates a random id.
    pub fn random() -> Self {
        SubscriptionId(Uuid::new_v4().to_string())
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SubscriptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SubscriptionId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(|id| SubscriptionId(id.as_hyphenated().to_string()))
    }
}

row_id! {
    /// The row id of an application.
    ApiApplicationId
}

row_id! {
    /// The row id of an API token.
    ApiTokenId
}

row_id! {
    /// The row id of a chat channel.
    ChatChannelId
}

row_id! {
    /// The row id of a connection.
    ConnectionId
}

row_id! {
    /// The row id of a run of a connection.
    ConnectionRunId
}

row_id! {
    /// The row id of a value that is written back to the server of a connection.
    ConnectionWriteId
}

row_id! {
    /// The row id of a contact of a customer.
    ContactId
}

row_id! {
    /// The row id of a note.
    NoteId
}

row_id! {
    /// The row id of a report.
    ReportId
}

row_id! {
    /// The row id of a run of a report.
    ReportRunId
}

row_id! {
    /// The row id of a saved view.
    SavedViewId
}

row_id! {
    /// The row id of a tag.
    TagId
}

row_id! {
    /// The row id of a user.
    UserId
}

row_id! {
    /// The row id of a webhook.
    WebhookId
}

row_id! {
    /// The row id of what is sent to a webhook.
    WebhookDeliveryId
}

/// Reads the ids that addresses carry by their text form, so that handlers take `Path<MicrosoftId>`.
macro_rules! deserialize_from_text {
    ($($id:ty),+ $(,)?) => {
        $(impl<'de> Deserialize<'de> for $id {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        })+
    };
}

deserialize_from_text!(
    BulkActId,
    CartId,
    DraftId,
    ImportId,
    MicrosoftId,
    OrderId,
    ReferralId,
    RelationshipRequestId,
    SubscriptionId
);
