//! Functions shared by the steps: loading, saving and discarding the draft, and redirecting to a step.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::domain::DraftId;
use crate::error::Result;
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::new_customer::model::{CustomerDraft, Step};
use crate::features::new_customer::queries;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Loads the draft whose id is in the URL.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if it is unknown or belongs to another user.
pub async fn load(
    portal: &AppState,
    scope: &Scope<AddCustomer>,
    id: DraftId,
) -> Result<(DraftId, CustomerDraft)> {
    let asker = scope.clone();
    let draft = portal.db.read(move |c| drafts::load(&asker, DraftKind::Customer, id, c)).await?;
    Ok((id, draft))
}

/// Saves the input of one step.
pub async fn save_draft(
    portal: &AppState,
    scope: &Scope<AddCustomer>,
    id: DraftId,
    change: impl FnOnce(&mut CustomerDraft) + Send + 'static,
) -> Result<CustomerDraft> {
    let asker = scope.clone();
    portal.db.write(move |c| queries::update(&asker, id, change, c)).await
}

/// Redirects to a step of the draft, or to the last page if the customer was added in the meantime.
pub fn redirect_to_step(portal: &AppState, id: DraftId, draft: &CustomerDraft, step: Step) -> HttpResponse {
    match draft.added {
        None => see_other(portal, &step.address(id), None),
        Some(_) => see_other(portal, &urls::new_customer_done(id), None),
    }
}

/// Returns the page layout for a step.
pub fn step_shell(request: &HttpRequest, scope: &Scope<AddCustomer>) -> Result<Shell> {
    shell(request, Some(scope.actor()), Some(Nav::Customers))
}

/// `POST /customers/new/{draft}/disposal`: deletes the draft.
pub async fn discard(
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
) -> Result<HttpResponse> {
    let (id, _) = load(&portal, &scope, path.into_inner()).await?;
    portal.db.write(move |c| drafts::delete(&scope, DraftKind::Customer, id, c)).await?;
    Ok(see_other(&portal, &urls::customers(), Some(Message::NewCustomerDisposed.into())))
}
