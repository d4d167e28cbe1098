//! Runs a webhook: collects what happened, sends it, and stores the results, until nothing is left to send.

use crate::audit::Author;
use crate::clock;
use crate::db::pause;
use crate::domain::{Partner, WebhookId, WebhookPause};
use crate::error::{Error, Result};
use crate::features::webhooks::collect::collect_entries;
use crate::features::webhooks::queue::{self, ClaimedWebhook};
use crate::features::webhooks::renewals::collect_renewals;
use crate::features::webhooks::results::{Flow, Rest, release, store, switch_off};
use crate::features::webhooks::round::send_round;
use crate::features::webhooks::sending::attempt;
use crate::features::webhooks::target::Target;
use crate::state::AppState;
use chrono::{NaiveDateTime, TimeDelta};

/// Runs all webhooks that have something to do at the time `now` (UTC), at the same time; returns how many events arrived.
///
/// # Errors
/// The database failed for a webhook; the others have their events.
pub fn run_at(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let due = portal.db.read_now(|c| queue::due(c, now))?;
    let ahead = now - clock::now();
    let results: Vec<Result<usize>> = std::thread::scope(|scope| {
        let run = |(partner, id): (Partner, WebhookId)| {
            scope.spawn(move || run_webhook(portal, &partner, id, ahead))
        };
        let threads: Vec<_> = due.into_iter().map(run).collect();
        let failed = |_| Err(Error::internal("a webhook's thread ended"));
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(failed)).collect()
    });
    results.into_iter().try_fold(0, |arrived, result| Ok(arrived + result?))
}

/// Runs one webhook, unless another process does; returns how many events arrived. Its clock is `ahead` of the present time.
///
/// # Errors
/// The database failed. What was not stored is sent again once the lease is over.
pub fn run_webhook(portal: &AppState, partner: &Partner, id: WebhookId, ahead: TimeDelta) -> Result<usize> {
    let now = move || clock::now() + ahead;
    let author = Author::system(partner.id);
    let claimed = portal.log.record_now(&author, |tx| Ok((queue::claim(tx, id, now())?, Vec::new())))?;
    let Some(mut claimed) = claimed else { return Ok(0) };
    let (mut arrived, mut rest) = (0, None);
    loop {
        if portal.db.read_now(pause::paused_since)?.is_some() {
            break;
        }
        let Some(more) = collect(portal, partner, &mut claimed, now())? else { return Ok(arrived) };
        let (sent, flow) = send(portal, partner, &mut claimed, &now, &mut rest)?;
        arrived += sent.unwrap_or_default();
        if flow == Flow::Stop {
            return Ok(arrived);
        }
        if rest.is_some() || sent.is_none() && !more {
            break;
        }
    }
    portal.log.record_now(&author, |tx| Ok((release(tx, &claimed, rest, now())?, Vec::new())))?;
    Ok(arrived)
}

/// Collects a part of what happened, and returns whether there is more; `None` if the lease is over.
fn collect(
    portal: &AppState,
    partner: &Partner,
    claimed: &mut ClaimedWebhook,
    now: NaiveDateTime,
) -> Result<Option<bool>> {
    portal.log.record_now(&Author::system(partner.id), |tx| {
        let Some(webhook) = queue::renew(tx, claimed, now)? else { return Ok((None, Vec::new())) };
        claimed.webhook = webhook;
        collect_renewals(tx, partner, &mut claimed.webhook, now)?;
        Ok((Some(collect_entries(tx, &mut claimed.webhook)?), Vec::new()))
    })
}

/// Sends what can be sent, and returns how many events arrived; `None` if there was nothing.
fn send(
    portal: &AppState,
    partner: &Partner,
    claimed: &mut ClaimedWebhook,
    now: &(impl Fn() -> NaiveDateTime + Sync),
    rest: &mut Option<Rest>,
) -> Result<(Option<usize>, Flow)> {
    let author = Author::system(partner.id);
    if claimed.webhook.next_at.is_some_and(|next| next > now()) {
        return Ok((None, Flow::GoOn));
    }
    let events = portal.db.read_now(|c| queue::next_events(c, claimed, now()))?;
    if events.is_empty() {
        return Ok((None, Flow::GoOn));
    }
    let Some(target) = Target::open(portal, partner, &claimed.webhook, now()) else {
        portal.log.record_now(&author, |tx| {
            Ok(((), vec![switch_off(tx, &claimed.webhook, WebhookPause::Secret, now())?]))
        })?;
        return Ok((None, Flow::Stop));
    };
    let host = claimed.webhook.host().to_owned();
    let sent = send_round(
        events,
        |event| attempt(&portal.outbound, &target, event, now()),
        |attempts| {
            if let Some(failed) = attempts.iter().rfind(|attempt| !attempt.has_arrived) {
                let (status, answer) = (failed.status, failed.answer.as_deref());
                tracing::warn!(host, status, answer, "an event did not arrive at a webhook");
            }
            portal.log.record_now(&author, |tx| store(tx, claimed, attempts, now()))
        },
    )?;
    *rest = sent.rest;
    Ok((Some(sent.arrived), sent.flow))
}
