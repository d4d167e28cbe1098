//! Labels of request kinds, tabs, delivery methods and states.

use crate::domain::RequestStatus;
use crate::features::relationship_requests::model::{
    DeliveryMethod, EXPIRING_DAYS, OnlyRequests, RelationshipRequest, RequestKind, RequestsTab, SentMonth,
};
use crate::i18n::Texts;

impl RequestKind {
    /// Returns the label: what is requested.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            RequestKind::Customer => texts.kind_customer(),
            RequestKind::CustomerWithProvider => texts.kind_customer_with_provider(),
            RequestKind::Partnership => texts.kind_partnership(),
        }
    }
}

impl OnlyRequests {
    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            OnlyRequests::Undecided => texts.only_undecided(),
            OnlyRequests::Undelivered => texts.only_undelivered(),
            OnlyRequests::Expiring => texts.only_expiring(EXPIRING_DAYS as u32),
            OnlyRequests::Opened => texts.request_opened(),
        }
    }
}

impl SentMonth {
    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            SentMonth::This => texts.this_month(),
            SentMonth::Last => texts.last_month(),
        }
    }
}

impl RequestsTab {
    /// Returns the label of the tab.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            RequestsTab::Waiting => texts.requests_waiting(),
            RequestsTab::Accepted => texts.request_accepted(),
            RequestsTab::Declined => texts.request_declined(),
            RequestsTab::Expired => texts.request_expired(),
            RequestsTab::Revoked => texts.request_revoked(),
            RequestsTab::All => texts.log_all(),
        }
    }
}

impl DeliveryMethod {
    /// Returns the label: how the message was sent.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            DeliveryMethod::Portal => texts.sent_by_portal(),
            DeliveryMethod::OwnMail => texts.sent_by_own_mail(),
        }
    }
}

/// Returns the state's CSS name and label. A pending request whose link was opened is shown as opened.
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
