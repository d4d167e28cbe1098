//! The scheduled changes of a subscription: deletion, cancellation, renewal, end of the term. Pure functions, like
//! those in [`super::transitions`]; [`crate::features::subscriptions::change::due_job`] finds the due subscriptions.

use crate::domain::SubscriptionStatus as Status;
use crate::features::subscriptions::lifecycle::at_renewal::begin_term;
use crate::features::subscriptions::lifecycle::operation::Family;
use crate::features::subscriptions::lifecycle::transitions::{deleted, suspended};
use crate::features::subscriptions::model::Subscription;
use crate::i18n::time_zone::LocalTime;

/// Returns the new state of each subscription that changes today; empty if nothing is due.
///
/// There is no state between active and suspended: if a term ends without renewal, the subscription is suspended, so
/// that the customer's data is kept until the deletion date. Reactivating it begins a new term.
pub fn advance_to(family: &Family, now: LocalTime) -> Vec<Subscription> {
    let (this, today) = (&family.this, now.day());
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
    vec![begin_term(family, this, ended, now)]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::{BillingCycle, BillingType, Offer, OfferId, PartnerId, SubscriptionId};
    use crate::features::subscriptions::lifecycle::at_renewal::{PlanProblem, dropped_plan};
    use crate::features::subscriptions::lifecycle::operation::{Operation, OperationError};
    use crate::features::subscriptions::lifecycle::renewal_wish::{RenewalWish, Wish};
    use crate::features::subscriptions::lifecycle::transitions::decide;
    use crate::features::subscriptions::model::{OfferTerms, RenewalPlan};
    use chrono::NaiveDateTime;
    use chrono_tz::Tz;

    fn at(text: &str) -> NaiveDateTime {
        format!("{text}T12:00:00").parse().unwrap()
    }

    fn local(text: &str) -> LocalTime {
        LocalTime::new(at(text), Tz::UTC)
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
            at_renewal: RenewalPlan::default(),
            version: 1,
        };
        let parent = Some(this.id.clone());
        let add_on = Subscription { id: SubscriptionId("add-on".into()), parent, ..this.clone() };
        let offer = Some(OfferTerms { quantity: 1..=10, cancellable: true });
        Family { this, parent: None, add_ons: vec![add_on], offer, offers: Vec::new() }
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
        assert_eq!(advance_to(&family, local("2026-03-14")), []);
        let renewed = advance_to(&family, local("2026-03-15"));
        assert_eq!(renewed[0].renews_on, Some(at("2026-04-15").date()));
        family.this.auto_renew = false;
        let ended = after(&family, advance_to(&family, local("2026-03-15")));
        assert_eq!(ended.add_ons[0].suspended_with, Some(SubscriptionId("parent".into())));
        assert_eq!(advance_to(&ended, local("2026-03-16")), [], "it waits for its deletion");
        let again = after(&ended, decide(&ended, &Operation::Reactivate, local("2026-04-20")).unwrap());
        assert_eq!(again.this.renews_on, Some(at("2026-05-15").date()), "a new term");
        assert_eq!(again.add_ons[0].status, Status::Active);
        let gone = after(&ended, advance_to(&ended, local("2026-07-01")));
        assert_eq!((gone.this.status, gone.add_ons[0].status), (Status::Deleted, Status::Deleted));
        assert_eq!(decide(&gone, &Operation::Reactivate, local("2026-07-01")), Err(OperationError::Deleted));
    }

    fn offer(id: &str, name: &str, cycle: BillingCycle, maximum: i32) -> Offer {
        Offer {
            id: OfferId::parse(id).unwrap(),
            name: name.into(),
            publisher: "Contoso".into(),
            category: "Enterprise".into(),
            billing_type: BillingType::License,
            billing_cycle: cycle,
            minimum: 1,
            maximum,
            parent: None,
            cancellable: true,
        }
    }

    /// A family without add-ons, whose seller has these offers.
    fn with_offers() -> Family {
        let offers = vec![
            offer("offer", "Parent", BillingCycle::Monthly, 10),
            offer("yearly", "Parent", BillingCycle::Annual, 10),
            offer("large", "Large", BillingCycle::Monthly, 100),
        ];
        Family { add_ons: Vec::new(), offers, ..family() }
    }

    fn wish(quantity: Option<i32>, offer: &str, cycle: Option<BillingCycle>) -> Operation {
        Operation::AtRenewal(RenewalWish {
            renews: Some(true),
            quantity: quantity.map_or(Wish::Unchanged, Wish::Changed),
            offer: if offer.is_empty() { Wish::Unchanged } else { Wish::Changed(offer.to_owned()) },
            cycle: cycle.map_or(Wish::Unchanged, Wish::Changed),
        })
    }

    #[test]
    fn a_new_term_begins_with_what_was_planned_for_it() {
        let (family, now) = (with_offers(), local("2026-02-01"));
        let planned = |quantity, offer, cycle| {
            let planned = after(&family, decide(&family, &wish(quantity, offer, cycle), now).unwrap());
            assert_eq!((planned.this.quantity, &planned.this.name), (5, &family.this.name), "not before");
            assert_eq!(advance_to(&planned, local("2026-03-14")), []);
            let renewed = after(&planned, advance_to(&planned, local("2026-03-15")));
            assert!(renewed.this.at_renewal.is_empty());
            assert_eq!(advance_to(&renewed, local("2026-03-15")), [], "once");
            renewed.this
        };
        let fewer = planned(Some(3), "", None);
        assert_eq!((fewer.quantity, fewer.renews_on), (3, Some(at("2026-04-15").date())));
        let yearly = planned(None, "", Some(BillingCycle::Annual));
        assert_eq!((yearly.offer_id, yearly.quantity), (OfferId::parse("yearly"), 5));
        assert_eq!(
            (yearly.billing_cycle, yearly.renews_on),
            (Some(BillingCycle::Annual), Some(at("2027-03-15").date())),
            "the new term is a year"
        );
        let large = planned(Some(80), " large ", None);
        assert_eq!(
            (large.name.as_str(), large.quantity, large.offer_id),
            ("Large", 80, OfferId::parse("large"))
        );
        assert_eq!(planned(None, "parent", None), planned(None, "", None), "the present offer is no change");
    }

    #[test]
    fn a_plan_keeps_to_the_rules_of_the_offer() {
        let (mut family, now) = (with_offers(), local("2026-02-01"));
        let refused = |family: &Family, wish| decide(family, &wish, now).unwrap_err();
        let monthly = Some(BillingCycle::Monthly);
        assert_eq!(refused(&family, wish(Some(11), "", None)), OperationError::Quantity(1..=10));
        assert_eq!(refused(&family, wish(None, "none", None)), OperationError::UnknownOffer("none".into()));
        let yearly = Some(BillingCycle::Annual);
        assert_eq!(
            refused(&family, wish(None, "large", yearly)),
            OperationError::NoSuchCycle("Large".into())
        );
        assert_eq!(decide(&family, &wish(None, "offer", monthly), now), Ok(Vec::new()));
        let own = family.this.clone();
        family.add_ons = vec![Subscription {
            id: SubscriptionId("add-on".into()),
            parent: Some(own.id.clone()),
            ..own.clone()
        }];
        assert_eq!(refused(&family, wish(None, "large", None)), OperationError::AddOnsOfOffer);
        family.add_ons[0].auto_renew = false;
        assert!(decide(&family, &wish(None, "large", None), now).is_ok(), "the add-on ends with the term");
        family.this.parent = Some(SubscriptionId("other".into()));
        assert_eq!(refused(&family, wish(None, "large", None)), OperationError::AddOnOffer);
        assert!(decide(&family, &wish(Some(3), "", None), now).is_ok());
        family.this.renews_on = None;
        assert_eq!(refused(&family, wish(Some(3), "", None)), OperationError::NoRenewalDate);
        family.this = Subscription { auto_renew: false, ..own.clone() };
        let kept = RenewalWish { quantity: Wish::Changed(3), ..RenewalWish::default() };
        assert_eq!(refused(&family, Operation::AtRenewal(kept)), OperationError::DoesNotRenew);
        family.this = Subscription { cancels_on: own.renews_on, ..own };
        assert!(matches!(refused(&family, wish(Some(3), "", None)), OperationError::CancellationWaits(_)));
    }

    #[test]
    fn an_impossible_plan_is_dropped_with_its_reason() {
        let (family, now) = (with_offers(), local("2026-02-01"));
        let planned = after(&family, decide(&family, &wish(Some(50), "large", None), now).unwrap());
        let dropped = |change: &dyn Fn(&mut Family)| {
            let mut changed = planned.clone();
            change(&mut changed);
            let renewed = after(&changed, advance_to(&changed, local("2026-03-15")));
            assert_eq!((renewed.this.quantity, renewed.this.renews_on), (5, Some(at("2026-04-15").date())));
            assert!(renewed.this.at_renewal.is_empty());
            dropped_plan(&changed, &changed.this, &renewed.this)
        };
        assert_eq!(dropped(&|one| one.offers.truncate(2)), Some(PlanProblem::OfferMissing));
        assert_eq!(dropped(&|one| one.offers[2].maximum = 49), Some(PlanProblem::Quantity));
        let cycle = |one: &mut Family| one.offers[2].billing_cycle = BillingCycle::Annual;
        assert_eq!(dropped(&cycle), Some(PlanProblem::Cycle));
        let add_on = |one: &mut Family| {
            let this = Subscription { at_renewal: RenewalPlan::default(), ..one.this.clone() };
            one.add_ons =
                vec![Subscription { parent: Some(this.id.clone()), id: SubscriptionId("a".into()), ..this }];
        };
        assert_eq!(dropped(&add_on), Some(PlanProblem::AddOns));
        let renewed = after(&planned, advance_to(&planned, local("2026-03-15")));
        assert_eq!(dropped_plan(&planned, &planned.this, &renewed.this), None);
    }

    #[test]
    fn a_plan_ends_with_what_it_rests_on() {
        let (family, now) = (with_offers(), local("2026-02-01"));
        let planned = after(&family, decide(&family, &wish(Some(3), "large", None), now).unwrap());
        let then = |operation: &Operation| after(&planned, decide(&planned, operation, now).unwrap());
        let plan = planned.this.at_renewal.clone();
        assert_eq!(then(&Operation::Quantity(4)).this.at_renewal, plan, "another quantity now");
        let reached = then(&Operation::Quantity(3)).this.at_renewal;
        assert_eq!((reached.quantity, reached.offer), (None, plan.offer.clone()), "the planned quantity now");
        assert_eq!(then(&Operation::RenewUnchanged), family);
        assert!(then(&Operation::AutoRenew(false)).this.at_renewal.is_empty());
        assert!(then(&Operation::Cancel).this.at_renewal.is_empty());
        let ends = then(&Operation::AtRenewal(RenewalWish { renews: Some(false), ..RenewalWish::default() }));
        assert!(!ends.this.auto_renew && ends.this.at_renewal.is_empty());
        assert_eq!(after(&ends, decide(&ends, &Operation::RenewUnchanged, now).unwrap()), family);
        let paused = then(&Operation::Suspend);
        assert_eq!(paused.this.at_renewal, plan, "suspending keeps it");
        let early = after(&paused, decide(&paused, &Operation::Reactivate, local("2026-03-01")).unwrap());
        assert_eq!(early, planned, "the term has not ended");
        let late = after(&paused, decide(&paused, &Operation::Reactivate, local("2026-03-20")).unwrap());
        assert_eq!((late.this.name.as_str(), late.this.quantity), ("Large", 3), "a new term has begun");
        assert!(late.this.at_renewal.is_empty());
        let forgotten = after(&paused, decide(&paused, &Operation::RenewUnchanged, now).unwrap());
        assert!(forgotten.this.at_renewal.is_empty() && forgotten.this.status == Status::Suspended);
    }

    #[test]
    fn cancellation_is_immediate_or_waits_for_the_renewal() {
        let family = family();
        let at_once = decide(
            &family,
            &Operation::Cancel,
            LocalTime::new(at("2026-01-16") - chrono::TimeDelta::seconds(1), Tz::UTC),
        );
        assert_eq!(at_once.unwrap()[0].status, Status::Deleted);
        let waits = after(&family, decide(&family, &Operation::Cancel, local("2026-01-16")).unwrap());
        assert_eq!((waits.this.status, waits.this.cancels_on), (Status::Active, waits.this.renews_on));
        let day = at("2026-03-15").date();
        assert_eq!(
            decide(&waits, &Operation::AutoRenew(false), local("2026-01-17")),
            Err(OperationError::CancellationWaits(day))
        );
        assert_eq!(after(&waits, advance_to(&waits, local("2026-03-15"))).this.status, Status::Deleted);
        let kept = after(&waits, decide(&waits, &Operation::Keep, local("2026-01-17")).unwrap());
        assert_eq!(kept, family);
    }

    #[test]
    fn a_day_begins_in_the_time_zone_of_the_seller() {
        let (family, before_midnight): (Family, NaiveDateTime) =
            (family(), "2026-03-14T14:59:59".parse().unwrap());
        let at_midnight = before_midnight + chrono::TimeDelta::seconds(1);
        let changes = |at, zone| advance_to(&family, LocalTime::new(at, zone)).len();
        assert_eq!(
            (changes(before_midnight, Tz::Asia__Seoul), changes(at_midnight, Tz::Asia__Seoul)),
            (0, 1)
        );
        assert_eq!((changes(at_midnight, Tz::UTC), changes(at_midnight, Tz::America__Los_Angeles)), (0, 0));
    }
}
