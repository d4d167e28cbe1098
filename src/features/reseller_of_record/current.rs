//! The resellers of record that customers have now, and what a change to another one would do. The page and the import
//! share it.

use crate::db::schema::{customers, orders, partners, partnerships, subscriptions};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, OrderStatus, PartnerId, SubscriptionStatus};
use crate::error::Result;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The resellers of record of a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurrentResellers {
    /// The customer's name in the provider's list.
    pub name: String,
    /// The resellers that it is associated with now.
    pub resellers: Vec<PartnerId>,
    /// How many subscriptions that are not deleted have which reseller.
    pub subscriptions: BTreeMap<Option<PartnerId>, u64>,
    /// The resellers whose orders for the customer were not decided.
    waiting: Vec<Option<PartnerId>>,
}

/// What a change to another reseller of record would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResellerDecision {
    /// Nothing: the customer has this reseller already, and no other.
    AlreadySo,
    /// An order of another reseller must be decided first, because it would have that reseller.
    OrderWaits,
    /// The customer gets the reseller.
    Change,
}

impl CurrentResellers {
    /// Returns the reseller that the customer and all its subscriptions have, or none if they have none; `None` if they have
    /// several.
    pub fn only_reseller(&self) -> Option<Option<PartnerId>> {
        let first = self.resellers.first().copied();
        let is_only = self.resellers.len() <= 1 && self.subscriptions.keys().all(|one| *one == first);
        is_only.then_some(first)
    }

    /// Returns what a change to this reseller would do.
    pub fn decide(&self, new: Option<PartnerId>) -> ResellerDecision {
        let is_new = |reseller: &Option<PartnerId>| *reseller == new;
        if self.resellers.iter().copied().eq(new) && self.subscriptions.keys().all(is_new) {
            ResellerDecision::AlreadySo
        } else if self.waiting.iter().all(is_new) {
            ResellerDecision::Change
        } else {
            ResellerDecision::OrderWaits
        }
    }
}

/// Returns those of these customers that the provider has now, by their current ids.
pub fn current_resellers(
    c: &mut DbConnection,
    provider: PartnerId,
    ids: &[MicrosoftId],
) -> Result<HashMap<MicrosoftId, CurrentResellers>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let rows = customers::table
            .filter(customers::partner_id.eq(provider).and(customers::ended_at.is_null()))
            .filter(customers::microsoft_id.eq_any(ids))
            .select((customers::microsoft_id, customers::list_name, customers::reseller_ids));
        for (id, name, resellers) in rows.load::<(MicrosoftId, String, String)>(c)? {
            let resellers = resellers.split(' ').filter_map(|id| id.parse().ok().map(PartnerId)).collect();
            found.insert(id, CurrentResellers { name, resellers, ..CurrentResellers::default() });
        }
        let counts = subscriptions::table
            .filter(subscriptions::partner_id.eq(provider).and(subscriptions::microsoft_id.eq_any(ids)))
            .filter(subscriptions::status.ne(SubscriptionStatus::Deleted))
            .group_by((subscriptions::microsoft_id, subscriptions::reseller_id))
            .select((subscriptions::microsoft_id, subscriptions::reseller_id, count_star()));
        for (id, reseller, count) in counts.load::<(MicrosoftId, Option<PartnerId>, i64)>(c)? {
            if let Some(current) = found.get_mut(&id) {
                current.subscriptions.insert(reseller, count.unsigned_abs());
            }
        }
        let waiting = orders::table
            .filter(orders::partner_id.eq(provider).and(orders::microsoft_id.eq_any(ids)))
            .filter(orders::status.eq(OrderStatus::Requested))
            .select((orders::microsoft_id, orders::reseller_id));
        for (id, reseller) in waiting.load::<(MicrosoftId, Option<PartnerId>)>(c)? {
            if let Some(current) = found.get_mut(&id) {
                current.waiting.push(reseller);
            }
        }
    }
    Ok(found)
}

/// Returns the MPN IDs of those of these partners that are or were indirect resellers of this provider.
pub fn mpn_ids(
    provider: PartnerId,
    ids: impl Iterator<Item = PartnerId>,
    c: &mut DbConnection,
) -> Result<HashMap<PartnerId, String>> {
    let ids: Vec<PartnerId> = ids.collect();
    let theirs = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(provider).and(partners::id.eq_any(ids)));
    Ok(theirs.select((partners::id, partners::mpn_id)).load(c)?.into_iter().collect())
}

/// Returns MPN IDs in order, between commas.
pub fn joined<'a>(mpn_ids: impl Iterator<Item = &'a String>) -> String {
    let mut all: Vec<&str> = mpn_ids.map(String::as_str).collect();
    all.sort_unstable();
    all.join(", ")
}
