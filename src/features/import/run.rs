//! Imports customers, subscriptions, resellers, resellers of record, offers, tags and aliases from CSV files. [`staging`] first checks and sorts the whole
//! file, then [`batches`] writes it, one transaction per batch. The command is in [`crate::commands`], the page in
//! [`super::upload`].
//! Rules: docs/reference/csv.md.

pub use crate::features::import::engine::report::{BadRow, Remark, Report};

use crate::db::DbConnection;
use crate::error::{Error, Result};
use crate::features::import::engine::importer::Importer;
use crate::features::import::engine::options::{Options, Progress, Target};
use crate::features::import::engine::{batches, rejects, staging};
use crate::features::import::kinds::{
    aliases, customers, offers, resellers, resellers_of_record, subscriptions, subscriptions_queries, tags,
};
use std::io::Read;

/// Called in each batch's transaction with the numbers of added and changed rows.
pub type Noted<'a> = dyn Fn((u64, u64), &mut DbConnection) -> Result<()> + 'a;

/// Imports customers: inserts or updates them by Microsoft ID, deletes none. Blocks.
///
/// # Errors
/// The file cannot be imported (then nothing was written), or the database failed (then complete batches may have been
/// written).
pub fn import_customers(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let kind = customers::Customers::new(target.partner, !options.no_delegated_admin, &options.choices);
    import_rows(&kind, target, input, options, progress)
}

/// Imports subscriptions of this partner's customers, or of the one customer in `options`. Blocks.
///
/// # Errors
/// As [`import_customers`]; also if the customer in `options` is not an active one of this partner.
pub fn import_subscriptions(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let mut ids = Vec::new();
    if let Some(customer) = options.customer {
        let held =
            target.db.read_now(|c| subscriptions_queries::known_ids(c, target.partner.id, customer))?;
        ids = held.unwrap_or_default();
        if ids.is_empty() {
            let mpn_id = &target.partner.mpn_id;
            let said = format!(
                "{customer} is not a customer of the partner {mpn_id}, or its relationship has ended"
            );
            return Err(Error::bad_input("customer", said));
        }
    }
    let kind = subscriptions::Subscriptions::new(target.partner, ids, &options.choices);
    import_rows(&kind, target, input, options, progress)
}

/// Imports indirect resellers and their partnerships with this provider. Blocks.
///
/// # Errors
/// As [`import_customers`]; also if this partner is not an indirect provider.
pub fn import_resellers(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    import_rows(&resellers::Resellers::new(target.partner)?, target, input, options, progress)
}

/// Imports the offers of a partner. Blocks.
///
/// # Errors
/// As [`import_customers`]; also if this partner is an indirect reseller, which sells the offers of its providers.
pub fn import_offers(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    import_rows(&offers::Offers::new(target.partner)?, target, input, options, progress)
}

/// Imports the tags of this partner's customers. Blocks.
///
/// # Errors
/// As [`import_customers`].
pub fn import_tags(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    import_rows(&tags::Tags::new(target.partner), target, input, options, progress)
}

/// Imports the resellers of record of this provider's customers. Blocks.
///
/// # Errors
/// As [`import_customers`]; also if this partner is not an indirect provider.
pub fn import_resellers_of_record(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    import_rows(
        &resellers_of_record::ResellersOfRecord::new(target.partner)?,
        target,
        input,
        options,
        progress,
    )
}

/// Imports aliases of this partner's customers. Blocks.
///
/// # Errors
/// As [`import_customers`].
pub fn import_aliases(
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    import_rows(&aliases::Aliases::new(target.partner), target, input, options, progress)
}

/// Imports rows of any kind, such as those that a server sent. Blocks.
///
/// # Errors
/// As [`import_customers`].
pub fn import_rows<K: Importer>(
    kind: &K,
    target: &Target<'_>,
    input: &mut dyn Read,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let rejects = options.rejects.as_deref().map(rejects::Destination::open).transpose()?;
    let changes = options.changes.as_deref().map(rejects::Destination::open).transpose()?;
    let mut staged = staging::stage(kind, input, options, progress)?;
    let mut batches = batches::Batches::new(kind, target);
    let written = batches.write_all(&mut staged, progress);
    staged.report.sort();
    if let (Some(rows), Some(destination)) = (staged.rejects, rejects) {
        rows.save(destination)?;
    }
    if let (Some(rows), Some(destination)) = (staged.changes, changes) {
        rows.save(destination)?;
    }
    written.map(|()| staged.report)
}
