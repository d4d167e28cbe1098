//! Changes at the renewal of a subscription: planned by [`super::renewal_wish`], undone by [`undo`], and made when a new
//! term begins by [`begin_term`]. Pure functions; [`super::transitions`] and [`super::daily`] call them.

use crate::domain::text_enum::text_enum;
use crate::domain::{BillingCycle, Offer, OfferId, SubscriptionStatus as Status};
use crate::features::subscriptions::lifecycle::calendar;
use crate::features::subscriptions::lifecycle::operation::{Family, OperationError};
use crate::features::subscriptions::lifecycle::transitions::in_use;
use crate::features::subscriptions::model::{ANY_QUANTITY, RenewalPlan, Subscription};
use crate::i18n::time_zone::LocalTime;
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// Why a planned change was not made when the term ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanProblem {
    /// The seller no longer has the offer.
    OfferMissing,
    /// The offer no longer has the planned billing cycle.
    Cycle,
    /// The offer does not allow the quantity.
    Quantity,
    /// Add-ons that renew too belong to the present offer.
    AddOns,
}

text_enum!(PlanProblem, "reason", {
    OfferMissing = "offer-missing", Cycle = "offer-cycle", Quantity = "offer-quantity", AddOns = "add-ons",
});

/// Whether subscriptions with this billing cycle renew.
pub fn renews(cycle: BillingCycle) -> bool {
    matches!(cycle, BillingCycle::Monthly | BillingCycle::Annual)
}

/// Returns the subscription as one that ends with its term. It has no plan for the next one.
pub fn without_renewal(this: &Subscription) -> Subscription {
    Subscription { auto_renew: false, at_renewal: RenewalPlan::default(), ..this.clone() }
}

/// Lets the subscription renew as it is. While it is suspended, only the plan is removed.
///
/// # Errors
/// Why it cannot be changed now.
pub fn undo(this: &Subscription) -> Result<Subscription, OperationError> {
    let at_renewal = RenewalPlan::default();
    if this.status == Status::Suspended && !this.at_renewal.is_empty() {
        return Ok(Subscription { at_renewal, ..this.clone() });
    }
    in_use(this)?;
    match this.cancels_on {
        Some(day) => Err(OperationError::CancellationWaits(day)),
        None => Ok(Subscription { at_renewal, auto_renew: true, ..this.clone() }),
    }
}

/// Returns the subscription with a new term, which begins on the day `ended`, and with what was planned for it. If the
/// plan is not possible any more, the subscription renews unchanged; [`dropped_plan`] then says why.
pub(super) fn begin_term(
    family: &Family,
    this: &Subscription,
    ended: NaiveDate,
    now: LocalTime,
) -> Subscription {
    let unchanged = Subscription { at_renewal: RenewalPlan::default(), ..this.clone() };
    let next = carry_out(family, this).unwrap_or(unchanged);
    let renews_on = calendar::next_renewal(next.billing_cycle, now.day_of(this.created_at), ended, now.day());
    Subscription { renews_on, ..next }
}

/// Returns why the plan was dropped without having been made, if a new term began between these two states.
pub fn dropped_plan(family: &Family, before: &Subscription, after: &Subscription) -> Option<PlanProblem> {
    let has_begun = after.status == Status::Active && before.renews_on != after.renews_on;
    if !has_begun || before.at_renewal.is_empty() {
        return None;
    }
    carry_out(family, before).err()
}

/// Makes the planned changes.
fn carry_out(family: &Family, this: &Subscription) -> Result<Subscription, PlanProblem> {
    let plan = &this.at_renewal;
    let mut next = Subscription { at_renewal: RenewalPlan::default(), ..this.clone() };
    let offer = plan.offer.as_ref().or(this.offer_id.as_ref()).and_then(|id| find(family, id));
    if let Some(id) = &plan.offer {
        let offer = offer.filter(|offer| offer.parent.is_none()).ok_or(PlanProblem::OfferMissing)?;
        if Some(offer.billing_cycle) != plan.cycle {
            return Err(PlanProblem::Cycle);
        }
        if this.offer_id.as_ref() != Some(id) && has_renewing_add_ons(family) {
            return Err(PlanProblem::AddOns);
        }
        next.offer_id = Some(id.clone());
        next.name.clone_from(&offer.name);
        next.billing_cycle = plan.cycle;
    }
    next.quantity = plan.quantity.unwrap_or(this.quantity);
    if !plan.is_empty() && !offer.map_or(ANY_QUANTITY, quantities).contains(&next.quantity) {
        return Err(PlanProblem::Quantity);
    }
    Ok(next)
}

/// Whether add-ons go on into the next term, which belong to the present offer.
pub(super) fn has_renewing_add_ons(family: &Family) -> bool {
    family.add_ons.iter().any(|add_on| {
        let goes_on = match add_on.status {
            Status::Active | Status::Pending => true,
            Status::Suspended => add_on.suspended_with.as_ref() == Some(&family.this.id),
            Status::Deleted | Status::Expired | Status::Disabled => false,
        };
        goes_on && add_on.auto_renew && add_on.cancels_on.is_none()
    })
}

pub(super) fn find<'a>(family: &'a Family, id: &OfferId) -> Option<&'a Offer> {
    family.offers.iter().find(|offer| offer.id == *id)
}

pub(super) fn quantities(offer: &Offer) -> RangeInclusive<i32> {
    offer.minimum..=offer.maximum
}
