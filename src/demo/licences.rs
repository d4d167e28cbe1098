//! The subscriptions of the sample customers.
//! Who holds the customers is in [`super::sample`].

use super::random::Random;
use super::sample::usual_reseller;
use super::terms::{Terms, add_on, terms};
use crate::subscriptions::model::SubscriptionStatus;
use uuid::Uuid;

const SUBSCRIPTIONS: u64 = 2;

#[rustfmt::skip]
const PRODUCTS: &[&str] = &[
    "Microsoft 365 Business Basic", "Microsoft 365 商務標準版", "Office 365 E3", "Power BI Pro",
    "Dynamics 365 Sales, Enterprise", "Intune Plan 1", "Project Plan 3", "Microsoft Defender for Business",
    "Microsoft 365 E5", "Microsoft 365 E3", "Office 365 E1", "Exchange Online (Plan 2)",
    "Windows 365 Business 2 vCPU, 8 GB, 128 GB", "Microsoft Entra ID P2", "Visio Plan 2",
    "Teams Rooms Pro", "Exchange Online (Plan 1)", "Microsoft 365 Business Standard",
    "Microsoft Entra ID P1", "마이크로소프트 365 비즈니스", "Microsoft 365 Business Premium", "Azure plan",
];

/// A subscription of a sample customer, as its provider sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSubscription {
    /// The vendor's id of the subscription, unique in the whole sample.
    pub subscription_id: Uuid,
    /// Product name.
    pub name: &'static str,
    /// Licences bought, at least 1.
    pub quantity: i32,
    /// Its state, mostly active.
    pub status: SubscriptionStatus,
    /// The reseller of record as its place in [`resellers`](super::channel::resellers); none when the provider sells directly.
    pub reseller: Option<usize>,
    /// An add-on's parent.
    pub parent: Option<Uuid>,
    /// How it runs.
    pub terms: Terms,
}

/// The subscriptions of one customer: none to six, two and a half on average, no product twice.
pub fn subscriptions(index: u64) -> Vec<SampleSubscription> {
    let mut random = Random::new(SUBSCRIPTIONS, index);
    let usual = usual_reseller(index);
    let count = random.weigh(&[(0, 8), (1, 20), (2, 27), (3, 21), (4, 13), (5, 7), (6, 4)]);
    let first = random.below(PRODUCTS.len() as u64) as usize;
    let product = |n: usize| PRODUCTS[(first + n * 5) % PRODUCTS.len()];
    let mut list: Vec<_> = (0..count).map(|n| subscription(product(n), usual, &mut random)).collect();
    hang_together(index, &mut list);
    for (place, one) in list.iter_mut().enumerate() {
        one.terms = terms(index, place, one.name, one.status);
    }
    list
}

/// The second subscription may be an add-on of the first; it is active only while its parent is.
fn hang_together(index: u64, list: &mut [SampleSubscription]) {
    let [parent, second, ..] = list else { return };
    let Some(name) = add_on(index, parent.name) else { return };
    second.name = name;
    second.parent = Some(parent.subscription_id);
    second.quantity = parent.quantity;
    second.reseller = parent.reseller;
    if parent.status != SubscriptionStatus::Active {
        second.status = parent.status;
    }
}

fn subscription(name: &'static str, usual: Option<usize>, random: &mut Random) -> SampleSubscription {
    use SubscriptionStatus::{Active, Deleted, Disabled, Expired, Pending, Suspended};
    let size = random.weigh(&[(5, 35), (60, 40), (300, 20), (2_000, 5)]);
    let quantity = if name == "Azure plan" { 1 } else { 1 + random.below(size) as i32 };
    SampleSubscription {
        subscription_id: random.uuid(),
        name,
        quantity,
        status: random.weigh(&[
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
mod tests {
    use super::super::channel::resellers;
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn subscriptions_are_the_same_each_time_and_unique() {
        assert!((0..1_000).all(|index| subscriptions(index) == subscriptions(index)));
        let all: Vec<Uuid> = (0..80_000).flat_map(subscriptions).map(|s| s.subscription_id).collect();
        assert!((195_000..205_000).contains(&all.len()), "{} for 80,000 customers", all.len());
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    }

    #[test]
    fn a_customer_has_no_product_twice_and_a_reseller_that_exists() {
        for index in 0..1_000 {
            let list = subscriptions(index);
            assert!(list.len() <= 6 && list.iter().all(|s| s.quantity >= 1));
            assert!(list.iter().all(|s| s.reseller.is_none_or(|place| place < resellers().count())));
            assert_eq!(list.iter().map(|s| s.name).collect::<HashSet<_>>().len(), list.len());
        }
    }
}
