//! What the steps share: finding the draft, going on and back, giving it up; and the page after the last step.

use super::model::{CustomerDraft, Step};
use super::pages::done::DonePage;
use super::queries;
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::customers::customer::queries::customer;
use crate::customers::former::queries::current;
use crate::customers::model::MicrosoftId;
use crate::drafts::model::{DraftId, DraftKind};
use crate::drafts::queries as drafts;
use crate::error::{Error, Result};
use crate::web::answer;
use crate::web::flash::Message;
use crate::web::page::{Nav, Shell};
use crate::web::reader::{see_other, shell};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// The id in the address.
pub fn id(path: &Path<String>) -> Result<DraftId> {
    path.parse().map_err(|_| Error::NotFound)
}

/// The draft in the address.
///
/// # Errors
/// [`Error::NotFound`] for an unknown and another person's alike.
pub async fn load(
    portal: &Portal,
    scope: &Scope<AddCustomer>,
    path: &Path<String>,
) -> Result<(DraftId, CustomerDraft)> {
    let (id, asker) = (id(path)?, scope.clone());
    let draft = portal.db.read(move |c| drafts::load(&asker, DraftKind::Customer, id, c)).await?;
    Ok((id, draft))
}

/// Keeps what one step typed.
pub async fn keep(
    portal: &Portal,
    scope: &Scope<AddCustomer>,
    id: DraftId,
    change: impl FnOnce(&mut CustomerDraft) + Send + 'static,
) -> Result<CustomerDraft> {
    let asker = scope.clone();
    portal.db.write(move |c| queries::update(&asker, id, change, c)).await
}

/// To a step of the draft; or to its end, if the customer was added meanwhile.
pub fn to(portal: &Portal, id: DraftId, draft: &CustomerDraft, step: Step) -> HttpResponse {
    match draft.added {
        None => see_other(portal, &step.address(id), None),
        Some(_) => see_other(portal, &format!("/customers/new/{id}/done"), None),
    }
}

/// The frame of a step's page.
pub fn frame(request: &HttpRequest, scope: &Scope<AddCustomer>) -> Result<Shell> {
    shell(request, Some(scope.actor()), Some(Nav::Customers))
}

/// `POST /customers/new/{draft}/disposal`: gives it up.
pub async fn dispose(
    scope: Scope<AddCustomer>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (id, _) = load(&portal, &scope, &path).await?;
    portal.db.write(move |c| drafts::forget(&scope, DraftKind::Customer, id, c)).await?;
    Ok(see_other(&portal, "/customers", Some(Message::NewCustomerDisposed.into())))
}

/// `GET /customers/new/{draft}/done`.
pub async fn done(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, &path).await?;
    match draft.customer() {
        Some(customer) => done_page(&request, &portal, &scope, (&draft, customer)).await,
        None => Ok(to(&portal, id, &draft, Step::Review)),
    }
}

/// The page of a customer that was added.
pub async fn done_page(
    request: &HttpRequest,
    portal: &Portal,
    scope: &Scope<AddCustomer>,
    (draft, id): (&CustomerDraft, MicrosoftId),
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let customer = portal.db.read(move |c| {
        let now = current(c, asker.partner(), id)?;
        customer(&asker, now, c)
    });
    let customer = customer.await?;
    let shell = frame(request, scope)?;
    let has_agreement = draft.has_agreement(scope);
    answer::page(&DonePage { shell: &shell, customer: &customer, has_agreement, scope })
}
