//! Ended relationships, newest first. An index seek reads a page of all; a search reads all that the partner ended,
//! which are few compared to its customers.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::keyset::PageEdges;
use crate::db::schema::customers;
use crate::db::schema::customers::{ended_at, microsoft_id};
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::customer_removal::model::RemovedCustomer;
use crate::text::SearchTerms;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::ops::Range;

/// Rows per page.
const PAGE: usize = 50;

/// Cursor of a row: when the relationship was ended, and the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// When the relationship was ended, UTC.
    pub at: NaiveDateTime,
    /// The customer's Microsoft ID.
    pub id: MicrosoftId,
}

/// Which page of the list: the first one, the one after a row, or the one before a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum PageAnchor {
    #[default]
    Start,
    After(Position),
    Before(Position),
}

/// One page of the list.
#[derive(Debug)]
pub struct Page {
    /// Its rows, newest first.
    pub rows: Vec<RemovedCustomer>,
    /// How many relationships match in total.
    pub total: usize,
    /// Whether there are rows before and after these.
    pub edges: PageEdges,
}

impl RemovedCustomer {
    /// Returns the cursor of this row.
    pub fn position(&self) -> Position {
        Position { at: self.at, id: self.id }
    }
}

/// The times between which relationships were ended, UTC, without the last one; `None` for all.
pub type Instants = Option<Range<NaiveDateTime>>;

/// Returns a page of the ended relationships of these times whose customer's name and domain contain all words, or whose Microsoft ID
/// was searched for.
pub fn removed_page<P>(
    scope: &Scope<P>,
    (words, instants): (&SearchTerms, &Instants),
    place: &PageAnchor,
    c: &mut DbConnection,
) -> Result<Page> {
    if words.is_empty() {
        seek(scope, instants, place, c)
    } else {
        search(scope, (words, instants), place, c)
    }
}

/// Returns how many ended relationships [`removed_page`] finds with these words.
pub fn count_removed<P>(scope: &Scope<P>, words: &SearchTerms, c: &mut DbConnection) -> Result<u64> {
    removed_page(scope, (words, &None), &PageAnchor::Start, c).map(|page| page.total as u64)
}

/// Returns how many relationships were ended between these times.
pub fn count_ended<P>(scope: &Scope<P>, instants: &Instants, c: &mut DbConnection) -> Result<u64> {
    Ok(list(scope, instants).count().get_result::<i64>(c)?.unsigned_abs())
}

type List = customers::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

fn list<P>(scope: &Scope<P>, instants: &Instants) -> List {
    let all = scope.removed_customers().into_boxed();
    match instants {
        None => all,
        Some(Range { start, end }) => {
            all.filter(ended_at.ge(*start).and(ended_at.lt(*end)).assume_not_null())
        }
    }
}

fn seek<P>(scope: &Scope<P>, instants: &Instants, place: &PageAnchor, c: &mut DbConnection) -> Result<Page> {
    let list = || list(scope, instants);
    let total: i64 = list().count().get_result(c)?;
    // With `at <= t AND (at < t OR id > i)` both databases use an index seek.
    let query = match place.clone() {
        PageAnchor::Start => list(),
        PageAnchor::After(Position { at, id }) => {
            list().filter(ended_at.le(at).and(ended_at.lt(at).or(microsoft_id.gt(id))))
        }
        PageAnchor::Before(Position { at, id }) => {
            list().filter(ended_at.ge(at).and(ended_at.gt(at).or(microsoft_id.lt(id))))
        }
    };
    let backwards = matches!(place, PageAnchor::Before(_));
    let query = if backwards {
        query.order((ended_at.asc(), microsoft_id.desc()))
    } else {
        query.order((ended_at.desc(), microsoft_id.asc()))
    };
    let mut rows = rows(query.limit(PAGE as i64 + 1), c)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if backwards {
        rows.reverse();
    }
    let (previous, next) = if backwards { (more, true) } else { (*place != PageAnchor::Start, more) };
    let total = usize::try_from(total).unwrap_or_default();
    Ok(Page { rows, total, edges: PageEdges { previous, next } })
}

fn search<P>(
    scope: &Scope<P>,
    (words, instants): (&SearchTerms, &Instants),
    place: &PageAnchor,
    c: &mut DbConnection,
) -> Result<Page> {
    let all = rows(list(scope, instants).order((ended_at.desc(), microsoft_id.asc())), c)?;
    let found: Vec<RemovedCustomer> = all.into_iter().filter(|row| has_all(row, words)).collect();
    let behind = |row: &RemovedCustomer, at: &Position| row.at < at.at || (row.at == at.at && row.id > at.id);
    let (from, to) = match place {
        PageAnchor::Start => (0, PAGE),
        PageAnchor::After(at) => {
            let from = found.partition_point(|row| !behind(row, at));
            (from, from + PAGE)
        }
        PageAnchor::Before(at) => {
            let to = found.partition_point(|row| !behind(row, at) && row.position() != *at);
            (to.saturating_sub(PAGE), to)
        }
    };
    let total = found.len();
    let rows: Vec<RemovedCustomer> = found.into_iter().take(to).skip(from).collect();
    Ok(Page { edges: PageEdges { previous: from > 0, next: to < total }, rows, total })
}

fn has_all(row: &RemovedCustomer, words: &SearchTerms) -> bool {
    words.are_in(&format!("{} {}", row.name, row.domain)) || words.id() == Some(row.id)
}

fn rows(query: List, c: &mut DbConnection) -> Result<Vec<RemovedCustomer>> {
    Ok(query.select(RemovedCustomer::as_select()).load(c)?)
}
