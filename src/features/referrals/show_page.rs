//! The page of one referral: what is known of the customer, what became of it, what can be done.

use crate::domain::{PartnerKind, ReferralStatus, Role};
use crate::features::referrals::model::Referral;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;
use std::collections::HashMap;

/// `GET /referrals/{id}`.
#[derive(Template)]
#[template(path = "referrals/show.html")]
pub struct ReferralPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The referral.
    pub referral: &'a Referral,
    /// Names of its partners.
    pub names: &'a HashMap<i32, String>,
    /// Whether the reader's partner works on it.
    pub is_ours: bool,
    /// The roles that may answer it, if the reader may not.
    pub needs: Option<&'static [Role]>,
    /// Whether the reader may add customers.
    pub may_add: bool,
    /// Whether the reader may request relationships.
    pub may_request: bool,
    /// What the reader's partner is.
    pub kind: PartnerKind,
    /// What is to be said of a form that was sent.
    pub said: &'a AnswerInput,
}

/// What the page says of a form that was sent.
#[derive(Debug, Default)]
pub struct AnswerInput {
    faults: FieldErrors,
    reason: String,
    is_too_late: bool,
}

impl AnswerInput {
    /// The reason is not good.
    pub fn invalid(faults: FieldErrors, reason: &str) -> Self {
        AnswerInput { faults, reason: reason.to_owned(), is_too_late: false }
    }

    /// Somebody answered first.
    pub fn too_late() -> Self {
        AnswerInput { is_too_late: true, ..AnswerInput::default() }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match (self.is_too_late, self.faults.is_empty()) {
            (true, _) => StatusCode::CONFLICT,
            (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (false, true) => StatusCode::OK,
        }
    }
}

impl ReferralPage<'_> {
    fn title(&self) -> String {
        let name = &self.referral.lead.company_name;
        let title = format!("{name} – {}", self.shell.texts.referral());
        let is_well = self.said.status() == StatusCode::OK;
        if is_well { title } else { format!("{} {title}", self.shell.texts.error_prefix()) }
    }

    fn state(&self) -> String {
        self.referral.status.label(self.shell.texts)
    }

    fn referrer(&self) -> Option<&str> {
        self.referral.referrer.and_then(|id| self.names.get(&id)).map(String::as_str)
    }

    /// The reseller that it was referred to, for the provider that referred it.
    fn addressee(&self) -> Option<&str> {
        self.names.get(&self.referral.partner).filter(|_| !self.is_ours).map(String::as_str)
    }

    fn contact(&self) -> String {
        self.referral.lead.contact_name()
    }

    /// The phone number as a telephone dials it.
    fn digits(&self) -> String {
        self.referral.lead.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    fn lines<'t>(&self, text: &'t str) -> Vec<&'t str> {
        text.lines().collect()
    }

    fn day(&self, at: &NaiveDateTime) -> String {
        self.shell.day(*at)
    }

    fn last_day(&self) -> String {
        self.shell.locale.date(self.referral.answer_until)
    }

    /// What was answered: a referral that was won or lost was accepted before.
    fn answer_text(&self) -> String {
        let status = match self.referral.status {
            ReferralStatus::Won | ReferralStatus::Lost => ReferralStatus::Accepted,
            other => other,
        };
        status.label(self.shell.texts)
    }

    fn is_received(&self) -> bool {
        self.referral.status == ReferralStatus::Received
    }

    fn is_accepted(&self) -> bool {
        self.referral.status == ReferralStatus::Accepted
    }

    fn may_answer(&self) -> bool {
        self.is_ours && self.needs.is_none()
    }

    /// Whether the customer can be added or asked from here.
    fn can_add_customer(&self) -> bool {
        let is_taken = matches!(self.referral.status, ReferralStatus::Accepted | ReferralStatus::Won);
        self.is_ours && is_taken && (self.may_add || self.may_request)
    }

    /// Resellers mostly ask a company that has a tenant; the others mostly add one.
    fn adds_first(&self) -> bool {
        self.may_add && self.kind != PartnerKind::IndirectReseller
    }

    fn reason_hint(&self) -> String {
        let texts = self.shell.texts;
        if self.referral.referrer.is_some() {
            texts.referral_reason_hint()
        } else {
            texts.referral_own_reason_hint()
        }
    }

    /// Why nothing can be done here just now: others may, or the other partner has to answer.
    fn waiting_reason(&self) -> Option<String> {
        let texts = self.shell.texts;
        let is_open = self.is_received() || self.is_accepted();
        match (self.is_ours, self.needs) {
            _ if !is_open => None,
            (false, _) if self.is_received() => Some(texts.referral_waits(self.last_day())),
            (true, Some(roles)) => Some(texts.referral_needs(crate::i18n::labels::list(texts, roles))),
            _ => None,
        }
    }
}
