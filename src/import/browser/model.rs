//! A file that somebody uploaded, and how far it is: what the draft in the database keeps of it.
//! The file itself is in [`super::uploads`].

use crate::db::words::words;
use crate::i18n::Texts;
use crate::import::Report;
use serde::{Deserialize, Serialize};

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
words!(FileKind, "kind", { Customers = "customers", Subscriptions = "subscriptions" });

impl FileKind {
    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            FileKind::Customers => texts.customers(),
            FileKind::Subscriptions => texts.subscriptions(),
        }
    }
}

/// The draft of an import.
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
    #[serde(default)]
    pub customer: Option<OfCustomer>,
    /// How far it is.
    pub state: State,
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
pub enum State {
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

impl State {
    /// Whether something goes on by itself.
    pub fn is_at_work(&self) -> bool {
        matches!(self, State::Checking | State::Running)
    }
}

/// A report as long as the page shows it.
pub fn shortened(mut report: Report) -> Box<Report> {
    report.bad_rows.truncate(SHOWN);
    report.remarks.truncate(SHOWN);
    Box::new(report)
}
