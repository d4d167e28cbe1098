//! Requests to the search and their results. `cache` accepts them; `index` and `by_value` compute the results.

use crate::domain::MicrosoftId;
use crate::domain::text_enum::text_enum;
use crate::search::Conditions;
use crate::text::SearchTerms;

/// The order of the list. Descending is the exact reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// By sort key, then Microsoft ID.
    #[default]
    Name,
    /// The reverse of `Name`.
    NameDescending,
    /// By the bytes of the domain in its original spelling, then Microsoft ID.
    Domain,
    /// The reverse of `Domain`.
    DomainDescending,
    /// By the time at which they became customers, then Microsoft ID.
    Since,
    /// The reverse of `Since`.
    SinceDescending,
    /// By the number of subscriptions, then Microsoft ID.
    Subscriptions,
    /// The reverse of `Subscriptions`.
    SubscriptionsDescending,
    /// By the number of licenses, then Microsoft ID.
    Licenses,
    /// The reverse of `Licenses`.
    LicensesDescending,
    /// By the day on which the next subscription renews or ends, then Microsoft ID. Customers without one come last.
    Renewal,
    /// The reverse of `Renewal`, but customers without such a day come last too.
    RenewalDescending,
}

text_enum!(Sort, "sort", {
    Name = "name", NameDescending = "-name", Domain = "domain", DomainDescending = "-domain",
    Since = "since", SinceDescending = "-since", Subscriptions = "subscriptions",
    SubscriptionsDescending = "-subscriptions", Licenses = "licenses", LicensesDescending = "-licenses",
    Renewal = "renewal", RenewalDescending = "-renewal",
});

impl Sort {
    /// Whether the order is descending.
    pub fn is_descending(self) -> bool {
        self.as_str().starts_with('-')
    }

    /// Whether the list is sorted by name.
    pub fn is_by_name(self) -> bool {
        matches!(self, Sort::Name | Sort::NameDescending)
    }

    /// Whether the list is sorted by domain.
    pub fn is_by_domain(self) -> bool {
        matches!(self, Sort::Domain | Sort::DomainDescending)
    }

    /// Returns the reverse order.
    #[must_use]
    pub fn reversed(self) -> Self {
        let text = self.as_str();
        let other = text.strip_prefix('-').map_or_else(|| format!("-{text}"), str::to_owned);
        other.parse().unwrap_or(self)
    }

    /// Returns the ascending order by the same column.
    #[must_use]
    pub fn ascending(self) -> Self {
        if self.is_descending() { self.reversed() } else { self }
    }
}

/// A position in the list. The customer need not exist any more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The sort key; the domain's bytes when the list is sorted by domain; a big-endian number in the other orders.
    pub key: Vec<u8>,
    /// The customer's Microsoft ID.
    pub id: MicrosoftId,
}

/// Which page of the list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageAnchor {
    /// The first page.
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

/// A request for a page of the list.
#[derive(Debug, Clone)]
pub struct SearchRequest<'a> {
    /// The words that a customer must match.
    pub words: &'a SearchTerms,
    /// The conditions that it must meet.
    pub conditions: &'a Conditions,
    /// The order of the list.
    pub sort: Sort,
    /// Which page.
    pub place: PageAnchor,
    /// Maximum number of rows.
    pub limit: usize,
}

/// The result of a [`SearchRequest`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPage {
    /// The customers, in the order of the list.
    pub ids: Vec<MicrosoftId>,
    /// Whether there are matches before these.
    pub more_before: bool,
    /// Whether there are matches after these.
    pub more_after: bool,
    /// The number of matches in the whole list.
    pub total: u64,
}

/// The direction of a scan, in ascending order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the cursor to the end.
    Up,
    /// From the cursor to the beginning.
    Down,
}

impl Direction {
    /// Returns the direction in which the rows of a page are, seen from its anchor.
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
    /// Creates a page from its rows, the nearest to the anchor first, and the numbers of matches on both sides.
    pub(super) fn assemble(
        find: &SearchRequest<'_>,
        mut ids: Vec<MicrosoftId>,
        near: u64,
        other: u64,
    ) -> Self {
        ids.truncate(find.limit);
        let (beyond, behind) = (near > ids.len() as u64, other > 0);
        let total = near + other;
        if matches!(find.place, PageAnchor::Before(_)) {
            ids.reverse();
            return SearchPage { ids, more_before: beyond, more_after: behind, total };
        }
        SearchPage { ids, more_before: behind, more_after: beyond, total }
    }
}
