//! `GET` and `POST /account-settings/organization/edit`: changes the organization profile and the business profile.

use crate::auth::Scope;
use crate::auth::scope::EditOrganization;
use crate::domain::{AddressOrder, Partner};
use crate::error::{Error, Result};
use crate::features::organization::form::OrganizationForm;
use crate::features::organization::model::Organization;
use crate::features::organization::{queries, save};
use crate::i18n::time_zone;
use crate::state::AppState;
use crate::web::form_fields::FieldErrors;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "organization/edit.html")]
struct EditPage<'a> {
    shell: &'a Shell,
    partner: &'a Partner,
    form: &'a OrganizationForm,
    faults: &'a FieldErrors,
}

/// A field of the address.
struct AddressField<'a> {
    name: &'static str,
    label: String,
    value: &'a str,
    autocomplete: &'static str,
    size: &'static str,
}

impl EditPage<'_> {
    /// Returns the time zones; the first is that of the country.
    fn zones(&self) -> Vec<(String, String)> {
        let locale = self.shell.locale;
        let usual = locale.zone_city(time_zone::zone(None, &self.partner.country).name());
        let usual = (String::new(), self.shell.texts.organization_zone_auto(usual));
        let all = time_zone::choices(locale).iter().map(|(name, label)| ((*name).to_owned(), label.clone()));
        [usual].into_iter().chain(all).collect()
    }

    /// Returns the fields of the address in the order of the partner's country.
    fn address_fields(&self) -> [AddressField<'_>; 5] {
        let (texts, form) = (self.shell.texts, self.form);
        let field =
            |name, label, value, autocomplete| AddressField { name, label, value, autocomplete, size: "" };
        let code = texts.organization_postal_code();
        AddressOrder::in_country(&self.partner.country).arrange([
            field("address_line1", texts.organization_address_line1(), &form.address_line1, "address-line1"),
            field("address_line2", texts.organization_address_line2(), &form.address_line2, "address-line2"),
            field("city", texts.organization_city(), &form.city, "address-level2"),
            field("state", texts.organization_state(), &form.state, "address-level1"),
            AddressField { size: "short", ..field("postal_code", code, &form.postal_code, "postal-code") },
        ])
    }
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<EditOrganization>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let mut organization = portal.db.read(move |c| queries::find_own(&reader, c)).await?;
    if organization.legal_name.is_empty() {
        organization.legal_name = scope.actor().partner.name.clone();
    }
    let form = OrganizationForm::from_organization(organization, &scope.actor().partner);
    page(&request, &scope, &form, &FieldErrors::default())
}

/// Saves the form.
pub async fn save(
    request: HttpRequest,
    scope: Scope<EditOrganization>,
    portal: Data<AppState>,
    form: Form<OrganizationForm>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), None)?;
    let (new, zone) = match form.read(&shell) {
        Ok(read) => read,
        Err(faults) => return page(&request, &scope, &form, &faults),
    };
    let change = move |now: Organization| Organization { tax_id: now.tax_id, ..new };
    match save::save(&portal, &scope, form.version, change, Some(zone)).await {
        Err(Error::Stale) => {
            let version = save::stored_version(&portal, &scope).await?;
            let mut faults = FieldErrors::default();
            faults.add("legal_name", shell.texts.organization_stale());
            let form = OrganizationForm { version, ..form.into_inner() };
            page(&request, &scope, &form, &faults).map(response::conflict)
        }
        answer => answer,
    }
}

fn page(
    request: &HttpRequest,
    scope: &Scope<EditOrganization>,
    form: &OrganizationForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let shell = shell(request, Some(scope.actor()), None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let partner = &scope.actor().partner;
    response::page_as(status, &EditPage { shell: &shell, partner, form, faults })
}
