//! `GET` and `POST /customers/{id}/agreement`. A user who came from an order returns to it.

use crate::auth::Scope;
use crate::auth::scope::AttestAgreement;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::agreements::page::{AgreementForm, AgreementPage};
use crate::features::agreements::queries::{agreement, attest};
use crate::features::customers::lookup::customer;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_extract::safe_return_path;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{locale, shell, today};
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The page to return to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Next {
    next: String,
}

/// Returns the path of the page to return to; by default the account page.
fn return_path(id: MicrosoftId, next: &str) -> String {
    if next.is_empty() { urls::customer_account(id).to_string() } else { safe_return_path(Some(next)) }
}

/// `GET /customers/{id}/agreement`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AttestAgreement>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    query: Query<Next>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let found = portal.db.read(move |c| Ok((customer(&asker, id, c)?, agreement(&asker, id, c)?)));
    let (customer, agreement) = found.await?;
    let form = AgreementForm {
        next: query.into_inner().next,
        ..agreement.map(AgreementForm::from).unwrap_or_default()
    };
    page(&request, &scope, id, &customer.list_name, &form, &FieldErrors::default())
}

/// `POST /customers/{id}/agreement`.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<AttestAgreement>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<AgreementForm>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let customer = portal.db.read(move |c| customer(&asker, id, c)).await?;
    let new = match form.parse(locale(&request, &portal, Some(scope.actor())), today(scope.actor())) {
        Ok(new) => new,
        Err(faults) => return page(&request, &scope, id, &customer.list_name, &form, &faults),
    };
    let author = scope.clone();
    portal.log.record(scope.author(), move |tx| attest(tx, &author, id, &new)).await?;
    Ok(see_other(&portal, &return_path(id, &form.next), Some(Message::AgreementAttested.into())))
}

fn page(
    request: &HttpRequest,
    scope: &Scope<AttestAgreement>,
    id: MicrosoftId,
    list_name: &str,
    form: &AgreementForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    let next = return_path(id, &form.next);
    let query = serde_urlencoded::to_string([("next", &next)]).map_err(Error::internal)?;
    shell.return_to = urls::customer_agreement(id).with_query(query);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &AgreementPage { shell: &shell, id, list_name, form, faults, next: &next })
}
