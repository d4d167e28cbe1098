//! The operations on a subscription and their results, as pure functions without database and clock.
//! [`crate::features::subscriptions::change::apply`] applies them when a user requests one; scheduled changes are in
//! [`super::daily`]. Rules: docs/reference/domain.md#subscriptions.

use crate::domain::{BillingCycle, SubscriptionId, SubscriptionStatus as Status};
use crate::features::subscriptions::lifecycle::operation::{Family, Operation, OperationError, Supporter};
use crate::features::subscriptions::lifecycle::{at_renewal, calendar, renewal_wish};
use crate::features::subscriptions::model::{RenewalPlan, Subscription};
use crate::i18n::time_zone::LocalTime;

/// Returns the new state of each subscription that the operation changes; empty if nothing changes.
///
/// # Errors
/// The rule that forbids the operation.
pub fn decide(
    family: &Family,
    operation: &Operation,
    now: LocalTime,
) -> Result<Vec<Subscription>, OperationError> {
    if family.this.status == Status::Deleted {
        return Err(OperationError::Deleted);
    }
    let mut this = family.this.clone();
    match operation {
        Operation::Suspend => return suspend(family, now),
        Operation::Reactivate => return reactivate(family, now),
        Operation::Support(supporter) => {
            this.support = match supporter {
                Supporter::Seller => None,
                Supporter::Reseller => Some(this.reseller.ok_or(OperationError::NoReseller)?),
            };
        }
        Operation::Cancel => return cancel(family, now),
        Operation::AtRenewal(wish) => this = renewal_wish::plan(family, wish)?,
        Operation::RenewUnchanged => this = at_renewal::undo(&this)?,
        Operation::Nickname(_) | Operation::Quantity(_) | Operation::AutoRenew(_) | Operation::Keep => {
            in_use(&this)?;
            change(&mut this, family, operation)?;
        }
    }
    Ok(if this == family.this { Vec::new() } else { vec![this] })
}

fn change(this: &mut Subscription, family: &Family, operation: &Operation) -> Result<(), OperationError> {
    match operation {
        Operation::Nickname(nickname) => this.nickname.clone_from(nickname),
        Operation::Quantity(quantity) if !family.quantity().contains(quantity) => {
            return Err(OperationError::Quantity(family.quantity()));
        }
        Operation::Quantity(quantity) => {
            this.quantity = *quantity;
            // It has the planned quantity now.
            this.at_renewal.quantity = this.at_renewal.quantity.filter(|planned| planned != quantity);
        }
        Operation::AutoRenew(on) if *on != this.auto_renew => {
            if let Some(day) = this.cancels_on {
                return Err(OperationError::CancellationWaits(day));
            }
            *this = if *on {
                Subscription { auto_renew: true, ..this.clone() }
            } else {
                at_renewal::without_renewal(this)
            };
        }
        Operation::Keep => this.cancels_on = None,
        _ => {}
    }
    Ok(())
}

/// Checks that the subscription is active. Only an active one can be changed.
///
/// # Errors
/// The reason why it is not active.
pub fn in_use(this: &Subscription) -> Result<(), OperationError> {
    match this.status {
        Status::Active => Ok(()),
        Status::Suspended => Err(OperationError::Suspended),
        Status::Pending => Err(OperationError::Pending),
        Status::Expired | Status::Disabled => Err(OperationError::KeptByVendor),
        Status::Deleted => Err(OperationError::Deleted),
    }
}

fn suspend(family: &Family, now: LocalTime) -> Result<Vec<Subscription>, OperationError> {
    if family.this.status == Status::Suspended {
        return Ok(Vec::new());
    }
    in_use(&family.this)?;
    Ok(suspended(family, now))
}

/// Returns the subscription and its active add-ons as suspended. Each add-on stores the parent with which it was
/// suspended.
pub(crate) fn suspended(family: &Family, now: LocalTime) -> Vec<Subscription> {
    let one = |subscription: &Subscription, with: Option<SubscriptionId>| Subscription {
        status: Status::Suspended,
        suspended_at: Some(now.at),
        suspended_with: with,
        deletes_on: Some(calendar::deletion_day(now.day_of(subscription.created_at), now.day())),
        ..subscription.clone()
    };
    let active = family.add_ons.iter().filter(|add_on| add_on.status == Status::Active);
    let along = active.map(|add_on| one(add_on, Some(family.this.id.clone())));
    std::iter::once(one(&family.this, None)).chain(along).collect()
}

fn reactivate(family: &Family, now: LocalTime) -> Result<Vec<Subscription>, OperationError> {
    let this = &family.this;
    match in_use(this) {
        Ok(()) => return Ok(Vec::new()),
        Err(OperationError::Suspended) => {}
        Err(refusal) => return Err(refusal),
    }
    if this.deletes_on.is_some_and(|day| day <= now.day()) {
        return Err(OperationError::DeletionDue);
    }
    if let Some(parent) = family.parent.as_ref().filter(|parent| parent.status != Status::Active) {
        return Err(OperationError::ParentNotActive(parent.name.clone()));
    }
    let came_along = family.add_ons.iter().filter(|add_on| {
        add_on.status == Status::Suspended && add_on.suspended_with.as_ref() == Some(&this.id)
    });
    Ok(std::iter::once(this).chain(came_along).map(|one| reactivated(family, one, now)).collect())
}

/// Returns the subscription as active. If its term has ended in the meantime, a new one begins, with what was planned for
/// it.
fn reactivated(family: &Family, this: &Subscription, now: LocalTime) -> Subscription {
    let ended = this.renews_on.filter(|day| *day <= now.day() && this.cancels_on.is_none());
    let next = match ended {
        Some(day) => at_renewal::begin_term(family, this, day, now),
        None => this.clone(),
    };
    Subscription {
        status: Status::Active,
        suspended_at: None,
        suspended_with: None,
        deletes_on: None,
        ..next
    }
}

fn cancel(family: &Family, now: LocalTime) -> Result<Vec<Subscription>, OperationError> {
    let this = &family.this;
    in_use(this)?;
    let can_be = family.offer.as_ref().is_some_and(|offer| offer.cancellable);
    let renews = matches!(this.billing_cycle, Some(BillingCycle::Monthly | BillingCycle::Annual));
    if !can_be || !renews {
        return Err(OperationError::NotCancellable);
    }
    if this.cancels_on.is_some() {
        return Ok(Vec::new());
    }
    if family.refunded_until().is_some_and(|end| now.at < end) {
        return Ok(deleted(family));
    }
    let day = this.renews_on.filter(|day| *day > now.day()).ok_or(OperationError::NoRenewal)?;
    Ok(vec![Subscription { cancels_on: Some(day), at_renewal: RenewalPlan::default(), ..this.clone() }])
}

/// Returns the subscription and its add-ons as deleted, without any future dates.
pub(super) fn deleted(family: &Family) -> Vec<Subscription> {
    let alive = family.add_ons.iter().filter(|add_on| add_on.status != Status::Deleted);
    let one = |subscription: &Subscription| Subscription {
        status: Status::Deleted,
        renews_on: None,
        cancels_on: None,
        suspended_at: None,
        suspended_with: None,
        deletes_on: None,
        at_renewal: RenewalPlan::default(),
        ..subscription.clone()
    };
    std::iter::once(&family.this).chain(alive).map(one).collect()
}
