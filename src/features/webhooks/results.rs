//! Stores what came of attempts, many in one transaction. That an event arrived is stored even if the lease is over; that it
//! did not, and what follows for the webhook, only under the lease.

use crate::audit::{Activity, Tx};
use crate::db::schema::{webhook_deliveries as deliveries, webhooks};
use crate::domain::{DeliveryState, WebhookPause};
use crate::error::Result;
use crate::features::webhooks::changes::{paused, undeliver};
use crate::features::webhooks::model::{MAX_FAILING, Webhook, WebhookHealth, WebhookLease};
use crate::features::webhooks::queue::{ClaimedWebhook, LEASE_DURATION, held};
use crate::features::webhooks::sending::Attempt;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Seconds until the next attempt, by the number of failed ones; the last one stays.
const DELAYS: [i64; 8] = [2, 10, 30, 120, 300, 900, 1_800, 3_600];

/// Whether more can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Yes.
    GoOn,
    /// No: the lease is over, or the webhook was switched off.
    Stop,
}

/// Stores attempts, which are in the order in which they ended. Returns the entries of the log about what follows.
///
/// # Errors
/// The database failed; nothing is stored then.
pub fn store(
    tx: &mut Tx<'_>,
    claimed: &mut ClaimedWebhook,
    attempts: &[Attempt],
    now: NaiveDateTime,
) -> Result<(Flow, Vec<Activity>)> {
    attempts.iter().filter(|attempt| attempt.has_arrived).try_for_each(|attempt| arrived(tx, attempt))?;
    let webhook = &mut claimed.webhook;
    for attempt in attempts {
        if attempt.has_arrived {
            (webhook.failing_since, webhook.attempts) = (None, 0);
        } else {
            webhook.failing_since = webhook.failing_since.or(Some(attempt.at));
        }
    }
    let health =
        WebhookHealth { failing_since: webhook.failing_since, attempts: webhook.attempts, next_at: None };
    let until = webhooks::leased_until.eq(Some(now + LEASE_DURATION));
    let active = held(webhook.id, &claimed.lease).filter(webhooks::pause_reason.is_null());
    if diesel::update(active).set((health, until)).execute(tx.c)? == 0 {
        return Ok((Flow::Stop, Vec::new()));
    }
    attempts.iter().filter(|attempt| !attempt.has_arrived).try_for_each(|attempt| failed(tx, attempt))?;
    let is_over = webhook.failing_since.is_some_and(|since| now - since >= MAX_FAILING);
    if attempts.last().is_some_and(|last| !last.has_arrived) && is_over {
        return Ok((Flow::Stop, vec![switch_off(tx, webhook, WebhookPause::Failures, now)?]));
    }
    Ok((Flow::GoOn, Vec::new()))
}

/// Stores that an event arrived.
pub(super) fn arrived(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<()> {
    let values = (
        (deliveries::state.eq(DeliveryState::Delivered), deliveries::tries.eq(attempt.tries)),
        deliveries::failing_since.eq(None::<NaiveDateTime>),
        last_attempt(attempt, None),
    );
    diesel::update(deliveries::table.find(attempt.id)).set(values).execute(tx.c)?;
    Ok(())
}

/// Stores that an event did not arrive: it is tried again later, and given up after days.
fn failed(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<()> {
    let since = attempt.failing_since.unwrap_or(attempt.at);
    let is_over = attempt.at - since >= MAX_FAILING;
    let next = (!is_over).then(|| attempt.at + delay(attempt.tries, attempt.wait));
    let values = (
        (deliveries::tries.eq(attempt.tries), deliveries::failing_since.eq(Some(since))),
        last_attempt(attempt, next),
    );
    diesel::update(deliveries::table.find(attempt.id)).set(values).execute(tx.c)?;
    if is_over {
        give_up(tx, attempt)?;
    }
    Ok(())
}

/// Stores that an event is not tried again.
pub(super) fn give_up(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<()> {
    let values = (
        (deliveries::state.eq(DeliveryState::Undelivered), deliveries::tries.eq(attempt.tries)),
        last_attempt(attempt, None),
    );
    diesel::update(deliveries::table.find(attempt.id)).set(values).execute(tx.c)?;
    Ok(())
}

/// The columns of the last attempt.
#[derive(AsChangeset)]
#[diesel(table_name = deliveries, treat_none_as_null = true)]
struct LastAttempt<'a> {
    next_at: Option<NaiveDateTime>,
    tried_at: Option<NaiveDateTime>,
    status: Option<i32>,
    answer: Option<&'a str>,
    took_ms: Option<i32>,
    signature: Option<&'a str>,
}

fn last_attempt(attempt: &Attempt, next_at: Option<NaiveDateTime>) -> LastAttempt<'_> {
    LastAttempt {
        next_at,
        tried_at: Some(attempt.at),
        status: attempt.status,
        answer: attempt.answer.as_deref(),
        took_ms: Some(attempt.took_ms),
        signature: attempt.signature.as_deref(),
    }
}

/// Switches a webhook off, and returns the entry about it. What was not delivered can be sent again.
pub fn switch_off(
    tx: &mut Tx<'_>,
    webhook: &Webhook,
    reason: WebhookPause,
    now: NaiveDateTime,
) -> Result<Activity> {
    let values = (
        (webhooks::pause_reason.eq(Some(reason)), webhooks::paused_at.eq(Some(now))),
        (webhooks::version.eq(webhooks::version + 1), WebhookLease::default()),
    );
    diesel::update(webhooks::table.find(webhook.id)).set(values).execute(tx.c)?;
    undeliver(tx, webhook.id)?;
    Ok(paused(webhook, reason))
}

/// Ends the lease. `rest` says that sending pauses: as long as the server asks, or longer each time.
pub fn release(
    tx: &mut Tx<'_>,
    claimed: &ClaimedWebhook,
    rest: Option<Rest>,
    now: NaiveDateTime,
) -> Result<()> {
    let ours = held(claimed.webhook.id, &claimed.lease);
    match rest {
        None => diesel::update(ours).set(WebhookLease::default()).execute(tx.c)?,
        Some(rest) => {
            let attempts = claimed.webhook.attempts.saturating_add(1);
            let next_at = Some(now + delay(attempts, rest.asked));
            let values = (webhooks::attempts.eq(attempts), webhooks::next_at.eq(next_at));
            diesel::update(ours).set((values, WebhookLease::default())).execute(tx.c)?
        }
    };
    Ok(())
}

/// A pause in sending to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// How long the server asks for.
    pub asked: Option<TimeDelta>,
}

fn delay(attempts: i32, asked: Option<TimeDelta>) -> TimeDelta {
    let step = usize::try_from(attempts.max(1) - 1).unwrap_or_default().min(DELAYS.len() - 1);
    TimeDelta::seconds(DELAYS[step]).max(asked.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_after_each_failure_and_as_long_as_the_server_asks() {
        let seconds =
            |attempts, asked: Option<i64>| delay(attempts, asked.map(TimeDelta::seconds)).num_seconds();
        assert_eq!([1, 2, 4, 8, 99].map(|attempts| seconds(attempts, None)), [2, 10, 120, 3_600, 3_600]);
        assert_eq!((seconds(1, Some(600)), seconds(9, Some(600))), (600, 3_600));
    }
}
