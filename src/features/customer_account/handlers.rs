//! Handlers of the account page: show it, undo a bill-to change, switch a permission. A rejected change shows the page
//! again with the reason.

use crate::auth::Scope;
use crate::auth::scope::{EditBillTo, SwitchPermissions, ViewCustomers};
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::bill_to::queries::undo;
use crate::features::customer_account::account::account;
use crate::features::customer_account::page::{AccountPage, EditRights};
use crate::features::customer_account::permissions::{SwitchOutcome, switch};
use crate::i18n::Texts;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// A rejected change: the field and the message.
pub type RejectedChange = (&'static str, fn(&Texts) -> String);

/// `GET /customers/{id}/account`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    render(&request, &scope, &portal, id, None).await
}

/// Renders the page with status 200, or 422 with a rejected change.
pub async fn render<P: Clone + 'static>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &AppState,
    id: MicrosoftId,
    refusal: Option<RejectedChange>,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let account = portal.db.read(move |c| account(&asker, id, c)).await?;
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::customer_account(id).to_string();
    let refusal = refusal.map(|(field, sentence)| (field, sentence(shell.texts)));
    let status = match &refusal {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = AccountPage {
        shell: &shell,
        id,
        account: &account,
        rights: EditRights::new(scope.actor().roles, &scope.actor().partner),
        refusal,
    };
    response::page_as(status, &page)
}

/// The form of the undo button in the success message.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UndoForm {
    version: String,
}

/// Undoes the last change of the bill-to. If the customer changed since, nothing changes and the page says so.
pub async fn undo_bill_to(
    request: HttpRequest,
    scope: Scope<EditBillTo>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<UndoForm>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    let seen = form.version.trim().parse().ok();
    match portal.log.record(scope.author(), move |tx| undo(tx, &author, id, seen)).await {
        Ok(_) => {
            let there = urls::customer_account(id).to_string();
            Ok(see_other(&portal, &there, Some(Message::BillToUndone.into())))
        }
        Err(Error::Stale) => {
            let refusal: RejectedChange = ("version", |texts| texts.bill_to_undo_too_late());
            render(&request, &scope, &portal, id, Some(refusal)).await.map(response::conflict)
        }
        Err(error) => Err(error),
    }
}

/// The form of the permission switch.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchForm {
    purchase: String,
}

/// Switches the permission to buy Azure reservations on or off.
pub async fn switch_permission(
    request: HttpRequest,
    scope: Scope<SwitchPermissions>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<SwitchForm>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let on = match form.purchase.as_str() {
        "on" => true,
        "off" => false,
        _ => {
            let refusal =
                ("purchase", |texts: &crate::i18n::Texts| texts.fault_choice(texts.permissions_azure()));
            return render(&request, &scope, &portal, id, Some((refusal.0, refusal.1))).await;
        }
    };
    let author = scope.clone();
    let message = match portal.log.record(scope.author(), move |tx| switch(tx, &author, id, on)).await? {
        SwitchOutcome::On => Message::PermissionOn,
        SwitchOutcome::Off => Message::PermissionOff,
        SwitchOutcome::Unchanged => Message::PermissionUnchanged,
        SwitchOutcome::NoAzure => {
            return render(
                &request,
                &scope,
                &portal,
                id,
                Some(("purchase", |texts| texts.permissions_no_azure())),
            )
            .await;
        }
    };
    Ok(see_other(&portal, &urls::customer_account(id), Some(message.into())))
}
