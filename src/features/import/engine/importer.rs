//! The trait of the four imports: how a row is parsed, compared with the database, and written.
//! The implementations are in [`super::super::kinds`]; [`super::super::run`] runs them.

use crate::audit::{Activity, Tx};
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::{Expected, Header};
use crate::i18n::Locale;

/// What is wrong with a row or one of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The column; `None` if the whole row is wrong.
    pub column: Option<Column>,
    /// The text of the cell.
    pub value: String,
    /// The reason.
    pub complaint: ErrorReason,
}

impl RowError {
    /// Creates the error for a cell.
    pub fn new(column: Column, value: &str, complaint: impl Into<ErrorReason>) -> Self {
        RowError { column: Some(column), value: value.to_owned(), complaint: complaint.into() }
    }

    /// Creates the error for a whole row.
    pub fn row(complaint: impl Into<ErrorReason>) -> Self {
        RowError { column: None, value: String::new(), complaint: complaint.into() }
    }
}

/// What to do with a row; `W` is the data to write.
#[derive(Debug, Clone, PartialEq)]
pub enum RowDecision<W> {
    /// Insert: the row is new.
    Add(W),
    /// Update: the row differs.
    Change(W),
    /// Update columns that no user sees; everything visible is the same.
    Remember(W),
    /// Do nothing: the database has the same values.
    Leave,
    /// Reject the row.
    Bad(RowError),
}

/// The decision about a row, and the edited name that is kept instead of the one in the file, if there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluatedRow<W> {
    /// What to do.
    pub verdict: RowDecision<W>,
    /// The edited name that is kept.
    pub kept: Option<String>,
}

impl<W> From<RowDecision<W>> for EvaluatedRow<W> {
    fn from(verdict: RowDecision<W>) -> Self {
        EvaluatedRow { verdict, kept: None }
    }
}

impl<W> EvaluatedRow<W> {
    /// Returns the data to write, if any.
    pub fn write(&self) -> Option<&W> {
        match &self.verdict {
            RowDecision::Add(write) | RowDecision::Change(write) | RowDecision::Remember(write) => {
                Some(write)
            }
            RowDecision::Leave | RowDecision::Bad(_) => None,
        }
    }
}

/// A kind of import.
pub trait Importer {
    /// A parsed row.
    type Row;
    /// The data to write for a row.
    type Write;
    /// A version of the state that decisions depend on. While it is unchanged, decisions stay valid.
    type Stamp: PartialEq;
    /// The kind of file, in the activity log.
    const NAME: &'static str;
    /// The resource type of a row, in the activity log.
    const RESOURCE: &'static str;
    /// The columns, in the order of docs/reference/csv.md.
    const COLUMNS: &'static [Column];
    /// The column whose values must be unique in the file.
    const IDENTITY: Column;

    /// The columns of which the stored values can win over those of the file ([`super::difference::ColumnChoices`]).
    const CHOICES: &'static [Column] = &[];

    /// Returns the expected columns of the file.
    fn expected(&self) -> Expected {
        Expected { columns: Self::COLUMNS, known: None }
    }

    /// Parses a row; the error is about the first invalid cell.
    fn parse(&self, header: &Header, record: &Record) -> Result<Self::Row, RowError>;

    /// Returns the unique identity of a row as bytes.
    fn identity(&self, row: &Self::Row) -> Vec<u8>;

    /// Returns the sort key; rows are written in this order.
    fn key(&self, row: &Self::Row) -> Vec<u8>;

    /// Returns the current version of the state that decisions depend on.
    fn stamp(&self, c: &mut DbConnection) -> Result<Self::Stamp>;

    /// Returns one decision for each row.
    fn evaluate(&self, c: &mut DbConnection, rows: &[Self::Row]) -> Result<Vec<EvaluatedRow<Self::Write>>>;

    /// Returns the cells that the write of a changed row changes, with labels in this language.
    fn differences(&self, write: &Self::Write, locale: Locale) -> Vec<Difference>;

    /// Writes the rows and returns the log entries for single rows. The entry of the batch only counts added rows, but
    /// each added partnership has its own entry.
    ///
    /// # Errors
    /// `Unavailable` if a row changed after the decision.
    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Self::Write>]) -> Result<Vec<Activity>>;
}

/// A stamp that never equals another. Files of resellers and offers are small, so they are always compared again while
/// holding the lock.
#[derive(Debug, Clone, Copy)]
pub struct NoStamp;

impl PartialEq for NoStamp {
    fn eq(&self, _: &NoStamp) -> bool {
        false
    }
}
