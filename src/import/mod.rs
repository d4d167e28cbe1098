//! Import of customers, subscriptions, resellers and offers from CSV (contract.md): the whole file is checked and sorted
//! first ([`staging`]), then written in batches of one transaction each ([`batches`]). The command is in [`command`].

mod batches;
mod cells;
pub mod command;
pub mod customers;
pub mod kind;
pub mod offers;
mod rejects;
pub mod report;
pub mod resellers;
mod sorter;
mod source;
mod staging;
pub mod subscriptions;

pub use report::{BadRow, Report};

use crate::activity::{ActivityLog, Author};
use crate::db::Db;
use crate::error::Result;
use crate::partners::model::Partner;
use kind::Kind;
use std::io::Read;
use std::path::PathBuf;

/// How to import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Tell what would be done, and write nothing.
    pub dry_run: bool,
    /// Write the bad rows and their reasons here.
    pub rejects: Option<PathBuf>,
    /// New customers have not granted delegated administration.
    pub no_delegated_admin: bool,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

/// Imports customers: adds and changes by Microsoft ID, removes none. Blocks.
///
/// # Errors
/// The file as a whole cannot be read (nothing was written), or the database failed (whole batches were).
pub fn import_customers(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let kind = customers::Customers::of(target.partner, !options.no_delegated_admin);
    run(&kind, target, input, options, progress)
}

/// Imports subscriptions of customers that this partner holds. Blocks.
///
/// # Errors
/// As [`import_customers`].
pub fn import_subscriptions(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    run(&subscriptions::Subscriptions::of(target.partner), target, input, options, progress)
}

/// Imports indirect resellers and their partnership with this provider. Blocks.
///
/// # Errors
/// As [`import_customers`]; and when this partner is no indirect provider.
pub fn import_resellers(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    run(&resellers::Resellers::of(target.partner)?, target, input, options, progress)
}

/// Imports what a partner may sell. Blocks.
///
/// # Errors
/// As [`import_customers`]; and when this partner is an indirect reseller, who sells what its providers offer.
pub fn import_offers(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    run(&offers::Offers::of(target.partner)?, target, input, options, progress)
}

fn run<K: Kind>(
    kind: &K,
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let mut staged = staging::stage(kind, input, options, progress)?;
    let mut batches = batches::Batches::new(kind, target);
    let written = batches.write_all(&mut staged, progress);
    staged.report.sort();
    if let (Some(rejects), Some(path)) = (staged.rejects, &options.rejects) {
        rejects.save(path)?;
    }
    written.map(|()| staged.report)
}
