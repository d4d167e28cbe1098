//! The page of one referral: the data about the customer, the result, and the possible actions.

use crate::domain::{PartnerId, PartnerKind, ReferralStatus, Role};
use crate::features::referrals::model::Referral;
use crate::i18n::labels::page_title;
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
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The referral.
    pub referral: &'a Referral,
    /// The names of its partners, by row id.
    pub names: &'a HashMap<PartnerId, String>,
    /// Whether the user's partner received it.
    pub is_ours: bool,
    /// The roles that may answer it; `None` if the user may.
    pub needs: Option<&'static [Role]>,
    /// Whether the user may add customers.
    pub may_add: bool,
    /// Whether the user may request relationships.
    pub may_request: bool,
    /// The kind of the user's partner.
    pub kind: PartnerKind,
    /// What the page shows about a submitted form.
    pub said: &'a AnswerInput,
}

/// What the page shows about a submitted form.
#[derive(Debug, Default)]
pub struct AnswerInput {
    faults: FieldErrors,
    reason: String,
    is_too_late: bool,
}

impl AnswerInput {
    /// Returns the input with an invalid reason.
    pub fn invalid(faults: FieldErrors, reason: &str) -> Self {
        AnswerInput { faults, reason: reason.to_owned(), is_too_late: false }
    }

    /// Returns the input for a referral that another user answered first.
    pub fn too_late() -> Self {
        AnswerInput { is_too_late: true, ..AnswerInput::default() }
    }

    /// Returns the HTTP status of the page.
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
        let texts = self.shell.texts;
        let title = self.referral.lead.company_name.clone() + &texts.dash() + &texts.referral();
        page_title(texts, title, self.said.status() != StatusCode::OK)
    }

    fn state(&self) -> String {
        self.referral.status.label(self.shell.texts)
    }

    fn referrer(&self) -> Option<&str> {
        self.referral.referrer.and_then(|id| self.names.get(&id)).map(String::as_str)
    }

    /// Returns the name of the reseller that received it, for the provider that made it.
    fn addressee(&self) -> Option<&str> {
        self.names.get(&self.referral.partner).filter(|_| !self.is_ours).map(String::as_str)
    }

    fn contact(&self) -> String {
        self.referral.lead.contact_name()
    }

    /// Returns the country of the user's partner, where most of its leads are.
    fn country(&self) -> &str {
        self.shell.person.as_ref().map_or("", |person| &person.country)
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

    /// Returns the label of the answer. A won or lost referral was accepted before.
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

    /// Whether the user can add the customer from here, or request a relationship with it.
    fn can_add_customer(&self) -> bool {
        let is_taken = matches!(self.referral.status, ReferralStatus::Accepted | ReferralStatus::Won);
        self.is_ours && is_taken && (self.may_add || self.may_request)
    }

    /// Whether adding the customer is the main action. Resellers usually request a relationship with an existing
    /// tenant; other partners usually add a customer.
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

    /// Returns why the user cannot do anything now: other roles may, or the other partner has to answer.
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
