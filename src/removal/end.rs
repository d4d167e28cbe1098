//! `GET` and `POST /customers/{id}/removal`.

use super::form::{RemovalForm, RemovalPage};
use super::model::InTheWay;
use super::queries::{end, in_the_way};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::RemoveRelationship;
use crate::customers::customer::queries::{Details, customer, details};
use crate::customers::model::{CustomerRow, MicrosoftId};
use crate::error::{Error, Result};
use crate::web::answer;
use crate::web::fields::Faults;
use crate::web::page::{Message, Nav};
use crate::web::reader::{locale, see_other, shell};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// What the page shows of the customer.
type Found = (CustomerRow, Details, Vec<InTheWay>);

async fn found(portal: &Portal, scope: &Scope<RemoveRelationship>, id: MicrosoftId) -> Result<Found> {
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let row = customer(&asker, id, c)?;
        Ok((row, details(&asker, id, 0, c)?, in_the_way(&asker, id, c)?))
    });
    found.await
}

/// `GET /customers/{id}/removal`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<RemoveRelationship>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let found = found(&portal, &scope, id).await?;
    page(&request, &scope, &found, &RemovalForm::default(), &Faults::default())
}

/// `POST /customers/{id}/removal`: gone from list, search, export and its addresses at once, for this partner.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<RemoveRelationship>,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<RemovalForm>,
) -> Result<HttpResponse> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let before = found(&portal, &scope, id).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let said = match form.parse(&before.0.list_name, locale) {
        Ok(said) => said,
        Err(faults) => return page(&request, &scope, &before, &form, &faults),
    };
    let author = scope.clone();
    let left = portal.log.record(scope.author(), move |tx| end(tx, &author, id, &said)).await?;
    if left.is_empty() {
        return Ok(see_other(&portal, "/customers/removed", Some(Message::RelationshipEnded.into())));
    }
    let mut faults = Faults::default();
    faults.add("way", locale.texts().removal_blocked());
    page(&request, &scope, &(before.0, before.1, left), &form, &faults)
}

fn page(
    request: &HttpRequest,
    scope: &Scope<RemoveRelationship>,
    (customer, details, in_the_way): &Found,
    form: &RemovalForm,
    faults: &Faults,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = format!("/customers/{}/removal", customer.microsoft_id);
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
    answer::page_as(status, &page)
}
