//! `PUT /v1/customers/{id}/profiles/billing`: replaces the bill-to, by the rules of its form.

use crate::auth::Scope;
use crate::auth::scope::EditBillTo;
use crate::domain::MicrosoftId;
use crate::error::{Fault, Result};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::address::form::AddressForm;
use crate::features::bill_to::queries::{load, save as save_bill_to};
use crate::features::customers::membership::lock_list;
use crate::features::rest_api::customers::profile_resource::BillingProfile;
use crate::features::rest_api::etag::SeenEtag;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::resource::ok;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::api_fault;
use crate::web::form_fields::FieldErrors;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// The fields of the form and their names in the API.
const NAMES: &[(&str, &str)] = &[
    ("company_name", "companyName"),
    ("first_name", "firstName"),
    ("last_name", "lastName"),
    ("email", "email"),
    ("phone", "defaultAddress.phoneNumber"),
    ("country", "defaultAddress.country"),
    ("address_line1", "defaultAddress.addressLine1"),
    ("address_line2", "defaultAddress.addressLine2"),
    ("city", "defaultAddress.city"),
    ("state", "defaultAddress.state"),
    ("postal_code", "defaultAddress.postalCode"),
    ("registration_number", "organizationRegistrationNumber"),
];

/// Replaces the profile.
pub async fn save(
    request: HttpRequest,
    scope: Scope<EditBillTo>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (id, locale, asker) = (path.into_inner(), api_fault::locale(&request), scope.clone());
    let now = portal.db.read(move |c| load(&asker, id, c)).await?;
    let mut fields = Fields::new(&body.0);
    let seen = SeenEtag::read(&request, &mut fields, &id.to_string());
    seen.require(&request)?;
    seen.check(now.version)?;
    let form = read_form(&mut fields, &now.bill_to);
    let (culture, language) = (own(fields.text("culture")), own(fields.text("language")));
    let form = fields.done(form, locale)?;
    let new = BillTo::parse_change(&form, &now.bill_to, locale);
    let new = new.map_err(|faults| invalid(&faults, &form, locale))?;
    let asker = scope.clone();
    let saved = portal.log.record(scope.author(), move |tx| {
        lock_list(tx, asker.partner())?;
        let now = load(&asker, id, tx.c)?;
        seen.check(now.version)?;
        let (_, entries) = save_bill_to(tx, &asker, id, Some(now.version), &new)?;
        Ok((load(&asker, id, tx.c)?, entries))
    });
    let country = &scope.actor().partner.country;
    Ok(ok(&BillingProfile::new(id, &saved.await?, country).in_language(culture, language)))
}

fn own(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// Reads the body into the form. Of two names, that of the profile counts, not that of the address. Clients that do not know the
/// registration number leave it out, so it stays then.
fn read_form(fields: &mut Fields<'_>, now: &BillTo) -> AddressForm {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut form = fields.object("defaultAddress", |address| AddressForm {
        first_name: text(address.text("firstName")),
        last_name: text(address.text("lastName")),
        phone: text(address.text("phoneNumber")),
        country: text(address.text("country")).to_ascii_uppercase(),
        address_line1: text(address.text("addressLine1")),
        address_line2: text(address.text("addressLine2")),
        city: text(address.text("city")),
        state: text(address.text("state")),
        postal_code: text(address.text("postalCode")),
        ..AddressForm::default()
    });
    form.company_name = own(fields.text("companyName")).unwrap_or_else(|| now.company_name.clone());
    form.first_name = own(fields.text("firstName")).unwrap_or(form.first_name);
    form.last_name = own(fields.text("lastName")).unwrap_or(form.last_name);
    form.email = text(fields.text("email"));
    let stays = || if form.country == now.country { now.registration_number.clone() } else { String::new() };
    form.registration_number = own(fields.text("organizationRegistrationNumber")).unwrap_or_else(stays);
    form
}

/// Returns the fault for a form with errors. The vendor has codes of its own for registration and telephone numbers.
fn invalid(faults: &FieldErrors, form: &AddressForm, locale: Locale) -> Fault {
    let name = |field: &str| {
        let known = NAMES.iter().find(|(own, _)| *own == field).map(|(_, name)| *name);
        known.unwrap_or(field).to_owned()
    };
    let fields: Vec<(String, String)> =
        faults.iter().map(|(field, sentence)| (name(field), sentence.to_owned())).collect();
    let only = if let [(field, _)] = faults.iter().collect::<Vec<_>>().as_slice() { field } else { "" };
    let code = match only {
        "registration_number" if form.registration_number.trim().is_empty() => "600049",
        "registration_number" => "600050",
        "phone" if form.phone.trim().is_empty() => "600051",
        _ => "800002",
    };
    Fault { fields, ..Fault::new(400, code, locale.texts().api_fault_input()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_clients_leave_out_stays_where_they_do_not_know_it() {
        let now = BillTo {
            company_name: "Contoso".to_owned(),
            country: "PL".to_owned(),
            registration_number: "123".to_owned(),
            ..BillTo::default()
        };
        let body = json!({ "firstName": "Ana", "defaultAddress": { "country": "pl", "firstName": "Bo", "city": null } });
        let form = read_form(&mut Fields::new(&body), &now);
        assert_eq!((form.company_name.as_str(), form.first_name.as_str()), ("Contoso", "Ana"));
        assert_eq!((form.country.as_str(), form.registration_number.as_str()), ("PL", "123"));
        let body = json!({ "defaultAddress": { "country": "KR" } });
        let abroad = read_form(&mut Fields::new(&body), &now);
        assert_eq!(abroad.registration_number, "");
    }
}
