//! Import of customers, subscriptions, resellers and offers from CSV: the whole file is checked and sorted
//! first ([`staging`]), then written in batches of one transaction each ([`batches`]). The command is in [`command`],
//! the page in [`browser`].
//! Rules: docs/reference/csv.md.

mod batches;
pub mod browser;
mod cells;
pub mod command;
pub mod complaint;
pub mod customers;
pub mod header;
pub mod kind;
pub mod offers;
pub mod refusal;
pub mod rejects;
pub mod report;
pub mod resellers;
mod sniff;
mod sorter;
mod source;
mod staging;
pub mod subscriptions;

pub use report::{BadRow, Remark, Report};

use crate::activity::{ActivityLog, Author};
use crate::customers::model::MicrosoftId;
use crate::db::{Db, DbConnection};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::partners::model::Partner;
use kind::Kind;
use serde::{Deserialize, Serialize};
use std::io::Read;
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
    /// Is told in each batch's transaction how many rows it adds and changes; an error from it undoes the batch.
    pub noted: Option<&'a Noted<'a>>,
}

/// What is told of each batch, in its transaction.
pub type Noted<'a> = dyn Fn((u64, u64), &mut DbConnection) -> Result<()> + 'a;

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

/// Imports subscriptions of customers that this partner holds, or of the one that the options name. Blocks.
///
/// # Errors
/// As [`import_customers`]; and when that one is no customer of this partner.
pub fn import_subscriptions(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let mut ids = Vec::new();
    if let Some(customer) = options.customer {
        let held = target.db.read_now(|c| subscriptions::queries::held_as(c, target.partner.id, customer))?;
        ids = held.unwrap_or_default();
        if ids.is_empty() {
            let mpn_id = &target.partner.mpn_id;
            let said = format!(
                "{customer} is not a customer of the partner {mpn_id}, or its relationship has ended"
            );
            return Err(Error::bad_input("customer", said));
        }
    }
    run(&subscriptions::Subscriptions::of(target.partner, ids), target, input, options, progress)
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
    let rejects = options.rejects.as_deref().map(rejects::Destination::open).transpose()?;
    let mut staged = staging::stage(kind, input, options, progress)?;
    let mut batches = batches::Batches::new(kind, target);
    let written = batches.write_all(&mut staged, progress);
    staged.report.sort();
    if let (Some(rows), Some(destination)) = (staged.rejects, rejects) {
        rows.save(destination)?;
    }
    written.map(|()| staged.report)
}
