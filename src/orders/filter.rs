//! What the address of the list of orders asks for. A malformed value is named and left out.

use super::model::{OrderId, OrderStatus};
use chrono::{DateTime, NaiveDateTime};
use serde::Deserialize;

/// The address as it came: `GET /orders`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    status: String,
    after: String,
    before: String,
}

/// Which orders, from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Only those that are so far.
    pub status: Option<OrderStatus>,
    /// From where.
    pub place: Place,
}

/// Where a page begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At the newest.
    Start,
    /// Behind this one.
    After(Position),
    /// Before this one.
    Before(Position),
}

/// Where an order stands in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// When it was made.
    pub made_at: NaiveDateTime,
    /// Its id, among those of the same moment.
    pub id: OrderId,
}

impl Position {
    /// As it stands in an address: milliseconds and id.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.made_at.and_utc().timestamp_millis(), self.id)
    }

    fn parse(text: &str) -> Option<Self> {
        let (moment, id) = text.split_once('.')?;
        let made_at = DateTime::from_timestamp_millis(moment.parse().ok()?)?.naive_utc();
        Some(Position { made_at, id: id.parse().ok()? })
    }
}

impl Params {
    /// The filter, and the first value that was left out because nobody can read it.
    pub fn filter(&self) -> (Filter, Option<&'static str>) {
        let mut bad = None;
        let status = match self.status.as_str() {
            "" => None,
            word => word.parse().map_err(|_| bad = Some("status")).ok(),
        };
        let mut place = |field, text: &str, place: fn(Position) -> Place| match Position::parse(text) {
            Some(position) => place(position),
            None => {
                bad = bad.or(Some(field));
                Place::Start
            }
        };
        let place = match (self.after.as_str(), self.before.as_str()) {
            ("", "") => Place::Start,
            (after, "") => place("after", after, Place::After),
            (_, before) => place("before", before, Place::Before),
        };
        (Filter { status, place }, bad)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let made_at = "2026-11-21T10:42:07.123".parse().unwrap();
        let position = Position { made_at, id: OrderId(uuid::Uuid::from_u128(7)) };
        assert_eq!(Position::parse(&position.cursor()), Some(position));
        for bad in ["", ".", "x.y", "1.2", "99999999999999999999.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(Position::parse(bad), None, "{bad}");
        }
    }
}
