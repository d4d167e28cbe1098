//! The second step, only for indirect providers: the indirect reseller for whom the customer is added, if any.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::domain::DraftId;
use crate::error::{Error, Result};
use crate::features::customers::model::ResellerChoice;
use crate::features::customers::resellers::resellers;
use crate::features::new_customer::model::Step;
use crate::features::new_customer::steps::common::{load, redirect_to_step, save_draft, step_shell};
use crate::features::new_customer::steps::progress::steps;
use crate::state::AppState;
use crate::web::form_fields::FieldErrors;
use crate::web::response;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Posted {
    reseller: String,
    go: String,
}

/// Returns this partner's indirect resellers.
pub async fn choices(portal: &AppState, scope: &Scope<AddCustomer>) -> Result<Vec<ResellerChoice>> {
    let asker = scope.clone();
    portal.db.read(move |c| resellers(&asker, c)).await
}

/// `GET /customers/new/{draft}/reseller`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, path.into_inner()).await?;
    if draft.added.is_some() {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Reseller));
    }
    page(&request, &portal, &scope, id, &draft.reseller).await
}

/// `POST /customers/new/{draft}/reseller`.
pub async fn send(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
    posted: Form<Posted>,
) -> Result<HttpResponse> {
    let Posted { reseller, go } = posted.into_inner();
    let (id, _) = load(&portal, &scope, path.into_inner()).await?;
    let typed: String = reseller.trim().chars().take(40).collect();
    let kept = typed.clone();
    let draft = save_draft(&portal, &scope, id, move |draft| draft.reseller = kept).await?;
    if go == "back" {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Reseller.before(&scope)));
    }
    let known = choices(&portal, &scope).await?;
    if typed.is_empty() || known.iter().any(|choice| choice.mpn_id == typed) {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Reseller.next(&scope)));
    }
    page(&request, &portal, &scope, id, &typed).await
}

async fn page(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<AddCustomer>,
    id: DraftId,
    typed: &str,
) -> Result<HttpResponse> {
    if !Step::all(scope).contains(&Step::Reseller) {
        return Err(Error::NotFound);
    }
    let shell = step_shell(request, scope)?;
    let choices = choices(portal, scope).await?;
    let mut faults = FieldErrors::default();
    if !typed.is_empty() && !choices.iter().any(|choice| choice.mpn_id == typed) {
        faults.add("reseller", shell.texts.new_customer_no_reseller());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let steps = steps(scope, &shell, Some(Step::Reseller), Some(id));
    let page = ResellerPage { shell: &shell, steps, faults: &faults, choices: &choices, typed, id };
    response::page_as(status, &page)
}

/// The page of this step.
#[derive(Template)]
#[template(path = "new_customer/reseller.html")]
#[allow(missing_docs)]
pub struct ResellerPage<'a> {
    pub shell: &'a Shell,
    pub steps: Steps,
    pub faults: &'a FieldErrors,
    pub choices: &'a [ResellerChoice],
    pub typed: &'a str,
    pub id: DraftId,
}
