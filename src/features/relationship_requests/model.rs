//! The relationship request. Its text contains `{link}` instead of the personal link; see
//! [`crate::auth::invitation_link`].

use crate::db::column_types::text_column;
use crate::db::connection::MultiBackend;
use crate::db::schema::relationship_requests;
use crate::domain::text_enum::text_enum;
use crate::domain::{MicrosoftId, PartnerId, RelationshipRequestId, RequestStatus, UserId};
use crate::i18n::Locale;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::{Queryable, Selectable};

/// What is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// A reseller relationship with a customer.
    Customer,
    /// A reseller relationship with a customer, and one between the customer and the reseller's indirect provider.
    CustomerWithProvider,
    /// A partnership: an indirect reseller is asked to authorize this provider.
    Partnership,
}

text_enum!(RequestKind, "kind", {
    Customer = "customer", CustomerWithProvider = "customer-with-provider", Partnership = "partnership",
});

text_column!(RequestKind);

/// How a request was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryMethod {
    /// By the portal.
    Portal,
    /// By the user, with their own mail program or another one.
    OwnMail,
}

text_enum!(DeliveryMethod, "how it was sent", { Portal = "portal", OwnMail = "own-mail" });

text_column!(DeliveryMethod);

/// The tabs of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestsTab {
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
    /// All requests.
    All,
}

text_enum!(RequestsTab, "state", {
    Waiting = "waiting", Accepted = "accepted", Declined = "declined", Expired = "expired", Revoked = "revoked",
    All = "all",
});

impl RequestsTab {
    /// Returns the statuses that it shows.
    pub const fn statuses(self) -> &'static [RequestStatus] {
        match self {
            RequestsTab::Waiting => &RequestStatus::WAITING,
            RequestsTab::Accepted => &[RequestStatus::Accepted],
            RequestsTab::Declined => &[RequestStatus::Declined],
            RequestsTab::Expired => &[RequestStatus::Expired],
            RequestsTab::Revoked => &[RequestStatus::Revoked],
            RequestsTab::All => &RequestStatus::EVERY,
        }
    }

    /// Returns the tab that contains only requests with this status.
    pub const fn containing(status: RequestStatus) -> Self {
        match status {
            RequestStatus::Draft | RequestStatus::Sent => RequestsTab::Waiting,
            RequestStatus::Accepted => RequestsTab::Accepted,
            RequestStatus::Declined => RequestsTab::Declined,
            RequestStatus::Expired => RequestsTab::Expired,
            RequestStatus::Revoked => RequestsTab::Revoked,
        }
    }
}

/// Which requests only are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnlyRequests {
    /// Accepted ones that need a decision of this partner.
    Undecided,
    /// Sent ones that nobody has opened, because their message was not delivered.
    Undelivered,
    /// Pending ones whose last day is within [`EXPIRING_DAYS`] days.
    Expiring,
    /// Those that were opened.
    Opened,
}

text_enum!(OnlyRequests, "filter", {
    Undecided = "undecided", Undelivered = "undelivered", Expiring = "expiring", Opened = "opened",
});

/// The days from today within which a request expires soon.
pub const EXPIRING_DAYS: u64 = 7;

/// The month in which requests were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentMonth {
    /// The current one.
    This,
    /// The one before it.
    Last,
}

text_enum!(SentMonth, "month", { This = "this-month", Last = "last-month" });

/// A request as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = relationship_requests, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct RelationshipRequest {
    pub id: RelationshipRequestId,
    #[diesel(column_name = partner_id)]
    pub partner: PartnerId,
    #[diesel(column_name = provider_id)]
    pub provider: Option<PartnerId>,
    pub kind: RequestKind,
    pub language: Locale,
    pub delegated_admin: bool,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub status: RequestStatus,
    pub link_seq: i32,
    pub valid_until: NaiveDate,
    pub created_by: UserId,
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
    /// Returns the row ids of the partners that the request is for, the requesting one first.
    pub fn partners(&self) -> impl Iterator<Item = PartnerId> {
        [Some(self.partner), self.provider].into_iter().flatten()
    }

    /// Returns the recipient: the company that answered, otherwise the email address. `None` if neither is known.
    pub fn recipient_label(&self) -> Option<&str> {
        self.company_name.as_deref().or(Some(self.recipient.as_str())).filter(|name| !name.is_empty())
    }
}
