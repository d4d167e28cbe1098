//! How an import is to be done, and how far it is.

use crate::audit::{ActivityLog, Author};
use crate::db::Db;
use crate::domain::{MicrosoftId, Partner};
use crate::features::import::run::Noted;
use crate::i18n::Locale;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How to import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Tell what would be done, and write nothing.
    pub dry_run: bool,
    /// Write the bad rows and their reasons here.
    pub rejects: Option<PathBuf>,
    /// Every subscription of the file is this customer's, whether the file says so or not.
    pub customer: Option<MicrosoftId>,
    /// New customers have not granted delegated administration.
    pub no_delegated_admin: bool,
    /// What is wrong is said in this language; without one in the operator's words.
    pub locale: Option<Locale>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// The file is being read and checked.
    Reading {
        /// So much of it.
        bytes: u64,
    },
    /// Its rows are being written.
    Writing {
        /// Rows that are done.
        done: u64,
        /// Rows in the file.
        rows: u64,
    },
}

/// Where an import goes, and who does it.
pub struct Target<'a> {
    /// The database.
    pub db: &'a Db,
    /// The log that the batches are written through.
    pub log: &'a ActivityLog,
    /// Whose list it is.
    pub partner: &'a Partner,
    /// Who imports.
    pub author: &'a Author,
    /// Called in each batch's transaction with the numbers of rows that it adds and changes; an error rolls the batch back.
    pub noted: Option<&'a Noted<'a>>,
}
