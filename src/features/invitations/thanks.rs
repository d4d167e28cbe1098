//! The thank-you page and email after an answer. Their text does not depend on the outcome at the partner.

use crate::domain::RequestStatus;
use crate::features::invitations::form::Acceptance;
use crate::features::invitations::queries::Invitation;
use crate::i18n::{Locale, time_zone};
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;

/// `GET /answers/{receipt}`.
#[derive(Template)]
#[template(path = "invitations/thanks.html")]
pub struct ThanksPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The invitation that was answered.
    pub invitation: &'a Invitation,
}

impl ThanksPage<'_> {
    fn accepted(&self) -> bool {
        self.invitation.request.status == RequestStatus::Accepted
    }

    fn heading(&self) -> String {
        let texts = self.shell.texts;
        if self.accepted() { texts.thanks_accepted() } else { texts.thanks_declined() }
    }

    fn text(&self) -> String {
        let (texts, names) = (self.shell.texts, names(self.shell.locale, self.invitation));
        if self.accepted() { texts.thanks_accepted_text(names) } else { texts.thanks_declined_text(names) }
    }

    fn answered_on(&self) -> String {
        self.invitation.request.decided_at.map(|at| self.shell.day(at)).unwrap_or_default()
    }

    fn text_or_empty(value: &Option<String>) -> &str {
        value.as_deref().unwrap_or_default()
    }
}

/// Returns the names of the partners in the request, in one line.
fn names(locale: Locale, invitation: &Invitation) -> String {
    let names: Vec<&str> = invitation.partners.iter().map(|partner| partner.name.as_str()).collect();
    names.join(&locale.texts().list_comma())
}

/// Returns the subject and text of the email to the person who accepted.
pub fn mail(locale: Locale, invitation: &Invitation, answer: &Acceptance) -> (String, String) {
    let names: Vec<&str> = invitation.partners.iter().map(|partner| partner.name.as_str()).collect();
    compose(locale, &invitation.asking_partner().name, &names, answer, time_zone::today(invitation.zone()))
}

/// Returns the same from plain values: the names of the requesting partner and of all partners, the answer, the day.
pub fn compose(
    locale: Locale,
    asker: &str,
    partners: &[&str],
    answer: &Acceptance,
    day: NaiveDate,
) -> (String, String) {
    let texts = locale.texts();
    let names = partners.join(&texts.list_comma());
    let day = locale.date(day);
    let Acceptance { company_name, domain, person_name, .. } = answer;
    let text = texts.mail_thanks_body(person_name, day, names, company_name, domain);
    (texts.mail_thanks_subject(asker), text)
}
