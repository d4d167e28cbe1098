//! Sends events again that a person asks for.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::db::schema::{webhook_deliveries as deliveries, webhooks};
use crate::domain::{DeliveryState, WebhookDeliveryId, WebhookId};
use crate::error::{Error, Result};
use crate::features::webhooks::delivery_queries::find_delivery;
use crate::features::webhooks::model::Webhook;
use crate::features::webhooks::queries::find_webhook;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Sends an event again, whether it arrived or not: with the same id, so that a receiver that has it can tell.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such event; [`Error::Stale`] if its webhook is switched off.
pub fn resend(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    (webhook, id): (WebhookId, WebhookDeliveryId),
) -> Result<((), Vec<Activity>)> {
    let (webhook, delivery) = find_delivery(scope, (webhook, id), tx.c)?;
    wake(tx, &webhook)?;
    diesel::update(deliveries::table.find(delivery.id)).set(again()).execute(tx.c)?;
    Ok(((), Vec::new()))
}

/// Sends everything again that did not arrive and is not tried any more.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such webhook; [`Error::Stale`] if it is switched off.
pub fn resend_all(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    webhook: WebhookId,
) -> Result<((), Vec<Activity>)> {
    let webhook = find_webhook(scope, webhook, tx.c)?;
    wake(tx, &webhook)?;
    let lost = deliveries::webhook_id.eq(webhook.id).and(deliveries::state.eq(DeliveryState::Undelivered));
    diesel::update(deliveries::table.filter(lost)).set(again()).execute(tx.c)?;
    Ok(((), Vec::new()))
}

/// Ends a pause, so that the server is tried immediately.
fn wake(tx: &mut Tx<'_>, webhook: &Webhook) -> Result<()> {
    if webhook.pause_reason.is_some() {
        return Err(Error::Stale);
    }
    let now = webhooks::next_at.eq(None::<NaiveDateTime>);
    diesel::update(webhooks::table.find(webhook.id)).set(now).execute(tx.c)?;
    Ok(())
}

#[derive(AsChangeset)]
#[diesel(table_name = deliveries, treat_none_as_null = true)]
struct Again {
    state: DeliveryState,
    next_at: Option<NaiveDateTime>,
    failing_since: Option<NaiveDateTime>,
}

fn again() -> Again {
    Again { state: DeliveryState::Waiting, next_at: None, failing_since: None }
}
