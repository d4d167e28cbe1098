//! `GET` and `POST /customers/{id}/reseller`.

use crate::auth::Scope;
use crate::auth::scope::SetResellerOfRecord;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::reseller_of_record::changes::{SetOutcome, set_reseller};
use crate::features::reseller_of_record::page::{ResellerForm, ResellerPage};
use crate::features::reseller_of_record::queries::customer_resellers;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /customers/{id}/reseller`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<SetResellerOfRecord>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), None).await
}

/// `POST /customers/{id}/reseller`: sets the reseller of record.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<SetResellerOfRecord>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<ResellerForm>,
) -> Result<HttpResponse> {
    let (id, form, author) = (path.into_inner(), form.into_inner(), scope.clone());
    let locale = locale(&request, &portal, Some(scope.actor()));
    let wanted = match form.parse(locale) {
        Ok(wanted) => wanted,
        Err(faults) => {
            let again = (StatusCode::UNPROCESSABLE_ENTITY, form, faults);
            return page(&request, &scope, &portal, id, Some(again)).await;
        }
    };
    let (texts, mut faults) = (locale.texts(), FieldErrors::default());
    let set = portal.log.record(scope.author(), move |tx| set_reseller(tx, &author, id, &wanted)).await;
    match set {
        Ok(SetOutcome::Done { .. }) => {
            let account = urls::customer_account(id).to_string();
            return Ok(see_other(&portal, &account, Some(Message::ResellerSet.into())));
        }
        Ok(SetOutcome::AlreadySo) => {
            let account = urls::customer_account(id).to_string();
            return Ok(see_other(&portal, &account, Some(Message::NothingChanged.into())));
        }
        Ok(SetOutcome::NoReseller) => faults.add("reseller", texts.set_reseller_unknown()),
        Ok(SetOutcome::OrderWaits) => faults.add("reseller", texts.set_reseller_order_waits()),
        Err(Error::Stale) => {
            return page(&request, &scope, &portal, id, Some((StatusCode::CONFLICT, form, faults))).await;
        }
        Err(error) => return Err(error),
    }
    page(&request, &scope, &portal, id, Some((StatusCode::UNPROCESSABLE_ENTITY, form, faults))).await
}

/// Renders the page, with what was submitted if it was rejected.
async fn page(
    request: &HttpRequest,
    scope: &Scope<SetResellerOfRecord>,
    portal: &AppState,
    id: MicrosoftId,
    rejected: Option<(StatusCode, ResellerForm, FieldErrors)>,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let stored = portal.db.read(move |c| customer_resellers(&asker, id, c)).await?;
    let (status, form, faults) = rejected.unwrap_or_default();
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::customer_reseller(id).to_string();
    let is_stale = status == StatusCode::CONFLICT;
    let page = ResellerPage { shell: &shell, id, stored: &stored, form: &form, faults: &faults, is_stale };
    response::page_as(status, &page)
}
