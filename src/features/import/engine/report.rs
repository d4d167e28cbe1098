//! The report of an import or a dry run: counts, rejected rows with line, column and value, names that were kept.
//! [`super::super::run`] fills it; its `Display` is the output of the command.

use crate::csv::{Column, Record};
use crate::features::import::engine::difference::ChangedRow;
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::{EvaluatedRow, RowDecision, RowError};
use crate::i18n::Locale;
use crate::text::visible::visible;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Maximum number of listed bad rows, and of remarks; `--rejects` writes all bad rows.
pub const MAX_LISTED: usize = 1_000;

/// The outcome of one import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows in the file.
    pub rows: u64,
    /// Rows that were new.
    pub added: u64,
    /// Rows that differed.
    pub changed: u64,
    /// Rows that were already in the database.
    pub unchanged: u64,
    /// Names edited in the portal that were kept.
    pub kept: u64,
    /// Rows that were rejected.
    pub bad: u64,
    /// Those of them that have the id of an earlier row.
    #[serde(default)]
    pub repeated: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Whether this was a dry run, which writes nothing.
    pub dry_run: bool,
    /// The language of messages; `None` for those of the command line.
    #[serde(skip)]
    pub locale: Option<Locale>,
    /// Dry run: how many rows would change in which column.
    #[serde(default)]
    pub changed_columns: BTreeMap<Column, u64>,
    /// Dry run: the first rows that would change, by line.
    #[serde(default)]
    pub changed_rows: Vec<ChangedRow>,
    /// The first bad rows, by line.
    pub bad_rows: Vec<BadRow>,
    /// The first remarks, by line: names kept; in a dry run also rows that would be added or changed.
    pub remarks: Vec<(u64, Remark)>,
}

/// A note about a row that is not an error.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Remark {
    /// Dry run: the row would be added.
    Add(String),
    /// Dry run: these cells would be changed.
    Change(String),
    /// A name edited in the portal is kept instead of the name in the file.
    Kept {
        /// The name that is kept.
        name: String,
        /// The name in the file.
        theirs: String,
    },
    /// A row above the header, such as a title, was skipped.
    Above(String),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::Add(cells) => write!(f, "would be added: {cells}"),
            Remark::Change(cells) => write!(f, "would be changed: {cells}"),
            Remark::Kept { name, theirs } => {
                write!(
                    f,
                    "the name “{name}” was edited in the portal and is kept; the name in the file is “{theirs}”"
                )
            }
            Remark::Above(text) => write!(f, "above the header, skipped: {text}"),
        }
    }
}

/// A rejected row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BadRow {
    /// The line where it begins, from 1.
    pub line: u64,
    /// Which row it is: its ids and names as far as it has them, with commas between them.
    #[serde(default)] // older reports have none
    pub row: String,
    /// The column's name in the file; empty if the whole row is wrong.
    pub column: String,
    /// The text of the cell.
    pub value: String,
    /// What is wrong, or what is expected.
    pub message: String,
}

impl Report {
    /// Adds a rejected row; returns its reason in one sentence.
    pub(super) fn reject(&mut self, header: &Header, record: &Record, fault: &RowError) -> String {
        let word = fault.column.map(|column| header.name(column).unwrap_or_default());
        let value = shortened(&fault.value);
        let bad = BadRow {
            line: record.line(),
            row: visible(&named(header, record)).into_owned(),
            column: visible(word.unwrap_or_default()).trim().to_owned(),
            value: visible(&value).into_owned(),
            message: fault.complaint.text(self.locale),
        };
        let reason = bad.reason();
        self.bad += 1;
        self.repeated += u64::from(matches!(fault.complaint, ErrorReason::Repeated { .. }));
        if self.bad_rows.len() < MAX_LISTED {
            self.bad_rows.push(bad);
        }
        reason
    }

    /// Counts a row that was not rejected.
    pub(super) fn count<W>(&mut self, header: &Header, record: &Record, judged: &EvaluatedRow<W>) {
        let count = match judged.verdict {
            RowDecision::Add(_) => &mut self.added,
            RowDecision::Change(_) => &mut self.changed,
            RowDecision::Remember(_) | RowDecision::Leave => &mut self.unchanged,
            RowDecision::Bad(_) => return,
        };
        *count += 1;
        if self.dry_run && matches!(judged.verdict, RowDecision::Add(_)) {
            let cells: Vec<&str> = record.cells().take(header.cell_count()).collect();
            self.add_remark(record.line(), Remark::Add(visible(&cells.join(", ")).into_owned()));
        }
        if let Some(name) = &judged.kept {
            self.kept += 1;
            let column = Column::CompanyName;
            let theirs = header.text(record, column);
            self.add_remark(
                record.line(),
                Remark::Kept { name: name.clone(), theirs: visible(theirs).into_owned() },
            );
        }
    }

    /// Adds a row that would change. Its count is that of [`Self::count`].
    pub(super) fn add_change(&mut self, row: ChangedRow) {
        for one in &row.differences {
            *self.changed_columns.entry(one.column).or_default() += 1;
        }
        let locale = self.locale.unwrap_or_default();
        let cells: Vec<String> = row.differences.iter().map(|one| one.text(locale)).collect();
        self.add_remark(row.line, Remark::Change(visible(&cells.join("; ")).into_owned()));
        if self.changed_rows.len() < MAX_LISTED {
            self.changed_rows.push(row);
        }
    }

    pub(crate) fn sort(&mut self) {
        self.bad_rows.sort();
        self.changed_rows.sort();
        self.remarks.sort();
    }

    pub(super) fn add_remark(&mut self, line: u64, remark: Remark) {
        if self.remarks.len() < MAX_LISTED {
            self.remarks.push((line, remark));
        }
    }
}

/// Maximum number of characters of a cell in the report.
const MAX_CHARS: usize = 200;

fn shortened(text: &str) -> String {
    text.chars().take(MAX_CHARS).collect()
}

/// Returns what tells a row from others.
fn named(header: &Header, record: &Record) -> String {
    let columns = [Column::CompanyName, Column::SubscriptionId, Column::MicrosoftId];
    let cells = columns.map(|column| shortened(header.text(record, column).trim()));
    cells.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
}

impl BadRow {
    /// Returns the reason without the line number.
    pub fn reason(&self) -> String {
        if self.column.is_empty() {
            return self.message.clone();
        }
        format!("{}: “{}” {}", self.column, self.value, self.message)
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason())
    }
}

impl fmt::Display for Report {
    /// Writes the summary in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { rows, added, changed, unchanged, kept, bad, .. } = self;
        if self.dry_run {
            write!(f, "{rows} rows: {added} would be added, {changed} changed, {unchanged} unchanged")?;
        } else {
            write!(f, "{rows} rows: {added} added, {changed} changed, {unchanged} unchanged")?;
        }
        if *kept > 0 {
            write!(f, ", {kept} edited names kept")?;
        }
        if *bad > 0 {
            write!(f, ", {bad} bad rows")?;
        }
        f.write_str(if self.dry_run { "; nothing was written" } else { "" })
    }
}
