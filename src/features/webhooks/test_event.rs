//! Test events: sent immediately, once, whatever events were chosen, also to a webhook that is switched off.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::clock;
use crate::db::bulk_insert::{WebhookDeliveryInsert, insert_webhook_deliveries};
use crate::db::column_types::UuidText;
use crate::db::schema::webhook_deliveries as deliveries;
use crate::domain::{DeliveryState, WebhookEvent, WebhookId};
use crate::error::{Error, Result};
use crate::features::webhooks::model::{Delivery, MAX_TESTS, Webhook};
use crate::features::webhooks::queries::find_webhook;
use crate::features::webhooks::results::{arrived, give_up};
use crate::features::webhooks::sending::{Attempt, attempt};
use crate::features::webhooks::target::Target;
use crate::state::AppState;
use crate::urls;
use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

/// The time in which tests are counted.
const WINDOW: TimeDelta = TimeDelta::minutes(1);

/// Sends a test event, and returns it as it is stored afterwards.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such webhook; [`Error::TooMany`] if it was tested a moment ago.
pub async fn send_test(portal: &AppState, scope: &Scope<ManageWebhooks>, id: WebhookId) -> Result<Delivery> {
    let author = scope.clone();
    let begun = portal.log.record(scope.author(), move |tx| Ok((begin(tx, &author, id)?, Vec::new())));
    let (webhook, delivery) = begun.await?;
    let (state, partner, test) = (portal.clone(), scope.actor().partner.clone(), delivery.clone());
    let sent = actix_web::web::block(move || {
        let now = clock::now();
        match Target::open(&state, &partner, &webhook, now) {
            Some(target) => attempt(&state.outbound, &target, &test, now),
            None => Attempt::unreadable(&test, now),
        }
    });
    let outcome = sent.await.map_err(Error::internal)?;
    portal.log.record(scope.author(), move |tx| end(tx, &delivery, &outcome)).await
}

fn begin(tx: &mut Tx<'_>, scope: &Scope<ManageWebhooks>, id: WebhookId) -> Result<(Webhook, Delivery)> {
    let webhook = find_webhook(scope, id, tx.c)?;
    let recent = deliveries::table
        .filter(deliveries::webhook_id.eq(id).and(deliveries::created_at.gt(tx.at - WINDOW)))
        .filter(deliveries::event.eq(WebhookEvent::TestCreated));
    if recent.count().get_result::<i64>(tx.c)? >= MAX_TESTS {
        return Err(Error::TooMany(WINDOW.num_seconds().unsigned_abs()));
    }
    let message = Uuid::new_v4();
    let new = WebhookDeliveryInsert {
        webhook_id: id,
        message_id: UuidText(message),
        event: WebhookEvent::TestCreated,
        object: urls::webhook_validation_event(message.to_string()).into(),
        microsoft_id: None,
        seq: None,
        happened_at: tx.at,
        created_at: tx.at,
        // If this process ends, the test has ended too.
        state: DeliveryState::Undelivered,
    };
    insert_webhook_deliveries(tx.c, &[new])?;
    let stored = deliveries::table.filter(deliveries::message_id.eq(UuidText(message)));
    Ok((webhook, stored.select(Delivery::as_select()).first(tx.c)?))
}

fn end(tx: &mut Tx<'_>, test: &Delivery, outcome: &Attempt) -> Result<(Delivery, Vec<Activity>)> {
    if outcome.has_arrived {
        arrived(tx, outcome)?
    } else {
        give_up(tx, outcome)?
    }
    let stored = deliveries::table.find(test.id).select(Delivery::as_select()).first(tx.c).optional()?;
    Ok((stored.ok_or(Error::NotFound)?, Vec::new()))
}
