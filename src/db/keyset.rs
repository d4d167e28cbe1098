//! Keyset pagination in both directions: the anchor of a page, as in its URL, and whether there are pages before and
//! after it. Such a list is ordered by time, the newest first, then by id.

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

/// Limits a boxed query to the [`FETCH_LIMIT`] rows from an anchor on: the newest first, or the oldest first before a
/// position. Both databases use the index for `at <= t AND (at < t OR id < i)`, but not for `at < t OR (at = t AND id < i)`.
macro_rules! seek {
    ($rows:expr, $place:expr, $at:expr, $id:expr) => {
        match $place {
            $crate::db::keyset::PageAnchor::Start => $rows.order(($at.desc(), $id.desc())),
            $crate::db::keyset::PageAnchor::After(place) => {
                let behind = $at.lt(place.at).or($id.lt($crate::db::column_types::UuidText(place.id)));
                $rows.filter($at.le(place.at).and(behind)).order(($at.desc(), $id.desc()))
            }
            $crate::db::keyset::PageAnchor::Before(place) => {
                let before = $at.gt(place.at).or($id.gt($crate::db::column_types::UuidText(place.id)));
                $rows.filter($at.ge(place.at).and(before)).order(($at.asc(), $id.asc()))
            }
        }
        .limit($crate::db::keyset::FETCH_LIMIT)
    };
}

pub(crate) use seek;

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
