//! Reads the log in batches, for the export, and builds the queries for all readers. The order is by time, then by
//! Entry ID; each filter has an index in this order. `hits` finds the entries of a page.

use crate::audit::ActorKind;
use crate::audit::entry::{Entry, Row};
use crate::db::DbConnection;
use crate::db::schema::{activity_entries as log, users};
use crate::domain::{PartnerId, UserId};
use crate::error::Result;
use crate::features::activity_log::filter::ActorFilter;
use crate::features::activity_log::read::selection::{CustomerSelection, Selection};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// A position in the log: time (UTC) and Entry ID.
pub type Position = (NaiveDateTime, i64);

/// The direction in which to read from a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To older entries.
    Older,
    /// To newer entries.
    Newer,
}

/// A query under construction.
pub type Boxed<'a> = log::BoxedQuery<'a, <DbConnection as Connection>::Backend>;

/// Rows per query when the whole log is read.
const BATCH_SIZE: i64 = 4_000;

/// Returns the first `limit` matching entries from a position on, in reading order.
pub fn read(
    c: &mut DbConnection,
    partner: PartnerId,
    selection: &Selection,
    from: Option<Position>,
    way: Direction,
    limit: i64,
) -> Result<Vec<Row>> {
    let CustomerSelection::Many(customers) = &selection.customers else {
        return fetch_range(c, partner, selection, from, way, limit);
    };
    let (mut found, mut from) = (Vec::new(), from);
    loop {
        let rows = fetch_range(c, partner, selection, from, way, BATCH_SIZE)?;
        let Some(last) = rows.last() else { return Ok(found) };
        from = Some((last.0.at, last.0.seq));
        for row in rows {
            let id = row.0.microsoft_id.as_deref().and_then(|id| id.parse().ok());
            if id.is_some_and(|id| customers.binary_search(&id).is_ok()) {
                found.push(row);
                if found.len() as i64 == limit {
                    return Ok(found);
                }
            }
        }
    }
}

fn fetch_range(
    c: &mut DbConnection,
    partner: PartnerId,
    selection: &Selection,
    from: Option<Position>,
    way: Direction,
    limit: i64,
) -> Result<Vec<Row>> {
    let rows = ordered(entries(partner, selection, from, way), way);
    Ok(rows.limit(limit).select((Entry::as_select(), log::mac)).load(c)?)
}

/// Sorts a query in this direction.
pub fn ordered(rows: Boxed<'_>, way: Direction) -> Boxed<'_> {
    match way {
        Direction::Older => rows.order((log::at.desc(), log::seq.desc())),
        Direction::Newer => rows.order((log::at, log::seq)),
    }
}

/// Returns the query for a partner's entries in the period, after the position `from`.
///
/// With `at <= a AND (at < a OR seq < s)` both databases use an index seek; with a row comparison not all would. There
/// is only one bound on each side: of two, SQLite would seek to the bound of the period and scan from there to `from`.
pub fn in_period<'a>(
    partner: PartnerId,
    selection: &Selection,
    from: Option<Position>,
    way: Direction,
) -> Boxed<'a> {
    let (start, end) = (selection.instants.start, selection.instants.end);
    let rows = log::table.filter(log::partner_id.eq(partner)).into_boxed();
    match (from, way) {
        (Some((at, seq)), Direction::Older) if at < end => {
            rows.filter(log::at.ge(start).and(log::at.le(at)).and(log::at.lt(at).or(log::seq.lt(seq))))
        }
        (Some((at, seq)), Direction::Newer) if at >= start => {
            rows.filter(log::at.ge(at).and(log::at.lt(end)).and(log::at.gt(at).or(log::seq.gt(seq))))
        }
        _ => rows.filter(log::at.ge(start).and(log::at.lt(end))),
    }
}

/// Returns the entries at these positions, newest first.
pub fn rows(c: &mut DbConnection, partner: PartnerId, places: &[Position]) -> Result<Vec<Row>> {
    let seqs: Vec<i64> = places.iter().map(|(_, seq)| *seq).collect();
    let rows = log::table.filter(log::partner_id.eq(partner).and(log::seq.eq_any(seqs)));
    let mut rows: Vec<Row> = rows.select((Entry::as_select(), log::mac)).load(c)?;
    rows.sort_unstable_by_key(|(entry, _)| std::cmp::Reverse((entry.at, entry.seq)));
    Ok(rows)
}

/// Counts all matching entries, without a limit; the export announces this number before its first row.
pub fn count_all(c: &mut DbConnection, partner: PartnerId, selection: &Selection) -> Result<u64> {
    if let CustomerSelection::Many(_) = selection.customers {
        let mut rows = 0;
        for_each(c, partner, selection, &mut |_| {
            rows += 1;
            Ok(())
        })?;
        return Ok(rows);
    }
    let count: i64 = entries(partner, selection, None, Direction::Older).count().get_result(c)?;
    Ok(count.unsigned_abs())
}

/// Calls `write` with each matching entry, newest first.
pub fn for_each(
    c: &mut DbConnection,
    partner: PartnerId,
    selection: &Selection,
    write: &mut dyn FnMut(&Row) -> Result<()>,
) -> Result<()> {
    let mut from = None;
    loop {
        let rows = read(c, partner, selection, from, Direction::Older, BATCH_SIZE)?;
        let Some(last) = rows.last() else { return Ok(()) };
        from = Some((last.0.at, last.0.seq));
        rows.iter().try_for_each(&mut *write)?;
    }
}

/// Returns the email addresses of this partner's current and former users, by id. Users of other partners, such as a
/// provider's users in a reseller's log, are not included.
pub fn addresses(c: &mut DbConnection, partner: PartnerId) -> Result<HashMap<UserId, String>> {
    let own = users::table.filter(users::partner_id.eq(partner).and(users::is_application.eq(false)));
    let own = own.select((users::id, users::email));
    Ok(own.load::<(UserId, String)>(c)?.into_iter().collect())
}

fn entries<'a>(
    partner: PartnerId,
    selection: &Selection,
    from: Option<Position>,
    way: Direction,
) -> Boxed<'a> {
    let mut rows = in_period(partner, selection, from, way);
    rows = match (selection.action, &selection.customers) {
        (Some(action), _) => rows.filter(log::action.eq(action)),
        // With `<>`, SQLite cannot use the index by time and uses the more selective one by customer.
        (None, CustomerSelection::Few(_)) => rows.filter(log::kind.ne(selection.other_kind())),
        (None, _) => rows.filter(log::kind.eq(selection.kind)),
    };
    if let Some(resource) = selection.resource {
        rows = rows.filter(log::resource.eq(resource));
    }
    rows = match selection.who {
        None => rows,
        Some(who) => by_actor(rows, who),
    };
    match &selection.customers {
        CustomerSelection::Few(ids) => rows.filter(log::microsoft_id.eq_any(ids.clone())),
        CustomerSelection::All | CustomerSelection::Many(_) => rows,
    }
}

/// Filters a query by actor.
pub fn by_actor(rows: Boxed<'_>, who: ActorFilter) -> Boxed<'_> {
    match who {
        ActorFilter::Person(person) => {
            rows.filter(log::actor_kind.eq(ActorKind::User).and(log::actor_id.eq(person)))
        }
        ActorFilter::Other(kind) => rows.filter(log::actor_kind.eq(kind).and(log::actor_id.is_null())),
    }
}
