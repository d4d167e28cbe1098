//! External merge sort for data larger than memory: sorted runs of a few megabytes in unlinked temporary files.
//! [`super::staging`] sorts the rows of a file with it, so that they are written in the order of the table.

use crate::error::Result;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, Write};

/// Sorts entries by key, then by value.
pub struct ExternalSorter {
    bytes: Vec<u8>,
    entries: Vec<EntrySpan>,
    runs: Vec<File>,
    limit: usize,
}

/// The position of an entry in the bytes of a run.
struct EntrySpan {
    start: u32,
    key: u32,
    value: u32,
}

impl EntrySpan {
    fn slices<'a>(&self, bytes: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let middle = (self.start + self.key) as usize;
        let key = bytes.get(self.start as usize..middle).unwrap_or_default();
        (key, bytes.get(middle..middle + self.value as usize).unwrap_or_default())
    }
}

impl ExternalSorter {
    /// Creates a sorter that holds about `limit` bytes in memory.
    pub fn new(limit: usize) -> Self {
        ExternalSorter { bytes: Vec::new(), entries: Vec::new(), runs: Vec::new(), limit }
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// The temporary files cannot be written.
    pub fn push(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        let used = self.bytes.len() + self.entries.len() * size_of::<EntrySpan>();
        if !self.entries.is_empty() && used + key.len() + value.len() > self.limit {
            self.spill()?;
        }
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        self.entries.push(EntrySpan { start, key: key.len() as u32, value: value.len() as u32 });
        Ok(())
    }

    /// Returns the entries sorted by key, then by value.
    ///
    /// # Errors
    /// The temporary files cannot be written or read.
    pub fn finish(mut self) -> Result<Sorted> {
        self.spill()?;
        let mut sorted = Sorted { runs: Vec::new(), heap: BinaryHeap::new() };
        for mut run in self.runs {
            run.rewind()?;
            sorted.runs.push(BufReader::with_capacity(64 * 1024, run));
        }
        for (index, run) in sorted.runs.iter_mut().enumerate() {
            if let Some(entry) = read_entry(run)? {
                sorted.heap.push(Reverse((entry, index)));
            }
        }
        Ok(sorted)
    }

    fn spill(&mut self) -> Result<()> {
        let bytes = &self.bytes;
        self.entries.sort_unstable_by(|a, b| a.slices(bytes).cmp(&b.slices(bytes)));
        let mut run = BufWriter::with_capacity(64 * 1024, tempfile::tempfile()?);
        for entry in &self.entries {
            let (key, value) = entry.slices(bytes);
            run.write_all(&entry.key.to_le_bytes())?;
            run.write_all(&entry.value.to_le_bytes())?;
            run.write_all(key)?;
            run.write_all(value)?;
        }
        self.runs.push(run.into_inner().map_err(|error| error.into_error())?);
        self.bytes.clear();
        self.entries.clear();
        Ok(())
    }
}

type Entry = (Vec<u8>, Vec<u8>);

/// The sorted entries.
pub struct Sorted {
    runs: Vec<BufReader<File>>,
    /// The next entry of each unfinished run, with the index of the run.
    heap: BinaryHeap<Reverse<(Entry, usize)>>,
}

impl Sorted {
    /// Returns the next entry; `None` at the end.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub fn next(&mut self) -> Result<Option<Entry>> {
        let Some(mut first) = self.heap.peek_mut() else { return Ok(None) };
        let run = first.0.1;
        let entry = std::mem::take(&mut first.0.0);
        match self.runs.get_mut(run).map(read_entry).transpose()?.flatten() {
            Some(next) => first.0.0 = next,
            None => drop(PeekMut::pop(first)),
        }
        Ok(Some(entry))
    }
}

fn read_entry(run: &mut BufReader<File>) -> Result<Option<Entry>> {
    let mut lengths = [0; 8];
    match run.read_exact(&mut lengths) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let [a, b, c, d, rest @ ..] = lengths;
    let mut key = vec![0; u32::from_le_bytes([a, b, c, d]) as usize];
    let mut value = vec![0; u32::from_le_bytes(rest) as usize];
    run.read_exact(&mut key)?;
    run.read_exact(&mut value)?;
    Ok(Some((key, value)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_within_any_memory_limit(
            entries in proptest::collection::vec((any::<Vec<u8>>(), any::<u8>()), 0..60),
            limit in 0_usize..2000,
        ) {
            let mut sorter = ExternalSorter::new(limit);
            for (key, value) in &entries {
                sorter.push(key, &[*value]).unwrap();
            }
            let mut sorted = sorter.finish().unwrap();
            let mut found = Vec::new();
            while let Some(entry) = sorted.next().unwrap() {
                found.push(entry);
            }
            let mut expected: Vec<_> = entries.into_iter().map(|(key, value)| (key, vec![value])).collect();
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }
}
