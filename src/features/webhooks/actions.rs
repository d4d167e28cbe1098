//! The buttons of a webhook: `POST /account-settings/webhooks/{webhook}/pause`, `…/resumption`, `…/removal`, `…/test`, which sends
//! a test event now, and `…/resending`, also of a single delivery.

use crate::auth::scope::ManageWebhooks;
use crate::auth::{Scope, StepUp};
use crate::domain::{DeliveryState, WebhookDeliveryId, WebhookId};
use crate::error::Result;
use crate::features::webhooks::test_event::send_test;
use crate::features::webhooks::{changes, resending};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::response::see_other;
use crate::web::row_change::change_row;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// Switches the webhook off.
pub async fn pause(
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<WebhookId>,
) -> Result<HttpResponse> {
    let after = (urls::webhooks(), Message::WebhookPaused);
    change_row(scope, &portal, path.into_inner(), changes::pause_webhook, after).await
}

/// Switches the webhook on again.
pub async fn resume(
    scope: Scope<ManageWebhooks>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<WebhookId>,
) -> Result<HttpResponse> {
    let after = (urls::webhooks(), Message::WebhookResumed);
    change_row(scope, &portal, path.into_inner(), changes::resume_webhook, after).await
}

/// Removes the webhook.
pub async fn remove(
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<WebhookId>,
) -> Result<HttpResponse> {
    let after = (urls::webhooks(), Message::WebhookRemoved);
    change_row(scope, &portal, path.into_inner(), changes::remove_webhook, after).await
}

/// Sends a test event, and shows the list with the result. A test is no entry of the log: it changes nothing.
pub async fn test(
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<WebhookId>,
) -> Result<HttpResponse> {
    let sent = send_test(&portal, &scope, path.into_inner()).await?;
    let has_arrived = sent.state == DeliveryState::Delivered;
    let message = if has_arrived { Message::WebhookTested } else { Message::WebhookTestFailed };
    Ok(see_other(&portal, &urls::webhooks(), Some(message.into())))
}

/// Sends an event again.
pub async fn resend(
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<(WebhookId, WebhookDeliveryId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let after = (urls::webhook_deliveries(ids.0), Message::WebhookResending);
    change_row(scope, &portal, ids, resending::resend, after).await
}

/// Sends everything again that did not arrive.
pub async fn resend_all(
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<WebhookId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let after = (urls::webhook_deliveries(id), Message::WebhookResending);
    change_row(scope, &portal, id, resending::resend_all, after).await
}
