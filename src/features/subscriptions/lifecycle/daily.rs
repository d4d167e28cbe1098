//! The scheduled changes of a subscription: deletion, cancellation, renewal, end of the term. Pure functions, like
//! those in [`super::transitions`]; [`crate::features::subscriptions::change::due_job`] finds the due subscriptions.

use crate::domain::SubscriptionStatus as Status;
use crate::features::subscriptions::lifecycle::calendar;
use crate::features::subscriptions::lifecycle::operation::Family;
use crate::features::subscriptions::lifecycle::transitions::{deleted, suspended};
use crate::features::subscriptions::model::Subscription;
use chrono::NaiveDateTime;

/// Returns the new state of each subscription that changes today; empty if nothing is due.
///
/// There is no state between active and suspended: if a term ends without renewal, the subscription is suspended, so
/// that the customer's data is kept until the deletion date. Reactivating it begins a new term.
pub fn advance_to(family: &Family, now: NaiveDateTime) -> Vec<Subscription> {
    let (this, today) = (&family.this, now.date());
    let suspended_now = this.status == Status::Suspended;
    let alive = suspended_now || this.status == Status::Active;
    let deletion = suspended_now && this.deletes_on.is_some_and(|day| day <= today);
    if alive && (deletion || this.cancels_on.is_some_and(|day| day <= today)) {
        return deleted(family);
    }
    let Some(ended) = this.renews_on.filter(|day| this.status == Status::Active && *day <= today) else {
        return Vec::new();
    };
    if !this.auto_renew {
        return suspended(family, now);
    }
    let renews_on = calendar::next_renewal(this.billing_cycle, this.created_at.date(), ended, today);
    vec![Subscription { renews_on, ..this.clone() }]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::{BillingCycle, OfferId, PartnerId, SubscriptionId};
    use crate::features::subscriptions::lifecycle::operation::{Operation, OperationError};
    use crate::features::subscriptions::lifecycle::transitions::decide;
    use crate::features::subscriptions::model::OfferTerms;

    fn at(text: &str) -> NaiveDateTime {
        format!("{text}T12:00:00").parse().unwrap()
    }

    fn family() -> Family {
        let this = Subscription {
            seller: PartnerId(1),
            id: SubscriptionId("parent".into()),
            name: "Parent".into(),
            nickname: None,
            quantity: 5,
            status: Status::Active,
            reseller: None,
            offer_id: OfferId::parse("offer"),
            parent: None,
            billing_cycle: Some(BillingCycle::Monthly),
            auto_renew: true,
            created_at: at("2026-01-15"),
            renews_on: Some(at("2026-03-15").date()),
            cancels_on: None,
            suspended_at: None,
            suspended_with: None,
            deletes_on: None,
            support: None,
            version: 1,
        };
        let parent = Some(this.id.clone());
        let add_on = Subscription { id: SubscriptionId("add-on".into()), parent, ..this.clone() };
        let offer = Some(OfferTerms { quantity: 1..=10, cancellable: true });
        Family { this, parent: None, add_ons: vec![add_on], offer }
    }

    fn after(family: &Family, changed: Vec<Subscription>) -> Family {
        let now = |one: &Subscription| changed.iter().find(|new| new.id == one.id).unwrap_or(one).clone();
        Family {
            this: now(&family.this),
            add_ons: family.add_ons.iter().map(now).collect(),
            ..family.clone()
        }
    }

    #[test]
    fn a_term_ends_with_renewal_or_suspension() {
        let mut family = family();
        assert_eq!(advance_to(&family, at("2026-03-14")), []);
        let renewed = advance_to(&family, at("2026-03-15"));
        assert_eq!(renewed[0].renews_on, Some(at("2026-04-15").date()));
        family.this.auto_renew = false;
        let ended = after(&family, advance_to(&family, at("2026-03-15")));
        assert_eq!(ended.add_ons[0].suspended_with, Some(SubscriptionId("parent".into())));
        assert_eq!(advance_to(&ended, at("2026-03-16")), [], "it waits for its deletion");
        let again = after(&ended, decide(&ended, &Operation::Reactivate, at("2026-04-20")).unwrap());
        assert_eq!(again.this.renews_on, Some(at("2026-05-15").date()), "a new term");
        assert_eq!(again.add_ons[0].status, Status::Active);
        let gone = after(&ended, advance_to(&ended, at("2026-07-01")));
        assert_eq!((gone.this.status, gone.add_ons[0].status), (Status::Deleted, Status::Deleted));
        assert_eq!(decide(&gone, &Operation::Reactivate, at("2026-07-01")), Err(OperationError::Deleted));
    }

    #[test]
    fn cancellation_is_immediate_or_waits_for_the_renewal() {
        let family = family();
        let at_once = decide(&family, &Operation::Cancel, at("2026-01-16") - chrono::TimeDelta::seconds(1));
        assert_eq!(at_once.unwrap()[0].status, Status::Deleted);
        let waits = after(&family, decide(&family, &Operation::Cancel, at("2026-01-16")).unwrap());
        assert_eq!((waits.this.status, waits.this.cancels_on), (Status::Active, waits.this.renews_on));
        let day = at("2026-03-15").date();
        assert_eq!(
            decide(&waits, &Operation::AutoRenew(false), at("2026-01-17")),
            Err(OperationError::CancellationWaits(day))
        );
        assert_eq!(after(&waits, advance_to(&waits, at("2026-03-15"))).this.status, Status::Deleted);
        let kept = after(&waits, decide(&waits, &Operation::Keep, at("2026-01-17")).unwrap());
        assert_eq!(kept, family);
    }
}
