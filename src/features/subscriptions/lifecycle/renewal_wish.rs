//! What a user wants to change at the renewal, and the plan that it becomes. [`super::at_renewal`] carries plans out.

use crate::domain::{BillingCycle, Offer};
use crate::features::subscriptions::lifecycle::at_renewal::{
    find, has_renewing_add_ons, quantities, renews, without_renewal,
};
use crate::features::subscriptions::lifecycle::operation::{Family, OperationError};
use crate::features::subscriptions::lifecycle::transitions::in_use;
use crate::features::subscriptions::model::{ANY_QUANTITY, RenewalPlan, Subscription};
use crate::text::fold;

/// What a user wants for one property of the next term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Wish<T> {
    /// What is planned already.
    #[default]
    AsPlanned,
    /// No change.
    Unchanged,
    /// This value.
    Changed(T),
}

/// What a user wants to happen at the renewal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RenewalWish {
    /// Whether a new term begins; `None` leaves it as it is. Without a new term, nothing else is planned.
    pub renews: Option<bool>,
    /// The number of licenses.
    pub quantity: Wish<i32>,
    /// The Offer ID or the name of an offer.
    pub offer: Wish<String>,
    /// The billing cycle.
    pub cycle: Wish<BillingCycle>,
}

impl RenewalWish {
    /// Whether the user names another offer or billing cycle, which is as much as an order.
    pub fn is_order(&self) -> bool {
        matches!(self.offer, Wish::Changed(_)) || matches!(self.cycle, Wish::Changed(_))
    }
}

/// Plans what the user wants. `family.offers` must contain the offers that the seller may renew with.
///
/// # Errors
/// The rule that forbids it.
pub fn plan(family: &Family, wish: &RenewalWish) -> Result<Subscription, OperationError> {
    let this = &family.this;
    in_use(this)?;
    if let Some(day) = this.cancels_on {
        return Err(OperationError::CancellationWaits(day));
    }
    if wish.renews == Some(false) {
        return Ok(without_renewal(this));
    }
    let at_renewal = planned(family, wish)?;
    let auto_renew = wish.renews.unwrap_or(this.auto_renew);
    if !at_renewal.is_empty() && !auto_renew {
        return Err(OperationError::DoesNotRenew);
    }
    if !at_renewal.is_empty() && this.renews_on.is_none() {
        return Err(OperationError::NoRenewalDate);
    }
    Ok(Subscription { auto_renew, at_renewal, ..this.clone() })
}

fn planned(family: &Family, wish: &RenewalWish) -> Result<RenewalPlan, OperationError> {
    let this = &family.this;
    if wish.is_order() && this.parent.is_some() {
        return Err(OperationError::AddOnOffer);
    }
    let target = match (&wish.offer, &wish.cycle) {
        (Wish::AsPlanned, Wish::AsPlanned) => None,
        _ => Some(choose_offer(family, wish)?),
    };
    let (offer, cycle) = match &target {
        None => (this.at_renewal.offer.clone(), this.at_renewal.cycle),
        Some(chosen) => chosen.map_or((None, None), |one| (Some(one.id.clone()), Some(one.billing_cycle))),
    };
    if offer.is_some() && offer != this.offer_id && has_renewing_add_ons(family) {
        return Err(OperationError::AddOnsOfOffer);
    }
    let quantity = match wish.quantity {
        Wish::AsPlanned => this.at_renewal.quantity,
        Wish::Unchanged => None,
        Wish::Changed(quantity) => Some(quantity),
    };
    let allowed = match &offer {
        Some(id) => find(family, id).map_or(ANY_QUANTITY, quantities),
        None => family.quantity(),
    };
    let is_asked = quantity.is_some() || offer.is_some();
    if is_asked && !allowed.contains(&quantity.unwrap_or(this.quantity)) {
        return Err(OperationError::Quantity(allowed));
    }
    Ok(RenewalPlan { quantity: quantity.filter(|quantity| *quantity != this.quantity), offer, cycle })
}

/// Returns the offer of the next term; `None` if it is the present one.
fn choose_offer<'a>(family: &'a Family, wish: &RenewalWish) -> Result<Option<&'a Offer>, OperationError> {
    let this = &family.this;
    let cycle = match wish.cycle {
        Wish::Changed(cycle) => Some(cycle),
        Wish::AsPlanned | Wish::Unchanged => None,
    };
    let present = this.offer_id.as_ref().and_then(|id| find(family, id));
    let base = match &wish.offer {
        Wish::Changed(typed) => Some(named(family, typed, cycle)?),
        Wish::AsPlanned => this.at_renewal.offer.as_ref().and_then(|id| find(family, id)).or(present),
        Wish::Unchanged => present,
    };
    let keeps_offer = !matches!(wish.offer, Wish::Changed(_)) && base == present;
    let wanted = match (cycle, &wish.offer) {
        (None, Wish::Changed(_)) => base.map(|base| base.billing_cycle),
        (None, _) => this.billing_cycle.or(base.map(|base| base.billing_cycle)),
        (cycle, _) => cycle,
    };
    if keeps_offer && wanted == this.billing_cycle {
        return Ok(None);
    }
    let name = base.map_or(this.name.as_str(), |base| base.name.as_str());
    let mut variants = family.offers.iter().filter(|offer| {
        base.map_or(offer.name == name, |base| base.name == offer.name && base.publisher == offer.publisher)
    });
    let found = base.filter(|base| Some(base.billing_cycle) == wanted);
    let found = found.or_else(|| variants.find(|offer| Some(offer.billing_cycle) == wanted));
    let is_present = |offer: &&Offer| {
        Some(&offer.id) == this.offer_id.as_ref() && Some(offer.billing_cycle) == this.billing_cycle
    };
    match found {
        Some(offer) => Ok(Some(offer).filter(|offer| !is_present(offer))),
        None => Err(OperationError::NoSuchCycle(name.to_owned())),
    }
}

/// Returns the offer that a user named by its Offer ID or its name. Of several with that name it is the one with the wanted
/// billing cycle, or with the present one.
fn named<'a>(
    family: &'a Family,
    typed: &str,
    cycle: Option<BillingCycle>,
) -> Result<&'a Offer, OperationError> {
    let typed = typed.trim();
    let renewable =
        || family.offers.iter().filter(|offer| offer.parent.is_none() && renews(offer.billing_cycle));
    if let Some(offer) = renewable().find(|offer| offer.id.as_str() == typed) {
        return Ok(offer);
    }
    let name = fold(typed);
    let same: Vec<&Offer> = renewable().filter(|offer| fold(&offer.name) == name).collect();
    let with = |cycle: Option<BillingCycle>| {
        same.iter().find(|offer| cycle.is_some() && Some(offer.billing_cycle) == cycle)
    };
    let publishers = same.windows(2).any(|pair| pair[0].publisher != pair[1].publisher);
    let found = with(cycle).or_else(|| with(family.this.billing_cycle)).or(same.first());
    found.filter(|_| !publishers).copied().ok_or_else(|| OperationError::UnknownOffer(typed.to_owned()))
}
