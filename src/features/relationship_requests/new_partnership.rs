//! Handlers of a new partnership request to an indirect reseller.

use crate::auth::Scope;
use crate::auth::scope::RequestPartnership;
use crate::error::Result;
use crate::features::organization::queries::business_profile;
use crate::features::relationship_requests::change;
use crate::features::relationship_requests::form::NewForm;
use crate::features::relationship_requests::message::{MessageContext, draft_message};
use crate::features::relationship_requests::model::RequestKind;
use crate::features::relationship_requests::new_handlers::create_and_redirect;
use crate::features::relationship_requests::new_page::{Administration, NewPage};
use crate::i18n::time_zone::{partner_zone, today};
use crate::state::AppState;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /indirect-resellers/new`.
pub async fn new(request: HttpRequest, scope: Scope<RequestPartnership>) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let form = NewForm::empty(shell.locale, today(partner_zone(&scope.actor().partner)));
    page(&shell, &form, &FieldErrors::default())
}

pub(crate) fn page(
    shell: &crate::web::shell::Shell,
    form: &NewForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page =
        NewPage { shell, faults, form, administration: Administration::None, again: None, providers: &[] };
    response::page_as(status, &page)
}

/// `POST /indirect-resellers`: drafts the partnership request and shows its message.
pub async fn create(
    request: HttpRequest,
    scope: Scope<RequestPartnership>,
    portal: Data<AppState>,
    form: Form<NewForm>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let wanted = match form.read(shell.locale, today(partner_zone(&scope.actor().partner))) {
        Ok(wanted) => wanted,
        Err(faults) => return page(&shell, &form, &faults),
    };
    let (actor, asker) = (scope.actor(), scope.partner());
    let privacy_notice = portal.db.read(move |c| Ok(business_profile(c, asker)?.privacy_notice)).await?;
    let asking = MessageContext {
        kind: RequestKind::Partnership,
        partner: &actor.partner.name,
        provider: "",
        person: &actor.name,
        email: &actor.email,
        until: wanted.valid_until,
        privacy_notice: &privacy_notice,
    };
    let (subject, body) = draft_message(wanted.language, &asking);
    let new = change::NewRequest {
        id: form.id(),
        provider: None,
        kind: RequestKind::Partnership,
        language: wanted.language.tag(),
        delegated_admin: false,
        recipient: wanted.recipient,
        subject,
        body,
        valid_until: wanted.valid_until,
        created_email: actor.email.clone(),
        again_for: None,
    };
    create_and_redirect(&portal, &scope, new).await
}
