//! Reads the notices of a user, and marks them as read. What is marked is no entry of the log, as little as the last use of a
//! session.

use crate::audit::Tx;
use crate::audit::entry::Entry;
use crate::auth::Scope;
use crate::auth::notices::{NoticeReader, VisibleNotices, count, newest};
use crate::auth::scope::OwnProfile;
use crate::db::keyset::{FETCH_LIMIT, PageEdges, ROWS};
use crate::db::schema::{activity_entries, customers, notice_readers, notices, read_notices};
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, NoticeEvent, NoticeLevel, PartnerId, UserId};
use crate::error::{Error, Result};
use crate::features::notices::filter::{Filter, PageAnchor};
use crate::features::notices::model::{Notice, NoticeRow};
use crate::search::CappedCount;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// A page of notices.
#[derive(Debug)]
pub struct NoticePage {
    /// The notices, newest first.
    pub rows: Vec<Notice>,
    /// Whether there are newer and older ones.
    pub edges: PageEdges,
    /// The number of all and of unread notices with the filter's group.
    pub counts: [CappedCount; 2],
    /// The newest notice: what `mark all as read` refers to. Zero if there is none.
    pub newest: i32,
}

/// Returns a page of the user's notices.
///
/// # Errors
/// The database failed.
pub fn page(scope: &Scope<OwnProfile>, filter: &Filter, c: &mut DbConnection) -> Result<NoticePage> {
    let reader = NoticeReader::load(c, scope.actor())?;
    let listed = || listed(&reader, filter);
    let counts = [count(c, listed())?, count(c, reader.unread(listed()))?];
    let rows = if filter.only_unread { reader.unread(listed()) } else { listed() };
    let rows = match filter.place {
        PageAnchor::Start => rows.order(notices::id.desc()),
        PageAnchor::After(id) => rows.filter(notices::id.lt(id)).order(notices::id.desc()),
        PageAnchor::Before(id) => rows.filter(notices::id.gt(id)).order(notices::id),
    };
    let mut rows: Vec<NoticeRow> = rows.limit(FETCH_LIMIT).select(NoticeRow::as_select()).load(c)?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let backwards = matches!(filter.place, PageAnchor::Before(_));
    if backwards {
        rows.reverse();
    }
    let previous = if backwards { more } else { filter.place != PageAnchor::Start };
    let edges = PageEdges { previous, next: backwards || more };
    let newest = newest(c, scope.partner())?.unwrap_or_default();
    Ok(NoticePage { rows: with_objects(scope, &reader, rows, c)?, edges, counts, newest })
}

/// Returns what the portal shows to this user, of the filter's group.
fn listed(reader: &NoticeReader, filter: &Filter) -> VisibleNotices {
    let shown = reader.levels().iter().filter(|(_, level)| *level >= NoticeLevel::Portal);
    let events = shown.map(|(event, _)| *event);
    reader.visible_events(
        events.filter(|event| filter.group.is_none_or(|group| event.group() == group)).collect(),
    )
}

/// Adds the log entries and customer names to notices that this user may see.
///
/// # Errors
/// The database failed.
pub fn with_objects<P>(
    scope: &Scope<P>,
    reader: &NoticeReader,
    rows: Vec<NoticeRow>,
    c: &mut DbConnection,
) -> Result<Vec<Notice>> {
    let unread: Vec<i32> = rows.iter().map(|row| row.id).filter(|id| *id > reader.read_to).collect();
    let read = read_notices::table
        .filter(read_notices::user_id.eq(reader.user).and(read_notices::notice_id.eq_any(unread)));
    let read: HashSet<i32> = read.select(read_notices::notice_id).load(c)?.into_iter().collect();
    let mut found = objects(scope.partner(), rows, c)?;
    for notice in &mut found {
        notice.is_read = notice.row.id <= reader.read_to || read.contains(&notice.row.id);
    }
    Ok(found)
}

/// Adds the log entries and customer names to notices of a partner, for a chat channel. None of them is marked as read.
pub fn with_objects_of(tx: &mut Tx<'_>, partner: PartnerId, rows: Vec<NoticeRow>) -> Result<Vec<Notice>> {
    objects(partner, rows, tx.c)
}

fn objects(partner: PartnerId, rows: Vec<NoticeRow>, c: &mut DbConnection) -> Result<Vec<Notice>> {
    let seqs: Vec<i64> = rows.iter().filter_map(|row| row.seq).collect();
    let entries = activity_entries::table
        .filter(activity_entries::partner_id.eq(partner).and(activity_entries::seq.eq_any(seqs)));
    let entries: Vec<Entry> = entries.select(Entry::as_select()).load(c)?;
    let mut entries: HashMap<i64, Entry> = entries.into_iter().map(|entry| (entry.seq, entry)).collect();
    let ids: Vec<MicrosoftId> = rows.iter().filter_map(|row| row.microsoft_id).collect();
    let names = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids)))
        .filter(customers::ended_at.is_null());
    let names: Vec<(MicrosoftId, String)> =
        names.select((customers::microsoft_id, customers::list_name)).load(c)?;
    let names: HashMap<MicrosoftId, String> = names.into_iter().collect();
    let notice = |row: NoticeRow| Notice {
        entry: row.seq.and_then(|seq| entries.remove(&seq)),
        customer: row.microsoft_id.and_then(|id| names.get(&id).cloned()),
        is_read: false,
        row,
    };
    Ok(rows.into_iter().map(notice).collect())
}

/// Returns one notice of the user.
///
/// # Errors
/// [`Error::NotFound`] if there is none that the user may see.
pub fn find(scope: &Scope<OwnProfile>, id: i32, c: &mut DbConnection) -> Result<NoticeRow> {
    let all = NoticeEvent::visible_to(scope.actor().roles, &scope.actor().partner).collect();
    let row = NoticeReader::load(c, scope.actor())?.visible_events(all).filter(notices::id.eq(id));
    row.select(NoticeRow::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Marks one notice as read.
///
/// # Errors
/// The database failed.
pub fn mark_read(scope: &Scope<OwnProfile>, id: i32, c: &mut DbConnection) -> Result<()> {
    let user = scope.actor().user;
    lock_reader(c, user)?;
    if read_notices::table.find((user, id)).count().get_result::<i64>(c)? == 0 {
        let row = (read_notices::user_id.eq(user), read_notices::notice_id.eq(id));
        diesel::insert_into(read_notices::table).values(row).execute(c)?;
    }
    Ok(())
}

/// Marks all notices up to this one as read, whether the user sees them now or not.
///
/// # Errors
/// The database failed.
pub fn mark_all_read(scope: &Scope<OwnProfile>, up_to: i32, c: &mut DbConnection) -> Result<()> {
    let user = scope.actor().user;
    let up_to = up_to.min(newest(c, scope.partner())?.unwrap_or_default());
    add_reader(scope, c)?;
    let own = notice_readers::table.find(user).filter(notice_readers::read_to.lt(up_to));
    diesel::update(own).set(notice_readers::read_to.eq(up_to)).execute(c)?;
    let single = read_notices::user_id.eq(user).and(read_notices::notice_id.le(up_to));
    diesel::delete(read_notices::table.filter(single)).execute(c)?;
    Ok(())
}

/// Adds the row of the user's choices and cursors, if there is none yet.
///
/// # Errors
/// The database failed.
pub fn add_reader<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<()> {
    let user = scope.actor().user;
    lock_reader(c, user)?;
    if notice_readers::table.find(user).count().get_result::<i64>(c)? == 0 {
        diesel::insert_into(notice_readers::table).values(notice_readers::user_id.eq(user)).execute(c)?;
    }
    Ok(())
}

/// Locks what is stored about a reader of notices until the transaction ends, even if there is no row yet.
fn lock_reader(c: &mut DbConnection, user: UserId) -> Result<()> {
    portable::lock_name(c, &format!("notice reader {}", user.0))
}
