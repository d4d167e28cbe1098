//! The page of the third step: the offers, and the cart beside them.

use crate::domain::{DraftId, Offer};
use crate::features::new_customer::model::{CustomerDraft, Step};
use crate::features::new_customer::steps::subscriptions::LINE_FIELD;
use crate::features::offers::catalog::CatalogFilter;
use crate::features::offers::picker::{OfferPicker, PickedLine};
use crate::features::offers::quantity::QuantityError;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use askama::Template;
use std::collections::BTreeMap;

/// The page of this step.
#[derive(Template)]
#[template(path = "new_customer/subscriptions.html")]
pub struct SubscriptionsPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The steps of the wizard.
    pub steps: Steps,
    /// The draft.
    pub id: DraftId,
    /// The offers and the lines of the cart.
    pub picker: OfferPicker<'a>,
    /// What is wrong in the cart, by Offer ID.
    pub faults: &'a BTreeMap<String, String>,
    /// The quantity in a row that was not accepted.
    pub fault: Option<&'a QuantityError>,
    /// Whether an order can be placed immediately.
    pub may_order: bool,
}

impl SubscriptionsPage<'_> {
    fn has_fault(&self) -> bool {
        self.fault.is_some() || !self.faults.is_empty()
    }

    /// Whether the row of the offer whose quantity was not accepted is on the page.
    fn is_fault_shown(&self) -> bool {
        self.fault
            .is_none_or(|fault| self.picker.found.rows.iter().any(|offer| offer.id.as_str() == fault.offer))
    }

    /// Returns the errors: the id of the field, the name of the offer, and the message.
    fn summary(&self) -> Vec<(String, &str, &str)> {
        let row = self.fault.map(|fault| ("offer-", fault.offer.as_str(), fault.sentence.as_str()));
        let lines = self.faults.iter().map(|(offer, sentence)| ("cart-", offer.as_str(), sentence.as_str()));
        let all = row.into_iter().chain(lines);
        let name = |id| self.picker.offer(id).map_or(id, |offer| offer.name.as_str());
        all.map(|(place, id, sentence)| (format!("{place}{id}"), name(id), sentence)).collect()
    }
}

/// Returns the offers and the lines of the cart.
pub(super) fn picker<'a>(
    shell: &'a Shell,
    (id, draft): (DraftId, &'a CustomerDraft),
    offers: &'a [Offer],
    filter: &'a CatalogFilter,
    faults: &BTreeMap<String, String>,
    fault: Option<&'a QuantityError>,
) -> OfferPicker<'a> {
    let line = |(offer, typed): (&str, &str)| PickedLine {
        offer: offer.to_owned(),
        typed: typed.to_owned(),
        fault: faults.get(offer).cloned(),
    };
    let mut lines: Vec<PickedLine> = draft.chosen_offers().map(line).collect();
    let place = |line: &PickedLine| offers.iter().position(|offer| offer.id.as_str() == line.offer);
    lines.sort_by_key(place);
    OfferPicker {
        shell,
        path: Step::Subscriptions.address(id),
        parameters: Vec::new(),
        offers,
        parent: None,
        filter,
        found: filter.among(offers, None),
        lines,
        line_field: LINE_FIELD,
        typed: &draft.typed,
        fault,
    }
}
