//! The subscriptions of the sample customers. The customers of each partner are in [`super::holdings`].

use crate::demo::channel::DIRECT_PARTNER;
use crate::demo::holdings::{Holding, agreed, usual_reseller};
use crate::demo::offers::{OfferTerms, add_on_to, find};
use crate::demo::random::Random;
use crate::demo::terms::{Terms, terms, with_parent};
use crate::domain::SubscriptionStatus;
use uuid::Uuid;

const SUBSCRIPTIONS: u64 = 2;

const OF_DIRECT_PARTNER: u64 = 12;

const ADD_ONS: u64 = 13;

#[rustfmt::skip]
const PRODUCTS: &[&str] = &[
    "Microsoft 365 Business Basic", "Microsoft 365 商務標準版", "Office 365 E3", "Power BI Pro",
    "Dynamics 365 Sales, Enterprise", "Intune Plan 1", "Project Plan 3", "Microsoft Defender for Business",
    "Microsoft 365 E5", "Microsoft 365 E3", "Office 365 E1", "Exchange Online (Plan 2)",
    "Windows 365 Business 2 vCPU, 8 GB, 128 GB", "Microsoft Entra ID P2", "Visio Plan 2",
    "Teams Rooms Pro", "Exchange Online (Plan 1)", "Microsoft 365 Business Standard",
    "Microsoft Entra ID P1", "마이크로소프트 365 비즈니스", "Microsoft 365 Business Premium", "Azure plan",
    "누리미트 화상 회의", "Ledgerly Cloud Accounting",
];

/// A subscription of a sample customer, from the seller's point of view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSubscription {
    /// The vendor's id of the subscription, unique in the sample.
    pub subscription_id: Uuid,
    /// Product name.
    pub name: &'static str,
    /// The offer with which it was ordered; `None` if it was imported from another portal.
    pub offer: Option<OfferTerms>,
    /// The quantity, at least 1.
    pub quantity: i32,
    /// The state, mostly active.
    pub status: SubscriptionStatus,
    /// The reseller of record as an index into [`resellers`](super::channel::resellers); `None` if the
    /// provider sells directly.
    pub reseller: Option<usize>,
    /// The id of an add-on's parent.
    pub parent: Option<Uuid>,
    /// The term and billing.
    pub terms: Terms,
}

/// Returns what this customer bought from the partner, or from the partner's provider.
pub fn bought(holding: &Holding) -> Vec<SampleSubscription> {
    match holding.mpn_id {
        DIRECT_PARTNER => generate(OF_DIRECT_PARTNER, holding.index, None),
        _ => subscriptions(holding.index),
    }
}

/// Returns what the provider sold to a customer: up to six subscriptions, 2.5 on average, no product twice.
pub fn subscriptions(index: u64) -> Vec<SampleSubscription> {
    generate(SUBSCRIPTIONS, index, usual_reseller(index))
}

fn generate(purpose: u64, index: u64, usual: Option<usize>) -> Vec<SampleSubscription> {
    let mut random = Random::new(purpose, index);
    let count = random.pick_weighted(&[(0, 8), (1, 20), (2, 27), (3, 21), (4, 13), (5, 7), (6, 4)]);
    let first = random.below(PRODUCTS.len() as u64) as usize;
    let product = |n: usize| PRODUCTS[(first + n * 5) % PRODUCTS.len()];
    let ordered_here = agreed(index);
    let mut list: Vec<_> =
        (0..count).map(|n| subscription(product(n), usual, ordered_here, &mut random)).collect();
    link_add_on(index, &mut list);
    for (place, one) in list.iter_mut().enumerate() {
        one.terms = terms(index, place, one.name, one.offer, one.status);
    }
    if let [parent, second, ..] = list.as_mut_slice()
        && second.parent == Some(parent.subscription_id)
    {
        parent.terms.plans_change = false;
        second.terms = with_parent(std::mem::take(&mut second.terms), &parent.terms);
    }
    list
}

/// Turns the second subscription into an add-on of the first for some customers. It is active only while its parent is.
fn link_add_on(index: u64, list: &mut [SampleSubscription]) {
    let [parent, second, ..] = list else { return };
    let Some(add_on) = add_on_to(parent.name) else { return };
    if !Random::new(ADD_ONS, index).chance(60) {
        return;
    }
    second.name = add_on.name;
    second.offer = parent.offer.and(Some(add_on));
    second.parent = Some(parent.subscription_id);
    second.quantity = parent.quantity;
    second.reseller = parent.reseller;
    if parent.status != SubscriptionStatus::Active {
        second.status = parent.status;
    }
}

fn subscription(
    name: &'static str,
    usual: Option<usize>,
    ordered_here: bool,
    random: &mut Random,
) -> SampleSubscription {
    use crate::domain::SubscriptionStatus::{Active, Deleted, Disabled, Expired, Pending, Suspended};
    let size = random.pick_weighted(&[(5, 35), (60, 40), (300, 20), (2_000, 5)]);
    let offer = find(name).filter(|_| ordered_here && !random.chance(10));
    let (fewest, most) = find(name).map_or((1, i32::MAX), |offer| offer.quantity);
    SampleSubscription {
        subscription_id: random.uuid(),
        name,
        offer,
        quantity: (1 + random.below(size) as i32).clamp(fewest, most),
        status: random.pick_weighted(&[
            (Active, 82),
            (Suspended, 7),
            (Pending, 4),
            (Expired, 3),
            (Deleted, 2),
            (Disabled, 2),
        ]),
        reseller: usual.filter(|_| random.chance(96)),
        parent: None,
        terms: Terms::default(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::demo::channel::resellers;
    use crate::demo::terms::TermStart;
    use std::collections::HashSet;

    #[test]
    fn subscriptions_are_deterministic_and_unique() {
        assert!((0..1_000).all(|index| subscriptions(index) == subscriptions(index)));
        let all: Vec<Uuid> = (0..80_000).flat_map(subscriptions).map(|s| s.subscription_id).collect();
        assert!((195_000..205_000).contains(&all.len()), "{} for 80,000 customers", all.len());
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    }

    #[test]
    fn subscriptions_follow_their_offers_and_add_ons_their_parents() {
        let (mut refunded, mut waiting, mut add_ons, mut imported) = (0, 0, 0, 0);
        for list in (0..2_000).map(subscriptions) {
            for one in &list {
                imported += usize::from(one.offer.is_none());
                waiting += usize::from(one.terms.cancelled);
                let Some(offer) = one.offer else { continue };
                assert!((offer.quantity.0..=offer.quantity.1).contains(&one.quantity), "{one:?}");
                refunded += usize::from(offer.cancellable && matches!(one.terms.begun, TermStart::Lately(_)));
            }
            for one in list.iter().filter(|one| one.parent.is_some()) {
                let parent = list.iter().find(|parent| one.parent == Some(parent.subscription_id)).unwrap();
                assert_eq!(add_on_to(parent.name).map(|add_on| add_on.name), Some(one.name));
                add_ons += 1;
            }
        }
        assert!(refunded > 20 && waiting > 5 && add_ons > 50, "{refunded} {waiting} {add_ons}");
        assert!((1_000..3_000).contains(&imported), "{imported}");
    }

    #[test]
    fn customers_have_distinct_products_and_existing_resellers() {
        for index in 0..1_000 {
            let list = subscriptions(index);
            assert!(list.len() <= 6 && list.iter().all(|s| s.quantity >= 1));
            assert!(list.iter().all(|s| s.reseller.is_none_or(|place| place < resellers().count())));
            assert_eq!(list.iter().map(|s| s.name).collect::<HashSet<_>>().len(), list.len());
        }
    }
}
