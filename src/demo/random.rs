//! Deterministic pseudo-random numbers (splitmix64), with one stream for each purpose and index. Not for
//! secrets. [`super::names`] and [`super::holdings`] use it.

use uuid::{Builder, Uuid};

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of numbers. Equal arguments of [`Random::new`] give equal streams.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Returns the stream for a purpose (any fixed number) and the item `index`.
    pub fn new(purpose: u64, index: u64) -> Self {
        Random(mix(index.wrapping_add(mix(purpose.wrapping_add(STEP)))))
    }

    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// Returns a number from 0 to `end - 1`; 0 if `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(end)) >> 64) as u64
    }

    /// Returns `true` with this probability in percent.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Returns an element of a list, which must not be empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }

    /// Returns an element of a list of values and weights.
    pub fn pick_weighted<T: Copy>(&mut self, list: &[(T, u64)]) -> T {
        let mut rest = self.below(list.iter().map(|(_, share)| share).sum());
        let chosen = list.iter().find(|(_, share)| {
            let here = rest < *share;
            rest = rest.saturating_sub(*share);
            here
        });
        chosen.unwrap_or(&list[0]).0
    }

    /// Returns a UUID of version 4.
    pub fn uuid(&mut self) -> Uuid {
        let bits = (u128::from(self.bits()) << 64) | u128::from(self.bits());
        Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}

/// The output function of splitmix64, a bijection.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_streams() {
        let draw = |purpose, index| {
            let mut random = Random::new(purpose, index);
            (random.bits(), random.below(10), random.uuid())
        };
        assert_eq!(draw(1, 7), draw(1, 7));
        assert_ne!(draw(1, 7), draw(2, 7));
        assert_ne!(draw(1, 7), draw(1, 8));
    }

    #[test]
    fn choices_follow_their_weights() {
        let mut random = Random::new(1, 1);
        let often = (0..10_000).filter(|_| random.pick_weighted(&[(true, 3), (false, 1)])).count();
        assert!((7_300..7_700).contains(&often), "{often} of 10,000");
    }
}
