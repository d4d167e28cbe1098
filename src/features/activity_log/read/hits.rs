//! Looks for entries along the indexes. Where one knows the answer it is a seek. Otherwise the road on which so many
//! entries reach back furthest is walked for that many, and no further.

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

/// A question: whose log, which entries of it, from where and which way.
#[derive(Clone, Copy)]
pub struct HitQuery<'a> {
    /// Whose log.
    pub partner: PartnerId,
    /// Which entries.
    pub selection: &'a Selection,
    /// From where, without it; `None`: from the nearest.
    pub from: Option<Position>,
    /// Which way.
    pub way: Direction,
}

/// The nearest `limit` entries, as far as they are found in bounded time.
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

/// Those that are about one of these customers.
fn members(c: &mut DbConnection, rows: Boxed<'_>, ids: &[MicrosoftId], limit: i64) -> Result<Vec<Position>> {
    let rows = rows.filter(log::microsoft_id.is_not_null());
    let rows = rows.select((log::at, log::seq, log::microsoft_id.assume_not_null()));
    let rows: Vec<(_, _, String)> = rows.load(c)?;
    let is_one = |id: &str| id.parse().is_ok_and(|id| ids.binary_search(&id).is_ok());
    let found = rows.into_iter().filter(|(_, _, id)| is_one(id)).map(|(at, seq, _)| (at, seq));
    Ok(found.take(limit.unsigned_abs() as usize).collect())
}

impl<'a> HitQuery<'a> {
    /// Whether these customers have more entries than so many.
    fn has_more(&self, c: &mut DbConnection, ids: &[String], most: i64) -> Result<bool> {
        let one_more = self.for_customers(ids).offset(most).limit(1).select(log::id);
        Ok(one_more.first::<i32>(c).optional()?.is_some())
    }

    /// The entries of these customers.
    fn for_customers(&self, ids: &[String]) -> Boxed<'a> {
        let rows = in_period(self.partner, self.selection, self.from, self.way);
        match ids {
            [id] => rows.filter(log::kind.eq(self.selection.kind).and(log::microsoft_id.eq(id.clone()))),
            // Said like this, the index by time is of no use and SQLite takes the one by customer, which is shorter.
            ids => rows
                .filter(log::kind.ne(self.selection.other_kind()))
                .filter(log::microsoft_id.eq_any(ids.to_vec())),
        }
    }

    /// The entries that lie on a road, from the place on.
    fn on_index(&self, road: IndexPath) -> Boxed<'a> {
        let Selection { kind, action, who, resource, customers, .. } = self.selection;
        let mut rows = in_period(self.partner, self.selection, self.from, self.way);
        rows = match action.filter(|_| matches!(road, IndexPath::Action | IndexPath::Deed)) {
            Some(action) => rows.filter(log::action.eq(action.as_str())),
            None => rows.filter(log::kind.eq(*kind)),
        };
        if let (IndexPath::Actor | IndexPath::Deed, Some(who)) = (road, who) {
            rows = by_actor(rows, *who);
        }
        if let (IndexPath::Resource, Some(resource)) = (road, resource) {
            rows = rows.filter(log::resource.eq(resource.as_str()));
        }
        if let (IndexPath::Customer, CustomerSelection::Few(ids)) = (road, customers) {
            rows = rows.filter(log::microsoft_id.eq_any(ids.clone()));
        }
        rows
    }

    /// Those that every filter but the customers leaves.
    fn matching(&self, mut rows: Boxed<'a>) -> Boxed<'a> {
        let Selection { action, who, resource, .. } = self.selection;
        if let Some(action) = action {
            rows = rows.filter(log::action.eq(action.as_str()));
        }
        if let Some(resource) = resource {
            rows = rows.filter(log::resource.eq(resource.as_str()));
        }
        if let Some(who) = who {
            rows = by_actor(rows, *who);
        }
        rows
    }

    fn ordered(&self, rows: Boxed<'a>) -> Boxed<'a> {
        ordered(rows, self.way)
    }

    /// The road on which the walk comes furthest, and where it ends if the road does not end before.
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

/// So many entries are looked at for one answer where no index knows it: a few milliseconds.
pub const SCAN_LIMIT: i64 = 2_000;

/// So many entries of a few customers are put in order.
pub const SORT_LIMIT: i64 = 20_000;

/// Places of entries, the nearest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// Those that were found, up to the number that was asked for.
    pub found: Vec<Position>,
    /// Where the search stopped before it had found as many or had come to the end.
    pub stopped: Option<Position>,
}

/// A filter, or a pair of them, that an index knows: its entries lie in it in the order of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexPath {
    /// All of one half.
    Half,
    /// One kind of deed.
    Action,
    /// One kind of thing.
    Resource,
    /// One person, or one kind of other actor.
    Actor,
    /// One kind of deed of one person's.
    Deed,
    /// One customer.
    Customer,
}

impl IndexPath {
    /// The roads on which every entry lies that is looked for, and whether the first has no others on it.
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
