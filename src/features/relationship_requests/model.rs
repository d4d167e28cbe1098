//! What a request is. Its text keeps `{link}` where the personal link goes; see [`crate::auth::invitation_link`].

use crate::domain::text_enum::text_enum;
use crate::domain::{MicrosoftId, RelationshipRequestId, RequestStatus};
use crate::i18n::Locale;
use chrono::{NaiveDate, NaiveDateTime};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// A customer is asked for a reseller relationship.
    Customer,
    /// The same, and for one with the reseller's indirect provider.
    CustomerWithProvider,
    /// An indirect reseller is asked to authorise this provider.
    Partnership,
}

text_enum!(RequestKind, "kind", {
    Customer = "customer", CustomerWithProvider = "customer-with-provider", Partnership = "partnership",
});

/// How a request went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryMethod {
    /// By the portal.
    Portal,
    /// By a person's own mail, or by whatever they pasted it into.
    OwnMail,
}

text_enum!(DeliveryMethod, "how it was sent", { Portal = "portal", OwnMail = "own-mail" });

/// The views of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Drafted or sent.
    Waiting,
    /// See [`RequestStatus`].
    Accepted,
    /// See [`RequestStatus`].
    Declined,
    /// See [`RequestStatus`].
    Expired,
    /// See [`RequestStatus`].
    Revoked,
}

text_enum!(Tab, "state", {
    Waiting = "waiting", Accepted = "accepted", Declined = "declined", Expired = "expired", Revoked = "revoked",
});

impl Tab {
    /// The words of the statuses that it shows.
    pub const fn statuses(self) -> &'static [&'static str] {
        match self {
            Tab::Waiting => &RequestStatus::WAITING,
            Tab::Accepted => const { &[RequestStatus::Accepted.as_str()] },
            Tab::Declined => const { &[RequestStatus::Declined.as_str()] },
            Tab::Expired => const { &[RequestStatus::Expired.as_str()] },
            Tab::Revoked => const { &[RequestStatus::Revoked.as_str()] },
        }
    }

    /// The view in which a request of this status stands.
    pub const fn containing(status: RequestStatus) -> Self {
        match status {
            RequestStatus::Draft | RequestStatus::Sent => Tab::Waiting,
            RequestStatus::Accepted => Tab::Accepted,
            RequestStatus::Declined => Tab::Declined,
            RequestStatus::Expired => Tab::Expired,
            RequestStatus::Revoked => Tab::Revoked,
        }
    }
}

/// A request, as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table
pub struct RelationshipRequest {
    pub id: RelationshipRequestId,
    pub partner: i32,
    pub provider: Option<i32>,
    pub kind: RequestKind,
    pub language: Locale,
    pub delegated_admin: bool,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub status: RequestStatus,
    pub link_seq: i32,
    pub valid_until: NaiveDate,
    pub created_by: i32,
    pub created_name: String,
    pub created_email: String,
    pub created_at: NaiveDateTime,
    pub changed_by: String,
    pub changed_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub sent_how: Option<DeliveryMethod>,
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

impl RelationshipRequest {
    /// The partners for which it asks, the one that asks first.
    pub fn partners(&self) -> impl Iterator<Item = i32> {
        [Some(self.partner), self.provider].into_iter().flatten()
    }

    /// Whom it is to, as far as is known: the company that answered, else the address.
    pub fn recipient_label(&self) -> Option<&str> {
        self.company_name.as_deref().or(Some(self.recipient.as_str())).filter(|name| !name.is_empty())
    }
}
