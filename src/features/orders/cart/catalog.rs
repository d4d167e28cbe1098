//! What a seller offers, as the address of the page filters and pages it.
//! [`super::page`] draws it.

use crate::domain::{BillingType, Offer, OfferId};
use crate::features::orders::cart::model::Cart;
use crate::text::{SearchTerms, fold};
use serde::{Deserialize, Serialize};

/// Rows of a page.
const ROWS: usize = 50;

/// Longer texts are not a search for an offer.
const MAX_LEN: usize = 256;

/// What is looked for: part of the address of the page, and of its forms, so that it stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CatalogFilter {
    /// Words of the name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Who makes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// Where it stands in the catalogue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// `license` or `usage`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub billing: String,
    /// The offer before the page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// The offer behind the page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
}

/// A page of offers.
#[derive(Debug, Default)]
pub struct CatalogPage<'a> {
    /// Its rows.
    pub rows: Vec<&'a Offer>,
    /// How many there are.
    pub total: usize,
    /// The offer before which the previous page ends.
    pub previous: Option<&'a OfferId>,
    /// The offer behind which the next page begins.
    pub next: Option<&'a OfferId>,
    /// The part of the address that nobody can read; it was left out.
    pub bad: Option<&'static str>,
}

impl CatalogFilter {
    /// Looks for it among the offers, which are in order; `parent` is the parent offer of add-ons.
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
        let start = match (self.after.as_str(), self.before.as_str()) {
            ("", "") => Some(0),
            (after, "") => place(after).map(|at| at + 1),
            (_, before) => place(before).map(|at| at.saturating_sub(ROWS)),
        };
        usable("after", start.is_some());
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

    /// Whether everything is looked for.
    pub fn is_all(&self) -> bool {
        [&self.q, &self.publisher, &self.category, &self.billing].iter().all(|text| text.is_empty())
    }

    /// The same filter on another page of it.
    pub fn page(&self, after: &str, before: &str) -> Self {
        CatalogFilter { after: after.to_owned(), before: before.to_owned(), ..self.clone() }
    }
}

/// The different values of a column, in the order of the offers' names.
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
