//! The step that chooses what is bought at once.

use super::Steps;
use crate::drafts::model::DraftId;
use crate::new_customer::model::Step;
use crate::offers::model::Offer;
use crate::web::page::Shell;
use askama::Template;
use std::collections::BTreeMap;

/// An offer and what was typed at it.
pub struct OfferLine<'a> {
    /// The offer.
    pub offer: &'a Offer,
    /// The quantity as it was typed.
    pub typed: &'a str,
}

/// What is bought at once.
#[derive(Template)]
#[template(path = "new_customer/subscriptions.html")]
#[allow(missing_docs)]
pub struct SubscriptionsPage<'a> {
    pub shell: &'a Shell,
    pub steps: &'a Steps,
    pub id: DraftId,
    pub lines: Vec<OfferLine<'a>>,
    pub found: usize,
    pub total: usize,
    pub gone: &'a [&'a str],
    pub faults: &'a BTreeMap<String, String>,
    pub q: &'a str,
    pub may_order: bool,
    pub chosen: usize,
}

impl SubscriptionsPage<'_> {
    fn fault(&self, offer: &Offer) -> Option<&str> {
        self.faults.get(offer.id.as_str()).map(String::as_str)
    }

    fn limits(&self, offer: &Offer) -> String {
        let number = |number: i32| self.shell.locale.number(number.unsigned_abs().into());
        self.shell.texts.new_customer_limits(number(offer.minimum), number(offer.maximum))
    }

    fn is_empty(&self) -> bool {
        self.total == 0
    }

    fn counted(&self) -> String {
        let number = |number: usize| self.shell.locale.number(number as u64);
        self.shell.texts.new_customer_offers_of(number(self.found), number(self.total))
    }

    fn chosen(&self) -> Option<String> {
        let number = self.shell.locale.number(self.chosen as u64);
        (self.chosen > 0).then(|| self.shell.texts.new_customer_chosen(number))
    }

    fn hidden(&self) -> u64 {
        (self.found - self.lines.len()) as u64
    }
}
