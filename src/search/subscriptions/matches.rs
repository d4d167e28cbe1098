//! Which rows of an index match, how many they are, and the sum of their quantities.

use crate::search::subscriptions::sources::Source;

/// Number of rows that are summed in 32 bits, which is twice as fast: a quantity is at most ten million.
const SUMMED: usize = 256;

/// The result of the conditions on all rows of an index.
pub(super) struct Matches {
    /// One byte for each row: 1 if it matches, otherwise 0.
    pub marks: Vec<u8>,
    /// The number of matching rows in each chunk.
    pub in_chunks: Vec<u32>,
    pub rows: u64,
    pub seats: u64,
}

impl Matches {
    /// Compares all rows of a source with its conditions.
    pub fn find(source: &Source) -> Self {
        let index = &source.index;
        let mut marks = vec![0; index.len()];
        let longest = index.chunks.iter().map(|chunk| chunk.len()).max().unwrap_or_default();
        let mut spare = vec![0; longest];
        let mut in_chunks = Vec::with_capacity(index.chunks.len());
        let mut seats = 0;
        for (chunk, start) in index.chunks.iter().zip(&index.starts) {
            let start = *start as usize;
            let marks = &mut marks[start..start + chunk.len()];
            source.conditions.mark(chunk, marks, &mut spare[..chunk.len()]);
            let mut in_chunk = 0;
            for (marks, quantities) in marks.chunks(SUMMED).zip(chunk.quantities.chunks(SUMMED)) {
                let (mut found, mut sum) = (0_u32, 0_u32);
                for (mark, quantity) in marks.iter().zip(quantities) {
                    found += u32::from(*mark);
                    sum += quantity.cast_unsigned() & 0_u32.wrapping_sub(u32::from(*mark));
                }
                in_chunk += found;
                seats += u64::from(sum);
            }
            in_chunks.push(in_chunk);
        }
        let rows = in_chunks.iter().map(|count| u64::from(*count)).sum();
        Matches { marks, in_chunks, rows, seats }
    }
}
