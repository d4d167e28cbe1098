//! A seller's catalog, filtered and paginated by the parameters of the URL. [`super::picker`] shows it.

use crate::domain::{BillingCycle, Offer, OfferId};
use crate::text::SearchTerms;
use crate::urls::PortalUrl;
use serde::Deserialize;

/// The number of offers per page.
const ROWS: usize = 50;

/// The maximum length of a search text, in characters.
const MAX_LEN: usize = 256;

/// The names of the fields, in the order of the URL.
const FIELDS: [&str; 5] = ["q", "category", "term", "after", "before"];

/// The filter and the page; the URL and the forms of the page contain it, so that it is not lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CatalogFilter {
    /// The search text: words that name, publisher or Offer ID must contain.
    pub q: String,
    /// The category.
    pub category: String,
    /// The term: a text of [`BillingCycle`].
    pub term: String,
    /// The page begins after the offer with this ID.
    pub after: String,
    /// The page ends before the offer with this ID.
    pub before: String,
}

/// A page of offers.
#[derive(Debug, Default)]
pub struct CatalogPage<'a> {
    /// The offers of this page.
    pub rows: Vec<&'a Offer>,
    /// The number of offers on all pages.
    pub total: usize,
    /// The previous page ends before this offer.
    pub previous: Option<&'a OfferId>,
    /// The next page begins after this offer.
    pub next: Option<&'a OfferId>,
    /// The first invalid parameter; it was ignored.
    pub bad: Option<&'static str>,
}

impl CatalogFilter {
    /// Returns the filter of a form, whose fields `value` returns.
    pub fn from_fields<'a>(value: impl Fn(&'static str) -> &'a str) -> Self {
        let [q, category, term, after, before] = FIELDS.map(|name| value(name).to_owned());
        CatalogFilter { q, category, term, after, before }
    }

    /// Returns the names and values of the fields that are not empty.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let values = [&self.q, &self.category, &self.term, &self.after, &self.before];
        FIELDS.into_iter().zip(values.map(String::as_str)).filter(|(_, value)| !value.is_empty())
    }

    /// Returns the page of matching offers. `offers` must be sorted; with `parent`, only add-ons of that offer match,
    /// otherwise everything except add-ons.
    pub fn among<'a>(&self, offers: &'a [Offer], parent: Option<&OfferId>) -> CatalogPage<'a> {
        let mut bad = None;
        let mut usable = |field: &'static str, good: bool| {
            if !good {
                bad = bad.or(Some(field));
            }
            good
        };
        let words = usable("q", self.q.chars().count() <= MAX_LEN).then(|| SearchTerms::parse(&self.q));
        let term = self.term.parse::<BillingCycle>();
        usable("term", self.term.is_empty() || term.is_ok());
        let fits = |offer: &&Offer| {
            let text = format!("{} {} {}", offer.name, offer.publisher, offer.id);
            offer.parent.as_ref() == parent
                && words.as_ref().is_none_or(|words| words.are_in(&text))
                && (self.category.is_empty() || offer.category == self.category)
                && term.as_ref().map_or(true, |term| offer.billing_cycle == *term)
        };
        let fitting: Vec<&Offer> = offers.iter().filter(fits).collect();
        let place = |id: &str| fitting.iter().position(|offer| offer.id.as_str() == id);
        let (field, start) = match (self.after.as_str(), self.before.as_str()) {
            ("", "") => ("after", Some(0)),
            (after, "") => ("after", place(after).map(|at| at + 1)),
            (_, before) => ("before", place(before).map(|at| at.saturating_sub(ROWS))),
        };
        usable(field, start.is_some());
        let start = start.unwrap_or(0);
        let rows: Vec<&Offer> = fitting.iter().skip(start).take(ROWS).copied().collect();
        let id = |offer: Option<&&'a Offer>| offer.map(|offer| &offer.id);
        CatalogPage {
            total: fitting.len(),
            previous: id(rows.first()).filter(|_| start > 0),
            next: id(rows.last()).filter(|_| start + rows.len() < fitting.len()),
            rows,
            bad,
        }
    }

    /// Whether there is no search text and no filter.
    pub fn is_all(&self) -> bool {
        [&self.q, &self.category, &self.term].iter().all(|text| text.is_empty())
    }

    /// Returns the same filter for another page.
    pub fn page(&self, after: &str, before: &str) -> Self {
        CatalogFilter { after: after.to_owned(), before: before.to_owned(), ..self.clone() }
    }
}

/// Returns the URL of a page with these parameters and this filter.
pub fn address(page: &PortalUrl, parameters: &[(&'static str, String)], filter: &CatalogFilter) -> String {
    let own = parameters.iter().map(|(name, value)| (*name, value.as_str()));
    page.with_parameters(own.chain(filter.fields()))
}
