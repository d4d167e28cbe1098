//! Keyset pagination in both directions: the anchor of a page, as in its URL, and whether there are pages before and
//! after it. Such a list is ordered by time, then by id, the newest or the oldest first.

use chrono::{DateTime, NaiveDateTime};
use uuid::Uuid;

/// Rows per page.
pub const ROWS: usize = 50;

/// The limit of a query: one row more than a page has, to see whether there are more.
pub const FETCH_LIMIT: i64 = ROWS as i64 + 1;

/// The position of a row in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The time by which the list is ordered.
    pub at: NaiveDateTime,
    /// The id, which orders rows of the same time.
    pub id: Uuid,
}

impl Position {
    /// Returns the cursor for a URL: milliseconds and id.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.at.and_utc().timestamp_millis(), self.id)
    }

    fn parse(text: &str) -> Option<Self> {
        let (moment, id) = text.split_once('.')?;
        let at = DateTime::from_timestamp_millis(moment.parse().ok()?)?.naive_utc();
        Some(Position { at, id: Uuid::try_parse(id).ok()? })
    }
}

/// The anchor of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageAnchor {
    /// The page begins at the newest row.
    Start,
    /// The page begins after this position.
    After(Position),
    /// The page ends before this position.
    Before(Position),
}

impl PageAnchor {
    /// Parses the parameters `after` and `before`. Returns also the name of an invalid one, which is ignored.
    pub fn read(after: &str, before: &str) -> (Self, Option<&'static str>) {
        let (name, text, place): (_, _, fn(Position) -> PageAnchor) = match (after, before) {
            ("", "") => return (PageAnchor::Start, None),
            (after, "") => ("after", after, PageAnchor::After),
            (_, before) => ("before", before, PageAnchor::Before),
        };
        match Position::parse(text) {
            Some(position) => (place(position), None),
            None => (PageAnchor::Start, Some(name)),
        }
    }
}

/// Limits a boxed query to `$limit` rows from an anchor on, in the order of the list; in the reverse order before a
/// position. Both databases use the index for `at <= t AND (at < t OR id < i)`, but not for
/// `at < t OR (at = t AND id < i)`.
macro_rules! seek {
    ($rows:expr, $place:expr, $oldest_first:expr, $limit:expr, $at:expr, $id:expr) => {
        match ($place, $oldest_first) {
            ($crate::db::keyset::PageAnchor::Start, false) => $rows.order(($at.desc(), $id.desc())),
            ($crate::db::keyset::PageAnchor::Start, true) => $rows.order(($at.asc(), $id.asc())),
            ($crate::db::keyset::PageAnchor::After(place), false)
            | ($crate::db::keyset::PageAnchor::Before(place), true) => {
                let older = $at.lt(place.at).or($id.lt($crate::db::column_types::UuidText(place.id)));
                $rows.filter($at.le(place.at).and(older)).order(($at.desc(), $id.desc()))
            }
            ($crate::db::keyset::PageAnchor::Before(place), false)
            | ($crate::db::keyset::PageAnchor::After(place), true) => {
                let newer = $at.gt(place.at).or($id.gt($crate::db::column_types::UuidText(place.id)));
                $rows.filter($at.ge(place.at).and(newer)).order(($at.asc(), $id.asc()))
            }
        }
        .limit($limit)
    };
}

pub(crate) use seek;

/// Returns the page of a list that is in memory as a whole, in its order, and whether there are pages around it.
pub fn page_in_memory<T>(
    all: Vec<T>,
    place: &PageAnchor,
    oldest_first: bool,
    position: impl Fn(&T) -> Position,
) -> (Vec<T>, PageEdges) {
    let key = |position: Position| (position.at, position.id);
    let is_before = |row: &T, place: &Position| match oldest_first {
        true => key(position(row)) < key(*place),
        false => key(position(row)) > key(*place),
    };
    let (total, from, to) = match place {
        PageAnchor::Start => (all.len(), 0, ROWS),
        PageAnchor::After(place) => {
            let from = all.partition_point(|row| is_before(row, place) || position(row) == *place);
            (all.len(), from, from + ROWS)
        }
        PageAnchor::Before(place) => {
            let to = all.partition_point(|row| is_before(row, place));
            (all.len(), to.saturating_sub(ROWS), to)
        }
    };
    let rows = all.into_iter().take(to).skip(from).collect();
    (rows, PageEdges { previous: from > 0, next: to < total })
}

/// Whether there are rows on either side of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageEdges {
    /// There are newer rows.
    pub previous: bool,
    /// There are older rows.
    pub next: bool,
}

/// Makes a page of the rows that a query returned from `place` on: removes the extra row and restores the list's order.
pub fn cut_page<T>(rows: &mut Vec<T>, place: &PageAnchor) -> PageEdges {
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let backwards = matches!(place, PageAnchor::Before(_));
    if backwards {
        rows.reverse();
    }
    let previous = if backwards { more } else { *place != PageAnchor::Start };
    PageEdges { previous, next: backwards || more }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn position() -> Position {
        Position { at: "2026-11-21T10:42:07.123".parse().unwrap(), id: Uuid::from_u128(7) }
    }

    #[test]
    fn cursors_survive_a_round_trip() {
        assert_eq!(Position::parse(&position().cursor()), Some(position()));
        for bad in ["", ".", "x.y", "1.2", "99999999999999999999.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(Position::parse(bad), None, "{bad}");
        }
        assert_eq!(PageAnchor::read("", "x"), (PageAnchor::Start, Some("before")));
        assert_eq!(PageAnchor::read(&position().cursor(), ""), (PageAnchor::After(position()), None));
    }

    #[test]
    fn pages_of_a_list_in_memory_meet() {
        let at = |minute: u32| Position {
            at: "2026-11-21T10:00:00".parse::<NaiveDateTime>().unwrap()
                + chrono::TimeDelta::minutes(minute.into()),
            id: Uuid::from_u128(u128::from(minute % 3)),
        };
        for oldest_first in [false, true] {
            let mut all: Vec<Position> = (0..120).map(|minute| at(minute / 2)).collect();
            all.dedup();
            all.sort_by_key(|row| (row.at, row.id));
            if !oldest_first {
                all.reverse();
            }
            let page = |place: PageAnchor| page_in_memory(all.clone(), &place, oldest_first, |row| *row);
            let (first, edges) = page(PageAnchor::Start);
            assert_eq!((first.len(), edges), (50, PageEdges { previous: false, next: true }));
            let (rest, edges) = page(PageAnchor::After(first[49]));
            assert_eq!((rest.len(), edges), (10, PageEdges { previous: true, next: false }));
            assert_eq!([first.clone(), rest.clone()].concat(), all);
            assert_eq!(page(PageAnchor::Before(rest[0])).0, first);
        }
    }

    #[test]
    fn drops_the_extra_row_at_the_far_end_of_a_page() {
        let cut = |count: usize, place: PageAnchor| {
            let mut rows: Vec<usize> = (0..count).collect();
            let sides = cut_page(&mut rows, &place);
            (rows.first().copied(), rows.len(), sides.previous, sides.next)
        };
        assert_eq!(cut(51, PageAnchor::Start), (Some(0), 50, false, true));
        assert_eq!(cut(3, PageAnchor::After(position())), (Some(0), 3, true, false));
        assert_eq!(cut(51, PageAnchor::Before(position())), (Some(49), 50, true, true));
        assert_eq!(cut(50, PageAnchor::Before(position())), (Some(49), 50, false, true));
    }
}
