//! Which entries a page of the log shows, and how many there are, found in bounded time: [`queries`] looks at a few
//! thousand entries at most, and where that was not enough it says how far it came.

mod among;
pub mod queries;

use super::queries::Position;
use super::{Customers, Selection};

/// So many entries are looked at for one answer where no index knows it: a few milliseconds.
pub const ENOUGH: i64 = 2_000;
/// So many entries of a few customers are put in order.
pub const SORTED: i64 = 20_000;

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
pub enum Road {
    /// All of one half.
    Half,
    /// One kind of deed.
    Action,
    /// One kind of thing.
    Resource,
    /// One person, or one kind of actor who is none.
    Actor,
    /// One kind of deed of one person's.
    Deed,
    /// One customer.
    Customer,
}

impl Road {
    /// The roads on which every entry lies that is looked for, and whether the first has no others on it.
    pub fn all(selection: &Selection) -> (Vec<Road>, bool) {
        let Selection { action, who, resource, customers, .. } = selection;
        let one_customer = matches!(customers, Customers::Few(ids) if ids.len() == 1);
        let mut roads = match (action, who) {
            (Some(_), Some(_)) => vec![Road::Deed],
            (Some(_), None) => vec![Road::Action],
            (None, Some(_)) => vec![Road::Actor],
            (None, None) => Vec::new(),
        };
        let others = [(resource.is_some(), Road::Resource), (one_customer, Road::Customer)];
        roads.extend(others.into_iter().filter(|(applies, _)| *applies).map(|(_, road)| road));
        if roads.is_empty() {
            roads.push(Road::Half);
        }
        let is_narrow = one_customer || matches!(customers, Customers::All);
        let knows_all = roads.len() == 1 && is_narrow;
        (roads, knows_all)
    }
}
