//! The rows of an export: the index has the subscriptions, [`super::customer_names`] the names of their customers.
//! [`super::download`] serves the file.

use crate::csv::Column;
use crate::csv::columns::LabelTable;
use crate::db::DbConnection;
use crate::domain::{BillingCycle, PartnerId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::subscription_list::customer_names::CustomerNames;
use crate::features::subscriptions::export::resellers;
use crate::search::subscriptions::{ExportedSubscription, FoundSubscriptions};
use crate::table_file::{TableFile, TableWriter};
use std::io::Write;

/// Number of rows whose customers are read together.
const ROWS: usize = 8_192;

/// A row of the file.
#[derive(Debug, Clone, Copy)]
pub struct ExportRow<'a> {
    /// The subscription.
    pub one: ExportedSubscription<'a>,
    /// The customer's name in the list.
    pub customer_name: &'a str,
    /// The customer's primary domain.
    pub domain: &'a str,
    /// The MPN ID of the reseller of record; empty without one.
    pub reseller: &'a str,
}

/// Calls `write` with each subscription, in order. `c` must be in the snapshot in which they were found.
///
/// # Errors
/// The database failed, or `write` returned an error; no more rows are read then.
pub fn for_each_row(
    c: &mut DbConnection,
    partner: PartnerId,
    found: &FoundSubscriptions,
    mut write: impl FnMut(&ExportRow<'_>) -> Result<()>,
) -> Result<()> {
    let resellers = resellers(c, partner)?;
    let mut names = CustomerNames::new(c, partner, found.len())?;
    for first in (0..found.len()).step_by(ROWS) {
        names.prepare(c, found.rows(first..first + ROWS).map(|one| one.key.customer))?;
        for one in found.rows(first..first + ROWS) {
            let (customer_name, domain) = names
                .get(one.key.customer)
                .ok_or_else(|| Error::internal("a subscription without a customer in the list"))?;
            let reseller = one.reseller.and_then(|id| resellers.get(&id)).map_or("", String::as_str);
            write(&ExportRow { one, customer_name, domain, reseller })?;
        }
    }
    Ok(())
}

/// The columns of `subscriptions.csv`, in order.
pub const COLUMNS: [Column; 11] = [
    Column::MicrosoftId,
    Column::CompanyName,
    Column::PrimaryDomainName,
    Column::SubscriptionId,
    Column::Subscription,
    Column::Quantity,
    Column::Status,
    Column::Reseller,
    Column::BillingCycle,
    Column::AutoRenewal,
    Column::TermEnds,
];

/// Writes the rows; the caller completes the file. `c` must be in the snapshot in which the subscriptions were found.
///
/// # Errors
/// If the database or `out` fails; the file is incomplete then.
pub fn write_all<W: Write + Send>(
    c: &mut DbConnection,
    partner: PartnerId,
    found: &FoundSubscriptions,
    file: TableFile,
    out: W,
) -> Result<TableWriter<W>> {
    let (locale, texts) = (file.locale, file.locale.texts());
    let (statuses, cycles) =
        (LabelTable::new(SubscriptionStatus::label), LabelTable::new(BillingCycle::label));
    let (on, off) = (texts.auto_renew_on(), texts.auto_renew_off());
    let mut writer = file.start(&texts.subscriptions(), &COLUMNS.map(|column| column.header(locale)), out)?;
    for_each_row(c, partner, found, |row| {
        let one = &row.one;
        let status = statuses.label(one.status.as_str(), locale).unwrap_or_default();
        let cycle = one.cycle.and_then(|cycle| cycles.label(cycle.as_str(), locale)).unwrap_or_default();
        writer.word(&one.key.customer.to_string()).text(row.customer_name).text(row.domain);
        writer.word(&one.key.id.to_string()).text(one.name).number(one.quantity.into()).word(status);
        writer.word(row.reseller).word(cycle).word(if one.auto_renew { &on } else { &off });
        writer.day(one.term_ends);
        writer.end_row()
    })?;
    Ok(writer)
}
