//! What the address of the list of orders asks for. A malformed value is named and left out.

use super::model::OrderStatus;
use crate::db::keyset::Place;
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

impl Params {
    /// The filter, and the first value that was left out because nobody can read it.
    pub fn filter(&self) -> (Filter, Option<&'static str>) {
        let mut bad = None;
        let status = match self.status.as_str() {
            "" => None,
            word => word.parse().map_err(|_| bad = Some("status")).ok(),
        };
        let (place, unread) = Place::read(&self.after, &self.before);
        (Filter { status, place }, bad.or(unread))
    }
}
