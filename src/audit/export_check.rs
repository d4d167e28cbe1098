//! Compares a detailed export of the activity log with the current log: each exported entry must have the
//! same value now, or have had it in version 1 of the chain. Each value covers all earlier entries, so if
//! the newest one is equal, no older entry has changed.

use crate::audit::verify_queries;
use crate::csv::{Column, Reader, Record};
use crate::db::DbConnection;
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Number of entries that are compared in one query.
const BATCH_SIZE: usize = 500;

/// The Entry IDs and chain values of an export.
#[derive(Debug, Clone, Default)]
pub struct ExportedLog(Vec<(i64, String)>);

/// The result of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Number of entries with the same value.
    pub equal: usize,
    /// The first entry with another value, or that no longer exists.
    pub broken: Option<i64>,
}

impl ExportedLog {
    /// Reads the file.
    ///
    /// # Errors
    /// One line for the operator: the file cannot be read or is not a detailed export of the log.
    pub fn read(path: &Path) -> Result<Self> {
        let wrong = |what: String| Error::operator(format!("{}: {what}", path.display()));
        let file = File::open(path).map_err(|error| wrong(error.to_string()))?;
        let mut reader = Reader::new(BufReader::new(file));
        let mut row = Record::default();
        let mut next = |row: &mut Record| reader.read(row).map_err(|error| wrong(error.to_string()));
        next(&mut row)?;
        let place = |column| {
            row.cells().position(|cell| Column::named(cell.trim_start_matches('\u{FEFF}')) == Some(column))
        };
        let (Some(id), Some(value)) = (place(Column::EntryId), place(Column::ChainValue)) else {
            return Err(wrong(
                "is not a detailed export of the activity log: it has no columns Entry ID and Chain value"
                    .into(),
            ));
        };
        let mut entries = Vec::new();
        while next(&mut row)? {
            let entry = row.cell(id).parse().ok().filter(|entry| *entry > 0);
            let entry = entry.ok_or_else(|| {
                wrong(format!("line {}: “{}” is not an Entry ID", row.line(), row.cell(id)))
            })?;
            entries.push((entry, row.cell(value).to_owned()));
        }
        entries.sort_unstable();
        Ok(ExportedLog(entries))
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compares the export with a partner's log.
    ///
    /// # Errors
    /// The database failed.
    pub fn compare(&self, c: &mut DbConnection, partner: PartnerId) -> Result<Comparison> {
        let mut compared = Comparison { equal: 0, broken: None };
        for entries in self.0.chunks(BATCH_SIZE) {
            let seqs: Vec<i64> = entries.iter().map(|(seq, _)| *seq).collect();
            let now = verify_queries::values(c, partner, &seqs)?;
            for (seq, value) in entries {
                let found = now.binary_search_by_key(seq, |entry| entry.seq).ok();
                if found.is_some_and(|at| now[at].equals(value)) {
                    compared.equal += 1;
                } else {
                    compared.broken = compared.broken.or(Some(*seq));
                }
            }
        }
        Ok(compared)
    }
}
