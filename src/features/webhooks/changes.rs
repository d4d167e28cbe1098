//! Adds, changes, switches and removes webhooks. The log has the host of an address, never the address.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::db::column_types::UuidText;
use crate::db::portable::lock_partner;
use crate::db::schema::{partners, webhook_deliveries as deliveries, webhooks};
use crate::domain::{DeliveryState, WebhookEvent, WebhookId, WebhookPause};
use crate::error::{Error, Result};
use crate::features::webhooks::model::{
    MAX_WEBHOOKS, OVERLAP, SealedAddress, Webhook, WebhookHealth, WebhookLease, events_text, host_of,
};
use crate::features::webhooks::queries::find_webhook;
use crate::features::webhooks::renewals::day_of;
use crate::features::webhooks::results::switch_off;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// The partner has [`MAX_WEBHOOKS`] already. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyWebhooks;

/// A signing secret, encrypted, and its last characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// The encrypted secret.
    pub sealed: String,
    /// The last characters.
    pub end: String,
}

/// Adds a webhook. It gets what happens from now on.
pub fn create_webhook(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    events: &[WebhookEvent],
    (address, secret): (&SealedAddress, &SealedSecret),
) -> Result<(std::result::Result<WebhookId, TooManyWebhooks>, Vec<Activity>)> {
    let partner = scope.partner();
    lock_partner(tx.c, partner)?;
    let own = webhooks::table.filter(webhooks::partner_id.eq(partner));
    if own.count().get_result::<i64>(tx.c)? >= MAX_WEBHOOKS {
        return Ok((Err(TooManyWebhooks), Vec::new()));
    }
    let subscriber = UuidText(Uuid::new_v4());
    let row = (
        (webhooks::partner_id.eq(partner), webhooks::subscriber_id.eq(subscriber)),
        (webhooks::sealed_url.eq(&address.sealed), webhooks::shown_url.eq(&address.shown)),
        (webhooks::sealed_secret.eq(&secret.sealed), webhooks::secret_end.eq(&secret.end)),
        (webhooks::secret_made_at.eq(tx.at), webhooks::created_at.eq(tx.at)),
        (webhooks::events.eq(events_text(events)), webhooks::read_to.eq(newest_entry(tx, scope)?)),
        webhooks::renewals_to.eq(day_of(&scope.actor().partner, tx.at)),
    );
    diesel::insert_into(webhooks::table).values(row).execute(tx.c)?;
    let new = webhooks::table.filter(webhooks::subscriber_id.eq(subscriber));
    let webhook: Webhook = new.select(Webhook::as_select()).first(tx.c)?;
    let details = stated(webhook.host(), events);
    Ok((Ok(webhook.id), vec![Activity::new(Action::CreateWebhook, "webhook", details)]))
}

fn newest_entry(tx: &mut Tx<'_>, scope: &Scope<ManageWebhooks>) -> Result<i64> {
    Ok(partners::table.find(scope.partner()).select(partners::log_seq).first(tx.c)?)
}

/// Changes a webhook; `address` is the new address, if it has one. A server that failed is tried again immediately. Returns whether
/// anything changed. Without a version, the stored one is replaced whatever it is.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it changed after `version`.
pub fn update_webhook(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    (id, version): (WebhookId, Option<i32>),
    events: &[WebhookEvent],
    address: Option<&SealedAddress>,
) -> Result<(bool, Vec<Activity>)> {
    let stored = find_webhook(scope, id, tx.c)?;
    let before = stored.chosen_events();
    if before == events && address.is_none() {
        return Ok((false, Vec::new()));
    }
    if version.is_some_and(|version| version != stored.version) {
        return Err(Error::Stale);
    }
    let begins = |event| events.contains(&event) && !before.contains(&event);
    let renewals_to = match begins(WebhookEvent::RenewalDue) {
        true => day_of(&scope.actor().partner, tx.at),
        false => stored.renewals_to,
    };
    let values = (
        (webhooks::events.eq(events_text(events)), webhooks::renewals_to.eq(renewals_to)),
        webhooks::sealed_url.eq(address.map_or(&stored.sealed_url, |address| &address.sealed)),
        webhooks::shown_url.eq(address.map_or(&stored.shown_url, |address| &address.shown)),
        (webhooks::version.eq(stored.version + 1), WebhookHealth::default()),
    );
    let seen = webhooks::table.find(id).filter(webhooks::version.eq(stored.version));
    if diesel::update(seen).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    if address.is_some() {
        let waiting = deliveries::webhook_id.eq(id).and(deliveries::state.eq(DeliveryState::Waiting));
        let again = (
            deliveries::next_at.eq(None::<NaiveDateTime>),
            deliveries::failing_since.eq(None::<NaiveDateTime>),
        );
        diesel::update(deliveries::table.filter(waiting)).set(again).execute(tx.c)?;
    }
    let host = address.map_or(stored.host(), |address| host_of(&address.shown));
    let mut details = json!({ "before": stated(stored.host(), &before), "after": stated(host, events) });
    if address.is_some() {
        // A new address at the same host is a change too.
        details["address_replaced"] = json!(true);
    }
    Ok((true, vec![Activity::new(Action::UpdateWebhook, "webhook", details)]))
}

/// Gives a webhook a new signing secret. The one before stays valid for [`OVERLAP`].
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn rotate_secret(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    id: WebhookId,
    secret: &SealedSecret,
) -> Result<(Webhook, Vec<Activity>)> {
    let stored = find_webhook(scope, id, tx.c)?;
    let until = tx.at + OVERLAP;
    let values = (
        (webhooks::sealed_secret.eq(&secret.sealed), webhooks::secret_end.eq(&secret.end)),
        (webhooks::secret_made_at.eq(tx.at), webhooks::version.eq(webhooks::version + 1)),
        (webhooks::sealed_former.eq(Some(&stored.sealed_secret)), webhooks::former_until.eq(Some(until))),
    );
    diesel::update(webhooks::table.find(id)).set(values).execute(tx.c)?;
    let details = json!({ "webhook": stored.host(), "former_until": until.date() });
    let entry = Activity::new(Action::RotateWebhookSecret, "webhook", details);
    Ok((find_webhook(scope, id, tx.c)?, vec![entry]))
}

/// Switches a webhook off.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it is off already.
pub fn pause_webhook(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    id: WebhookId,
) -> Result<((), Vec<Activity>)> {
    let webhook = find_webhook(scope, id, tx.c)?;
    if webhook.pause_reason.is_some() {
        return Err(Error::Stale);
    }
    let at = tx.at;
    Ok(((), vec![switch_off(tx, &webhook, WebhookPause::Person, at)?]))
}

/// Switches a webhook on again. It gets what happens from now on.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it is on.
pub fn resume_webhook(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    id: WebhookId,
) -> Result<((), Vec<Activity>)> {
    let webhook = find_webhook(scope, id, tx.c)?;
    if webhook.pause_reason.is_none() {
        return Err(Error::Stale);
    }
    let values = (
        (webhooks::pause_reason.eq(None::<WebhookPause>), webhooks::paused_at.eq(None::<NaiveDateTime>)),
        (webhooks::read_to.eq(newest_entry(tx, scope)?), WebhookHealth::default(), WebhookLease::default()),
        webhooks::renewals_to.eq(day_of(&scope.actor().partner, tx.at)),
        webhooks::version.eq(webhook.version + 1),
    );
    let same = webhooks::table.find(id).filter(webhooks::version.eq(webhook.version));
    if diesel::update(same).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    Ok(((), vec![about(&webhook, Action::ResumeWebhook)]))
}

/// Removes a webhook with what was sent to it.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn remove_webhook(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageWebhooks>,
    id: WebhookId,
) -> Result<((), Vec<Activity>)> {
    let webhook = find_webhook(scope, id, tx.c)?;
    diesel::delete(deliveries::table.filter(deliveries::webhook_id.eq(id))).execute(tx.c)?;
    diesel::delete(webhooks::table.find(id)).execute(tx.c)?;
    Ok(((), vec![about(&webhook, Action::RemoveWebhook)]))
}

/// Ends the attempts for everything that waits at a webhook. It can be sent again.
pub(super) fn undeliver(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    let waiting = deliveries::webhook_id.eq(id).and(deliveries::state.eq(DeliveryState::Waiting));
    let ended = (
        deliveries::state.eq(DeliveryState::Undelivered),
        deliveries::next_at.eq(None::<NaiveDateTime>),
        deliveries::failing_since.eq(None::<NaiveDateTime>),
    );
    diesel::update(deliveries::table.filter(waiting)).set(ended).execute(tx.c)?;
    Ok(())
}

/// Returns the entry about a webhook that was switched off.
pub(super) fn paused(webhook: &Webhook, reason: WebhookPause) -> Activity {
    let details = json!({ "webhook": webhook.host(), "webhook_paused": reason.as_str() });
    Activity::new(Action::PauseWebhook, "webhook", details)
}

fn about(webhook: &Webhook, action: Action) -> Activity {
    Activity::new(action, "webhook", json!({ "webhook": webhook.host() }))
}

fn stated(host: &str, events: &[WebhookEvent]) -> Value {
    let events: Vec<&str> = events.iter().map(|event| event.as_str()).collect();
    json!({ "webhook": host, "webhook_events": events })
}
