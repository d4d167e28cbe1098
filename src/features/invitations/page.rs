//! The pages behind an invitation link: the invitation, the partnership, and the link that can no longer be answered.

use crate::domain::RequestStatus;
use crate::features::invitations::form::AnswerForm;
use crate::features::invitations::queries::{Invitation, InvitationStatus};
use crate::features::relationship_requests::model::RequestKind;
use crate::i18n::labels::page_title;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;

/// `GET /invitations/{token}` for a customer, while the invitation is open.
#[derive(Template)]
#[template(path = "invitations/show.html")]
pub struct InvitationPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// Its token.
    pub token: &'a str,
    /// The submitted form.
    pub form: &'a AnswerForm,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// Whether the visitor belongs to a requesting partner, and therefore cannot answer.
    pub is_staff: bool,
}

impl InvitationPage<'_> {
    fn declination(&self) -> String {
        urls::invitation_declination(self.token).to_string()
    }

    fn asking_partner(&self) -> &str {
        &self.invitation.asking_partner().name
    }

    /// Returns the name of the provider that the request also includes.
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
        page_title(self.shell.texts, self.heading(), !self.faults.is_empty())
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

/// `GET /invitations/{token}` for a partnership, which only a signed-in Global admin of an indirect reseller can
/// answer.
#[derive(Template)]
#[template(path = "invitations/partnership.html")]
pub struct PartnershipPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// Its token.
    pub token: &'a str,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// Whether the visitor may answer, and if not, why.
    pub reader: InvitationReader<'a>,
}

/// The visitor of a partnership page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationReader<'a> {
    /// Not signed in.
    Nobody,
    /// A Global admin of an indirect reseller; contains the reseller's name.
    Admin(&'a str),
    /// Signed in, but without the right to answer.
    Other,
}

impl PartnershipPage<'_> {
    fn declination(&self) -> String {
        urls::invitation_declination(self.token).to_string()
    }

    fn asking_partner(&self) -> &str {
        &self.invitation.asking_partner().name
    }

    fn title(&self) -> String {
        let title = self.shell.texts.partnership_title(self.asking_partner());
        page_title(self.shell.texts, title, !self.faults.is_empty())
    }

    fn admin(&self) -> Option<&str> {
        if let InvitationReader::Admin(reseller) = self.reader { Some(reseller) } else { None }
    }

    fn valid_until(&self) -> String {
        self.shell.texts.until_day(self.shell.locale.date(self.invitation.request.valid_until))
    }
}

/// The page of a link that cannot be answered.
#[derive(Template)]
#[template(path = "invitations/closed.html")]
pub struct ClosedPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// The reason.
    pub why: ClosedReason,
}

/// Why a link cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedReason {
    /// It was answered, has expired or was revoked.
    Over(InvitationStatus),
    /// The visitor belongs to a requesting partner.
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

    /// Returns the email address of the user who can send a new link.
    fn contact(&self) -> Option<&str> {
        let over =
            matches!(self.why, ClosedReason::Over(InvitationStatus::Expired | InvitationStatus::Revoked));
        let customer = self.invitation.request.kind != RequestKind::Partnership;
        let email = self.invitation.request.created_email.as_str();
        (over && customer && !email.is_empty()).then_some(email)
    }
}
