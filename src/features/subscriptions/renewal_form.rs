//! The part of a subscription's page about changes at the renewal: `templates/subscriptions/at_renewal.html`.

use crate::domain::{BillingCycle, Offer, OfferId, SubscriptionStatus, TextEnum};
use crate::features::subscriptions::forms::{Renews, SubscriptionForm};
use crate::features::subscriptions::lifecycle::at_renewal::renews;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::planned::{PlannedChange, planned_changes};
use crate::features::subscriptions::show_page::ShowPage;
use crate::text::sort_key;
use std::collections::HashMap;

/// Maximum number of offers that a `<select>` offers; more are suggestions for a field.
const MAX_OPTIONS: usize = 30;

/// Maximum number of suggestions.
const MAX_SUGGESTIONS: usize = 500;

/// Whether changes at the renewal of this subscription can be planned now.
pub(super) fn can_be_planned(this: &Subscription) -> bool {
    this.status == SubscriptionStatus::Active && this.renews_on.is_some() && this.cancels_on.is_none()
}

/// The offers with which a subscription can renew, as the form offers them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RenewalOffers {
    /// One offer of each other product, by name: the one with the present billing cycle, if there is one.
    pub products: Vec<Offer>,
    /// Whether any product is sold with several billing cycles.
    pub has_cycles: bool,
}

impl RenewalOffers {
    /// Returns the choices among the offers of the seller.
    pub fn new(this: &Subscription, offers: &[Offer]) -> Self {
        let own = offers.iter().find(|own| Some(&own.id) == this.offer_id.as_ref());
        let is_present = |offer: &Offer| {
            own.map_or(offer.name == this.name, |own| {
                own.name == offer.name && own.publisher == offer.publisher
            })
        };
        let mut has_cycles = false;
        let mut products: HashMap<(&str, &str), &Offer> = HashMap::new();
        for offer in offers {
            let rank = |offer: &Offer| (Some(offer.billing_cycle) != this.billing_cycle, offer.id.clone());
            let kept = products.entry((&offer.name, &offer.publisher)).or_insert(offer);
            has_cycles |= kept.billing_cycle != offer.billing_cycle;
            if rank(offer) < rank(kept) {
                *kept = offer;
            }
        }
        let mut products: Vec<Offer> =
            products.into_values().filter(|offer| !is_present(offer)).cloned().collect();
        products.sort_by_cached_key(|offer| (sort_key(&offer.name), offer.id.clone()));
        RenewalOffers { products, has_cycles }
    }
}

impl ShowPage<'_> {
    /// Whether the page says what changes at the renewal, or lets users plan it.
    pub(super) fn shows_renewal(&self) -> bool {
        self.may_plan() || !self.planned_changes().is_empty() || !self.renewal_faults.is_empty()
    }

    pub(super) fn may_plan(&self) -> bool {
        self.reasons.change.is_none() && can_be_planned(self.subscription())
    }

    /// Returns the day on which the next term begins, or would begin.
    pub(super) fn renewal_day(&self) -> Option<String> {
        let day = self.subscription().renews_on.filter(|_| can_be_planned(self.subscription()));
        day.map(|day| self.shell.locale.date(day))
    }

    pub(super) fn planned_changes(&self) -> Vec<PlannedChange> {
        let (this, texts) = (self.subscription(), self.shell.texts);
        if can_be_planned(this) && !this.auto_renew {
            return vec![PlannedChange { words: texts.planned_end(), offer: None }];
        }
        let name = this.at_renewal.offer.as_ref().and_then(|id| self.planned_offer(id));
        planned_changes(this, name.map(|offer| offer.name.as_str()), texts, self.shell.locale)
    }

    fn planned_offer(&self, id: &OfferId) -> Option<&Offer> {
        self.shown.family.offers.iter().find(|offer| offer.id == *id)
    }

    fn renewal_typed(&self) -> Option<&SubscriptionForm> {
        self.typed.filter(|typed| typed.is_at_renewal)
    }

    /// Returns why the user can plan neither another offer nor another billing cycle.
    pub(super) fn no_offer_change(&self) -> Option<String> {
        let texts = self.shell.texts;
        if self.subscription().parent.is_some() {
            return Some(texts.refused_add_on_offer());
        }
        if !self.shown.is_seller {
            return Some(texts.refused_offer_of_seller());
        }
        self.reasons.order.clone().map(|reason| texts.at_renewal_offer_reason() + &texts.colon() + &reason)
    }

    pub(super) fn renew_choices(&self) -> Vec<(String, String)> {
        let texts = self.shell.texts;
        let choice = |renews: Renews, label| (renews.as_str().to_owned(), label);
        vec![choice(Renews::Yes, texts.at_renewal_yes()), choice(Renews::No, texts.at_renewal_no())]
    }

    pub(super) fn renew_typed(&self) -> String {
        let now = if self.subscription().auto_renew { Renews::Yes } else { Renews::No };
        let typed = self.renewal_typed().and_then(|typed| typed.renew.clone());
        typed.unwrap_or_else(|| now.as_str().to_owned())
    }

    pub(super) fn renewal_quantity_typed(&self) -> String {
        let planned = self.subscription().at_renewal.quantity.map(|quantity| quantity.to_string());
        self.renewal_typed().and_then(|typed| typed.quantity.clone()).or(planned).unwrap_or_default()
    }

    pub(super) fn has_many_offers(&self) -> bool {
        self.shown.renewal.products.len() > MAX_OPTIONS
    }

    /// Returns the Offer ID that was typed or is planned; of a product with several offers, the one that the form offers.
    /// Empty if the offer does not change.
    pub(super) fn offer_typed(&self) -> String {
        if let Some(typed) = self.renewal_typed().and_then(|typed| typed.offer.clone()) {
            return typed;
        }
        let this = self.subscription();
        let Some(id) = &this.at_renewal.offer else { return String::new() };
        let Some(planned) = self.planned_offer(id) else { return id.to_string() };
        let same = |offer: &&Offer| offer.name == planned.name && offer.publisher == planned.publisher;
        match self.shown.renewal.products.iter().find(same) {
            Some(offered) => offered.id.to_string(),
            None if planned.name == this.name => String::new(),
            None => id.to_string(),
        }
    }

    /// Returns Offer ID and name of the products. A planned or typed offer that is unknown is added
    /// to them.
    pub(super) fn offer_choices(&self) -> Vec<(String, String)> {
        let unchanged = self.shell.texts.at_renewal_unchanged(&*self.subscription().name);
        let typed = self.offer_typed();
        let other = Some(typed)
            .filter(|typed| !typed.is_empty())
            .filter(|typed| self.shown.renewal.products.iter().all(|offer| offer.id.as_str() != typed));
        let other = other.map(|typed| (typed.clone(), typed));
        std::iter::once((String::new(), unchanged)).chain(self.suggested_offers()).chain(other).collect()
    }

    pub(super) fn suggested_offers(&self) -> Vec<(String, String)> {
        let products = self.shown.renewal.products.iter().take(MAX_SUGGESTIONS);
        products.map(|offer| (offer.id.to_string(), offer.name.clone())).collect()
    }

    pub(super) fn cycle_choices(&self) -> Vec<(String, String)> {
        let texts = self.shell.texts;
        let now = self.subscription().billing_cycle;
        let unchanged =
            texts.at_renewal_unchanged(now.map_or_else(|| texts.day_not_known(), |now| now.label(texts)));
        let others = BillingCycle::ALL.iter().filter(|(cycle, _)| renews(*cycle) && Some(*cycle) != now);
        let others = others.map(|(cycle, word)| ((*word).to_owned(), cycle.label(texts)));
        std::iter::once((String::new(), unchanged)).chain(others).collect()
    }

    pub(super) fn cycle_typed(&self) -> String {
        let this = self.subscription();
        let planned = this.at_renewal.cycle.filter(|cycle| Some(*cycle) != this.billing_cycle);
        let typed = self.renewal_typed().and_then(|typed| typed.cycle.clone());
        typed.or(planned.map(|cycle| cycle.as_str().to_owned())).unwrap_or_default()
    }
}
