//! A list of offers beside a cart. The order page and the step of the new customer's wizard show it with the templates
//! in `templates/offers/`; they differ in their addresses and in what stands below the lines of the cart.

use crate::domain::{BillingCycle, BillingType, Offer, OfferId, TextEnum};
use crate::features::offers::catalog::{CatalogFilter, CatalogPage, address};
use crate::features::offers::quantity::{QuantityError, limits};
use crate::features::offers::typed::{ROW_FIELD, TypedQuantities};
use crate::i18n::labels::category;
use crate::search::CappedCount;
use crate::urls::PortalUrl;
use crate::web::list::{BadParameter, EmptyState, ListCount, PageAction, Pager};
use crate::web::shell::Shell;

/// The list and the cart.
pub struct OfferPicker<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The address of the page, which its forms are sent to.
    pub path: PortalUrl,
    /// The parameters of the page's URL without the filter; its forms contain them.
    pub parameters: Vec<(&'static str, String)>,
    /// The offers of the seller, by name.
    pub offers: &'a [Offer],
    /// The parent offer, if add-ons are chosen.
    pub parent: Option<&'a OfferId>,
    /// The filter.
    pub filter: &'a CatalogFilter,
    /// The page of matching offers.
    pub found: CatalogPage<'a>,
    /// The lines of the cart.
    pub lines: Vec<PickedLine>,
    /// The name of a line's field begins like this, and ends with the Offer ID.
    pub line_field: &'static str,
    /// The quantities that were typed in rows and not added.
    pub typed: &'a TypedQuantities,
    /// The quantity in a row of the list that was not accepted.
    pub fault: Option<&'a QuantityError>,
}

/// A line of the cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickedLine {
    /// The Offer ID; the offer may no longer exist.
    pub offer: String,
    /// The quantity, as submitted if it was not accepted.
    pub typed: String,
    /// Why it was not accepted.
    pub fault: Option<String>,
}

impl OfferPicker<'_> {
    /// Returns the URL of the page with this filter.
    pub fn address(&self, filter: &CatalogFilter) -> String {
        address(&self.path, &self.parameters, filter)
    }

    pub(crate) fn without_filter(&self) -> String {
        self.address(&CatalogFilter::default())
    }

    pub(crate) fn pager(&self) -> Pager {
        let to = |after: &str, before: &str| self.address(&self.filter.page(after, before));
        Pager::new(
            self.found.previous.map(|first| to("", first.as_str())),
            self.found.next.map(|last| to(last.as_str(), "")),
        )
    }

    /// Returns the offers that can be chosen here.
    fn choices(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.parent.as_ref() == self.parent)
    }

    /// Returns the value and label of each category.
    pub(crate) fn categories(&self) -> Vec<(&str, String)> {
        let mut values: Vec<&str> = self.choices().map(|offer| offer.category.as_str()).collect();
        values.sort_unstable();
        values.dedup();
        values.into_iter().map(|value| (value, self.category(value))).collect()
    }

    /// Returns the value and label of each term.
    pub(crate) fn terms(&self) -> Vec<(&'static str, String)> {
        let terms = BillingCycle::ALL.iter();
        let terms = terms.filter(|(term, _)| self.choices().any(|offer| offer.billing_cycle == *term));
        terms.map(|(term, word)| (*word, term.term_label(self.shell.texts))).collect()
    }

    pub(crate) fn category(&self, name: &str) -> String {
        category(self.shell.texts, name)
    }

    pub(crate) fn term(&self, offer: &Offer) -> String {
        offer.billing_cycle.term_label(self.shell.texts)
    }

    /// Returns the billing type, if it is not the number of licenses.
    pub(crate) fn usage(&self, offer: &Offer) -> Option<String> {
        (offer.billing_type == BillingType::Usage).then(|| offer.billing_type.label(self.shell.texts))
    }

    pub(crate) fn limits(&self, offer: &Offer) -> String {
        limits(offer, self.shell.locale)
    }

    pub(crate) fn fault_of(&self, offer: &Offer) -> Option<&QuantityError> {
        self.fault.filter(|fault| fault.offer == offer.id.as_str())
    }

    pub(crate) fn is_picked(&self, offer: &Offer) -> bool {
        self.lines.iter().any(|line| line.offer == offer.id.as_str())
    }

    pub(crate) fn row_field(&self, offer: &Offer) -> String {
        format!("{ROW_FIELD}{}", offer.id)
    }

    /// Returns the value of a row's field: the invalid input, what was typed and not added, the quantity in the cart, or
    /// the minimum.
    pub(crate) fn typed(&self, offer: &Offer) -> String {
        let picked = self.lines.iter().find(|line| line.offer == offer.id.as_str());
        let typed = self.fault_of(offer).map(|fault| fault.typed.as_str());
        let typed =
            typed.or_else(|| self.typed.get(offer.id.as_str())).or(picked.map(|line| line.typed.as_str()));
        typed.map_or_else(|| offer.minimum.to_string(), str::to_owned)
    }

    pub(crate) fn offer(&self, id: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id.as_str() == id)
    }

    /// Returns the name of a line: the offer's name, or its ID if it is no longer for sale.
    pub(crate) fn name<'a>(&'a self, line: &'a PickedLine) -> &'a str {
        self.offer(&line.offer).map_or(&line.offer, |offer| &offer.name)
    }

    /// Whether the line needs no field, because there is exactly one possible quantity and the line has it.
    pub(crate) fn is_fixed(&self, line: &PickedLine) -> bool {
        let fits = |offer: &Offer| offer.has_fixed_quantity() && line.typed == offer.maximum.to_string();
        self.offer(&line.offer).is_some_and(fits)
    }

    /// Whether a line must be corrected, so that a phone shows the cart opened.
    pub(crate) fn has_line_fault(&self) -> bool {
        self.lines.iter().any(|line| line.fault.is_some())
    }

    pub(crate) fn line_count(&self) -> String {
        self.shell.locale.number(self.lines.len() as u64)
    }

    /// Returns the number of licenses in the cart: `97 licenses`; `None` if there are none.
    pub(crate) fn license_count(&self) -> Option<String> {
        let licensed = self.lines.iter().filter(|line| {
            self.offer(&line.offer).is_some_and(|offer| offer.billing_type == BillingType::License)
        });
        let count: u64 = licensed.filter_map(|line| line.typed.parse::<u32>().ok()).map(u64::from).sum();
        (count > 0).then(|| self.shell.texts.license_count(count, self.shell.locale.number(count)))
    }

    pub(crate) fn count(&self) -> ListCount {
        let total = CappedCount::exact(self.found.total as u64);
        let count = self.shell.texts.order_offers_count(total.shown);
        ListCount::new(total, [count.s0, count.s1], self.shell.locale)
    }

    pub(crate) fn bad_parameter(&self) -> Option<BadParameter> {
        self.found.bad.map(|field| BadParameter { field, text: self.shell.texts.order_bad_address() })
    }

    /// Returns what the page shows if there are no offers, or none that match the filter.
    pub(crate) fn nothing(&self) -> EmptyState {
        let texts = self.shell.texts;
        if self.filter.is_all() {
            return EmptyState::nothing_yet(texts.order_no_offers(), texts.order_no_offers_text());
        }
        let all = PageAction::new("all", texts.clear_all(), self.without_filter());
        EmptyState::nothing_found(texts.order_no_offers_found()).with_actions([all])
    }
}

/// Returns the fragment that leads to the row of an offer; empty if there is none.
pub fn row_fragment(offer: &str) -> String {
    if offer.is_empty() {
        return String::new();
    }
    format!("#row-{}", crate::text::percent::percent_encode(offer))
}
