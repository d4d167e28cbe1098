//! `POST /customers/{id}/permissions`: the switch on the account page.

use super::queries::{Switched, switch};
use crate::account::handlers::shown;
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::SwitchPermissions;
use crate::error::{Error, Result};
use crate::web::page::Message;
use crate::web::reader::see_other;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// What the switch sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchForm {
    purchase: String,
}

/// The handler; switching to what it is already changes nothing.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<SwitchPermissions>,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<SwitchForm>,
) -> Result<HttpResponse> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let on = match form.purchase.as_str() {
        "on" => true,
        "off" => false,
        _ => {
            let refusal =
                ("purchase", |texts: &crate::i18n::Texts| texts.fault_choice(texts.permissions_azure()));
            return shown(&request, &scope, &portal, id, Some((refusal.0, refusal.1))).await;
        }
    };
    let author = scope.clone();
    let message = match portal.log.record(scope.author(), move |tx| switch(tx, &author, id, on)).await? {
        Switched::On => Message::PermissionOn,
        Switched::Off => Message::PermissionOff,
        Switched::Unchanged => Message::PermissionUnchanged,
        Switched::NoAzure => {
            return shown(
                &request,
                &scope,
                &portal,
                id,
                Some(("purchase", |texts| texts.permissions_no_azure())),
            )
            .await;
        }
    };
    Ok(see_other(&portal, &format!("/customers/{id}/account"), Some(message.into())))
}
