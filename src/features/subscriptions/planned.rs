//! The words for what changes at the renewal of a subscription, which `templates/subscriptions/planned.html` shows.

use crate::domain::BillingCycle;
use crate::features::subscriptions::model::Subscription;
use crate::i18n::{Locale, Texts};

/// One of the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChange {
    /// The words before the name, or all words.
    pub words: String,
    /// The name of the offer with which it renews.
    pub offer: Option<String>,
}

/// Returns the changes in words, in the order offer, billing cycle, quantity. `offer` is the name of the planned offer;
/// one that the seller no longer has is shown by its Offer ID.
pub fn planned_changes(
    one: &Subscription,
    offer: Option<&str>,
    texts: &Texts,
    locale: Locale,
) -> Vec<PlannedChange> {
    let plan = &one.at_renewal;
    let cycle = plan.cycle.filter(|cycle| one.billing_cycle.is_some_and(|now| now != *cycle));
    let name = plan.offer.as_ref().map(|id| offer.map_or_else(|| id.to_string(), str::to_owned));
    let name = name.filter(|name| *name != one.name || cycle.is_none());
    let words = |words: String| PlannedChange { words, offer: None };
    let offer = name.map(|name| PlannedChange { words: texts.planned_offer(), offer: Some(name) });
    let cycle = cycle.map(|cycle| match cycle {
        BillingCycle::Monthly => texts.planned_monthly(),
        _ => texts.planned_annual(),
    });
    let number = |number: i32| locale.number(number.unsigned_abs().into());
    let quantity = plan.quantity.map(|planned| texts.planned_quantity(number(one.quantity), number(planned)));
    offer.into_iter().chain(cycle.map(words)).chain(quantity.map(words)).collect()
}
