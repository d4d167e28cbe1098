//! The page of one request: its timeline, its message while it is pending, its result, and the possible actions.

use crate::domain::{PartnerId, RequestOutcome, RequestStatus};
use crate::features::relationship_requests::comparison::{Comparison, compare};
use crate::features::relationship_requests::model::{RelationshipRequest, RequestKind, RequestsTab};
use crate::features::relationship_requests::queries::AcceptedAs;
use crate::features::relationship_requests::timeline::{Stop, stops};
use crate::features::relationship_requests::{form, labels, message};
use crate::i18n::labels::page_title;
use crate::mail::delivery_status::DeliveryStatus;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::HashMap;

/// The values of the message form.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the fields of the form
pub struct Message {
    pub recipient: String,
    pub subject: String,
    pub body: String,
    /// Whether the user submitted these values and they are not saved.
    pub is_typed: bool,
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
    pub names: &'a HashMap<PartnerId, String>,
    /// The result of its acceptance for the user's partner.
    pub made: Option<&'a AcceptedAs>,
    /// The delivery status of its mail.
    pub deliveries: &'a [DeliveryStatus],
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
    /// The current day of the user's partner.
    pub today: NaiveDate,
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
        page_title(self.shell.texts, self.heading(), !self.faults.is_empty())
    }

    fn state(&self) -> (&'static str, String) {
        labels::state(self.request, self.shell.texts)
    }

    fn tab(&self) -> &'static str {
        RequestsTab::containing(self.request.status).as_str()
    }

    fn stops(&self) -> Vec<Stop<'_>> {
        stops(self.request, self.made, self.shell, self.today)
    }

    fn comparison(&self, known: &AcceptedAs) -> Vec<Comparison> {
        compare(self.request, known, self.ours, self.shell)
    }

    fn lang_of_answer(&self, row: &Comparison) -> Option<&'static str> {
        self.shell.lang_of(row.answer.as_deref().unwrap_or_default())
    }

    fn lang_of_known(&self, row: &Comparison) -> Option<&'static str> {
        self.shell.lang_of(row.known.as_deref().unwrap_or_default())
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
        match (self.is_expired(), self.is_partnership()) {
            (true, _) => texts.revoke_expired_hint(),
            (false, true) => texts.partnership_revoke_hint(),
            (false, false) => texts.revoke_hint(),
        }
    }

    fn send_label(&self) -> String {
        let texts = self.shell.texts;
        if self.is_draft() { texts.send_now() } else { texts.send_again() }
    }

    fn delivery(&self) -> String {
        urls::relationship_request_delivery(self.request.id).to_string()
    }

    /// Whether the user can extend and revoke it.
    fn can_change(&self) -> bool {
        self.may && (self.request.status.is_waiting() || self.is_expired())
    }

    fn is_opened(&self) -> bool {
        self.request.opened_at.is_some()
    }

    /// Whether there is something beside the facts.
    fn has_aside(&self) -> bool {
        self.is_edited() || self.is_answered() || !self.deliveries.is_empty()
    }

    /// Whether the answer has its own card; until the decision, the comparison shows it.
    fn is_answered(&self) -> bool {
        self.request.decided_at.is_some() && self.undecided().is_none()
    }

    /// Whether the message of a sent request is unfolded: the user works on it.
    fn shows_message(&self) -> bool {
        self.message.is_typed
    }

    /// Returns the label of the button that replaces the link of an expired request.
    fn renew_label(&self) -> String {
        let texts = self.shell.texts;
        if self.request.sent_at.is_some() { texts.send_again() } else { texts.resend_link() }
    }

    /// Returns what follows if the known customer accepted.
    fn same_effect(&self, known: &AcceptedAs) -> String {
        let texts = self.shell.texts;
        if known.active { texts.decide_same_effect() } else { texts.decide_restore_effect() }
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

    /// Returns the default date for an extension: [`form::DEFAULT_VALID_DAYS`] after the current one, but never
    /// later than the form accepts.
    fn default_extension(&self) -> String {
        let today = self.today;
        let extended =
            self.request.valid_until.max(today) + chrono::TimeDelta::days(form::DEFAULT_VALID_DAYS);
        extended.min(today + chrono::TimeDelta::days(form::MAX_VALID_DAYS)).to_string()
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

    fn delivery_text(&self, delivery: &DeliveryStatus) -> (&'static str, String) {
        let texts = self.shell.texts;
        match (delivery.sent_at, delivery.held) {
            (Some(at), false) => ("accepted", texts.mail_delivered(self.day(&at))),
            // Given up, or returned after the mail server had accepted it.
            (_, true) => ("declined", texts.mail_given_up()),
            (None, false) => ("pending", texts.mail_queued()),
        }
    }

    fn can_try_again(&self) -> bool {
        self.may
            && self
                .deliveries
                .iter()
                .any(|delivery| delivery.sent_at.is_none() && delivery.last_error.is_some())
    }
}
