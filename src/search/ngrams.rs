//! Which runs of two and three bytes stand in a block: a small map that turns most blocks away unread when a word is
//! rare, so that a search costs what it finds and not what the list holds. `scan` asks before it reads.

/// Bits of the map; a block of 16 KiB has some 9,000 different runs, which sets one bit in four.
const BITS: usize = 1 << 15;

/// The runs of one block.
pub(super) struct NgramFilter(Box<[u64; BITS / 64]>);

/// The runs of one word, as places in the map.
pub(super) struct NgramQuery(Vec<u16>);

impl NgramFilter {
    /// Of this text.
    pub fn new(text: &[u8]) -> Self {
        let mut map = Box::new([0u64; BITS / 64]);
        for_each_bit(text, |place| map[usize::from(place) / 64] |= 1 << (place % 64));
        NgramFilter(map)
    }

    /// Whether the word may stand in the text; if not, it certainly does not.
    pub fn may_hold(&self, wanted: &NgramQuery) -> bool {
        wanted.0.iter().all(|&place| self.0[usize::from(place) / 64] >> (place % 64) & 1 == 1)
    }

    /// Bytes of memory.
    pub const MEMORY: usize = BITS / 8;
}

impl NgramQuery {
    /// Of this word; of a single letter nothing is wanted.
    pub fn new(word: &str) -> Self {
        let mut places = Vec::new();
        for_each_bit(word.as_bytes(), |place| places.push(place));
        // The runs of three say the most.
        places.reverse();
        NgramQuery(places)
    }
}

fn for_each_bit(text: &[u8], mut each: impl FnMut(u16)) {
    for pair in text.windows(2) {
        each(bit_index(u32::from(pair[0]) << 8 | u32::from(pair[1])));
    }
    for three in text.windows(3) {
        each(bit_index(u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]) | 1 << 24));
    }
}

/// Spreads runs over the map (Fibonacci hashing).
fn bit_index(run: u32) -> u16 {
    (run.wrapping_mul(0x9E37_79B1) >> (32 - BITS.trailing_zeros())) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_stands_in_the_text_is_never_turned_away(text in "[a-c한강 .]{0,60}", from in 0usize..60, length in 0usize..8) {
            let letters: Vec<char> = text.chars().collect();
            let word: String = letters.iter().skip(from).take(length).collect();
            prop_assert!(NgramFilter::new(text.as_bytes()).may_hold(&NgramQuery::new(&word)));
        }
    }

    #[test]
    fn what_does_not_stand_in_a_short_text_is() {
        let grams = NgramFilter::new("한강 디스트리뷰션".as_bytes());
        assert!(!grams.may_hold(&NgramQuery::new("한빛")));
        assert!(!grams.may_hold(&NgramQuery::new("qx")));
    }
}
