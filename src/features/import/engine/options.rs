//! The options, the progress and the target of an import.

use crate::audit::{ActivityLog, Author};
use crate::db::Db;
use crate::domain::{MicrosoftId, Partner};
use crate::features::import::engine::difference::ColumnChoices;
use crate::features::import::run::Noted;
use crate::i18n::Locale;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The options of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Only report what would change; write nothing.
    pub dry_run: bool,
    /// The file for rejected rows and their reasons.
    pub rejects: Option<PathBuf>,
    /// The file for all cells that would change, with the values before and after; written by a dry run.
    pub changes: Option<PathBuf>,
    /// Which value wins where the file and the portal differ.
    pub choices: ColumnChoices,
    /// The customer of all subscriptions in the file. The file may omit it, but must not name another one.
    pub customer: Option<MicrosoftId>,
    /// New customers are stored without delegated administration.
    pub no_delegated_admin: bool,
    /// The language of messages; `None` for those of the command line.
    pub locale: Option<Locale>,
}

/// The progress of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// The file is being read and checked.
    Reading {
        /// Bytes read.
        bytes: u64,
    },
    /// Its rows are being written.
    Writing {
        /// Rows processed.
        done: u64,
        /// Rows in the file.
        rows: u64,
    },
}

/// The partner into whose data to import, and who imports.
pub struct Target<'a> {
    /// The database.
    pub db: &'a Db,
    /// The activity log, which writes the batches.
    pub log: &'a ActivityLog,
    /// The partner.
    pub partner: &'a Partner,
    /// The author of the log entries.
    pub author: &'a Author,
    /// Called in each batch's transaction with the numbers of added and changed rows; an error rolls the batch back.
    pub noted: Option<&'a Noted<'a>>,
}
