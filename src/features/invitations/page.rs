//! The customer's page: who asks, what it means, until when; and what it says when there is nothing to answer.

use crate::domain::RequestStatus;
use crate::features::invitations::form::AnswerForm;
use crate::features::invitations::queries::{Invitation, InvitationStatus};
use crate::features::relationship_requests::model::RequestKind;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;

/// `GET /invitations/{token}`, while it may be answered.
#[derive(Template)]
#[template(path = "invitations/show.html")]
pub struct InvitationPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// Its token.
    pub token: &'a str,
    /// What was typed.
    pub form: &'a AnswerForm,
    /// What is wrong with it.
    pub faults: &'a FieldErrors,
    /// Whether the reader belongs to a partner that asks, and only looks at it.
    pub is_staff: bool,
}

impl InvitationPage<'_> {
    fn declination(&self) -> String {
        format!("/invitations/{}/declination", self.token)
    }

    fn asking_partner(&self) -> &str {
        &self.invitation.asking_partner().name
    }

    /// The provider that is asked for too.
    fn provider(&self) -> Option<&str> {
        self.invitation.partners.get(1).map(|partner| partner.name.as_str())
    }

    fn heading(&self) -> String {
        let texts = self.shell.texts;
        match self.provider() {
            Some(provider) => texts.invitation_both(self.asking_partner(), provider),
            None => texts.invitation_one(self.asking_partner()),
        }
    }

    fn title(&self) -> String {
        if self.faults.is_empty() {
            return self.heading();
        }
        format!("{} {}", self.shell.texts.error_prefix(), self.heading())
    }

    fn intro(&self) -> String {
        let texts = self.shell.texts;
        match self.provider() {
            Some(provider) => texts.invitation_both_text(self.asking_partner(), provider),
            None => texts.invitation_one_text(self.asking_partner()),
        }
    }

    fn asked_on(&self) -> String {
        let request = &self.invitation.request;
        self.shell.day(request.sent_at.unwrap_or(request.created_at))
    }

    fn valid_until(&self) -> String {
        self.shell.texts.until_day(self.shell.locale.date(self.invitation.request.valid_until))
    }

    fn accept_label(&self) -> String {
        let texts = self.shell.texts;
        if self.provider().is_some() { texts.invitation_accept_both() } else { texts.invitation_accept() }
    }
}

/// A partnership: answered by a Global admin of an indirect reseller who is signed in.
#[derive(Template)]
#[template(path = "invitations/partnership.html")]
pub struct PartnershipPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// Its token.
    pub token: &'a str,
    /// What is wrong with the form.
    pub faults: &'a FieldErrors,
    /// What stands between the reader and the answer.
    pub reader: InvitationReader<'a>,
}

/// Who reads the page of a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationReader<'a> {
    /// Nobody is signed in.
    Nobody,
    /// A Global admin of this indirect reseller.
    Admin(&'a str),
    /// Signed in, but not as one.
    Other,
}

impl PartnershipPage<'_> {
    fn declination(&self) -> String {
        format!("/invitations/{}/declination", self.token)
    }

    fn asking_partner(&self) -> &str {
        &self.invitation.asking_partner().name
    }

    fn title(&self) -> String {
        let title = self.shell.texts.partnership_title(self.asking_partner());
        if self.faults.is_empty() { title } else { format!("{} {title}", self.shell.texts.error_prefix()) }
    }

    fn admin(&self) -> Option<&str> {
        if let InvitationReader::Admin(reseller) = self.reader { Some(reseller) } else { None }
    }

    fn valid_until(&self) -> String {
        self.shell.texts.until_day(self.shell.locale.date(self.invitation.request.valid_until))
    }
}

/// What a link says that cannot be answered.
#[derive(Template)]
#[template(path = "invitations/closed.html")]
pub struct ClosedPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// Why.
    pub why: ClosedReason,
}

/// Why a link cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedReason {
    /// It was answered, expired or was taken back.
    Over(InvitationStatus),
    /// The reader belongs to a partner that asks.
    Staff,
}

impl ClosedPage<'_> {
    fn texts(&self) -> (String, String) {
        let texts = self.shell.texts;
        let asker = self.invitation.asking_partner().name.as_str();
        let request = &self.invitation.request;
        match self.why {
            ClosedReason::Staff => (texts.invitation_staff(), texts.invitation_staff_text()),
            ClosedReason::Over(InvitationStatus::Expired) => {
                let day = self.shell.locale.date(request.valid_until);
                (texts.invitation_expired(), texts.invitation_expired_text(day, asker))
            }
            ClosedReason::Over(InvitationStatus::Used) => {
                let day = request.decided_at.map(|at| self.shell.day(at)).unwrap_or_default();
                match request.status {
                    RequestStatus::Declined => {
                        (texts.invitation_declined(), texts.invitation_declined_text(day, asker))
                    }
                    _ => (texts.invitation_accepted(), texts.invitation_accepted_text(day, asker)),
                }
            }
            ClosedReason::Over(_) => (texts.invitation_revoked(), texts.invitation_revoked_text(asker)),
        }
    }

    /// Whoever asked can be asked for a new link.
    fn contact(&self) -> Option<&str> {
        let over =
            matches!(self.why, ClosedReason::Over(InvitationStatus::Expired | InvitationStatus::Revoked));
        let customer = self.invitation.request.kind != RequestKind::Partnership;
        let email = self.invitation.request.created_email.as_str();
        (over && customer && !email.is_empty()).then_some(email)
    }
}
