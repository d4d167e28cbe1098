//! The words for requests, in the reader's language.

use crate::domain::RequestStatus;
use crate::features::relationship_requests::model::{DeliveryMethod, RelationshipRequest, RequestKind, Tab};
use crate::i18n::Texts;

impl RequestKind {
    /// What is asked for.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            RequestKind::Customer => texts.kind_customer(),
            RequestKind::CustomerWithProvider => texts.kind_customer_with_provider(),
            RequestKind::Partnership => texts.kind_partnership(),
        }
    }
}

impl Tab {
    /// A view of the list.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Tab::Waiting => texts.requests_waiting(),
            Tab::Accepted => texts.request_accepted(),
            Tab::Declined => texts.request_declined(),
            Tab::Expired => texts.request_expired(),
            Tab::Revoked => texts.request_revoked(),
        }
    }
}

impl DeliveryMethod {
    /// How it went out.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            DeliveryMethod::Portal => texts.sent_by_portal(),
            DeliveryMethod::OwnMail => texts.sent_by_own_mail(),
        }
    }
}

/// Where a request stands, as the list says: a sent one that was opened says so.
pub fn state(request: &RelationshipRequest, texts: &Texts) -> (&'static str, String) {
    match request.status {
        RequestStatus::Draft | RequestStatus::Sent if request.opened_at.is_some() => {
            ("opened", texts.request_opened())
        }
        RequestStatus::Draft => ("draft", texts.request_draft()),
        RequestStatus::Sent => ("sent", texts.request_sent()),
        RequestStatus::Accepted => ("accepted", texts.request_accepted()),
        RequestStatus::Declined => ("declined", texts.request_declined()),
        RequestStatus::Expired => ("expired", texts.request_expired()),
        RequestStatus::Revoked => ("revoked", texts.request_revoked()),
    }
}
