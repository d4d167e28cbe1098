//! The page of one request: its message while it is pending, its result, and the possible actions.

use crate::domain::{RequestOutcome, RequestStatus};
use crate::features::relationship_requests::model::{RelationshipRequest, RequestKind, Tab};
use crate::features::relationship_requests::queries::AcceptedAs;
use crate::features::relationship_requests::{form, labels, message};
use crate::mail::delivery_status::DeliveryStatus;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDateTime;
use std::collections::HashMap;

/// The values of the message form.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the fields of the form
pub struct Message {
    pub recipient: String,
    pub subject: String,
    pub body: String,
}

/// `GET /relationship-requests/{id}`.
#[derive(Template)]
#[template(path = "requests/show.html")]
pub struct RequestPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The request.
    pub request: &'a RelationshipRequest,
    /// The message, including the link.
    pub message: &'a Message,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// The names of the partners that the request is for, by row id.
    pub names: &'a HashMap<i32, String>,
    /// The result of its acceptance for the user's partner.
    pub made: Option<&'a AcceptedAs>,
    /// The delivery status of its mail.
    pub letters: &'a [DeliveryStatus],
    /// Whether the user may manage it, and so may see the link.
    pub may: bool,
    /// Whether the user may decide about an acceptance.
    pub may_decide: bool,
    /// Whether the user's partner made the request.
    pub ours: bool,
    /// The personal link.
    pub link: &'a str,
    /// Whether the portal can send mail.
    pub can_send: bool,
}

impl RequestPage<'_> {
    fn heading(&self) -> String {
        let texts = self.shell.texts;
        match self.request.recipient_label() {
            Some(whom) => texts.request_to_whom(whom),
            None => texts.relationship_request(),
        }
    }

    fn title(&self) -> String {
        let texts = self.shell.texts;
        match self.faults.is_empty() {
            true => self.heading(),
            false => format!("{} {}", texts.error_prefix(), self.heading()),
        }
    }

    fn state(&self) -> (&'static str, String) {
        labels::state(self.request, self.shell.texts)
    }

    fn tab(&self) -> &'static str {
        Tab::containing(self.request.status).as_str()
    }

    fn is_edited(&self) -> bool {
        self.may && self.request.status.is_waiting()
    }

    /// Whether it has not been sent.
    fn is_draft(&self) -> bool {
        self.request.status == RequestStatus::Draft
    }

    fn is_partnership(&self) -> bool {
        self.request.kind == RequestKind::Partnership
    }

    fn to_hint(&self) -> String {
        let texts = self.shell.texts;
        if self.is_partnership() { texts.partnership_to_hint() } else { texts.request_to_hint() }
    }

    fn link_hint(&self) -> String {
        let texts = self.shell.texts;
        if self.is_partnership() { texts.partnership_link_hint() } else { texts.personal_link_hint() }
    }

    fn see_page(&self) -> String {
        let texts = self.shell.texts;
        if self.is_partnership() { texts.see_reseller_page() } else { texts.see_customer_page() }
    }

    fn revoke_hint(&self) -> String {
        let texts = self.shell.texts;
        if self.is_partnership() { texts.partnership_revoke_hint() } else { texts.revoke_hint() }
    }

    fn send_label(&self) -> String {
        let texts = self.shell.texts;
        if self.is_draft() { texts.send_now() } else { texts.send_again() }
    }

    fn delivery(&self) -> String {
        urls::relationship_request_delivery(self.request.id).to_string()
    }

    fn is_waiting(&self) -> bool {
        self.request.status.is_waiting()
    }

    fn is_expired(&self) -> bool {
        self.request.status == RequestStatus::Expired
    }

    /// Whether a new request can copy this one; declined and revoked requests cannot be reopened.
    fn can_ask_anew(&self) -> bool {
        self.may && matches!(self.request.status, RequestStatus::Declined | RequestStatus::Revoked)
    }

    fn can_remind(&self) -> bool {
        self.can_send && self.request.status == RequestStatus::Sent && !self.request.recipient.is_empty()
    }

    fn asked_by(&self) -> &str {
        self.names.get(&self.request.partner).map_or("", String::as_str)
    }

    fn provider(&self) -> Option<&str> {
        self.request.provider.and_then(|id| self.names.get(&id)).map(String::as_str)
    }

    fn has_link(&self) -> bool {
        self.message.body.contains(self.link)
    }

    fn mailto(&self) -> Option<String> {
        message::mailto(&self.message.recipient, &self.message.subject, &self.message.body)
    }

    fn day(&self, at: &NaiveDateTime) -> String {
        self.shell.day(*at)
    }

    fn valid_until(&self) -> String {
        self.shell.locale.date(self.request.valid_until)
    }

    /// Returns the default date for an extension: [`form::DAYS`] after the current one, but never later than the form
    /// accepts.
    fn default_extension(&self) -> String {
        let today = crate::clock::now().date();
        let extended = self.request.valid_until.max(today) + chrono::TimeDelta::days(form::DAYS);
        extended.min(today + chrono::TimeDelta::days(form::MAX_DAYS)).to_string()
    }

    fn administration(&self) -> String {
        let texts = self.shell.texts;
        if self.request.delegated_admin { texts.delegated_included() } else { texts.delegated_not_included() }
    }

    /// Returns the known customer, while the decision is pending.
    fn undecided(&self) -> Option<&AcceptedAs> {
        self.made.filter(|made| made.outcome == RequestOutcome::Undecided)
    }

    fn was_made(&self) -> Option<&AcceptedAs> {
        self.made.filter(|made| made.outcome != RequestOutcome::Undecided)
    }

    fn delivery_text(&self, letter: &DeliveryStatus) -> (&'static str, String) {
        let texts = self.shell.texts;
        match (letter.sent_at, letter.held) {
            (Some(at), _) => ("accepted", texts.mail_delivered(self.day(&at))),
            (None, true) => ("declined", texts.mail_given_up()),
            (None, false) => ("pending", texts.mail_queued()),
        }
    }

    fn can_try_again(&self) -> bool {
        self.may && self.letters.iter().any(|letter| letter.sent_at.is_none() && letter.last_error.is_some())
    }
}
