//! Filters blocks by byte n-grams: a small Bloom filter of the byte pairs and triples in a block. It
//! excludes most blocks without reading them if a word is rare, so the cost of a search depends on the
//! matches more than on the size of the list. [`super::scan`] uses it.

/// Size of the filter in bits. A block of 16 KiB has about 9,000 different n-grams, which set one bit in four.
const BITS: usize = 1 << 15;

/// The n-grams of one block.
pub(super) struct NgramFilter(Box<[u64; BITS / 64]>);

/// The n-grams of one word, as bit positions in the filter.
pub(super) struct NgramQuery(Vec<u16>);

impl NgramFilter {
    /// Builds the filter of a text.
    pub fn new(text: &[u8]) -> Self {
        let mut map = Box::new([0u64; BITS / 64]);
        for_each_bit(text, |place| map[usize::from(place) / 64] |= 1 << (place % 64));
        NgramFilter(map)
    }

    /// Whether the text may contain the word. `false` is always right.
    pub fn may_hold(&self, wanted: &NgramQuery) -> bool {
        wanted.0.iter().all(|&place| self.0[usize::from(place) / 64] >> (place % 64) & 1 == 1)
    }

    /// Memory in bytes.
    pub const MEMORY: usize = BITS / 8;
}

impl NgramQuery {
    /// Returns the n-grams of a word. A word of one byte has none, so it matches every filter.
    pub fn new(word: &str) -> Self {
        let mut places = Vec::new();
        for_each_bit(word.as_bytes(), |place| places.push(place));
        // Triples exclude the most blocks, so they are checked first.
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

/// Maps an n-gram to a bit of the filter (Fibonacci hashing).
fn bit_index(run: u32) -> u16 {
    (run.wrapping_mul(0x9E37_79B1) >> (32 - BITS.trailing_zeros())) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn never_rejects_a_substring(text in "[a-c한강 .]{0,60}", from in 0usize..60, length in 0usize..8) {
            let letters: Vec<char> = text.chars().collect();
            let word: String = letters.iter().skip(from).take(length).collect();
            prop_assert!(NgramFilter::new(text.as_bytes()).may_hold(&NgramQuery::new(&word)));
        }
    }

    #[test]
    fn rejects_absent_ngrams_of_a_short_text() {
        let grams = NgramFilter::new("한강 디스트리뷰션".as_bytes());
        assert!(!grams.may_hold(&NgramQuery::new("한빛")));
        assert!(!grams.may_hold(&NgramQuery::new("qx")));
    }
}
