//! The public page behind a personal link. `GET` decides nothing and notes the first opening; accepting and declining
//! are forms. Answered is 409, expired and revoked 410, unknown 404, staff of a partner that asks 403.

use super::form::AnswerForm;
use super::partnership_handlers as partnership;
use super::queries::{self, Invitation, Standing};
use super::show::{Closed, ClosedPage, InvitationPage};
use super::thanks::{self, ThanksPage};
use super::visit::{self, author, is_staff, unnamed};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::{AuthorizeProvider, Visitor};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::mail::body::Body;
use crate::mail::queries::{self as mail, LetterKind, NewLetter};
use crate::mail::worker;
use crate::requests::link;
use crate::requests::model::Kind;
use crate::web::answer;
use crate::web::fields::Faults;
use crate::web::page::Shell;
use crate::web::reader::see_other;
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Form, Path};
use actix_web::{FromRequest, HttpRequest, HttpResponse};

/// A link with its invitation, for one visitor.
pub(super) struct Visit {
    pub token: String,
    pub invitation: Invitation,
    pub shell: Shell,
    pub visitor: Visitor,
    /// Whether the visitor may authorise a provider, and if not, why.
    pub authorizer: Result<Scope<AuthorizeProvider>>,
}

impl Visit {
    /// Reads the link.
    pub(super) async fn begin(
        http: &HttpRequest,
        portal: &Portal,
        path: Path<String>,
        visitor: Visitor,
    ) -> Result<Self> {
        let token = path.into_inner();
        let invitation = visit::invitation(http, portal, &token).await?;
        let shell = visit::shell(http, portal, &invitation, format!("/invitations/{token}"))?;
        let authorizer = Scope::extract(http).await;
        Ok(Visit { token, invitation, shell, visitor, authorizer })
    }

    /// The page that says why there is nothing to answer, if that is so.
    pub(super) fn closed(&self) -> Result<Option<HttpResponse>> {
        match self.invitation.standing() {
            Standing::Open => Ok(None),
            standing => self.over(standing).map(Some),
        }
    }

    fn over(&self, standing: Standing) -> Result<HttpResponse> {
        let status = if standing == Standing::Used { StatusCode::CONFLICT } else { StatusCode::GONE };
        self.page(status, Closed::Over(standing))
    }

    fn page(&self, status: StatusCode, why: Closed) -> Result<HttpResponse> {
        answer::page_as(status, &ClosedPage { shell: &self.shell, invitation: &self.invitation, why })
    }

    /// Why this visitor may not answer, if that is so.
    fn refused(&self) -> Result<Option<HttpResponse>> {
        if is_staff(&self.invitation, self.visitor.0.as_deref()) {
            let user = self.visitor.0.as_ref().map(|actor| actor.user.0);
            tracing::warn!(user, request = %self.invitation.request.id, "staff tried to answer for a customer");
            return self.page(StatusCode::FORBIDDEN, Closed::Staff).map(Some);
        }
        self.closed()
    }

    /// Somebody was sooner: what the link says now.
    pub(super) async fn too_late(mut self, http: &HttpRequest, portal: &Portal) -> Result<HttpResponse> {
        self.invitation = visit::invitation(http, portal, &self.token).await?;
        let standing = self.invitation.standing();
        self.over(if standing == Standing::Open { Standing::Used } else { standing })
    }

    fn form(&self, status: StatusCode, form: &AnswerForm, faults: &Faults) -> Result<HttpResponse> {
        let is_staff = is_staff(&self.invitation, self.visitor.0.as_deref());
        let (shell, invitation, token) = (&self.shell, &self.invitation, self.token.as_str());
        answer::page_as(status, &InvitationPage { shell, invitation, token, form, faults, is_staff })
    }

    pub(super) fn is_partnership(&self) -> bool {
        self.invitation.request.kind == Kind::Partnership
    }
}

/// `GET /invitations/{token}`.
pub async fn show(
    http: HttpRequest,
    visitor: Visitor,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let visit = Visit::begin(&http, &portal, path, visitor).await?;
    if let Some(closed) = visit.closed()? {
        return Ok(closed);
    }
    // A browser that looks ahead, or a scanner of mail that asks what the link is, has not opened it.
    let unasked = http.method() == Method::HEAD
        || ["sec-purpose", "purpose", "x-moz"].iter().any(|name| http.headers().contains_key(*name));
    let staff = is_staff(&visit.invitation, visit.visitor.0.as_deref());
    if visit.invitation.request.opened_at.is_none() && !staff && !unasked {
        note_opening(&http, &portal, &visit.invitation).await;
    }
    if visit.is_partnership() {
        return partnership::page(visit, StatusCode::OK, &Faults::default());
    }
    visit.form(StatusCode::OK, &AnswerForm::default(), &Faults::default())
}

/// The page is shown whether or not the note could be made.
async fn note_opening(http: &HttpRequest, portal: &Portal, invitation: &Invitation) {
    let (mut author, opened) = (author(http, portal, unnamed(invitation)), invitation.clone());
    author.partner = Some(invitation.asker().id);
    let noted = portal.log.record(author, move |tx| Ok(((), queries::opened(tx, &opened)?))).await;
    noted.inspect_err(|error| tracing::warn!(%error, "the opening of a link was not noted")).ok();
}

/// `POST /invitations/{token}/acceptance`.
pub async fn accept(
    http: HttpRequest,
    visitor: Visitor,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse> {
    let visit = Visit::begin(&http, &portal, path, visitor).await?;
    if let Some(refused) = visit.refused()? {
        return Ok(refused);
    }
    if visit.is_partnership() {
        return partnership::accept(&http, &portal, visit, form.confirm == "yes").await;
    }
    let locale = visit.shell.locale;
    let answer = match form.acceptance(locale) {
        Ok(answer) => answer,
        Err(faults) => return visit.form(StatusCode::UNPROCESSABLE_ENTITY, &form, &faults),
    };
    let author = author(&http, &portal, &answer.person_name);
    let (lists, invitation, can_send) =
        (portal.lists.clone(), visit.invitation.clone(), portal.mail.is_some());
    let accepted = portal.log.record(author, move |tx| {
        let Some(activities) = queries::accept(tx, &lists, &invitation, &answer)? else {
            return Ok((false, Vec::new()));
        };
        if can_send {
            thank(tx, locale, &invitation, &answer)?;
        }
        Ok((true, activities))
    });
    if !accepted.await? {
        return visit.too_late(&http, &portal).await;
    }
    worker::nudge(&portal);
    Ok(thanked(&portal, &visit.invitation))
}

fn thank(
    tx: &mut crate::activity::Tx<'_>,
    locale: Locale,
    invitation: &Invitation,
    answer: &super::form::Acceptance,
) -> Result<()> {
    let (subject, text) = thanks::mail(locale, invitation, answer);
    let letter = NewLetter {
        kind: LetterKind::Thanks,
        partner: invitation.asker().id,
        request: Some(invitation.request.id),
        link_seq: None,
        recipient: &answer.email,
        reply_to: &invitation.request.created_email,
        language: locale,
        subject: &subject,
        body: Body::plain(text),
    };
    mail::write(tx, &letter)
}

/// To a page whose address cannot be used to answer again.
fn thanked(portal: &Portal, invitation: &Invitation) -> HttpResponse {
    see_other(portal, &format!("/answers/{}", link::receipt(&portal.secrets, invitation.request.id)), None)
}

/// `POST /invitations/{token}/declination`.
pub async fn decline(
    http: HttpRequest,
    visitor: Visitor,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse> {
    let visit = Visit::begin(&http, &portal, path, visitor).await?;
    if let Some(refused) = visit.refused()? {
        return Ok(refused);
    }
    if visit.is_partnership() && partnership::admin(&visit).is_none() {
        return partnership::page(visit, StatusCode::FORBIDDEN, &Faults::default());
    }
    let reason = match form.refusal(visit.shell.locale) {
        Ok(reason) => reason,
        Err(faults) => return visit.form(StatusCode::UNPROCESSABLE_ENTITY, &form, &faults),
    };
    let (author, invitation) = (author(&http, &portal, unnamed(&visit.invitation)), visit.invitation.clone());
    let declined = portal.log.record(author, move |tx| {
        let activities = queries::decline(tx, &invitation, &reason)?;
        Ok((activities.is_some(), activities.unwrap_or_default()))
    });
    if !declined.await? {
        return visit.too_late(&http, &portal).await;
    }
    Ok(thanked(&portal, &visit.invitation))
}

/// `GET /answers/{receipt}`: the thank-you page.
pub async fn thanks(http: HttpRequest, portal: Data<Portal>, path: Path<String>) -> Result<HttpResponse> {
    let id = link::of_receipt(&portal.secrets, &path).ok_or(Error::NotFound)?;
    let found = portal.db.read(move |c| queries::by_id(c, id)).await?;
    let invitation = found.filter(|found| found.standing() == Standing::Used).ok_or(Error::NotFound)?;
    let shell = visit::shell(&http, &portal, &invitation, http.path().to_owned())?;
    answer::page(&ThanksPage { shell: &shell, invitation: &invitation })
}
