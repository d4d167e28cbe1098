//! What can be asked of the search, and what it answers.
//! `cache` takes the questions; `index` and `by_domain` answer them.

use crate::domain::MicrosoftId;
use crate::domain::text_enum::text_enum;
use crate::text::SearchTerms;
use std::collections::HashSet;

/// Up to here a page's total is exact.
pub const COUNT_CAP: u64 = 1_000;

/// The order of the list. Descending is the exact reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// By sort key, then Microsoft ID.
    #[default]
    Name,
    /// The reverse of `Name`.
    NameDescending,
    /// By the bytes of the domain as it is written, then Microsoft ID.
    Domain,
    /// The reverse of `Domain`.
    DomainDescending,
}

text_enum!(Sort, "sort", {
    Name = "name", NameDescending = "-name", Domain = "domain", DomainDescending = "-domain",
});

impl Sort {
    /// Whether the last comes first.
    pub fn is_descending(self) -> bool {
        matches!(self, Sort::NameDescending | Sort::DomainDescending)
    }

    /// Whether domains decide, not names.
    pub fn is_by_domain(self) -> bool {
        matches!(self, Sort::Domain | Sort::DomainDescending)
    }
}

/// A place in the list; the customer need not stand there any more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The sort key, or the domain's bytes when the list is sorted by domain.
    pub key: Vec<u8>,
    /// The customer.
    pub id: MicrosoftId,
}

/// Where a page stands in the list, in the list's own direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageAnchor {
    /// The first rows.
    Start,
    /// The rows right after this position.
    After(Cursor),
    /// The rows right before this position.
    Before(Cursor),
}

impl PageAnchor {
    pub(super) fn position(&self) -> Option<&Cursor> {
        match self {
            PageAnchor::Start => None,
            PageAnchor::After(position) | PageAnchor::Before(position) => Some(position),
        }
    }
}

/// A page of the list.
#[derive(Debug, Clone)]
pub struct SearchRequest<'a> {
    /// What every customer must have.
    pub words: &'a SearchTerms,
    /// Only these customers, if given.
    pub within: Option<&'a HashSet<MicrosoftId>>,
    /// The list's order.
    pub sort: Sort,
    /// Which part of it.
    pub place: PageAnchor,
    /// How many rows at most.
    pub limit: usize,
}

/// The answer to `Find`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPage {
    /// The customers, in the list's order.
    pub ids: Vec<MicrosoftId>,
    /// Whether the list has hits before these.
    pub more_before: bool,
    /// Whether the list has hits after these.
    pub more_after: bool,
    /// How many hits the whole list has.
    pub total: CappedCount,
}

/// A number of hits that is not counted further than people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CappedCount {
    /// The exact number, or `COUNT_CAP` if there are more.
    pub shown: u64,
    /// Whether there are more than shown.
    pub capped: bool,
}

/// The list falls into two parts at a place: the page is taken from the near part, in its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the place to the end of the ascending order.
    Up,
    /// From the place to its beginning.
    Down,
}

impl Direction {
    /// Where a page lies in the ascending order, seen from its place.
    pub fn for_page(sort: Sort, place: &PageAnchor) -> Self {
        if sort.is_descending() == matches!(place, PageAnchor::Before(_)) {
            Direction::Up
        } else {
            Direction::Down
        }
    }

    pub fn reversed(self) -> Self {
        if self == Direction::Up { Direction::Down } else { Direction::Up }
    }
}

impl SearchPage {
    /// Puts a page together from its rows, the nearest to the place first, and the hits on both sides.
    pub(super) fn assemble(
        find: &SearchRequest<'_>,
        mut ids: Vec<MicrosoftId>,
        near: u64,
        other: u64,
    ) -> Self {
        ids.truncate(find.limit);
        let (beyond, behind) = (near > ids.len() as u64, other > 0);
        let all = near + other;
        let total = CappedCount { shown: all.min(COUNT_CAP), capped: all > COUNT_CAP };
        if matches!(find.place, PageAnchor::Before(_)) {
            ids.reverse();
            return SearchPage { ids, more_before: beyond, more_after: behind, total };
        }
        SearchPage { ids, more_before: behind, more_after: beyond, total }
    }
}
