//! What the four imports have in common, as a trait: how a row is read, compared with what is held, and written.
//! [`super::super::kinds::customers`], [`super::super::kinds::subscriptions`], [`super::super::kinds::resellers`] and [`super::super::kinds::offers`] are the four;
//! [`super::super::run`] drives them.

use crate::audit::{Activity, Tx};
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::{Expected, Header};

/// What is wrong with a row: one cell, what stands in it, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The column; none when the row as a whole is wrong.
    pub column: Option<Column>,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub complaint: ErrorReason,
}

impl RowError {
    /// A cell that is wrong.
    pub fn new(column: Column, value: &str, complaint: impl Into<ErrorReason>) -> Self {
        RowError { column: Some(column), value: value.to_owned(), complaint: complaint.into() }
    }

    /// A row that is wrong.
    pub fn row(complaint: impl Into<ErrorReason>) -> Self {
        RowError { column: None, value: String::new(), complaint: complaint.into() }
    }
}

/// What is to be done with a row; `W` says how to write it.
#[derive(Debug, Clone, PartialEq)]
pub enum RowDecision<W> {
    /// It is new.
    Add(W),
    /// It differs.
    Change(W),
    /// Nothing that is seen differs, but something is to be remembered.
    Remember(W),
    /// It stands there already.
    Leave,
    /// It cannot be taken.
    Bad(RowError),
}

/// A verdict, and the name that staff's edit holds against the file, where one does.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluatedRow<W> {
    /// What is to be done.
    pub verdict: RowDecision<W>,
    /// The name that is kept.
    pub kept: Option<String>,
}

impl<W> From<RowDecision<W>> for EvaluatedRow<W> {
    fn from(verdict: RowDecision<W>) -> Self {
        EvaluatedRow { verdict, kept: None }
    }
}

impl<W> EvaluatedRow<W> {
    /// What is to be written, if anything.
    pub fn write(&self) -> Option<&W> {
        match &self.verdict {
            RowDecision::Add(write) | RowDecision::Change(write) | RowDecision::Remember(write) => {
                Some(write)
            }
            RowDecision::Leave | RowDecision::Bad(_) => None,
        }
    }
}

/// One of the imports.
pub trait Importer {
    /// A row with every cell understood.
    type Row;
    /// How to write a row.
    type Write;
    /// As long as two stamps are equal, what was compared still stands.
    type Stamp: PartialEq;
    /// What the file holds, in the activity log.
    const NAME: &'static str;
    /// What a row is, in the activity log.
    const RESOURCE: &'static str;
    /// The columns, in the order of docs/reference/csv.md.
    const COLUMNS: &'static [Column];
    /// The column in which no two rows may have the same.
    const IDENTITY: Column;

    /// The columns that a file has to have.
    fn expected(&self) -> Expected {
        Expected { columns: Self::COLUMNS, known: None }
    }

    /// Reads a row; a fault names the first cell that is wrong.
    fn parse(&self, header: &Header, record: &Record) -> Result<Self::Row, RowError>;

    /// What no two rows of a file share, as bytes.
    fn identity(&self, row: &Self::Row) -> Vec<u8>;

    /// Where the row stands in the order in which it is written.
    fn key(&self, row: &Self::Row) -> Vec<u8>;

    /// The state that verdicts depend on.
    fn stamp(&self, c: &mut DbConnection) -> Result<Self::Stamp>;

    /// One verdict for each row.
    fn evaluate(&self, c: &mut DbConnection, rows: &[Self::Row]) -> Result<Vec<EvaluatedRow<Self::Write>>>;

    /// Writes what is to be written, and answers an activity for each change (not for what was added).
    ///
    /// # Errors
    /// `Unavailable` when a row is no longer as it was when it was judged.
    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Self::Write>]) -> Result<Vec<Activity>>;
}

/// So many ids are asked for in one statement.
pub(crate) const ID_BATCH_SIZE: usize = 500;

/// A stamp that equals no other: resellers are few, and compared again inside the lock.
#[derive(Debug, Clone, Copy)]
pub struct NoStamp;

impl PartialEq for NoStamp {
    fn eq(&self, _: &NoStamp) -> bool {
        false
    }
}
