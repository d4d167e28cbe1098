//! What an import did, or would do: counts, bad rows with line, column and value, names that were kept.
//! [`super::super::run`] fills it; its `Display` is what the command prints.

use crate::csv::Record;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::{EvaluatedRow, RowDecision, RowError};
use crate::i18n::Locale;
use crate::text::visible::visible;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a dry run says of a row that would be written.
type Would = fn(String) -> Remark;

/// So many bad rows and remarks are told one by one; `--rejects` has every bad row.
pub const TOLD: usize = 1_000;

/// The outcome of one import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows in the file.
    pub rows: u64,
    /// Rows that were new.
    pub added: u64,
    /// Rows that differed.
    pub changed: u64,
    /// Rows that stood there already.
    pub unchanged: u64,
    /// Names that staff had edited, and that were kept.
    pub kept: u64,
    /// Rows that could not be taken.
    pub bad: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Nothing was written.
    pub dry_run: bool,
    /// The language in which it says what is wrong; none is the operator's.
    #[serde(skip)]
    pub locale: Option<Locale>,
    /// The first bad rows, by line.
    pub bad_rows: Vec<BadRow>,
    /// The first remarks, by line: names kept; in a dry run also what would be added and changed.
    pub remarks: Vec<(u64, Remark)>,
}

/// What is worth knowing of a good row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Remark {
    /// A dry run: it would be added.
    Add(String),
    /// A dry run: it would be changed.
    Change(String),
    /// Staff's edit stands over the name in the file.
    Kept {
        /// The name that is kept.
        name: String,
        /// The name in the file.
        theirs: String,
    },
    /// A title or the like, which stood above the columns and was passed over.
    Above(String),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::Add(cells) => write!(f, "would be added: {cells}"),
            Remark::Change(cells) => write!(f, "would be changed: {cells}"),
            Remark::Kept { name, theirs } => {
                write!(f, "the name “{name}” was edited here and is kept; the file says “{theirs}”")
            }
            Remark::Above(text) => write!(f, "above the names of the columns, passed over: {text}"),
        }
    }
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BadRow {
    /// Where it begins; the header's line is 1.
    pub line: u64,
    /// The column, as the file calls it; empty when the row as a whole is wrong.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What would be right.
    pub message: String,
}

impl Report {
    /// Adds a bad row; answers its reason in one sentence.
    pub(super) fn reject(&mut self, header: &Header, line: u64, fault: &RowError) -> String {
        let word = fault.column.map(|column| header.name(column).unwrap_or_default());
        let value: String = fault.value.chars().take(200).collect();
        let bad = BadRow {
            line,
            column: visible(word.unwrap_or_default()).trim().to_owned(),
            value: visible(&value).into_owned(),
            message: fault.complaint.text(self.locale),
        };
        let reason = bad.reason();
        self.bad += 1;
        if self.bad_rows.len() < TOLD {
            self.bad_rows.push(bad);
        }
        reason
    }

    /// Adds a row that was judged good.
    pub(super) fn count<W>(&mut self, header: &Header, record: &Record, judged: &EvaluatedRow<W>) {
        let (count, would): (_, Option<Would>) = match judged.verdict {
            RowDecision::Add(_) => (&mut self.added, Some(Remark::Add)),
            RowDecision::Change(_) => (&mut self.changed, Some(Remark::Change)),
            RowDecision::Remember(_) | RowDecision::Leave => (&mut self.unchanged, None),
            RowDecision::Bad(_) => return,
        };
        *count += 1;
        if let (true, Some(would)) = (self.dry_run, would) {
            let cells: Vec<&str> = record.cells().take(header.cell_count()).collect();
            self.add_remark(record.line(), would(visible(&cells.join(", ")).into_owned()));
        }
        if let Some(name) = &judged.kept {
            self.kept += 1;
            let column = crate::csv::Column::CompanyName;
            let theirs = header.text(record, column);
            self.add_remark(
                record.line(),
                Remark::Kept { name: name.clone(), theirs: visible(theirs).into_owned() },
            );
        }
    }

    pub(crate) fn sort(&mut self) {
        self.bad_rows.sort();
        self.remarks.sort();
    }

    pub(super) fn add_remark(&mut self, line: u64, remark: Remark) {
        if self.remarks.len() < TOLD {
            self.remarks.push((line, remark));
        }
    }
}

impl BadRow {
    /// The reason without the line.
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
    /// The summary, one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { rows, added, changed, unchanged, kept, bad, .. } = self;
        if self.dry_run {
            write!(f, "{rows} rows: {added} would be added, {changed} changed, {unchanged} left alone")?;
        } else {
            write!(f, "{rows} rows: {added} added, {changed} changed, {unchanged} left alone")?;
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
