//! A file that somebody uploaded, and how far it is, as it stands in the database.
//! The bytes of the file are in [`super::file`].

use crate::domain::text_enum::text_enum;
use crate::features::import::engine::options::Progress;
use crate::features::import::engine::report::Report;
use crate::i18n::Texts;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// So many bad rows, and so many remarks, stand on the page; the file of rejects has every bad row.
pub const SHOWN: usize = 50;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// Customers.
    Customers,
    /// Subscriptions of customers that are here already.
    Subscriptions,
}

text_enum!(FileKind, "kind", { Customers = "customers", Subscriptions = "subscriptions" });

impl FileKind {
    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            FileKind::Customers => texts.customers(),
            FileKind::Subscriptions => texts.subscriptions(),
        }
    }
}

/// The id of an import, as it stands in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportId(Uuid);

impl ImportId {
    /// A new one.
    #[allow(clippy::new_without_default)] // no two are alike
    pub fn new() -> Self {
        ImportId(Uuid::new_v4())
    }
}

impl fmt::Display for ImportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for ImportId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(ImportId)
    }
}

/// An import, and what is still here of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// What is known of it.
    pub draft: ImportDraft,
    /// Whether its file or its bad rows are still here.
    pub is_kept: bool,
    /// How far the work on it is.
    pub progress: Option<Progress>,
}

/// What is known of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDraft {
    /// What the file holds.
    pub kind: FileKind,
    /// Its name, as the browser told it.
    pub file_name: String,
    /// Its length.
    pub bytes: u64,
    /// New customers have granted delegated administration.
    pub delegated_admin: bool,
    /// The only customer whose subscriptions it holds, if it was uploaded for one.
    pub customer: Option<OfCustomer>,
    /// The language in which its uploader is told what is wrong.
    pub language: String,
    /// The request that asked for the work, for the activity log.
    pub request_id: String,
    /// From where it came.
    pub address: String,
    /// How far it is.
    pub state: ImportState,
}

/// A customer whose subscriptions are imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfCustomer {
    /// Its Microsoft ID.
    pub id: String,
    /// What the list calls it.
    pub name: String,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportState {
    /// The file is being read and compared.
    Checking,
    /// The file cannot be imported: why not.
    Refused(String),
    /// It waits for a word: what would be done.
    Checked(Box<Report>),
    /// It is being written.
    Running,
    /// What was done.
    Done(Box<Report>),
    /// It ended early; what had been written stays.
    Broken,
}

impl ImportState {
    /// Its word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            ImportState::Checking => "checking",
            ImportState::Refused(_) => "refused",
            ImportState::Checked(_) => "checked",
            ImportState::Running => "running",
            ImportState::Done(_) => "done",
            ImportState::Broken => "broken",
        }
    }

    /// Whether something goes on by itself.
    pub fn is_running(&self) -> bool {
        matches!(self, ImportState::Checking | ImportState::Running)
    }
}

/// A report as long as the page shows it.
pub fn truncate_report(mut report: Report) -> Box<Report> {
    report.bad_rows.truncate(SHOWN);
    report.remarks.truncate(SHOWN);
    Box::new(report)
}
