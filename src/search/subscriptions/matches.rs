//! Which rows of an index match, how many they are, and the sum of their quantities.

use crate::search::subscriptions::chunk::Chunk;
use crate::search::subscriptions::sources::Source;
use std::sync::Arc;
use std::thread::ScopedJoinHandle;

/// Number of rows that are summed in 32 bits, which is twice as fast: a quantity is at most ten million.
const SUMMED: usize = 256;

/// Number of rows for which another thread is worth its beginning.
const ROWS_OF_A_THREAD: usize = 250_000;

/// Maximum number of threads that work on one question.
const MAX_THREADS: usize = 4;

/// So many times fewer matches than rows are summed one by one.
const FEW: usize = 16;

/// The result of the conditions on all rows of an index.
pub(super) struct Matches {
    /// One byte for each row: 1 if it matches, otherwise 0.
    pub marks: Vec<u8>,
    /// The number of matching rows in each chunk.
    pub in_chunks: Vec<u32>,
    pub rows: u64,
    pub seats: u64,
}

/// The matches in consecutive chunks.
#[derive(Default)]
struct Part {
    in_chunks: Vec<u32>,
    seats: u64,
}

impl Matches {
    /// Compares all rows of a source with its conditions. Several threads share a large index.
    pub fn find(source: &Source) -> Self {
        let (index, mut marks) = (&source.index, vec![0; source.index.len()]);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = (index.len() / ROWS_OF_A_THREAD).clamp(1, cores.min(MAX_THREADS));
        let in_each = index.chunks.len().div_ceil(threads).max(1);
        let mut parts: Vec<Part> = Vec::new();
        std::thread::scope(|scope| {
            let (mut rest, mut others) = (marks.as_mut_slice(), Vec::new());
            let mut chunks = index.chunks.chunks(in_each).peekable();
            while let Some(own) = chunks.next() {
                let (marks, after) = rest.split_at_mut(own.iter().map(|chunk| chunk.len()).sum());
                rest = after;
                // The last part is done by this thread.
                match chunks.peek() {
                    Some(_) => others.push(scope.spawn(move || Part::find(source, own, marks))),
                    None => {
                        let last = Part::find(source, own, marks);
                        parts.extend(others.drain(..).map(joined));
                        parts.push(last);
                    }
                }
            }
        });
        let in_chunks: Vec<u32> = parts.iter().flat_map(|part| part.in_chunks.iter().copied()).collect();
        let rows = in_chunks.iter().map(|count| u64::from(*count)).sum();
        Matches { marks, in_chunks, rows, seats: parts.iter().map(|part| part.seats).sum() }
    }
}

impl Part {
    fn find(source: &Source, chunks: &[Arc<Chunk>], marks: &mut [u8]) -> Self {
        let longest = chunks.iter().map(|chunk| chunk.len()).max().unwrap_or_default();
        let (mut spare, mut part) = (vec![0; longest], Part::default());
        let are_traits_only = source.conditions.are_traits_only();
        let mut rest = marks;
        for chunk in chunks {
            let (marks, after) = rest.split_at_mut(chunk.len());
            rest = after;
            source.conditions.mark(chunk, marks, &mut spare[..chunk.len()]);
            let (rows, seats) = if are_traits_only {
                let groups = source.conditions.groups(chunk);
                groups.fold((0, 0), |(rows, seats), group| (rows + group.rows, seats + group.seats))
            } else {
                sum(marks, &chunk.quantities)
            };
            part.in_chunks.push(rows);
            part.seats += seats;
        }
        part
    }
}

/// Waits for a thread, and panics if it did.
fn joined(thread: ScopedJoinHandle<'_, Part>) -> Part {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Returns the number of marked rows and the sum of their quantities.
fn sum(marks: &[u8], quantities: &[i32]) -> (u32, u64) {
    let count = |marks: &[u8]| marks.iter().map(|mark| u32::from(*mark)).sum::<u32>();
    let rows: u32 = marks.chunks(SUMMED).map(count).sum();
    if rows as usize * FEW < marks.len() {
        let found = memchr::memchr_iter(1, marks);
        return (rows, found.map(|row| u64::from(quantities[row].unsigned_abs())).sum());
    }
    let mut seats = 0;
    for (marks, quantities) in marks.chunks(SUMMED).zip(quantities.chunks(SUMMED)) {
        let mut sum = 0_u32;
        for (mark, quantity) in marks.iter().zip(quantities) {
            sum += quantity.cast_unsigned() & 0_u32.wrapping_sub(u32::from(*mark));
        }
        seats += u64::from(sum);
    }
    (rows, seats)
}
