//! The indexes that this process holds, of all partners and of both kinds, under one memory limit.
//! [`super::cache`] and [`super::subscriptions::cache`] take them from here.

use crate::domain::PartnerId;
use crate::search::index::Index;
use crate::search::subscriptions::columns::Columns;
use crate::search::versions::{Version, Versions};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an index is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Customers,
    Subscriptions,
}

/// The indexes. Above the limit, the least recently used ones are evicted.
pub(super) struct HeldIndexes {
    limit: usize,
    partners: Mutex<Partners>,
}

/// The indexes of one kind by partner, each with the time of its last use.
type ByPartner<I> = HashMap<PartnerId, (u64, Arc<Versions<I>>)>;

#[derive(Default)]
struct Partners {
    customers: ByPartner<Index>,
    subscriptions: ByPartner<Columns>,
    /// Increases with every use.
    clock: u64,
}

impl HeldIndexes {
    /// Creates an empty store with this limit in bytes.
    pub fn new(limit: usize) -> Self {
        HeldIndexes { limit, partners: Mutex::default() }
    }

    /// Returns the search indexes of a partner's customers.
    pub fn customers(&self, partner: PartnerId) -> Arc<Versions<Index>> {
        let partners = &mut *self.lock();
        partners.clock += 1;
        used(&mut partners.customers, partner, partners.clock)
    }

    /// Returns the indexes of the subscriptions that a partner sold.
    pub fn subscriptions(&self, partner: PartnerId) -> Arc<Versions<Columns>> {
        let partners = &mut *self.lock();
        partners.clock += 1;
        used(&mut partners.subscriptions, partner, partners.clock)
    }

    /// Returns the memory of all indexes in bytes.
    pub fn memory(&self) -> usize {
        self.lock().memory()
    }

    /// Evicts indexes until the limit is kept, but never the one that is in use.
    pub fn evict(&self, in_use: (Kind, PartnerId)) {
        let mut partners = self.lock();
        let mut memory = partners.memory();
        while memory > self.limit {
            let Some((kind, partner)) = partners.oldest_except(in_use) else { return };
            memory -= match kind {
                Kind::Customers => removed(&mut partners.customers, partner),
                Kind::Subscriptions => removed(&mut partners.subscriptions, partner),
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Partners> {
        self.partners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Partners {
    fn memory(&self) -> usize {
        let customers: usize = self.customers.values().map(|(_, versions)| versions.memory()).sum();
        let subscriptions: usize = self.subscriptions.values().map(|(_, versions)| versions.memory()).sum();
        customers + subscriptions
    }

    fn oldest_except(&self, in_use: (Kind, PartnerId)) -> Option<(Kind, PartnerId)> {
        let customers = self.customers.iter().map(|(partner, (used, _))| (used, (Kind::Customers, *partner)));
        let subscriptions =
            self.subscriptions.iter().map(|(partner, (used, _))| (used, (Kind::Subscriptions, *partner)));
        let others = customers.chain(subscriptions).filter(|(_, held)| *held != in_use);
        others.min_by_key(|(used, _)| **used).map(|(_, held)| held)
    }
}

fn used<I: Version>(held: &mut ByPartner<I>, partner: PartnerId, now: u64) -> Arc<Versions<I>> {
    let entry = held.entry(partner).or_default();
    entry.0 = now;
    entry.1.clone()
}

fn removed<I: Version>(held: &mut ByPartner<I>, partner: PartnerId) -> usize {
    held.remove(&partner).map_or(0, |(_, versions)| versions.memory())
}
