//! `POST /account-settings/webhooks/{webhook}/secret` makes a new signing secret, which is shown once. It needs the password again.

use crate::auth::scope::ManageWebhooks;
use crate::auth::{Scope, StepUp};
use crate::domain::{PartnerId, WebhookId};
use crate::error::Result;
use crate::features::webhooks::changes::{SealedSecret, rotate_secret};
use crate::features::webhooks::secret_once;
use crate::features::webhooks::signing::SigningSecret;
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Makes a new secret and shows it, once. The one before stays valid for a day.
pub async fn rotate(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<WebhookId>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    let (secret, sealed) = new_secret(&portal, scope.partner())?;
    let rotated = portal.log.record(scope.author(), move |tx| rotate_secret(tx, &author, id, &sealed));
    let webhook = rotated.await?;
    secret_once::page(&request, scope.actor(), &webhook.shown_url, &secret)
}

/// Returns a new secret, and the same encrypted for a webhook of this partner.
///
/// # Errors
/// The operating system has no random numbers.
pub fn new_secret(portal: &AppState, partner: PartnerId) -> Result<(SigningSecret, SealedSecret)> {
    let secret = SigningSecret::generate()?;
    let sealed = SealedSecret { sealed: secret.seal(&portal.secrets, partner)?, end: secret.end() };
    Ok((secret, sealed))
}
