//! Decides which notices a user sees, when they are read or sent: by the roles, the choices and the customers of that moment.
//! [`crate::audit::notices`] writes them.

use crate::auth::Actor;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, notice_readers, notices, read_notices, users};
use crate::domain::{NoticeChoices, NoticeEvent, NoticeLevel, PartnerId, UserId};
use crate::error::Result;
use crate::search::{COUNT_LIMIT, CappedCount};
use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;

/// A query for notices.
pub type VisibleNotices = notices::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// A user who reads notices.
#[derive(Debug, Clone)]
pub struct NoticeReader {
    /// The user.
    pub user: UserId,
    /// The user's partner.
    pub partner: PartnerId,
    /// All notices up to this one are read.
    pub read_to: i32,
    /// The chosen levels.
    pub choices: NoticeChoices,
    /// The events whose objects the user may see, with their levels.
    levels: Vec<(NoticeEvent, NoticeLevel)>,
    /// When the user was added. Earlier notices are not for them.
    since: NaiveDateTime,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notice_readers, check_for_backend(MultiBackend))]
struct ReaderRow {
    read_to: i32,
    choices: String,
}

impl NoticeReader {
    /// Reads what the user has read and chosen.
    ///
    /// # Errors
    /// The database failed.
    pub fn load(c: &mut DbConnection, actor: &Actor) -> Result<Self> {
        let row = users::table
            .left_join(notice_readers::table.on(notice_readers::user_id.eq(users::id)))
            .filter(users::id.eq(actor.user))
            .select((users::created_at, Option::<ReaderRow>::as_select()));
        let (since, row) = row.first::<(NaiveDateTime, Option<ReaderRow>)>(c)?;
        let (read_to, choices) = row.map_or((0, String::new()), |row| (row.read_to, row.choices));
        let choices = NoticeChoices::parse(&choices);
        let levels = NoticeEvent::visible_to(actor.roles, &actor.partner)
            .map(|event| (event, choices.level(event, actor.roles)))
            .collect();
        let (user, partner) = (actor.user, actor.partner.id);
        Ok(NoticeReader { user, partner, read_to, choices, levels, since })
    }

    /// Returns the events that the user may see, with the levels.
    pub fn levels(&self) -> &[(NoticeEvent, NoticeLevel)] {
        &self.levels
    }

    /// Returns the notices of events with at least this level.
    pub fn visible(&self, level: NoticeLevel) -> VisibleNotices {
        let events = self.levels.iter().filter(|(_, own)| *own >= level).map(|(event, _)| *event);
        self.visible_events(events.collect())
    }

    /// Returns the notices of these events. An event that the user may not see is left out.
    pub fn visible_events(&self, events: Vec<NoticeEvent>) -> VisibleNotices {
        let may_see = |event: &NoticeEvent| self.levels.iter().any(|(known, _)| known == event);
        let events: Vec<NoticeEvent> = events.into_iter().filter(may_see).collect();
        with_customers_in_list(self.partner, events)
            .filter(notices::user_id.is_null().or(notices::user_id.eq(self.user).assume_not_null()))
            .filter(notices::actor_id.is_null().or(notices::actor_id.ne(self.user).assume_not_null()))
            .filter(notices::at.ge(self.since))
    }

    /// Limits a query to the notices that the user has not read.
    pub fn unread(&self, rows: VisibleNotices) -> VisibleNotices {
        let read = exists(
            read_notices::table
                .filter(read_notices::user_id.eq(self.user))
                .filter(read_notices::notice_id.eq(notices::id)),
        );
        rows.filter(notices::id.gt(self.read_to)).filter(diesel::dsl::not(read))
    }

    /// Counts the unread notices for the bell: exactly up to [`MAX_ON_BELL`], among the newest notices of the partner. It is
    /// counted with each request, so it must cost little also for a user who never reads any.
    ///
    /// # Errors
    /// The database failed.
    pub fn count_unread(&self, c: &mut DbConnection) -> Result<CappedCount> {
        let ahead = newest(c, self.partner)?.map_or(0, |newest| i64::from(newest) - i64::from(self.read_to));
        if ahead <= 0 {
            return Ok(CappedCount::exact(0));
        }
        let mut rows = self.unread(self.visible(NoticeLevel::Portal));
        let mut has_older = false;
        if ahead > BELL_WINDOW {
            let older = notices::table
                .filter(notices::partner_id.eq(self.partner).and(notices::id.gt(self.read_to)))
                .order(notices::id.desc())
                .offset(BELL_WINDOW);
            if let Some(older) = older.select(notices::id).first::<i32>(c).optional()? {
                (rows, has_older) = (rows.filter(notices::id.gt(older)), true);
            }
        }
        let ids: Vec<i32> = rows.select(notices::id).limit(MAX_ON_BELL + 1).load(c)?;
        let count = ids.len() as u64;
        let shown = count.min(MAX_ON_BELL.unsigned_abs());
        Ok(CappedCount { shown, capped: has_older && shown > 0 || count > shown })
    }
}

/// Returns the notices of these events that concern the partner as a whole, for a chat channel.
pub fn of_partner(partner: PartnerId, events: Vec<NoticeEvent>) -> VisibleNotices {
    let events = events.into_iter().filter(|event| event.is_for_chat()).collect();
    with_customers_in_list(partner, events).filter(notices::user_id.is_null())
}

/// Returns the notices of these events, except those about customers that are no longer in the partner's list.
fn with_customers_in_list(partner: PartnerId, events: Vec<NoticeEvent>) -> VisibleNotices {
    // Counted and not EXISTS, for which PostgreSQL may first read all customers of the partner.
    let held = customers::table
        .filter(customers::partner_id.eq(partner))
        .filter(customers::microsoft_id.eq(notices::microsoft_id.assume_not_null()))
        .filter(customers::ended_at.is_null())
        .count()
        .single_value()
        .assume_not_null()
        .gt(0_i64);
    notices::table
        .filter(notices::partner_id.eq(partner))
        .filter(notices::event.eq_any(events))
        .filter(notices::microsoft_id.is_null().or(held))
        .into_boxed()
}

/// The highest number on the bell. A larger one is shown as this number with a plus.
const MAX_ON_BELL: i64 = 99;

/// How many of the newest notices of the partner are looked at for the bell.
const BELL_WINDOW: i64 = 1_000;

/// Counts notices, up to a limit.
///
/// # Errors
/// The database failed.
pub fn count(c: &mut DbConnection, rows: VisibleNotices) -> Result<CappedCount> {
    let ids: Vec<i32> = rows.select(notices::id).limit(COUNT_LIMIT).load(c)?;
    Ok(CappedCount::capped(ids.len() as u64))
}

/// Returns the id of the newest notice of a partner.
///
/// # Errors
/// The database failed.
pub fn newest(c: &mut DbConnection, partner: PartnerId) -> Result<Option<i32>> {
    let rows = notices::table.filter(notices::partner_id.eq(partner));
    Ok(rows.select(diesel::dsl::max(notices::id)).first(c)?)
}
