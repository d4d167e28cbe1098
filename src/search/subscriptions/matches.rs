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
    /// Compares all rows of a source with its conditions. The rows are counted in the way that reads the least.
    pub fn find(source: &Source) -> Self {
        let (index, conditions) = (&source.index, &source.conditions);
        let mut marks = vec![0; index.len()];
        let longest = index.chunks.iter().map(|chunk| chunk.len()).max().unwrap_or_default();
        let mut spare = vec![0; longest];
        let (are_traits_only, are_few) = (conditions.are_traits_only(), conditions.match_few());
        let mut in_chunks = Vec::with_capacity(index.chunks.len());
        let mut seats = 0;
        for (chunk, start) in index.chunks.iter().zip(&index.starts) {
            let start = *start as usize;
            let marks = &mut marks[start..start + chunk.len()];
            conditions.mark(chunk, marks, &mut spare[..chunk.len()]);
            let (rows, sum) = if are_traits_only {
                let groups = conditions.groups(chunk);
                groups.fold((0, 0), |(rows, seats), group| (rows + group.rows, seats + group.seats))
            } else if are_few {
                let found = memchr::memchr_iter(1, marks);
                let quantities = found.map(|row| u64::from(chunk.quantities[row].unsigned_abs()));
                quantities.fold((0, 0), |(rows, seats), quantity| (rows + 1, seats + quantity))
            } else {
                sum(marks, &chunk.quantities)
            };
            in_chunks.push(rows);
            seats += sum;
        }
        let rows = in_chunks.iter().map(|count| u64::from(*count)).sum();
        Matches { marks, in_chunks, rows, seats }
    }
}

/// Returns the number of marked rows and the sum of their quantities, without a branch for each row.
fn sum(marks: &[u8], quantities: &[i32]) -> (u32, u64) {
    let (mut rows, mut seats) = (0, 0);
    for (marks, quantities) in marks.chunks(SUMMED).zip(quantities.chunks(SUMMED)) {
        let (mut found, mut sum) = (0_u32, 0_u32);
        for (mark, quantity) in marks.iter().zip(quantities) {
            found += u32::from(*mark);
            sum += quantity.cast_unsigned() & 0_u32.wrapping_sub(u32::from(*mark));
        }
        rows += found;
        seats += u64::from(sum);
    }
    (rows, seats)
}
