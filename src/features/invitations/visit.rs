//! A visit to an invitation link: finds the invitation, selects the language, checks whether the visitor may answer.
//! Unknown tokens are rate-limited per client network; valid links are not affected.

use crate::audit::{ActorKind, Author};
use crate::auth::client::network;
use crate::auth::extractors::OptionalActor;
use crate::auth::scope::AuthorizeProvider;
use crate::auth::throttle::{Bucket, ThrottleDecision};
use crate::auth::{Actor, Scope, invitation_link, throttle};
use crate::error::{Error, Result};
use crate::features::invitations::form::AnswerForm;
use crate::features::invitations::page::{ClosedPage, ClosedReason, InvitationPage};
use crate::features::invitations::queries;
use crate::features::invitations::queries::{Invitation, InvitationStatus};
use crate::features::relationship_requests::model::RequestKind;
use crate::state::AppState;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

/// Number of unknown tokens that a client network may try in 15 minutes.
const MAX_UNKNOWN_TOKENS: i32 = 30;

/// Returns the invitation of a token.
///
/// # Errors
/// [`Error::NotFound`] for an unknown token, [`Error::TooMany`] once the rate limit is reached.
pub async fn invitation(http: &HttpRequest, portal: &AppState, token: &str) -> Result<Invitation> {
    if invitation_link::is_token(token) {
        let hash = invitation_link::hash(token);
        if let Some(found) = portal.db.read(move |c| queries::find(c, &hash)).await? {
            return Ok(found);
        }
    }
    let key = format!("link:{}", network(&portal.settings.client_address(http)));
    let bucket = [Bucket::for_shared_source(key, MAX_UNKNOWN_TOKENS)];
    match portal.db.write(move |c| throttle::reserve(c, &bucket)).await? {
        ThrottleDecision::GoOn | ThrottleDecision::Last => Err(Error::NotFound),
        ThrottleDecision::Wait(seconds) => Err(Error::TooMany(seconds.unsigned_abs())),
    }
}

/// Returns the page layout: in the language that the visitor chose, else in that of the request, and in the time zone
/// of the requesting partner.
pub fn shell(
    http: &HttpRequest,
    portal: &AppState,
    invitation: &Invitation,
    return_to: String,
) -> Result<Shell> {
    let mut shell = request::shell(http, None, None)?;
    shell.locale = request::switched_language(http, portal).unwrap_or(invitation.request.language);
    shell.zone = invitation.zone();
    shell.texts = shell.locale.texts();
    shell.return_to = return_to;
    Ok(shell)
}

/// Whether this user belongs to a requesting partner, and therefore may not answer for the customer. Takes no `Scope`,
/// because it must also reject users who have none: those without roles or with an incomplete sign-in.
pub fn is_staff(invitation: &Invitation, actor: Option<&Actor>) -> bool {
    actor.is_some_and(|actor| invitation.involves(actor.partner.id))
}

/// Returns the name that the log uses for a customer whose name is unknown: the recipient of the request.
pub fn anonymous_name(invitation: &Invitation) -> &str {
    let recipient = invitation.request.recipient.as_str();
    if recipient.is_empty() { "customer" } else { recipient }
}

/// Returns the log's author for actions of the customer. It has no partner; each entry says whose log it belongs to.
pub fn author(http: &HttpRequest, portal: &AppState, name: &str) -> Author {
    Author {
        kind: ActorKind::Customer,
        partner: None,
        user: None,
        name: name.to_owned(),
        request_id: crate::auth::client::request_id(http),
        program: None,
        address: portal.settings.client_address(http),
    }
}

/// One visitor's visit to an invitation link.
pub(super) struct InvitationVisit {
    pub token: String,
    pub invitation: Invitation,
    pub shell: Shell,
    pub visitor: OptionalActor,
    /// The visitor's right to authorize a provider, or why they do not have it.
    pub authorizer: Result<Scope<AuthorizeProvider>>,
}

impl InvitationVisit {
    /// Loads the invitation of the link.
    pub(super) async fn load(
        http: &HttpRequest,
        portal: &AppState,
        path: Path<String>,
        visitor: OptionalActor,
    ) -> Result<Self> {
        let token = path.into_inner();
        let invitation = invitation(http, portal, &token).await?;
        let shell = shell(http, portal, &invitation, urls::invitation(&token).to_string())?;
        let authorizer = Scope::extract(http).await;
        Ok(InvitationVisit { token, invitation, shell, visitor, authorizer })
    }

    /// Returns the page that says why the invitation is not open; `None` if it is open.
    pub(super) fn closed_page(&self) -> Result<Option<HttpResponse>> {
        match self.invitation.status() {
            InvitationStatus::Open => Ok(None),
            standing => self.show_closed(standing).map(Some),
        }
    }

    fn show_closed(&self, standing: InvitationStatus) -> Result<HttpResponse> {
        let status = if standing == InvitationStatus::Used { StatusCode::CONFLICT } else { StatusCode::GONE };
        self.page(status, ClosedReason::Over(standing))
    }

    fn page(&self, status: StatusCode, why: ClosedReason) -> Result<HttpResponse> {
        response::page_as(status, &ClosedPage { shell: &self.shell, invitation: &self.invitation, why })
    }

    /// Returns the page that says why this visitor may not answer; `None` if they may.
    pub(super) fn refusal_page(&self) -> Result<Option<HttpResponse>> {
        if is_staff(&self.invitation, self.visitor.0.as_deref()) {
            let user = self.visitor.0.as_ref().map(|actor| actor.user.0);
            tracing::warn!(user, request = %self.invitation.request.id, "staff tried to answer for a customer");
            return self.page(StatusCode::FORBIDDEN, ClosedReason::Staff).map(Some);
        }
        self.closed_page()
    }

    /// Renders the current state of the link, after another answer came first.
    pub(super) async fn too_late(mut self, http: &HttpRequest, portal: &AppState) -> Result<HttpResponse> {
        self.invitation = invitation(http, portal, &self.token).await?;
        let standing = self.invitation.status();
        self.show_closed(if standing == InvitationStatus::Open { InvitationStatus::Used } else { standing })
    }

    pub(super) fn form(
        &self,
        status: StatusCode,
        form: &AnswerForm,
        faults: &FieldErrors,
    ) -> Result<HttpResponse> {
        let is_staff = is_staff(&self.invitation, self.visitor.0.as_deref());
        let (shell, invitation, token) = (&self.shell, &self.invitation, self.token.as_str());
        response::page_as(status, &InvitationPage { shell, invitation, token, form, faults, is_staff })
    }

    pub(super) fn is_partnership(&self) -> bool {
        self.invitation.request.kind == RequestKind::Partnership
    }
}
