//! The customers in each sample partner's list. With [`subscriptions`], this is all the data that a sample
//! database needs. The customers themselves are in [`super::names`], the partners in [`super::channel`].

pub use crate::demo::subscriptions::{SampleSubscription, bought, subscriptions};

use crate::demo::channel::{self, DIRECT_PARTNER, PROVIDER, resellers};
use crate::demo::names::company::{Company, EDGE_CASES, company};
use crate::demo::random::Random;
use crate::demo::spelling::alternative_spelling;
use crate::domain::{Origin, Relationship};

const RESELLER: u64 = 3;

const HOLDING: u64 = 4;

/// Resellers with their weights; most customers have one of the first three.
const KOREAN: &[(usize, u64)] = &[(0, 58), (3, 20), (4, 11), (5, 6), (1, 3), (2, 2)];

const TAIWANESE: &[(usize, u64)] = &[(1, 62), (6, 18), (7, 9), (8, 5), (0, 6)];

const OTHER: &[(usize, u64)] = &[(2, 55), (9, 14), (10, 12), (11, 9), (0, 7), (1, 3)];

/// One customer in one partner's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// MPN ID of the partner.
    pub mpn_id: &'static str,
    /// Index of the customer, for [`company`] and [`subscriptions`].
    pub index: u64,
    /// The customer's name in this partner's list.
    pub list_name: String,
    /// The kind of relationship.
    pub relationship: Relationship,
    /// Whether the customer has granted delegated administration.
    pub delegated_admin: bool,
    /// How the customer was added to the list.
    pub origin: Origin,
    /// Number of days since it became a customer.
    pub days_ago: i64,
}

/// Returns all customers of all lists: `customers` of the provider, then those of the resellers and the
/// direct partner. A customer of the provider that buys through a reseller is in the reseller's list too.
/// Partners share some customers: the same index in two lists, often with another spelling. No list has a
/// customer twice. The customers with edge cases of names have a reseller of their own.
pub fn holdings(customers: u64) -> impl Iterator<Item = Holding> {
    let shared = customers / 25;
    let own = customers + customers / 5 - shared;
    let provider = (0..customers).map(|index| holding(PROVIDER, index));
    let resellers = (0..customers).chain(own..own + customers / 10).filter_map(move |index| {
        let reseller = resellers().nth(usual_reseller(index)?)?;
        Some(holding(reseller.mpn_id, index))
    });
    let direct = (0..shared).map(|n| n * 25 + 7).chain(customers..own);
    let direct = direct.map(|index| holding(DIRECT_PARTNER, index));
    let edge_cases = EDGE_CASES.map(|index| holding(channel::EDGE_CASES, index));
    provider.chain(resellers).chain(direct).chain(edge_cases)
}

/// Returns the reseller that sells to this customer, mostly one of the same country.
pub(super) fn usual_reseller(index: u64) -> Option<usize> {
    let mut random = Random::new(RESELLER, index);
    let _kept = random.bits();
    let shares = match company(index).country {
        "KR" => KOREAN,
        "TW" => TAIWANESE,
        _ => OTHER,
    };
    (!random.chance(8)).then(|| random.pick_weighted(shares))
}

fn holding(mpn_id: &'static str, index: u64) -> Holding {
    let Company { name, relationship, .. } = company(index);
    let place = mpn_id.bytes().fold(HOLDING, |number, digit| number * 10 + u64::from(digit));
    let mut random = Random::new(place, index);
    let own_spelling = !matches!(mpn_id, PROVIDER | channel::EDGE_CASES) && random.chance(45);
    let from_provider = if matches!(mpn_id, PROVIDER | DIRECT_PARTNER) { 0 } else { 40 };
    let recent = random.chance(8);
    Holding {
        mpn_id,
        index,
        list_name: if own_spelling { alternative_spelling(&name, &mut random) } else { name },
        relationship,
        delegated_admin: random.chance(80),
        origin: random.pick_weighted(&[
            (Origin::Added, 25),
            (Origin::Request, 35),
            (Origin::Referral, 15),
            (Origin::OtherPortal, 25),
            (Origin::Provider, from_provider),
        ]),
        days_ago: if recent { random.below(60) } else { 60 + random.below(1_800) } as i64,
    }
}

pub(super) const AGREEMENT: u64 = 6;

/// Percentage of customers that have not accepted the agreement yet.
pub(super) const NOT_AGREED: u64 = 20;

/// Whether the customer has accepted the agreement. Before that, nothing can be ordered for it.
pub fn agreed(index: u64) -> bool {
    !Random::new(AGREEMENT, index).chance(NOT_AGREED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::subscriptions::bought;
    use std::collections::{HashMap, HashSet};

    #[test]
    fn every_partner_has_customers_without_duplicates() {
        let (mut sizes, mut seen) = (HashMap::new(), HashSet::new());
        for holding in holdings(2_000) {
            *sizes.entry(holding.mpn_id).or_insert(0) += 1;
            assert!(seen.insert((holding.mpn_id, holding.index)), "{holding:?} comes twice");
        }
        assert_eq!((sizes[PROVIDER], sizes[DIRECT_PARTNER]), (2_000, 400));
        assert!(resellers().all(|reseller| sizes[reseller.mpn_id] >= 10), "{sizes:?}");
    }

    /// A customer that the provider sells to through a reseller is in both lists, so the filter by reseller
    /// finds all of them.
    #[test]
    fn provider_and_reseller_share_customers_sold_through_the_reseller() {
        let held: HashSet<(&str, u64)> = holdings(2_000).map(|one| (one.mpn_id, one.index)).collect();
        let sold = holdings(2_000).filter(|one| one.mpn_id == PROVIDER);
        for holding in sold {
            let of_record = bought(&holding).into_iter().filter_map(|one| resellers().nth(one.reseller?));
            for reseller in of_record {
                assert!(held.contains(&(reseller.mpn_id, holding.index)), "{holding:?} of {}", reseller.name);
            }
        }
    }

    #[test]
    fn partners_spell_some_shared_customers_differently() {
        let shared = holdings(2_000).filter(|h| h.mpn_id != PROVIDER && h.index < 2_000);
        let (own, same): (Vec<_>, Vec<_>) = shared.partition(|h| h.list_name != company(h.index).name);
        assert!(own.len() > 200 && same.len() > 200, "{} own, {} same", own.len(), same.len());
        assert!(own.iter().all(|h| !h.list_name.trim().is_empty()));
    }
}
