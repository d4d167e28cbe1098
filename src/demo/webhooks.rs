//! A webhook of each sample partner with a Global admin, with what it was sent. It is switched off, so the sample portal sends
//! nothing.

use crate::audit::{Action, Activity, Tx};
use crate::db::bulk_insert::{WebhookDeliveryInsert, insert_webhook_deliveries};
use crate::db::column_types::UuidText;
use crate::db::schema::{partners, subscriptions, webhook_deliveries as deliveries, webhooks};
use crate::demo::agenda::Agenda;
use crate::demo::channel::SamplePartner;
use crate::demo::staff::with_admin;
use crate::domain::{
    DeliveryState, MicrosoftId, Partner, PartnerId, SubscriptionId, WebhookEvent, WebhookId, WebhookPause,
};
use crate::error::Result;
use crate::outbound::webhook_seal::WebhookPart;
use crate::secrets::{Secrets, random_bytes};
use crate::urls;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

const EVENTS: [WebhookEvent; 3] =
    [WebhookEvent::SubscriptionUpdated, WebhookEvent::RequestAccepted, WebhookEvent::OrderCreated];

/// The number of events that were sent. The last two did not arrive.
const SENT: i64 = 8;

/// Adds the webhooks of partners that have a Global admin.
pub fn add_webhooks(
    agenda: &mut Agenda<'_>,
    partners: &HashMap<&str, Partner>,
    secrets: &Secrets,
    now: NaiveDateTime,
) {
    for (sample, partner, author) in with_admin(partners) {
        let secrets = secrets.clone();
        agenda.add(now - TimeDelta::days(18), author.clone(), move |tx| {
            create(tx, &secrets, (sample, partner))
        });
        agenda.add(now - TimeDelta::days(1), author, move |tx| pause(tx, (sample, partner)));
    }
}

fn host(sample: &SamplePartner) -> String {
    format!("erp.{}", sample.domain)
}

fn create(
    tx: &mut Tx<'_>,
    secrets: &Secrets,
    (sample, partner): (&SamplePartner, PartnerId),
) -> Result<Vec<Activity>> {
    let address = format!("https://{}/hooks/portal", host(sample));
    let events: Vec<&str> = EVENTS.iter().map(|event| event.as_str()).collect();
    let row = (
        (webhooks::partner_id.eq(partner), webhooks::subscriber_id.eq(UuidText(Uuid::new_v4()))),
        webhooks::sealed_url.eq(WebhookPart::Address.seal(secrets, partner, address.as_bytes())?),
        webhooks::sealed_secret.eq(WebhookPart::Secret.seal(secrets, partner, &random_bytes()?)?),
        (webhooks::shown_url.eq(&address), webhooks::secret_end.eq("Wq7")),
        (webhooks::secret_made_at.eq(tx.at), webhooks::created_at.eq(tx.at)),
        (webhooks::events.eq(events.join(" ")), webhooks::read_to.eq(0)),
        webhooks::renewals_to.eq(tx.at.date()),
    );
    diesel::insert_into(webhooks::table).values(row).execute(tx.c)?;
    let details = json!({ "webhook": host(sample), "webhook_events": events });
    Ok(vec![Activity::new(Action::CreateWebhook, "webhook", details)])
}

fn pause(tx: &mut Tx<'_>, (sample, partner): (&SamplePartner, PartnerId)) -> Result<Vec<Activity>> {
    let own = webhooks::table.filter(webhooks::partner_id.eq(partner));
    let id: WebhookId = own.select(webhooks::id).first(tx.c)?;
    add_deliveries(tx, partner, id)?;
    let log_seq: i64 = partners::table.find(partner).select(partners::log_seq).first(tx.c)?;
    let paused = (
        (webhooks::pause_reason.eq(Some(WebhookPause::Person)), webhooks::paused_at.eq(Some(tx.at))),
        webhooks::read_to.eq(log_seq),
    );
    diesel::update(webhooks::table.find(id)).set(paused).execute(tx.c)?;
    let details = json!({ "webhook": host(sample), "webhook_paused": WebhookPause::Person.as_str() });
    Ok(vec![Activity::new(Action::PauseWebhook, "webhook", details)])
}

fn add_deliveries(tx: &mut Tx<'_>, partner: PartnerId, id: WebhookId) -> Result<()> {
    let sold = subscriptions::table.filter(subscriptions::partner_id.eq(partner)).order((
        subscriptions::partner_id,
        subscriptions::microsoft_id,
        subscriptions::subscription_id,
    ));
    let sold: Vec<(MicrosoftId, SubscriptionId)> =
        sold.select((subscriptions::microsoft_id, subscriptions::subscription_id)).limit(SENT).load(tx.c)?;
    let row = |(number, (customer, subscription)): (usize, &(MicrosoftId, SubscriptionId))| {
        let at = tx.at - TimeDelta::hours(SENT - number as i64);
        WebhookDeliveryInsert {
            webhook_id: id,
            message_id: UuidText(Uuid::new_v4()),
            event: WebhookEvent::SubscriptionUpdated,
            object: urls::api_subscription(*customer, subscription.as_str()).into(),
            microsoft_id: Some(*customer),
            seq: None,
            happened_at: at,
            created_at: at,
            state: DeliveryState::Undelivered,
        }
    };
    let rows: Vec<WebhookDeliveryInsert> = sold.iter().enumerate().map(row).collect();
    insert_webhook_deliveries(tx.c, &rows)?;
    for (number, one) in rows.iter().enumerate() {
        let has_arrived = (number as i64) < SENT - 2;
        let (state, status) =
            if has_arrived { (DeliveryState::Delivered, 200) } else { (DeliveryState::Undelivered, 503) };
        let values = (
            (deliveries::state.eq(state), deliveries::status.eq(Some(status)), deliveries::tries.eq(1)),
            (deliveries::tried_at.eq(Some(one.happened_at)), deliveries::took_ms.eq(Some(84))),
        );
        let row = deliveries::table.filter(deliveries::message_id.eq(one.message_id));
        diesel::update(row).set(values).execute(tx.c)?;
    }
    Ok(())
}
