//! An in-memory cache of all customer names in the activity logs, case-folded. It finds a customer's entries by any
//! part of any name that the customer has had, also after a rename or removal. About 60 MB for a million names.

use crate::db::DbConnection;
use crate::db::schema::{activity_names as names, partners};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::activity_log::name_block::{MIN_BLOCK, NameBlock};
use crate::text::{SearchTerms, searchable};
use diesel::prelude::*;
use memchr::memmem::Finder;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Maximum number of blocks per partner before small ones are merged.
const MAX_BLOCKS: usize = 32;

/// The cached names of all partners' logs. A log only grows, so newer names are added to the cache; after an erasure
/// the cache is reloaded.
pub struct CustomerNames {
    limit: usize,
    partners: Mutex<Partners>,
}

#[derive(Default)]
struct Partners {
    held: HashMap<PartnerId, PartnerNames>,
    clock: u64,
}

/// The cached names of one partner's log: the last entry and the number of erasures included, the names in blocks
/// (oldest first), and the time of the last use.
#[derive(Clone, Default)]
struct PartnerNames {
    up_to: i64,
    erasures: i32,
    pieces: Vec<Arc<NameBlock>>,
    used: u64,
}

impl CustomerNames {
    /// Creates a cache of at most this many bytes. Beyond that it evicts the least recently used partners, but never
    /// the one whose log is being searched.
    pub fn new(memory_limit_bytes: usize) -> Self {
        CustomerNames { limit: memory_limit_bytes, partners: Mutex::default() }
    }

    /// Returns the customers with a name that contains all these words, from the log as of this snapshot. May contain
    /// duplicates.
    ///
    /// # Errors
    /// The database failed.
    pub fn find(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        words: &SearchTerms,
    ) -> Result<Vec<MicrosoftId>> {
        let mut held = self.lock().take(partner);
        let erasures = erasures(c, partner)?;
        if held.erasures != erasures {
            held = PartnerNames { erasures, used: held.used, ..PartnerNames::default() };
            self.lock().store(partner, &held, self.limit);
        }
        let newer = names_after(c, partner, held.up_to)?;
        if let Some((up_to, _, _)) = newer.last() {
            held.extend(*up_to, newer.iter().map(|(_, id, name)| (*id, name.as_str())));
            self.lock().store(partner, &held, self.limit);
        }
        Ok(held.find(words))
    }

    /// Returns the size of the cache in bytes.
    pub fn memory(&self) -> usize {
        self.lock().memory()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Partners> {
        self.partners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Partners {
    /// Returns what is cached of this log, and marks it as used.
    fn take(&mut self, partner: PartnerId) -> PartnerNames {
        self.clock += 1;
        let held = self.held.entry(partner).or_default();
        held.used = self.clock;
        held.clone()
    }

    fn store(&mut self, partner: PartnerId, newer: &PartnerNames, limit: usize) {
        let known = self.held.entry(partner).or_default();
        let is_newer = (known.erasures, known.up_to) < (newer.erasures, newer.up_to);
        if is_newer {
            *known = newer.clone();
        }
        let mut memory = self.memory();
        while memory > limit {
            let others = self.held.iter().filter(|(other, _)| **other != partner);
            let Some(oldest) = others.min_by_key(|(_, held)| held.used).map(|(other, _)| *other) else {
                return;
            };
            memory -= self.held.remove(&oldest).map_or(0, |held| held.memory());
        }
    }

    fn memory(&self) -> usize {
        self.held.values().map(PartnerNames::memory).sum()
    }
}

impl PartnerNames {
    fn extend<'a>(&mut self, up_to: i64, names: impl Iterator<Item = (MicrosoftId, &'a str)>) {
        let mut piece = NameBlock::default();
        names.for_each(|(id, name)| piece.push(id, searchable(name).as_bytes()));
        self.pieces.push(Arc::new(piece));
        self.up_to = up_to;
        if self.pieces.len() > MAX_BLOCKS {
            let (small, mut pieces): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.pieces).into_iter().partition(|piece| piece.ids.len() < MIN_BLOCK);
            let mut joined = NameBlock::default();
            for piece in small {
                (0..piece.ids.len()).for_each(|row| joined.push(piece.ids[row], piece.name(row)));
            }
            pieces.push(Arc::new(joined));
            self.pieces = pieces;
        }
    }

    fn memory(&self) -> usize {
        self.pieces.iter().map(|piece| piece.memory()).sum()
    }

    fn find(&self, words: &SearchTerms) -> Vec<MicrosoftId> {
        let finders: Vec<Finder<'_>> = words.iter().map(Finder::new).collect();
        let Some((longest, others)) = finders.split_first() else { return Vec::new() };
        let mut found = Vec::new();
        self.pieces.iter().for_each(|piece| piece.find(longest, others, &mut found));
        found
    }
}

/// Returns how often names were erased from this log. A cache from before the last erasure is invalid.
pub fn erasures(c: &mut DbConnection, partner: PartnerId) -> Result<i32> {
    Ok(partners::table.find(partner).select(partners::names_erased).first(c)?)
}

/// Returns the names that are new after this entry: entry ID, customer, name.
fn names_after(
    c: &mut DbConnection,
    partner: PartnerId,
    seq: i64,
) -> Result<Vec<(i64, MicrosoftId, String)>> {
    let rows = names::table
        .filter(names::partner_id.eq(partner).and(names::seq.gt(seq)))
        .order(names::seq)
        .select((names::seq, names::microsoft_id, names::name));
    Ok(rows.load(c)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn finds_a_customer_by_each_name_but_not_across_names() {
        let id = |number| MicrosoftId(Uuid::from_u128(number));
        let mut held = PartnerNames::default();
        held.extend(2, [(id(1), "한빛가온"), (id(2), "Söderberg AB")].into_iter());
        held.extend(3, [(id(1), "한빛가온소프트")].into_iter());
        let find = |text: &str| {
            let mut found = held.find(&SearchTerms::parse(text));
            found.sort();
            found.dedup();
            found
        };
        assert_eq!(find("가온"), [id(1)]);
        assert_eq!(find("SODER ab"), [id(2)]);
        assert_eq!(find("가온 ab"), []);
        assert_eq!(find("온s"), []);
        assert_eq!(held.up_to, 3);
    }

    #[test]
    fn evicts_the_least_recently_searched_partner() {
        let mut partners = Partners::default();
        let kept = |partners: &mut Partners| {
            let mut kept: Vec<i32> = partners.held.keys().map(|partner| partner.0).collect();
            kept.sort_unstable();
            kept
        };
        for partner in 1..=3 {
            let mut held = partners.take(PartnerId(partner));
            held.extend(1, [(MicrosoftId(Uuid::nil()), "a name")].into_iter());
            partners.store(PartnerId(partner), &held, usize::MAX);
        }
        let one = partners.held[&PartnerId(1)].memory();
        partners.take(PartnerId(1));
        let held = partners.take(PartnerId(3));
        partners.store(PartnerId(3), &held, 2 * one);
        assert_eq!(kept(&mut partners), [1, 3]);
        partners.store(PartnerId(3), &held, 0);
        assert_eq!(
            (kept(&mut partners), partners.memory()),
            (vec![3], one),
            "the one that is searched stays"
        );
    }

    #[test]
    fn finds_adjacent_and_distant_rows() {
        let mut piece = NameBlock::default();
        (0..500_u128).for_each(|number| {
            piece.push(MicrosoftId(Uuid::from_u128(number)), format!("x{number}y").as_bytes())
        });
        let found = |text: &str| {
            let mut found = Vec::new();
            piece.find(&Finder::new(text), &[], &mut found);
            found.iter().map(|id| id.0.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(found("x").len(), 500);
        assert_eq!(found("x499y"), [499]);
        assert_eq!(found("00y"), [100, 200, 300, 400]);
    }

    #[test]
    fn merges_small_blocks() {
        let mut held = PartnerNames::default();
        for number in 0..100_u128 {
            let name = format!("name{number}x");
            held.extend(number as i64, [(MicrosoftId(Uuid::from_u128(number)), name.as_str())].into_iter());
        }
        assert!(held.pieces.len() <= MAX_BLOCKS + 1);
        assert_eq!(held.find(&SearchTerms::parse("name")).len(), 100);
        assert_eq!(held.find(&SearchTerms::parse("e77x")).len(), 1);
    }
}
