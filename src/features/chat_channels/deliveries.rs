//! What the job reads and stores about a channel. A claim leases the channel and reads its new notices; the result is stored
//! under the same lease, so two processes send nothing twice. A process that ends between the answer of the service and the
//! stored result sends the message again: a service offers no way to know.

use crate::audit::{Activity, Author, Tx};
use crate::auth::notices::{newest, of_partner};
use crate::db::DbConnection;
use crate::db::partners::all;
use crate::db::schema::{chat_channels, notices};
use crate::domain::{ChannelPause, ChatChannelId, Partner};
use crate::error::Result;
use crate::features::chat_channels::changes::paused;
use crate::features::chat_channels::message::MAX_NAMED;
use crate::features::chat_channels::model::{ChannelHealth, ChannelLease, ChatChannel, MAX_FAILING};
use crate::features::notices::model::{Notice, NoticeRow};
use crate::features::notices::queries::with_objects_of;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use std::time::Duration;
use uuid::Uuid;

/// Duration of a lease; longer than a request may take.
const LEASE_DURATION: TimeDelta = TimeDelta::minutes(2);

/// Minutes until the next attempt, by the number of failed ones; the last one stays.
const DELAYS: [i64; 7] = [1, 2, 5, 10, 20, 40, 60];

/// A message that is to be sent, and the lease on its channel.
#[derive(Debug)]
pub struct ChatDelivery {
    /// The channel.
    pub channel: ChatChannel,
    /// Its partner.
    pub partner: Partner,
    /// The notices that the message names.
    pub notices: Vec<Notice>,
    /// How many there are in all.
    pub total: u64,
    /// The newest notice that the message covers.
    to: i32,
    lease: String,
}

/// Returns the channels that may have something to send.
///
/// # Errors
/// The database failed.
pub fn due(c: &mut DbConnection, now: NaiveDateTime) -> Result<Vec<(Partner, ChatChannelId)>> {
    let mut found = Vec::new();
    for partner in all(c)? {
        let Some(newest) = newest(c, partner.id)? else { continue };
        let is_due = chat_channels::next_at.is_null().or(chat_channels::next_at.le(now));
        let is_free = chat_channels::leased_until.is_null().or(chat_channels::leased_until.lt(now));
        let own = chat_channels::table
            .filter(chat_channels::partner_id.eq(partner.id).and(chat_channels::pause_reason.is_null()))
            .filter(chat_channels::sent_to.lt(newest).and(is_due).and(is_free));
        let ids: Vec<ChatChannelId> = own.order(chat_channels::id).select(chat_channels::id).load(c)?;
        found.extend(ids.into_iter().map(|id| (partner.clone(), id)));
    }
    Ok(found)
}

/// Claims a channel and reads what it gets; `None` if there is nothing, or another process was faster.
pub fn claim(
    tx: &mut Tx<'_>,
    (partner, id): (&Partner, ChatChannelId),
    now: NaiveDateTime,
) -> Result<Option<ChatDelivery>> {
    let lease = Uuid::new_v4().to_string();
    let is_free = chat_channels::leased_until.is_null().or(chat_channels::leased_until.lt(now));
    // Another process may have failed since this one looked for due channels.
    let is_due = chat_channels::next_at.is_null().or(chat_channels::next_at.le(now));
    let free = chat_channels::table
        .filter(chat_channels::id.eq(id).and(chat_channels::partner_id.eq(partner.id)))
        .filter(chat_channels::pause_reason.is_null().and(is_free).and(is_due));
    let leased = ChannelLease { lease: Some(lease.clone()), leased_until: Some(now + LEASE_DURATION) };
    if diesel::update(free).set(leased).execute(tx.c)? == 0 {
        return Ok(None);
    }
    let channel: ChatChannel = chat_channels::table.find(id).select(ChatChannel::as_select()).first(tx.c)?;
    let to = newest(tx.c, partner.id)?.unwrap_or_default();
    let is_new = notices::id.gt(channel.sent_to).and(notices::id.le(to));
    let news = || of_partner(partner.id, channel.chosen_events()).filter(is_new);
    let rows: Vec<NoticeRow> =
        news().order(notices::id).limit(MAX_NAMED).select(NoticeRow::as_select()).load(tx.c)?;
    if rows.is_empty() {
        diesel::update(chat_channels::table.find(id))
            .set((chat_channels::sent_to.eq(to), ChannelLease::default()))
            .execute(tx.c)?;
        return Ok(None);
    }
    let total: i64 = news().count().get_result(tx.c)?;
    let notices = with_objects_of(tx, partner.id, rows)?;
    let (partner, total) = (partner.clone(), total.unsigned_abs());
    Ok(Some(ChatDelivery { channel, partner, notices, total, to, lease }))
}

/// Stores that the message arrived.
pub fn delivered(tx: &mut Tx<'_>, delivery: &ChatDelivery) -> Result<()> {
    let values = (
        (chat_channels::sent_to.eq(delivery.to), chat_channels::sent_at.eq(Some(tx.at))),
        (ChannelHealth::default(), ChannelLease::default()),
    );
    diesel::update(held(delivery.channel.id, &delivery.lease)).set(values).execute(tx.c)?;
    Ok(())
}

/// Stores that the message did not arrive: it is tried again later, and after days the channel is paused. Returns the entry
/// about that.
pub fn failed(
    tx: &mut Tx<'_>,
    delivery: &ChatDelivery,
    error: &str,
    wait: Option<Duration>,
) -> Result<Vec<Activity>> {
    let attempts = delivery.channel.attempts + 1;
    let since = delivery.channel.failing_since.unwrap_or(tx.at);
    let next_at = tx.at + delay(attempts, wait);
    let health = ChannelHealth {
        attempts,
        failing_since: Some(since),
        last_error: Some(error.to_owned()),
        next_at: Some(next_at),
    };
    let is_over = tx.at - since >= MAX_FAILING;
    let entry = if is_over { pause(tx, delivery, ChannelPause::Failures)? } else { Vec::new() };
    diesel::update(held(delivery.channel.id, &delivery.lease))
        .set((health, ChannelLease::default()))
        .execute(tx.c)?;
    Ok(entry)
}

/// Pauses a channel whose address cannot be decrypted. Returns the entry about that.
pub fn unreadable(tx: &mut Tx<'_>, delivery: &ChatDelivery) -> Result<Vec<Activity>> {
    let entry = pause(tx, delivery, ChannelPause::Secret)?;
    diesel::update(held(delivery.channel.id, &delivery.lease)).set(ChannelLease::default()).execute(tx.c)?;
    Ok(entry)
}

/// Pauses a channel, unless a person was faster.
fn pause(tx: &mut Tx<'_>, delivery: &ChatDelivery, reason: ChannelPause) -> Result<Vec<Activity>> {
    let active = held(delivery.channel.id, &delivery.lease).filter(chat_channels::pause_reason.is_null());
    let stored = diesel::update(active).set(chat_channels::pause_reason.eq(Some(reason))).execute(tx.c)?;
    Ok(if stored == 1 { vec![paused(&delivery.channel, reason)] } else { Vec::new() })
}

/// Returns who pauses a channel: the portal.
pub fn author(delivery: &ChatDelivery) -> Author {
    Author::system(delivery.channel.partner_id)
}

/// A channel while this lease holds. One that was removed or changed by a person meanwhile keeps what the person did.
#[diesel::dsl::auto_type]
fn held<'a>(id: ChatChannelId, lease: &'a str) -> _ {
    chat_channels::table.filter(chat_channels::id.eq(id).and(chat_channels::lease.eq(lease)))
}

fn delay(attempts: i32, wait: Option<Duration>) -> TimeDelta {
    let step = usize::try_from(attempts.max(1) - 1).unwrap_or_default().min(DELAYS.len() - 1);
    let own = TimeDelta::minutes(DELAYS[step]);
    let asked = wait.and_then(|wait| TimeDelta::from_std(wait).ok()).unwrap_or_default();
    own.max(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_after_each_failure_and_as_long_as_the_server_asks() {
        let minutes =
            |attempts, wait: Option<u64>| delay(attempts, wait.map(Duration::from_secs)).num_minutes();
        assert_eq!([1, 2, 3, 7, 99].map(|attempts| minutes(attempts, None)), [1, 2, 5, 60, 60]);
        assert_eq!((minutes(1, Some(600)), minutes(9, Some(600))), (10, 60));
    }
}
