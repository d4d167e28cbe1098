//! `GET` and `POST /customers/{id}/removal`.

use crate::auth::Scope;
use crate::auth::scope::RemoveRelationship;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::customer_removal::model::BlockingSubscription;
use crate::features::customer_removal::page::{RemovalForm, RemovalPage};
use crate::features::customer_removal::queries::{blocking_subscriptions, end_relationship};
use crate::features::customers::lookup::{CustomerDetails, customer, details};
use crate::features::customers::model::CustomerRow;
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

/// What the page shows about the customer.
type RemovalData = (CustomerRow, CustomerDetails, Vec<BlockingSubscription>);

async fn load(portal: &AppState, scope: &Scope<RemoveRelationship>, id: MicrosoftId) -> Result<RemovalData> {
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let row = customer(&asker, id, c)?;
        Ok((row, details(&asker, id, 0, c)?, blocking_subscriptions(&asker, id, c)?))
    });
    found.await
}

/// `GET /customers/{id}/removal`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<RemoveRelationship>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let found = load(&portal, &scope, id).await?;
    page(&request, &scope, &found, &RemovalForm::default(), &FieldErrors::default())
}

/// `POST /customers/{id}/removal`: ends the relationship. The customer disappears from this partner's list, search,
/// export and pages.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<RemoveRelationship>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<RemovalForm>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let before = load(&portal, &scope, id).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let said = match form.parse(&before.0.list_name, locale) {
        Ok(said) => said,
        Err(faults) => return page(&request, &scope, &before, &form, &faults),
    };
    let author = scope.clone();
    let left = portal.log.record(scope.author(), move |tx| end_relationship(tx, &author, id, &said)).await?;
    if left.is_empty() {
        return Ok(see_other(&portal, &urls::customers_removed(), Some(Message::RelationshipEnded.into())));
    }
    let (mut faults, texts) = (FieldErrors::default(), locale.texts());
    faults.add("way", texts.removal_blocked());
    page(&request, &scope, &(before.0, before.1, left), &form, &faults)
}

fn page(
    request: &HttpRequest,
    scope: &Scope<RemoveRelationship>,
    (customer, details, in_the_way): &RemovalData,
    form: &RemovalForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::customer_removal(customer.microsoft_id).to_string();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = RemovalPage {
        shell: &shell,
        customer,
        kind: scope.actor().partner.kind,
        delegated_admin: details.delegated_admin,
        in_the_way,
        form,
        faults,
    };
    response::page_as(status, &page)
}
