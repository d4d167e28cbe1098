//! `GET`, `POST` and `PUT /webhooks/v1/registration`, and `GET …/events`.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::error::{Error, Fault, Result};
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::resource::ok;
use crate::features::webhooks::changes::{create_webhook, update_webhook};
use crate::features::webhooks::form::sealed_address;
use crate::features::webhooks::queries::{find_webhook, first_webhook};
use crate::features::webhooks::registration::bodies::read_registration;
use crate::features::webhooks::registration::resource::{EventNames, RegistrationResource};
use crate::features::webhooks::secret_handlers::new_secret;
use crate::features::webhooks::target::address as address_of;
use crate::state::AppState;
use crate::web::api_fault;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// `GET /webhooks/v1/registration/events`: the names of all events.
pub async fn events(_: Scope<ManageWebhooks>) -> Result<HttpResponse> {
    Ok(ok(&EventNames::all()))
}

/// `GET /webhooks/v1/registration`.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no webhook.
pub async fn show(scope: Scope<ManageWebhooks>, portal: Data<AppState>) -> Result<HttpResponse> {
    let webhook = portal.db.read(move |c| first_webhook(&scope, c)).await?;
    Ok(ok(&RegistrationResource::new(&webhook, &portal.secrets, None)?))
}

/// `POST /webhooks/v1/registration`. The answer has the signing secret, which no other one has.
///
/// # Errors
/// A fault with status 409 if the partner has a webhook.
pub async fn create(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let locale = api_fault::locale(&request);
    let (url, events) = read_registration(&body.0, portal.outbound.allow(), locale)?;
    let address = sealed_address(&portal.secrets, scope.partner(), &url)?;
    let (secret, sealed) = new_secret(&portal, scope.partner())?;
    let author = scope.clone();
    let created = portal.log.record(scope.author(), move |tx| {
        match first_webhook(&author, tx.c) {
            Ok(_) => return Ok((None, Vec::new())),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
        let (created, entries) = create_webhook(tx, &author, &events, (&address, &sealed))?;
        let webhook = created.ok().map(|id| find_webhook(&author, id, tx.c)).transpose()?;
        Ok((webhook, entries))
    });
    let webhook =
        created.await?.ok_or_else(|| Fault::new(409, "409", locale.texts().webhook_registered()))?;
    Ok(ok(&RegistrationResource::new(&webhook, &portal.secrets, Some(secret.text()))?))
}

/// `PUT /webhooks/v1/registration` replaces address and events.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no webhook.
pub async fn replace(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let locale = api_fault::locale(&request);
    let (url, events) = read_registration(&body.0, portal.outbound.allow(), locale)?;
    let address = sealed_address(&portal.secrets, scope.partner(), &url)?;
    let (author, secrets) = (scope.clone(), portal.secrets.clone());
    let saved = portal.log.record(scope.author(), move |tx| {
        let stored = first_webhook(&author, tx.c)?;
        let is_same = address_of(&secrets, &stored).is_some_and(|own| own == url);
        let new = Some(&address).filter(|_| !is_same);
        let (_, entries) = update_webhook(tx, &author, (stored.id, None), &events, new)?;
        Ok((find_webhook(&author, stored.id, tx.c)?, entries))
    });
    Ok(ok(&RegistrationResource::new(&saved.await?, &portal.secrets, None)?))
}
