//! Handlers of the public page behind a personal link. `GET` only records the first opening; accepting and declining
//! are forms. Status codes: 409 answered, 410 expired or revoked, 404 unknown, 403 staff of a requesting partner.

use crate::auth::extractors::OptionalActor;
use crate::auth::invitation_link;
use crate::error::{Error, Result};
use crate::features::invitations::form::AnswerForm;
use crate::features::invitations::queries::{Invitation, InvitationStatus};
use crate::features::invitations::thanks::ThanksPage;
use crate::features::invitations::visit::{InvitationVisit, anonymous_name, author, is_staff};
use crate::features::invitations::{
    answer, form, partnership_handlers as partnership, queries, thanks, visit,
};
use crate::i18n::Locale;
use crate::mail::body::Body;
use crate::mail::outbox;
use crate::mail::outbox::{MailKind, NewMail};
use crate::state::AppState;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /invitations/{token}`.
pub async fn show(
    http: HttpRequest,
    visitor: OptionalActor,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let visit = InvitationVisit::load(&http, &portal, path, visitor).await?;
    if let Some(closed) = visit.closed_page()? {
        return Ok(closed);
    }
    // A browser's prefetch or a HEAD request of a mail scanner does not count as opened.
    let unasked = http.method() == Method::HEAD
        || ["sec-purpose", "purpose", "x-moz"].iter().any(|name| http.headers().contains_key(*name));
    let staff = is_staff(&visit.invitation, visit.visitor.0.as_deref());
    if visit.invitation.request.opened_at.is_none() && !staff && !unasked {
        try_record_opening(&http, &portal, &visit.invitation).await;
    }
    if visit.is_partnership() {
        return partnership::page(visit, StatusCode::OK, &FieldErrors::default());
    }
    visit.form(StatusCode::OK, &AnswerForm::default(), &FieldErrors::default())
}

/// Records the opening. An error is only logged, because the page must be shown anyway.
async fn try_record_opening(http: &HttpRequest, portal: &AppState, invitation: &Invitation) {
    let (mut author, opened) = (author(http, portal, anonymous_name(invitation)), invitation.clone());
    author.partner = Some(invitation.asking_partner().id);
    let noted = portal.log.record(author, move |tx| Ok(((), answer::record_opening(tx, &opened)?))).await;
    noted.inspect_err(|error| tracing::warn!(%error, "the opening of an invitation was not recorded")).ok();
}

/// `POST /invitations/{token}/acceptance`.
pub async fn accept(
    http: HttpRequest,
    visitor: OptionalActor,
    portal: Data<AppState>,
    path: Path<String>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse> {
    let visit = InvitationVisit::load(&http, &portal, path, visitor).await?;
    if let Some(refused) = visit.refusal_page()? {
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
        let Some(activities) = answer::accept(tx, &lists, &invitation, &answer)? else {
            return Ok((false, Vec::new()));
        };
        if can_send {
            queue_thanks(tx, locale, &invitation, &answer)?;
        }
        Ok((true, activities))
    });
    if !accepted.await? {
        return visit.too_late(&http, &portal).await;
    }
    portal.mailer().deliver_soon();
    Ok(redirect_to_thanks(&portal, &visit.invitation))
}

fn queue_thanks(
    tx: &mut crate::audit::Tx<'_>,
    locale: Locale,
    invitation: &Invitation,
    answer: &form::Acceptance,
) -> Result<()> {
    let (subject, text) = thanks::mail(locale, invitation, answer);
    let mail = NewMail {
        kind: MailKind::Thanks,
        partner: invitation.asking_partner().id,
        request: Some(invitation.request.id),
        link_seq: None,
        recipient: &answer.email,
        reply_to: &invitation.request.created_email,
        language: locale,
        subject: &subject,
        body: Body::plain(text),
        unsubscribe: None,
    };
    outbox::enqueue(tx, &mail)
}

/// Redirects to the thank-you page, whose URL cannot be used to answer.
fn redirect_to_thanks(portal: &AppState, invitation: &Invitation) -> HttpResponse {
    see_other(portal, &urls::answer(invitation_link::receipt(&portal.secrets, invitation.request.id)), None)
}

/// `POST /invitations/{token}/declination`.
pub async fn decline(
    http: HttpRequest,
    visitor: OptionalActor,
    portal: Data<AppState>,
    path: Path<String>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse> {
    let visit = InvitationVisit::load(&http, &portal, path, visitor).await?;
    if let Some(refused) = visit.refusal_page()? {
        return Ok(refused);
    }
    if visit.is_partnership() && partnership::admin(&visit).is_none() {
        return partnership::page(visit, StatusCode::FORBIDDEN, &FieldErrors::default());
    }
    let reason = match form.refusal(visit.shell.locale) {
        Ok(reason) => reason,
        Err(faults) => return visit.form(StatusCode::UNPROCESSABLE_ENTITY, &form, &faults),
    };
    let (author, invitation) =
        (author(&http, &portal, anonymous_name(&visit.invitation)), visit.invitation.clone());
    let declined = portal.log.record(author, move |tx| {
        let activities = answer::decline(tx, &invitation, &reason)?;
        Ok((activities.is_some(), activities.unwrap_or_default()))
    });
    if !declined.await? {
        return visit.too_late(&http, &portal).await;
    }
    Ok(redirect_to_thanks(&portal, &visit.invitation))
}

/// `GET /answers/{receipt}`: the thank-you page.
pub async fn show_thanks(
    http: HttpRequest,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = invitation_link::request_of_receipt(&portal.secrets, &path).ok_or(Error::NotFound)?;
    let found = portal.db.read(move |c| queries::by_id(c, id)).await?;
    let invitation = found.filter(|found| found.status() == InvitationStatus::Used).ok_or(Error::NotFound)?;
    let shell = visit::shell(&http, &portal, &invitation, http.path().to_owned())?;
    response::page(&ThanksPage { shell: &shell, invitation: &invitation })
}
