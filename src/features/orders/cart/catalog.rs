//! A seller's catalog, filtered and paginated by the parameters of the URL. [`super::page`] renders it.

use crate::domain::{BillingType, Offer, OfferId};
use crate::features::orders::cart::model::Cart;
use crate::text::{SearchTerms, fold};
use serde::{Deserialize, Serialize};

/// The number of offers per page.
const ROWS: usize = 50;

/// The maximum length of a search text, in characters.
const MAX_LEN: usize = 256;

/// The filter and the page; the URL and the forms of the page contain it, so that it is not lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CatalogFilter {
    /// The search text: words that the name must contain.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// The publisher.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// The category.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// `license` or `usage`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub billing: String,
    /// The page begins after the offer with this ID.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// The page ends before the offer with this ID.
    #[serde(skip_serializing_if = "String::is_empty")]
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
    /// Returns the page of matching offers. `offers` must be sorted; with `parent`, only add-ons of that offer match.
    pub fn among<'a>(&self, offers: &'a [Offer], parent: Option<&OfferId>) -> CatalogPage<'a> {
        let mut bad = None;
        let mut usable = |field: &'static str, good: bool| {
            if !good {
                bad = bad.or(Some(field));
            }
            good
        };
        let words = usable("q", self.q.chars().count() <= MAX_LEN).then(|| SearchTerms::parse(&self.q));
        let billing = self.billing.parse::<BillingType>();
        usable("billing", self.billing.is_empty() || billing.is_ok());
        let fits = |offer: &&Offer| {
            let name = fold(&offer.name);
            Cart::accepts(offer, parent)
                && words.iter().flat_map(SearchTerms::iter).all(|word| name.contains(word))
                && (self.publisher.is_empty() || offer.publisher == self.publisher)
                && (self.category.is_empty() || offer.category == self.category)
                && billing.as_ref().map_or(true, |billing| offer.billing_type == *billing)
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
        [&self.q, &self.publisher, &self.category, &self.billing].iter().all(|text| text.is_empty())
    }

    /// Returns the same filter for another page.
    pub fn page(&self, after: &str, before: &str) -> Self {
        CatalogFilter { after: after.to_owned(), before: before.to_owned(), ..self.clone() }
    }
}

/// Returns the distinct values of a column, sorted.
pub fn values(offers: &[Offer], column: fn(&Offer) -> &String) -> Vec<&str> {
    let mut values: Vec<&str> = Vec::new();
    for offer in offers {
        let value = column(offer).as_str();
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.sort_unstable();
    values
}
