//! Webhooks. The address leads nowhere, so a test event fails; it is no entry of the log either way.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use diesel::prelude::*;
use partner_portal::db::schema::{webhook_deliveries, webhooks};
use partner_portal::domain::{WebhookDeliveryId, WebhookId};

const NEW: &str = "/account-settings/webhooks/new";
const ONE: &str = "/account-settings/webhooks/{webhook}";

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    if path == NEW {
        return Some((create(stage, &[("event-order-created", "yes")]).await, PROVIDERS));
    }
    let act = path.strip_prefix(ONE)?;
    let at = some_webhook(stage).await;
    Some(match act {
        "" => {
            let fields = [("url", ""), ("version", "1"), ("event-customer-updated", "yes")];
            (stage.form_at(&at, &fields).await, PROVIDERS)
        }
        "/pause" | "/removal" | "/secret" => (stage.form_at(&format!("{at}{act}"), &[]).await, PROVIDERS),
        "/resumption" => {
            stage.form_at(&format!("{at}/pause"), &[]).await;
            stage.restart_count();
            (stage.form_at(&format!("{at}/resumption"), &[]).await, PROVIDERS)
        }
        "/test" | "/resending" => (stage.form_at(&format!("{at}{act}"), &[]).await, NO_LOGS),
        "/deliveries/{delivery}/resending" => {
            stage.form_at(&format!("{at}/test"), &[]).await;
            let newest = webhook_deliveries::table.select(diesel::dsl::max(webhook_deliveries::id));
            let id: Option<WebhookDeliveryId> =
                stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
            let resending = format!("{at}/deliveries/{}/resending", id.unwrap());
            (stage.form_at(&resending, &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (create(stage, &[]).await, NO_LOGS),
        ONE => {
            let at = some_webhook(stage).await;
            let stale = [("url", ""), ("version", "7"), ("event-customer-updated", "yes")];
            (stage.form_at(&at, &stale).await, NO_LOGS)
        }
        path if path.starts_with(ONE) => {
            let path = path.replace("{webhook}", "1000000").replace("{delivery}", "1000000");
            (stage.form_at(&path, &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

async fn create(stage: &Stage, events: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("url", "https://erp.invalid/hooks/x")];
    fields.extend(events);
    stage.form_at(NEW, &fields).await
}

/// Adds a webhook and returns its address.
async fn some_webhook(stage: &Stage) -> String {
    let saved = create(stage, &[("event-order-created", "yes")]).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    stage.restart_count();
    let newest = webhooks::table.select(diesel::dsl::max(webhooks::id));
    let id: Option<WebhookId> = stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    format!("/account-settings/webhooks/{}", id.unwrap())
}
