//! Finds the entries of a page. If one index covers all filters, an index seek finds them. Otherwise scans the most
//! selective index, up to a limit.

use crate::db::DbConnection;
use crate::db::schema::activity_entries as log;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::activity_log::read::id_in::id_in;
use crate::features::activity_log::read::queries::{
    Boxed, Direction, Position, by_actor, in_period, ordered,
};
use crate::features::activity_log::read::selection::{CustomerSelection, Selection};
use diesel::prelude::*;

/// A query for entries of one partner's log.
#[derive(Clone, Copy)]
pub struct HitQuery<'a> {
    /// The owner of the log.
    pub partner: PartnerId,
    /// The filters.
    pub selection: &'a Selection,
    /// The exclusive start; `None` starts at the first entry in this direction.
    pub from: Option<Position>,
    /// The direction.
    pub way: Direction,
}

/// Returns the first `limit` matching entries, as far as a bounded search finds them.
pub fn find_hits(c: &mut DbConnection, question: HitQuery<'_>, limit: i64) -> Result<Hits> {
    let selection = question.selection;
    if let CustomerSelection::Few(ids) = &selection.customers {
        let others = selection.action.is_some() || selection.who.is_some() || selection.resource.is_some();
        let most = if others { SCAN_LIMIT } else { SORT_LIMIT };
        if ids.is_empty() || !question.has_more(c, ids, most)? {
            let theirs = question.for_customers(ids);
            let theirs = match others {
                true => question.matching(id_in(theirs.limit(most).select(log::id))),
                false => theirs,
            };
            let found = question.ordered(theirs).limit(limit);
            return Ok(Hits { found: found.select((log::at, log::seq)).load(c)?, stopped: None });
        }
    }
    let (roads, knows_all) = IndexPath::all(selection);
    if let (true, [road]) = (knows_all, &roads[..]) {
        let found = question.ordered(question.on_index(*road)).limit(limit);
        return Ok(Hits { found: found.select((log::at, log::seq)).load(c)?, stopped: None });
    }
    let (road, end) = question.choose_index(c, &roads)?;
    let stretch = question.ordered(question.on_index(road)).limit(SCAN_LIMIT).select(log::id);
    let near = question.ordered(question.matching(id_in(stretch)));
    let found = match &selection.customers {
        CustomerSelection::Many(ids) => members(c, near, ids, limit)?,
        CustomerSelection::Few(ids) => {
            let theirs = near.filter(log::microsoft_id.eq_any(ids.clone()));
            theirs.limit(limit).select((log::at, log::seq)).load(c)?
        }
        CustomerSelection::All => near.limit(limit).select((log::at, log::seq)).load(c)?,
    };
    let stopped = end.filter(|_| (found.len() as i64) < limit);
    Ok(Hits { found, stopped })
}

/// Returns the positions of the entries about one of these customers.
fn members(c: &mut DbConnection, rows: Boxed<'_>, ids: &[MicrosoftId], limit: i64) -> Result<Vec<Position>> {
    let rows = rows.filter(log::microsoft_id.is_not_null());
    let rows = rows.select((log::at, log::seq, log::microsoft_id.assume_not_null()));
    let rows: Vec<(_, _, String)> = rows.load(c)?;
    let is_one = |id: &str| id.parse().is_ok_and(|id| ids.binary_search(&id).is_ok());
    let found = rows.into_iter().filter(|(_, _, id)| is_one(id)).map(|(at, seq, _)| (at, seq));
    Ok(found.take(limit.unsigned_abs() as usize).collect())
}

impl<'a> HitQuery<'a> {
    /// Whether these customers have more than `most` entries.
    fn has_more(&self, c: &mut DbConnection, ids: &[String], most: i64) -> Result<bool> {
        let one_more = self.for_customers(ids).offset(most).limit(1).select(log::id);
        Ok(one_more.first::<i32>(c).optional()?.is_some())
    }

    /// Returns the query for the entries of these customers.
    fn for_customers(&self, ids: &[String]) -> Boxed<'a> {
        let rows = in_period(self.partner, self.selection, self.from, self.way);
        match ids {
            [id] => rows.filter(log::kind.eq(self.selection.kind).and(log::microsoft_id.eq(id.clone()))),
            // With `<>`, SQLite cannot use the index by time and uses the more selective one by customer.
            ids => rows
                .filter(log::kind.ne(self.selection.other_kind()))
                .filter(log::microsoft_id.eq_any(ids.to_vec())),
        }
    }

    /// Returns the query for the entries that an index covers, from the start position on.
    fn on_index(&self, road: IndexPath) -> Boxed<'a> {
        let Selection { kind, action, who, resource, customers, .. } = self.selection;
        let mut rows = in_period(self.partner, self.selection, self.from, self.way);
        rows = match action.filter(|_| matches!(road, IndexPath::Action | IndexPath::Deed)) {
            Some(action) => rows.filter(log::action.eq(action)),
            None => rows.filter(log::kind.eq(*kind)),
        };
        if let (IndexPath::Actor | IndexPath::Deed, Some(who)) = (road, who) {
            rows = by_actor(rows, *who);
        }
        if let (IndexPath::Resource, Some(resource)) = (road, resource) {
            rows = rows.filter(log::resource.eq(resource));
        }
        if let (IndexPath::Customer, CustomerSelection::Few(ids)) = (road, customers) {
            rows = rows.filter(log::microsoft_id.eq_any(ids.clone()));
        }
        rows
    }

    /// Adds all filters except the customers.
    fn matching(&self, mut rows: Boxed<'a>) -> Boxed<'a> {
        let Selection { action, who, resource, .. } = self.selection;
        if let Some(action) = action {
            rows = rows.filter(log::action.eq(action));
        }
        if let Some(resource) = resource {
            rows = rows.filter(log::resource.eq(resource));
        }
        if let Some(who) = who {
            rows = by_actor(rows, *who);
        }
        rows
    }

    fn ordered(&self, rows: Boxed<'a>) -> Boxed<'a> {
        ordered(rows, self.way)
    }

    /// Returns the index whose first [`SCAN_LIMIT`] entries cover the longest time, and the position of the last of
    /// them; `None` as position if the index has fewer entries.
    fn choose_index(
        &self,
        c: &mut DbConnection,
        roads: &[IndexPath],
    ) -> Result<(IndexPath, Option<Position>)> {
        let mut best = (IndexPath::Half, None);
        for (at, road) in roads.iter().enumerate() {
            let last = self.ordered(self.on_index(*road)).offset(SCAN_LIMIT - 1).limit(1);
            let end: Option<Position> = last.select((log::at, log::seq)).first(c).optional()?;
            let is_further = match (end, best.1) {
                (Some(end), Some(known)) if self.way == Direction::Older => end < known,
                (Some(end), Some(known)) => end > known,
                (end, _) => end.is_none(),
            };
            if at == 0 || is_further {
                best = (*road, end);
            }
            if best.1.is_none() {
                break;
            }
        }
        Ok(best)
    }
}

/// Maximum number of entries scanned by a query if no index covers all filters: a few milliseconds.
const SCAN_LIMIT: i64 = 2_000;

/// Maximum number of entries of several customers that a query sorts.
const SORT_LIMIT: i64 = 20_000;

/// Positions of entries in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// The positions found, up to the limit of the query.
    pub found: Vec<Position>,
    /// Where the search stopped because it reached [`SCAN_LIMIT`]; `None` if the result is complete.
    pub stopped: Option<Position>,
}

/// An index that covers one or two filters and has its entries in log order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexPath {
    /// Kind of entries (changes, or sign-ins and exports).
    Half,
    /// Action.
    Action,
    /// Resource type.
    Resource,
    /// Actor: a user, or another kind of actor.
    Actor,
    /// Action and actor.
    Deed,
    /// Customer.
    Customer,
}

impl IndexPath {
    /// Returns the indexes that contain all matching entries, and whether the only one covers all filters.
    pub fn all(selection: &Selection) -> (Vec<IndexPath>, bool) {
        let Selection { action, who, resource, customers, .. } = selection;
        let one_customer = matches!(customers, CustomerSelection::Few(ids) if ids.len() == 1);
        let mut roads = match (action, who) {
            (Some(_), Some(_)) => vec![IndexPath::Deed],
            (Some(_), None) => vec![IndexPath::Action],
            (None, Some(_)) => vec![IndexPath::Actor],
            (None, None) => Vec::new(),
        };
        let others = [(resource.is_some(), IndexPath::Resource), (one_customer, IndexPath::Customer)];
        roads.extend(others.into_iter().filter(|(applies, _)| *applies).map(|(_, road)| road));
        if roads.is_empty() {
            roads.push(IndexPath::Half);
        }
        let is_narrow = one_customer || matches!(customers, CustomerSelection::All);
        let knows_all = roads.len() == 1 && is_narrow;
        (roads, knows_all)
    }
}
