//! The job that sends messages: one to each channel that has something new, a few channels at the same time, so that an
//! unresponsive server delays few others.

use crate::audit::Author;
use crate::clock;
use crate::domain::{ChatChannelId, Partner};
use crate::error::Result;
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::chat_channels::deliveries::{self, ChatDelivery};
use crate::features::chat_channels::message::ChatMessage;
use crate::features::chat_channels::model::ChatChannel;
use crate::features::chat_channels::payload::payload;
use crate::i18n::format::Clock;
use crate::i18n::time_zone::partner_zone;
use crate::outbound::chat_address;
use crate::outbound::client::{Answer, SendError, SendFault};
use crate::state::AppState;
use chrono::NaiveDateTime;
use std::sync::Mutex;
use std::time::Duration;

/// Number of channels to which messages are sent at the same time.
const THREADS: usize = 8;

/// Sends what is due; returns how many messages arrived.
///
/// # Errors
/// The database failed for a channel; the others have their messages.
pub fn run(portal: &AppState) -> Result<usize> {
    run_at(portal, clock::now())
}

/// Like [`run`], but for the time `now` (UTC).
///
/// # Errors
/// As [`run`].
pub fn run_at(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let due = portal.db.read_now(|c| deliveries::due(c, now))?;
    let threads = due.len().min(THREADS);
    let (waiting, results) = (Mutex::new(due.into_iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((partner, id)) = next(&waiting) {
                    let result = deliver(portal, &partner, id, now);
                    locked(&results).push(result);
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.into_iter().try_fold(0, |sent, result| Ok(sent + usize::from(result?)))
}

/// Returns the next channel, without keeping the lock while it gets its message.
fn next<T>(waiting: &Mutex<std::vec::IntoIter<T>>) -> Option<T> {
    locked(waiting).next()
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Sends one message; returns whether it arrived.
fn deliver(portal: &AppState, partner: &Partner, id: ChatChannelId, now: NaiveDateTime) -> Result<bool> {
    let nobody = Author::operator(None);
    let claimed =
        portal.log.record_now(&nobody, |tx| Ok((deliveries::claim(tx, (partner, id), now)?, Vec::new())))?;
    let Some(delivery) = claimed else { return Ok(false) };
    let author = deliveries::author(&delivery);
    let sealed = &delivery.channel.sealed_url;
    let Some(url) = chat_address::unseal(&portal.secrets, delivery.channel.partner_id, sealed) else {
        portal.log.record_now(&author, |tx| Ok(((), deliveries::unreadable(tx, &delivery)?)))?;
        return Ok(false);
    };
    let body = payload(delivery.channel.service, &message(portal, &delivery));
    let answer = portal.outbound.post_json(&url, &body);
    match failure(answer) {
        None => {
            portal.log.record_now(&author, |tx| Ok((deliveries::delivered(tx, &delivery)?, Vec::new())))?;
            Ok(true)
        }
        Some((error, wait)) => {
            tracing::warn!(
                channel = id.0,
                host = delivery.channel.host,
                error,
                "a chat message did not arrive"
            );
            portal
                .log
                .record_now(&author, |tx| Ok(((), deliveries::failed(tx, &delivery, &error, wait)?)))?;
            Ok(false)
        }
    }
}

fn message(portal: &AppState, delivery: &ChatDelivery) -> ChatMessage {
    let clock = Clock::in_zone(partner_zone(&delivery.partner));
    let reading = ReaderFormat { locale: delivery.channel.locale(), clock };
    let kind = delivery.partner.kind;
    ChatMessage::about(&delivery.notices, delivery.total, &portal.settings, kind, reading)
}

/// Returns why a message did not arrive, and how long the server asks to wait; `None` if it arrived.
fn failure(answer: Result<Answer, SendError>) -> Option<(String, Option<Duration>)> {
    match answer {
        Ok(answer) if answer.is_success() => None,
        Ok(answer) => {
            Some((format!("{} {}", answer.status, answer.words).trim_end().to_owned(), answer.retry_after))
        }
        Err(error) => Some((error.to_string(), None)),
    }
}

/// Sends a test message to a channel; returns why it did not arrive. Blocking.
pub(super) fn send_test(portal: &AppState, channel: &ChatChannel, text: String) -> Option<String> {
    let url = chat_address::unseal(&portal.secrets, channel.partner_id, &channel.sealed_url);
    let Some(url) = url else { return Some(SendFault::Unreadable.as_str().to_owned()) };
    let message = ChatMessage::test(text, &portal.settings);
    let answer = portal.outbound.post_json(&url, &payload(channel.service, &message));
    failure(answer).map(|(error, _)| error)
}
