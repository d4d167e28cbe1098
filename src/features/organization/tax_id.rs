//! `GET` and `POST /account-settings/organization/tax-id`: changes the tax ID, the only field that a Billing admin may
//! change too.

use crate::auth::Scope;
use crate::auth::scope::EditTaxId;
use crate::error::{Error, Result};
use crate::features::organization::model::Organization;
use crate::features::organization::{queries, save};
use crate::state::AppState;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TaxIdForm {
    tax_id: String,
    version: i32,
}

#[derive(Template)]
#[template(path = "organization/tax_id.html")]
struct TaxIdPage<'a> {
    shell: &'a Shell,
    form: &'a TaxIdForm,
    faults: &'a FieldErrors,
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<EditTaxId>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let Organization { tax_id, version, .. } = portal.db.read(move |c| queries::find_own(&reader, c)).await?;
    page(&request, &scope, &TaxIdForm { tax_id, version }, &FieldErrors::default())
}

/// Saves the tax ID.
pub async fn save(
    request: HttpRequest,
    scope: Scope<EditTaxId>,
    portal: Data<AppState>,
    form: Form<TaxIdForm>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), None)?;
    let mut fields = FormReader::new(shell.locale);
    let typed = fields.text("tax_id", &shell.texts.organization_tax_id(), &form.tax_id, 0..=40);
    let tax_id = match fields.done(typed) {
        Ok(tax_id) => tax_id,
        Err(faults) => return page(&request, &scope, &form, &faults),
    };
    let name = scope.actor().partner.name.clone();
    let change = move |now: Organization| {
        let legal_name = if now.legal_name.is_empty() { name } else { now.legal_name.clone() };
        Organization { tax_id, legal_name, ..now }
    };
    match save::save(&portal, &scope, form.version, change, None).await {
        Err(Error::Stale) => {
            let version = save::stored_version(&portal, &scope).await?;
            let mut faults = FieldErrors::default();
            faults.add("tax_id", shell.texts.organization_stale());
            let form = TaxIdForm { version, ..form.into_inner() };
            page(&request, &scope, &form, &faults).map(response::conflict)
        }
        answer => answer,
    }
}

fn page(
    request: &HttpRequest,
    scope: &Scope<EditTaxId>,
    form: &TaxIdForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let shell = shell(request, Some(scope.actor()), None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &TaxIdPage { shell: &shell, form, faults })
}
