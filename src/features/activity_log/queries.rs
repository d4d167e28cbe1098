//! The queries of the activity log page: a page of entries, their number, the actors, the number of new entries.

use crate::audit::ActorKind;
use crate::audit::entry::Row;
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::db::DbConnection;
use crate::db::schema::{activity_entries as log, partners, users};
use crate::domain::{MicrosoftId, UserId};
use crate::error::{Error, Result};
use crate::features::activity_log::filter::PageAnchor;
use crate::features::activity_log::known_customers::{KnownCustomers, PickedCustomer};
use crate::features::activity_log::read::hits::{HitQuery, find_hits};
use crate::features::activity_log::read::queries as reading;
use crate::features::activity_log::read::queries::{Direction, Position};
use crate::features::activity_log::read::selection::Selection;
use crate::search::{COUNT_LIMIT, CappedCount};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashSet;

/// Rows per page.
pub const PAGE: usize = 50;

/// New entries are counted up to this number.
const MAX_NEWS: i64 = 99;

/// One page of the log.
#[derive(Debug)]
pub struct Page {
    /// Its entries, newest first.
    pub rows: Vec<Row>,
    /// Cursor of the page with newer entries, or of the entry where the search stopped at its limit.
    pub newer: Option<i64>,
    /// Cursor of the page with older entries, or of the entry where the search stopped at its limit.
    pub older: Option<i64>,
    /// How far the search went, if it stopped at its limit.
    pub stopped: Option<NaiveDateTime>,
    /// How many entries match, or were found before the search stopped at its limit.
    pub total: CappedCount,
    /// The Microsoft IDs of those customers on this page that are currently in the list.
    pub held: HashSet<String>,
    /// The customer whose Microsoft ID was searched for.
    pub picked: Option<PickedCustomer>,
    /// The newest Entry ID of the whole log.
    pub head: i64,
}

/// Returns the requested page of the log. `picked` is the Microsoft ID that was searched for.
///
/// # Errors
/// [`Error::BadInput`] if `after` or `before` is not an entry of this log.
pub fn page(
    scope: &Scope<ViewActivity>,
    selection: &Selection,
    (place, picked): (PageAnchor, Option<MicrosoftId>),
    c: &mut DbConnection,
) -> Result<Page> {
    let partner = scope.partner();
    let (from, way) = match place {
        PageAnchor::Start => (None, Direction::Older),
        PageAnchor::After(entry) => (Some(position(scope, "after", entry, c)?), Direction::Older),
        PageAnchor::Before(entry) => (Some(position(scope, "before", entry, c)?), Direction::Newer),
    };
    let ask = |from, way| HitQuery { partner, selection, from, way };
    let start = find_hits(c, ask(None, Direction::Older), COUNT_LIMIT)?;
    let mut total = CappedCount::capped(start.found.len() as u64);
    total.capped |= start.stopped.is_some();
    let mut near = if from.is_none() { start } else { find_hits(c, ask(from, way), PAGE as i64 + 1)? };
    let goes_on = near.found.len() > PAGE;
    near.found.truncate(PAGE);
    let rows = reading::rows(c, partner, &near.found)?;
    let stopped = near.stopped.filter(|_| !goes_on);
    let more = if goes_on { near.found.last() } else { stopped.as_ref() }.map(|(_, seq)| *seq);
    let (newer, older) = match way {
        Direction::Newer => (more, rows.last().map(|(entry, _)| entry.seq)),
        Direction::Older => (from.and(rows.first()).map(|(entry, _)| entry.seq), more),
    };
    let named = rows.iter().filter_map(|(entry, _)| entry.microsoft_id.as_ref()?.parse().ok());
    let known = KnownCustomers::load(scope, named.chain(picked), c)?;
    Ok(Page {
        held: known.listed(),
        picked: picked.map(|id| known.pick(id)),
        head: head(scope, c)?,
        stopped: stopped.map(|(at, _)| at),
        total,
        rows,
        newer,
        older,
    })
}

fn head<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<i64> {
    Ok(partners::table.find(scope.partner()).select(partners::log_seq).first(c)?)
}

fn position<P>(scope: &Scope<P>, field: &'static str, entry: i64, c: &mut DbConnection) -> Result<Position> {
    let row = log::table.filter(log::partner_id.eq(scope.partner()).and(log::seq.eq(entry)));
    let found = row.select((log::at, log::seq)).first(c).optional()?;
    found.ok_or_else(|| Error::bad_input(field, entry.to_string()))
}

/// Returns the number of entries after this one, up to [`MAX_NEWS`]. Looks only at the last 1,000 entries of the log.
pub fn news(scope: &Scope<ViewActivity>, kind: &str, since: i64, c: &mut DbConnection) -> Result<u64> {
    let since = since.max(head(scope, c)? - 1_000);
    let newer = log::table
        .filter(log::partner_id.eq(scope.partner()).and(log::seq.gt(since)))
        .filter(log::kind.eq(kind))
        .order(log::seq)
        .limit(MAX_NEWS)
        .select(log::seq);
    Ok(newer.load::<i64>(c)?.len() as u64)
}

/// Returns all users of this partner, also former ones: id and name, sorted by name.
pub fn actors(scope: &Scope<ViewActivity>, c: &mut DbConnection) -> Result<Vec<(UserId, String)>> {
    let own = users::table.filter(users::partner_id.eq(scope.partner()));
    Ok(own.order((users::name, users::id)).select((users::id, users::name)).load(c)?)
}

/// Returns the last name in this log of a user of another partner, such as a provider's user in a reseller's log.
pub fn outside_actor_name(
    scope: &Scope<ViewActivity>,
    person: UserId,
    c: &mut DbConnection,
) -> Result<Option<String>> {
    let own = log::partner_id.eq(scope.partner()).and(log::actor_kind.eq(ActorKind::User));
    let own = log::table.filter(own.and(log::actor_id.eq(person)));
    let name: Option<String> = own.order(log::at.desc()).select(log::actor_name).first(c).optional()?;
    Ok(name.filter(|name| !name.is_empty()))
}
