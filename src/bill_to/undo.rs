//! `POST /customers/{id}/bill-to/undo`: puts the last change back, as long as nobody changed the customer since.

use super::handlers::id;
use super::queries::{Saved, undo};
use crate::account::handlers::shown;
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::EditBillTo;
use crate::error::Result;
use crate::web::page::Message;
use crate::web::reader::see_other;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// What the message's button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UndoForm {
    version: String,
}

/// The handler; if it is too late the account says so, and nothing changes.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<EditBillTo>,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<UndoForm>,
) -> Result<HttpResponse> {
    let (id, author) = (id(&path)?, scope.clone());
    let seen = form.version.trim().parse().ok();
    match portal.log.record(scope.author(), move |tx| undo(tx, &author, id, seen)).await? {
        Saved::Changed(_) => {
            let there = format!("/customers/{id}/account");
            Ok(see_other(&portal, &there, Some(Message::BillToUndone.into())))
        }
        Saved::Unchanged | Saved::Stale => {
            shown(&request, &scope, &portal, id, Some(("version", |texts| texts.bill_to_undo_too_late())))
                .await
        }
    }
}
