//! An import by upload and its state, as stored in the database. [`super::file`] stores the bytes of the file.

use crate::domain::ImportId;
use crate::domain::text_enum::text_enum;
use crate::features::import::engine::difference::ColumnChoices;
use crate::features::import::engine::options::Progress;
use crate::features::import::engine::report::{Remark, Report};
use crate::i18n::Texts;
use serde::{Deserialize, Serialize};

/// Maximum number of bad rows, and of remarks, on the page; the file of rejects has all bad rows.
pub const MAX_SHOWN: usize = 50;

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// Customers.
    Customers,
    /// Subscriptions of existing customers.
    Subscriptions,
    /// Tags of existing customers.
    Tags,
    /// Aliases of existing customers.
    Aliases,
    /// Resellers of record of existing customers.
    ResellersOfRecord,
}

text_enum!(FileKind, "kind", {
    Customers = "customers", Subscriptions = "subscriptions", Tags = "tags", Aliases = "aliases",
    ResellersOfRecord = "resellers-of-record",
});

impl FileKind {
    /// Returns its label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            FileKind::Customers => texts.customers(),
            FileKind::Subscriptions => texts.subscriptions(),
            FileKind::Tags => texts.tags(),
            FileKind::Aliases => texts.aliases(),
            FileKind::ResellersOfRecord => texts.resellers_of_record(),
        }
    }
}

/// An import as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Its description and state.
    pub draft: ImportDraft,
    /// Whether its files (upload and rejected rows) are still stored.
    pub is_kept: bool,
    /// The progress, if it is running.
    pub progress: Option<Progress>,
}

/// The stored description and state of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDraft {
    /// The kind of file.
    pub kind: FileKind,
    /// The file name that the browser sent.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether new customers granted delegated administration.
    pub delegated_admin: bool,
    /// The customer of all subscriptions in the file, if it was uploaded for a single one.
    pub customer: Option<OfCustomer>,
    /// Which value wins where the file and the portal differ; chosen at the confirmation.
    #[serde(default)]
    pub choices: ColumnChoices,
    /// The language of error messages.
    pub language: String,
    /// The id of the HTTP request that started the work, for the activity log.
    pub request_id: String,
    /// The client's IP address, for the activity log.
    pub address: String,
    /// Its state.
    pub state: ImportState,
}

/// A customer whose subscriptions are imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfCustomer {
    /// Its Microsoft ID.
    pub id: String,
    /// Its name in the list.
    pub name: String,
}

/// The state of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportState {
    /// The file is being read and compared with the database.
    Checking,
    /// The file cannot be imported; contains the reason.
    Refused(String),
    /// The file was checked and waits for confirmation; contains the report of the dry run.
    Checked(Box<Report>),
    /// The file is being imported.
    Running,
    /// The import is finished; contains its report.
    Done(Box<Report>),
    /// The import failed; batches already written stay.
    Broken,
}

impl ImportState {
    /// Returns its value in the database.
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

    /// Whether work on it is in progress.
    pub fn is_running(&self) -> bool {
        matches!(self, ImportState::Checking | ImportState::Running)
    }
}

/// Truncates a report to what the page shows.
pub fn truncate_report(mut report: Report) -> Box<Report> {
    report.bad_rows.truncate(MAX_SHOWN);
    report.changed_rows.truncate(MAX_SHOWN);
    // The page has a table of them.
    report.remarks.retain(|(_, remark)| !matches!(remark, Remark::Change(_)));
    report.remarks.truncate(MAX_SHOWN);
    Box::new(report)
}
