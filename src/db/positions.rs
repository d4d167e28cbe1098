//! Lists whose rows are found by their positions: either a search in memory has found all of them, or a query seeks some from
//! an anchor on. [`crate::db::keyset`] has the anchors.

use crate::db::DbConnection;
use crate::db::keyset::{FETCH_LIMIT, PageAnchor, PageEdges, Position, cut_page, page_in_memory};
use crate::error::Result;
use std::collections::HashMap;

/// Rows per batch of an export.
const EXPORT_BATCH: usize = 500;

/// A list that can be read by positions.
pub trait PositionList {
    /// Returns what the search found, in the order of the list; `None` without a search.
    fn found(&self) -> Option<&[Position]>;

    /// Whether the oldest row comes first.
    fn is_oldest_first(&self) -> bool;

    /// Returns at most `limit` positions from an anchor on, in the order of the list; in the reverse order before a
    /// position. Only called without a search.
    ///
    /// # Errors
    /// The database failed.
    fn seek(&self, place: &PageAnchor, limit: i64, c: &mut DbConnection) -> Result<Vec<Position>>;
}

/// Returns the positions of a page, and whether there are pages around it.
///
/// # Errors
/// The database failed.
pub fn page(
    list: &impl PositionList,
    place: &PageAnchor,
    c: &mut DbConnection,
) -> Result<(Vec<Position>, PageEdges)> {
    if let Some(found) = list.found() {
        return Ok(page_in_memory(found.to_vec(), place, list.is_oldest_first(), |found| *found));
    }
    let mut positions = list.seek(place, FETCH_LIMIT, c)?;
    let edges = cut_page(&mut positions, place);
    Ok((positions, edges))
}

/// Calls `take` with all positions in the order of the list, a batch at a time.
///
/// # Errors
/// The database failed, or `take` returned an error; no more is read then.
pub fn for_each_batch(
    list: &impl PositionList,
    c: &mut DbConnection,
    mut take: impl FnMut(&[Position], &mut DbConnection) -> Result<()>,
) -> Result<()> {
    if let Some(found) = list.found() {
        return found.chunks(EXPORT_BATCH).try_for_each(|batch| take(batch, c));
    }
    let mut place = PageAnchor::Start;
    loop {
        let batch = list.seek(&place, EXPORT_BATCH as i64, c)?;
        let Some(last) = batch.last() else { return Ok(()) };
        place = PageAnchor::After(*last);
        take(&batch, c)?;
    }
}

/// What a search found in a list with tabs, by the name of the tab.
#[derive(Debug, Clone, Default)]
pub struct FoundInTabs(HashMap<&'static str, Vec<Position>>);

impl FoundInTabs {
    /// Adds a row.
    pub fn add(&mut self, tab: &'static str, position: Position) {
        self.0.entry(tab).or_default().push(position);
    }

    /// Returns the same in the order of the list.
    #[must_use]
    pub fn sorted(mut self, oldest_first: bool) -> Self {
        for positions in self.0.values_mut() {
            positions.sort_by_key(|position| (position.at, position.id));
            if !oldest_first {
                positions.reverse();
            }
        }
        self
    }

    /// Returns the rows of a tab.
    pub fn in_tab(&self, tab: &str) -> &[Position] {
        self.0.get(tab).map_or(&[], Vec::as_slice)
    }
}

/// The number of rows in each tab, by the name of the tab.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TabCounts(HashMap<&'static str, u64>);

impl TabCounts {
    /// Counts the rows of each tab: those that the search found, or else those that `count` returns.
    ///
    /// # Errors
    /// Those of `count`.
    pub fn of<T: Copy + 'static>(
        tabs: &[(T, &'static str)],
        found: Option<&FoundInTabs>,
        mut count: impl FnMut(T) -> Result<i64>,
    ) -> Result<Self> {
        let mut counts = HashMap::new();
        for (tab, name) in tabs {
            let number = match found {
                Some(found) => found.in_tab(name).len() as u64,
                None => count(*tab)?.unsigned_abs(),
            };
            counts.insert(*name, number);
        }
        Ok(TabCounts(counts))
    }

    /// Returns the number in a tab.
    pub fn get(&self, tab: &str) -> u64 {
        self.0.get(tab).copied().unwrap_or_default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeDelta};
    use uuid::Uuid;

    fn position(minute: u32) -> Position {
        let start = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(10, 0, 0).unwrap();
        Position {
            at: start + TimeDelta::minutes((minute / 2).into()),
            id: Uuid::from_u128((minute % 2).into()),
        }
    }

    #[test]
    fn what_a_search_found_is_in_the_order_of_the_list() {
        for oldest_first in [false, true] {
            let mut found = FoundInTabs::default();
            for minute in [3, 0, 2, 1] {
                found.add("open", position(minute));
            }
            let found = found.sorted(oldest_first);
            let mut expected: Vec<Position> = (0..4).map(position).collect();
            if !oldest_first {
                expected.reverse();
            }
            assert_eq!(found.in_tab("open"), expected);
            assert!(found.in_tab("closed").is_empty());
            let counts = TabCounts::of(&[((), "open"), ((), "closed")], Some(&found), |()| Ok(9)).unwrap();
            assert_eq!((counts.get("open"), counts.get("closed")), (4, 0));
        }
        assert_eq!(TabCounts::of(&[((), "open")], None, |()| Ok(9)).unwrap().get("open"), 9);
    }
}
