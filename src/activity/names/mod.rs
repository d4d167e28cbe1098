//! Every name by which a log has called a customer, folded and in memory, so that people find the entries of a
//! customer by any part of any of its names: renamed and removed ones too. About 60 MB for a million names.

pub mod queries;

use crate::customers::model::MicrosoftId;
use crate::customers::search::{Words, fold};
use crate::db::DbConnection;
use crate::error::Result;
use crate::partners::model::PartnerId;
use memchr::memmem::Finder;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// No folded text has this byte: it ends a name.
const END: u8 = 0xFF;
/// Pieces with fewer names than this are joined when there are many of them.
const SMALL: usize = 10_000;
const MANY: usize = 32;

/// The names of all partners' logs. The log only grows, so what is in memory is never wrong, at most not yet whole.
#[derive(Default)]
pub struct Names {
    partners: Mutex<HashMap<PartnerId, Held>>,
}

/// What is held of one partner's log: up to which entry, and the names in pieces, oldest first.
#[derive(Clone, Default)]
struct Held {
    up_to: i64,
    pieces: Vec<Arc<Piece>>,
}

/// Names one after the other, each followed by [`END`].
#[derive(Default)]
struct Piece {
    text: Vec<u8>,
    ends: Vec<u32>,
    ids: Vec<MicrosoftId>,
}

impl Names {
    /// The customers that have a name with all these words, as far as this snapshot's log goes.
    ///
    /// # Errors
    /// The database failed.
    pub fn find(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        words: &Words,
    ) -> Result<HashSet<MicrosoftId>> {
        let mut held = self.lock().get(&partner).cloned().unwrap_or_default();
        let newer = queries::names_after(c, partner, held.up_to)?;
        if let Some((up_to, _, _)) = newer.last() {
            held.take_in(*up_to, newer.iter().map(|(_, id, name)| (*id, name.as_str())));
            let mut partners = self.lock();
            let known = partners.entry(partner).or_default();
            if known.up_to < held.up_to {
                *known = held.clone();
            }
        }
        Ok(held.find(words))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PartnerId, Held>> {
        self.partners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn take_in<'a>(&mut self, up_to: i64, names: impl Iterator<Item = (MicrosoftId, &'a str)>) {
        let mut piece = Piece::default();
        names.for_each(|(id, name)| piece.push(id, fold(name).as_bytes()));
        self.pieces.push(Arc::new(piece));
        self.up_to = up_to;
        if self.pieces.len() > MANY {
            let (small, mut pieces): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.pieces).into_iter().partition(|piece| piece.ids.len() < SMALL);
            let mut joined = Piece::default();
            for piece in small {
                (0..piece.ids.len()).for_each(|row| joined.push(piece.ids[row], piece.name(row)));
            }
            pieces.push(Arc::new(joined));
            self.pieces = pieces;
        }
    }

    fn find(&self, words: &Words) -> HashSet<MicrosoftId> {
        let finders: Vec<Finder<'_>> = words.iter().map(Finder::new).collect();
        let Some((longest, others)) = finders.split_first() else { return HashSet::new() };
        let mut found = HashSet::new();
        self.pieces.iter().for_each(|piece| piece.find(longest, others, &mut found));
        found
    }
}

impl Piece {
    fn push(&mut self, id: MicrosoftId, folded: &[u8]) {
        self.text.extend_from_slice(folded);
        self.text.push(END);
        self.ends.push(self.text.len() as u32);
        self.ids.push(id);
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    fn name(&self, row: usize) -> &[u8] {
        &self.text[self.start(row)..self.ends[row] as usize - 1]
    }

    fn find(&self, longest: &Finder<'_>, others: &[Finder<'_>], found: &mut HashSet<MicrosoftId>) {
        let mut at = 0;
        while let Some(hit) = longest.find(&self.text[at..]) {
            let row = self.ends.partition_point(|&end| end as usize <= at + hit);
            if others.iter().all(|word| word.find(self.name(row)).is_some()) {
                found.insert(self.ids[row]);
            }
            at = self.ends[row] as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_customer_is_found_by_every_name_and_never_across_two() {
        let id = |number| MicrosoftId(Uuid::from_u128(number));
        let mut held = Held::default();
        held.take_in(2, [(id(1), "한빛가온"), (id(2), "Söderberg AB")].into_iter());
        held.take_in(3, [(id(1), "한빛가온소프트")].into_iter());
        let find = |text: &str| {
            let mut found: Vec<_> = held.find(&Words::parse(text)).into_iter().collect();
            found.sort();
            found
        };
        assert_eq!(find("가온"), [id(1)]);
        assert_eq!(find("SODER ab"), [id(2)]);
        assert_eq!(find("가온 ab"), []);
        assert_eq!(find("온s"), []);
        assert_eq!(held.up_to, 3);
    }

    #[test]
    fn many_small_pieces_become_one() {
        let mut held = Held::default();
        for number in 0..100_u128 {
            let name = format!("name{number}x");
            held.take_in(number as i64, [(MicrosoftId(Uuid::from_u128(number)), name.as_str())].into_iter());
        }
        assert!(held.pieces.len() <= MANY + 1);
        assert_eq!(held.find(&Words::parse("name")).len(), 100);
        assert_eq!(held.find(&Words::parse("e77x")).len(), 1);
    }
}
