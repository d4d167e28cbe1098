//! The first pass of an import: reads and checks the whole file and sorts its valid rows, before anything is written.
//! [`super::batches`] then writes them.

use crate::csv::record::Tear;
use crate::csv::{Column, Record};
use crate::error::{Error, Result};
use crate::features::import::engine::difference::{ChangedRow, ChangesFile};
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::external_sort::{ExternalSorter, Sorted};
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::{Importer, RowError};
use crate::features::import::engine::options::{Options, Progress};
use crate::features::import::engine::rejects::Rejects;
use crate::features::import::engine::report::{Remark, Report};
use crate::features::import::engine::source::Source;
use crate::text::visible::visible;
use std::collections::HashMap;
use std::io::Read;

const ROWS_IN_MEMORY: usize = 12 * 1024 * 1024;

const IDENTITIES_IN_MEMORY: usize = 4 * 1024 * 1024;

const ROWS_PER_PROGRESS: u64 = 4_096;

/// The valid rows of a file in the order of the table, and the results so far.
pub(crate) struct StagedFile {
    rows: Sorted,
    /// Rows with the same identity as an earlier row: their line, and the line of the first one.
    repeated: HashMap<u64, u64>,
    pub header: Header,
    pub rejects: Option<Rejects>,
    pub changes: Option<ChangesFile>,
    pub report: Report,
}

/// Reads the whole file.
///
/// # Errors
/// One line that says why the file as a whole cannot be imported.
pub(crate) fn stage<K: Importer>(
    kind: &K,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<StagedFile> {
    let mut source = Source::open(input, kind.expected(), options.locale.unwrap_or_default())?;
    let header = source.header.clone();
    let mut rejects = options
        .rejects
        .as_ref()
        .map(|_| Rejects::new(&header, options.locale.unwrap_or_default()))
        .transpose()?;
    let changes =
        options.changes.as_ref().map(|_| ChangesFile::new(K::IDENTITY, options.locale.unwrap_or_default()));
    let changes = changes.transpose()?;
    let mut report = Report { dry_run: options.dry_run, locale: options.locale, ..Report::default() };
    for (line, text) in &source.above {
        report.add_remark(*line, Remark::Above(text.clone()));
    }
    let mut rows = ExternalSorter::new(ROWS_IN_MEMORY);
    let mut identities = ExternalSorter::new(IDENTITIES_IN_MEMORY);
    let mut record = Record::default();
    let mut encoded = Vec::new();
    while source.read(&mut record)? {
        report.rows += 1;
        match parse_row(kind, &header, &record) {
            Ok(row) => {
                encoded.clear();
                record.encode(&mut encoded);
                rows.push(&kind.key(&row), &encoded)?;
                identities.push(&kind.identity(&row), &record.line().to_be_bytes())?;
            }
            Err(fault) => reject(&mut report, rejects.as_mut(), &header, &record, &fault)?,
        }
        if report.rows.is_multiple_of(ROWS_PER_PROGRESS) {
            progress(Progress::Reading { bytes: source.bytes() });
        }
    }
    report.sha256 = source.sha256();
    let (repeated, rows) = (repetitions(identities.finish()?)?, rows.finish()?);
    Ok(StagedFile { rows, repeated, header, rejects, changes, report })
}

/// Checks the structure of a row and parses it.
pub(super) fn parse_row<K: Importer>(kind: &K, header: &Header, record: &Record) -> Result<K::Row, RowError> {
    if let Some((cell, tear)) = record.torn() {
        let complaint = match tear {
            Tear::AfterQuote => ErrorReason::Torn,
            Tear::BeforeQuote => ErrorReason::SpaceBeforeQuote,
        };
        return Err(match header.column_at(cell) {
            Some(column) => RowError::new(column, record.cell(cell), complaint),
            None => RowError::row(complaint),
        });
    }
    if let Some((place, found)) = header.unexpected_cell(record) {
        return Err(RowError::row(ErrorReason::Stray { column: place + 1, found: found.to_owned() }));
    }
    kind.parse(header, record)
}

/// Adds a bad row to the report and to the rejects.
pub(super) fn reject(
    report: &mut Report,
    rejects: Option<&mut Rejects>,
    header: &Header,
    record: &Record,
    fault: &RowError,
) -> Result<()> {
    let reason = report.reject(header, record, fault);
    rejects.map_or(Ok(()), |rejects| rejects.add(record, &reason))
}

impl StagedFile {
    /// Returns the next rows, at most `size`; empty at the end. Rejects repeated rows.
    pub fn next_batch<K: Importer>(&mut self, kind: &K, size: usize) -> Result<Vec<(Record, K::Row)>> {
        let mut batch = Vec::with_capacity(size);
        while batch.len() < size {
            let Some((_, encoded)) = self.rows.next()? else { break };
            let record =
                Record::decode(&encoded).ok_or_else(|| Error::internal("a staged row is corrupt"))?;
            match self.understand_once(kind, &record) {
                Ok(row) => batch.push((record, row)),
                Err(fault) => self.reject(&record, &fault)?,
            }
        }
        Ok(batch)
    }

    /// Adds a bad row to the report and to the rejects.
    pub fn reject(&mut self, record: &Record, fault: &RowError) -> Result<()> {
        reject(&mut self.report, self.rejects.as_mut(), &self.header, record, fault)
    }

    /// Adds a row that would change to the report and to the file of changes.
    pub fn add_change<K: Importer>(&mut self, kind: &K, record: &Record, write: &K::Write) -> Result<()> {
        let locale = self.report.locale.unwrap_or_default();
        let id = visible(self.header.text(record, K::IDENTITY).trim()).into_owned();
        let name = [Column::CompanyName, Column::Subscription, Column::OfferName]
            .into_iter()
            .find(|column| self.header.has(*column))
            .map(|column| visible(self.header.text(record, column).trim()).into_owned());
        let row = ChangedRow {
            line: record.line(),
            id,
            name: name.unwrap_or_default(),
            differences: kind.differences(write, locale),
        };
        if let Some(changes) = &mut self.changes {
            changes.add(&row, locale)?;
        }
        self.report.add_change(row);
        Ok(())
    }

    fn understand_once<K: Importer>(&self, kind: &K, record: &Record) -> Result<K::Row, RowError> {
        if let Some(first) = self.repeated.get(&record.line()) {
            let value = self.header.text(record, K::IDENTITY);
            return Err(RowError::new(K::IDENTITY, value, ErrorReason::Repeated { first: *first }));
        }
        parse_row(kind, &self.header, record)
    }
}

fn repetitions(mut identities: Sorted) -> Result<HashMap<u64, u64>> {
    let mut repeated = HashMap::new();
    let mut first: Option<(Vec<u8>, u64)> = None;
    while let Some((identity, line)) = identities.next()? {
        let line = <[u8; 8]>::try_from(line).map(u64::from_be_bytes).unwrap_or_default();
        match &first {
            Some((before, first)) if *before == identity => {
                repeated.insert(line, *first);
            }
            _ => first = Some((identity, line)),
        }
    }
    Ok(repeated)
}
