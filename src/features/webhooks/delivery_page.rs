//! `GET /account-settings/webhooks/{webhook}/deliveries/{delivery}`: the body and the headers of a delivery, and its last answer.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::domain::{WebhookDeliveryId, WebhookId};
use crate::error::{Error, Result};
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::webhooks::body::event_body;
use crate::features::webhooks::delivery_queries::{ListedDeliveries, find_delivery};
use crate::features::webhooks::delivery_text::{DeliveryText, delivery_rows};
use crate::features::webhooks::model::{Delivery, Webhook};
use crate::state::AppState;
use crate::urls;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "webhooks/delivery.html")]
struct DeliveryPage<'a> {
    shell: &'a Shell,
    webhook: &'a Webhook,
    row: DeliveryText,
    label: String,
    tried: Option<String>,
    request: String,
}

/// Shows the delivery.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<(WebhookId, WebhookDeliveryId)>,
) -> Result<HttpResponse> {
    let (ids, reader) = (path.into_inner(), scope.clone());
    let found = portal.db.read(move |c| {
        let (webhook, delivery) = find_delivery(&reader, ids, c)?;
        let listed = ListedDeliveries::load(&reader, webhook.id, vec![delivery.clone()], c)?;
        Ok((webhook, delivery, listed))
    });
    let (webhook, delivery, listed) = found.await?;
    let mut shell = shell(&request, Some(scope.actor()), None)?;
    shell.return_to = urls::webhook_delivery(ids.0, ids.1).to_string();
    let body =
        event_body(&delivery, &portal.settings.public_url(), partner_guid(&scope.actor().partner.mpn_id));
    let Some(row) = delivery_rows(&shell, &webhook, &listed).pop() else {
        return Err(Error::NotFound);
    };
    response::page(&DeliveryPage {
        label: delivery.event.label(shell.texts),
        tried: delivery.tried_at.map(|at| shell.moment(at)),
        request: request_text(&webhook, &delivery, &body),
        row,
        webhook: &webhook,
        shell: &shell,
    })
}

/// Returns the request of the last attempt as text. The body is what was signed, byte for byte.
fn request_text(webhook: &Webhook, delivery: &Delivery, body: &str) -> String {
    let path = webhook.shown_url.splitn(4, '/').nth(3).unwrap_or_default();
    let mut lines = vec![
        format!("POST /{path} HTTP/1.1"),
        format!("host: {}", webhook.host()),
        "content-type: application/json".to_owned(),
        format!("webhook-id: {}", delivery.message()),
    ];
    if let (Some(at), Some(signature)) = (delivery.tried_at, &delivery.signature) {
        lines.push(format!("webhook-timestamp: {}", at.and_utc().timestamp()));
        lines.push(format!("webhook-signature: {signature}"));
    }
    lines.extend([String::new(), body.to_owned()]);
    lines.join("\n")
}
