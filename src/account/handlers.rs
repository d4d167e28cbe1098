//! `GET /customers/{id}/account`, and the same page as the answer to a change that was refused.

use super::queries::account;
use super::show::{AccountPage, Rights};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::customers::model::MicrosoftId;
use crate::error::{Error, Result};
use crate::i18n::Texts;
use crate::web::answer;
use crate::web::page::Nav;
use crate::web::reader::shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// What was refused: the field, and the sentence that says why.
pub type Refusal = (&'static str, fn(&Texts) -> String);

/// `GET /customers/{id}/account`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    shown(&request, &scope, &portal, id, None).await
}

/// The page under 200; or, with what was refused, under 409 for a version and 422 for everything else.
pub async fn shown<P: Clone + 'static>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &Portal,
    id: MicrosoftId,
    refusal: Option<Refusal>,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let account = portal.db.read(move |c| account(&asker, id, c)).await?;
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = format!("/customers/{id}/account");
    let refusal = refusal.map(|(field, sentence)| (field, sentence(shell.texts)));
    let status = match &refusal {
        None => StatusCode::OK,
        Some(("version", _)) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = AccountPage { shell: &shell, id, account: &account, rights: Rights::of(scope), refusal };
    answer::page_as(status, &page)
}
