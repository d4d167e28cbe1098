//! `GET` and `POST /customers/{id}/bill-to`. If two users edit concurrently, the second sees both versions and loses no
//! input.

use crate::audit::history::{Change, last_change};
use crate::auth::Scope;
use crate::auth::scope::EditBillTo;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::address::form::{AddressFields, AddressForm};
use crate::features::bill_to::page::{Conflict, EditPage};
use crate::features::bill_to::queries::{ACTIONS, SaveOutcome, StoredBillTo, load, save};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_extract::NoOtherFields;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The form: the bill-to, the version that the user saw, and the button to refresh the fields after a country change.
#[derive(Debug, Deserialize)]
pub struct BillToForm {
    #[serde(default)]
    version: String,
    #[serde(default)]
    show_fields: String,
    #[serde(flatten)]
    address: AddressForm,
    #[serde(flatten)]
    _rest: NoOtherFields,
}

/// `GET /customers/{id}/bill-to`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<EditBillTo>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let now = portal.db.read(move |c| load(&asker, id, c)).await?;
    let mut form = AddressForm::from(now.bill_to.clone());
    if form.country.is_empty() {
        form.country.clone_from(&scope.actor().partner.country);
    }
    Edit { request: &request, scope: &scope, id, now, last: None, form: &form }
        .page(StatusCode::OK, &FieldErrors::default())
}

/// `POST /customers/{id}/bill-to`.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<EditBillTo>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<BillToForm>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let BillToForm { version, show_fields, address: form, .. } = form.into_inner();
    let found =
        portal.db.read(move |c| Ok((load(&asker, id, c)?, last_change(asker.partner(), id, &ACTIONS, c)?)));
    let (now, last) = found.await?;
    let seen: Option<i32> = version.trim().parse().ok();
    let edit = |now, last| Edit { request: &request, scope: &scope, id, now, last, form: &form };
    if !show_fields.is_empty() {
        let same = StoredBillTo { version: seen.unwrap_or(now.version), ..now };
        return edit(same, last).page(StatusCode::OK, &FieldErrors::default());
    }
    let new = match BillTo::parse_change(&form, &now.bill_to, locale(&request, &portal, Some(scope.actor())))
    {
        Ok(new) => new,
        Err(faults) => {
            // The version that the user saw, so that a change by somebody else is still detected after the correction.
            let seen = StoredBillTo { version: seen.unwrap_or(now.version), ..now };
            return edit(seen, last).page(StatusCode::UNPROCESSABLE_ENTITY, &faults);
        }
    };
    let author = scope.clone();
    let saved = portal.log.record(scope.author(), move |tx| save(tx, &author, id, seen, &new)).await;
    let there = urls::customer_account(id).to_string();
    match saved {
        Ok(SaveOutcome::Changed(version)) => {
            Ok(see_other(&portal, &there, Message::BillToSaved.about(version)))
        }
        Ok(SaveOutcome::Unchanged) => Ok(see_other(&portal, &there, Some(Message::BillToUnchanged.into()))),
        Err(Error::Stale) => {
            let asker = scope.clone();
            let found = portal
                .db
                .read(move |c| Ok((load(&asker, id, c)?, last_change(asker.partner(), id, &ACTIONS, c)?)));
            let (now, last) = found.await?;
            edit(now, last).conflict()
        }
        Err(error) => Err(error),
    }
}

/// What the page is rendered from.
struct Edit<'a> {
    request: &'a HttpRequest,
    scope: &'a Scope<EditBillTo>,
    id: MicrosoftId,
    now: StoredBillTo,
    last: Option<Change>,
    form: &'a AddressForm,
}

impl Edit<'_> {
    fn page(self, status: StatusCode, faults: &FieldErrors) -> Result<HttpResponse> {
        self.render(status, faults, false)
    }

    /// Renders the stored values next to the submitted ones. Saving again overwrites the stored ones.
    fn conflict(self) -> Result<HttpResponse> {
        self.render(StatusCode::OK, &FieldErrors::default(), true).map(response::conflict)
    }

    fn render(self, status: StatusCode, faults: &FieldErrors, conflict: bool) -> Result<HttpResponse> {
        let shell = shell(self.request, Some(self.scope.actor()), Some(Nav::Customers))?;
        let between = || Conflict::between(self.now.bill_to.clone(), self.form, self.last.clone(), &shell);
        let page = EditPage {
            shell: &shell,
            id: self.id,
            list_name: &self.now.bill_to.company_name,
            version: self.now.version,
            address: AddressFields::new(self.form, shell.locale),
            faults,
            conflict: conflict.then(between),
        };
        response::page_as(status, &page)
    }
}
