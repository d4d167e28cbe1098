//! Open streams of server-sent events (`GET /notifications/events`): one task of the process looks for new notices of the
//! partners with streams, and wakes those; no stream asks the database on its own account except when it was woken, and to
//! see whether its session still lives.

use crate::auth::notices::newest;
use crate::db::Db;
use crate::domain::{PartnerId, UserId};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// How often the task looks for new notices.
const INTERVAL: Duration = Duration::from_secs(2);

/// Maximum number of streams of a user. Another one ends the oldest, which most likely belongs to a page that the user has left:
/// the server sees that a browser is gone only when it writes.
const MAX_OF_USER: usize = 6;

/// Maximum number of streams of the process: a quarter of its connections.
const MAX_STREAMS: usize = 1_024;

/// The streams of this process.
#[derive(Debug, Default)]
pub struct NoticeStreams {
    open: Mutex<OpenStreams>,
}

#[derive(Debug, Default)]
struct OpenStreams {
    count: usize,
    /// The streams of each user by number, the oldest first, with what ends them.
    of_user: HashMap<UserId, VecDeque<(u64, oneshot::Sender<()>)>>,
    next_number: u64,
    partners: HashMap<PartnerId, PartnerStreams>,
    is_stopped: bool,
}

#[derive(Debug)]
struct PartnerStreams {
    count: usize,
    /// The newest notice of the partner; `None` ends the streams.
    newest: watch::Sender<Option<i32>>,
}

/// A stream that is counted until it is dropped.
#[derive(Debug)]
pub struct OpenStream {
    streams: Arc<NoticeStreams>,
    user: UserId,
    partner: PartnerId,
    number: u64,
    /// Is ready when the stream has to make room for another one of the user.
    pub replaced: oneshot::Receiver<()>,
    /// Changes when the partner has new notices, and to `None` when the process stops.
    pub news: watch::Receiver<Option<i32>>,
}

impl NoticeStreams {
    /// Opens a stream; `None` if the process has too many, or stops.
    pub fn open(self: &Arc<Self>, partner: PartnerId, user: UserId) -> Option<OpenStream> {
        let mut open = self.lock();
        if open.is_stopped || open.count >= MAX_STREAMS {
            return None;
        }
        open.count += 1;
        open.next_number += 1;
        let (number, (end, replaced)) = (open.next_number, oneshot::channel());
        let own = open.of_user.entry(user).or_default();
        if own.len() >= MAX_OF_USER {
            // A stream that has ended in the meantime does not listen any more.
            own.pop_front().map(|(_, oldest)| oldest.send(()));
        }
        own.push_back((number, end));
        let streams = open
            .partners
            .entry(partner)
            .or_insert_with(|| PartnerStreams { count: 0, newest: watch::Sender::new(Some(0)) });
        streams.count += 1;
        let news = streams.newest.subscribe();
        drop(open);
        Some(OpenStream { streams: self.clone(), user, partner, number, replaced, news })
    }

    /// Ends all streams, so that a stop of the server does not wait for them, and opens no more.
    pub fn stop(&self) {
        let mut open = self.lock();
        open.is_stopped = true;
        for streams in open.partners.values() {
            streams.newest.send_replace(None);
        }
    }

    /// Looks for new notices until the runtime ends.
    pub async fn watch(self: Arc<Self>, db: Db) {
        let mut clock = tokio::time::interval(INTERVAL);
        clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            clock.tick().await;
            let partners: Vec<PartnerId> = self.lock().partners.keys().copied().collect();
            if partners.is_empty() {
                continue;
            }
            let found = db.read_one(move |c| {
                partners.into_iter().map(|partner| Ok((partner, newest(c, partner)?))).collect()
            });
            let found: crate::error::Result<Vec<(PartnerId, Option<i32>)>> = found.await;
            match found {
                Ok(found) => found.into_iter().for_each(|(partner, newest)| self.tell(partner, newest)),
                Err(error) => tracing::debug!(%error, "new notices could not be looked for"),
            }
        }
    }

    fn tell(&self, partner: PartnerId, newest: Option<i32>) {
        let newest = newest.unwrap_or_default();
        if let Some(streams) = self.lock().partners.get(&partner) {
            streams.newest.send_if_modified(|known| match known {
                Some(known) if *known < newest => {
                    *known = newest;
                    true
                }
                _ => false,
            });
        }
    }

    /// Nothing panics while it holds the lock, so a poisoned one has the right numbers.
    fn lock(&self) -> MutexGuard<'_, OpenStreams> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        open.count = open.count.saturating_sub(1);
        if let Some(own) = open.of_user.get_mut(&self.user) {
            own.retain(|(number, _)| *number != self.number);
            if own.is_empty() {
                open.of_user.remove(&self.user);
            }
        }
        if let Some(streams) = open.partners.get_mut(&self.partner) {
            streams.count -= 1;
            if streams.count == 0 {
                open.partners.remove(&self.partner);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_limited_and_counted_until_they_end() {
        let streams = Arc::new(NoticeStreams::default());
        let open = |user| streams.open(PartnerId(1), UserId(user));
        let mut own: Vec<OpenStream> = (0..MAX_OF_USER).map(|_| open(7).unwrap()).collect();
        assert!(open(8).is_some() && own.iter_mut().all(|one| one.replaced.try_recv().is_err()));
        let newest = open(7).unwrap();
        let ended: Vec<bool> = own.iter_mut().map(|one| one.replaced.try_recv().is_ok()).collect();
        assert_eq!(ended, [true, false, false, false, false, false], "the oldest makes room");
        drop((own, newest));
        assert_eq!(streams.lock().count, 0);
        assert!(streams.lock().partners.is_empty() && streams.lock().of_user.is_empty());
    }

    #[test]
    fn only_the_streams_of_the_partner_are_woken_and_a_stop_ends_all() {
        let streams = Arc::new(NoticeStreams::default());
        let (mut one, mut other) =
            (streams.open(PartnerId(1), UserId(1)).unwrap(), streams.open(PartnerId(2), UserId(2)).unwrap());
        streams.tell(PartnerId(1), Some(5));
        assert!(one.news.has_changed().unwrap() && !other.news.has_changed().unwrap());
        assert_eq!(*one.news.borrow_and_update(), Some(5));
        streams.tell(PartnerId(1), Some(5));
        assert!(!one.news.has_changed().unwrap(), "nothing new");
        streams.stop();
        assert_eq!((*one.news.borrow_and_update(), *other.news.borrow_and_update()), (None, None));
        assert!(streams.open(PartnerId(1), UserId(1)).is_none());
    }
}
