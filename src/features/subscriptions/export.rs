//! Exports subscriptions. Reads them row by row, so memory use does not depend on their number.
//! [`super::download`] is the HTTP handler.

use crate::auth::tenancy::active_customers;
use crate::csv::Column;
use crate::csv::columns::LabelTable;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, partners, partnerships, subscriptions};
use crate::db::{DbConnection, stream};
use crate::domain::{MicrosoftId, PartnerId, SubscriptionStatus};
use crate::error::Result;
use crate::table_file::{TableFile, TableWriter};
use diesel::prelude::*;
use std::collections::HashMap;
use std::io::Write;

/// A subscription as a row of the file.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct Line {
    /// The customer's Microsoft ID.
    #[diesel(column_name = microsoft_id)]
    pub customer: String,
    /// The Subscription ID.
    #[diesel(column_name = subscription_id)]
    pub id: String,
    /// The product name.
    pub name: String,
    /// The number of licenses.
    pub quantity: i32,
    /// The status.
    pub status: SubscriptionStatus,
    /// The reseller of record.
    pub reseller_id: Option<PartnerId>,
}

/// Returns the MPN IDs, by id, of this partner and its current and former resellers.
pub fn resellers(c: &mut DbConnection, partner: PartnerId) -> Result<HashMap<PartnerId, String>> {
    let linked = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::reseller_id)))
        .filter(partnerships::provider_id.eq(partner))
        .select((partners::id, partners::mpn_id));
    let own = partners::table
        .find(partner)
        .select((partners::id, partners::mpn_id))
        .load::<(PartnerId, String)>(c)?;
    Ok(linked.load::<(PartnerId, String)>(c)?.into_iter().chain(own).collect())
}

/// Calls `write` with each subscription that this partner sold to its active customers, ordered by Microsoft ID and
/// Subscription ID.
fn for_each(
    c: &mut DbConnection,
    partner: PartnerId,
    write: &mut dyn FnMut(&Line) -> Result<()>,
) -> Result<()> {
    let same = customers::partner_id
        .eq(subscriptions::partner_id)
        .and(customers::microsoft_id.eq(subscriptions::microsoft_id));
    let rows = subscriptions::table
        .inner_join(customers::table.on(same))
        .filter(subscriptions::partner_id.eq(partner))
        .filter(customers::ended_at.is_null())
        .order((subscriptions::microsoft_id, subscriptions::subscription_id))
        .select(stream::columns::<Line>());
    stream::for_each(c, rows, |line| write(&line))
}

/// Calls `write` with each subscription of one active customer that this partner sold or is the reseller of record of,
/// ordered by Subscription ID. These are the subscriptions on the customer's page.
fn for_each_of_customer(
    c: &mut DbConnection,
    partner: PartnerId,
    customer: MicrosoftId,
    write: &mut dyn FnMut(&Line) -> Result<()>,
) -> Result<()> {
    let held = active_customers(partner).filter(customers::microsoft_id.eq(customer));
    if held.count().get_result::<i64>(c)? == 0 {
        return Ok(());
    }
    let of_record = subscriptions::reseller_id.eq(partner).assume_not_null();
    let seen = subscriptions::table
        .filter(subscriptions::microsoft_id.eq(customer))
        .filter(subscriptions::partner_id.eq(partner).or(of_record));
    let rows = seen
        .order((subscriptions::subscription_id, subscriptions::partner_id))
        .select(stream::columns::<Line>());
    stream::for_each(c, rows, |line| write(&line))
}

/// The columns of the file with all customers; the file of one customer omits the first.
pub const COLUMNS: [Column; 6] = [
    Column::MicrosoftId,
    Column::SubscriptionId,
    Column::Subscription,
    Column::Quantity,
    Column::Status,
    Column::Reseller,
];

/// The customers whose subscriptions are exported.
#[derive(Debug, Clone, Copy)]
pub enum ExportScope {
    /// One customer.
    Customer(MicrosoftId),
    /// All customers with an active relationship, in the format of the import.
    Everybody,
}

/// Writes the rows; the caller completes the file. `c` must be in one snapshot (`db.read`).
///
/// # Errors
/// If the database or `out` fails; the file is incomplete then.
pub fn write_subscriptions<W: Write + Send>(
    c: &mut DbConnection,
    partner: PartnerId,
    whose: ExportScope,
    file: TableFile,
    out: W,
) -> Result<TableWriter<W>> {
    let resellers = resellers(c, partner)?;
    let columns = match whose {
        ExportScope::Customer(_) => COLUMNS.get(1..),
        ExportScope::Everybody => COLUMNS.get(..),
    };
    let (labels, locale) = (LabelTable::new(SubscriptionStatus::label), file.locale);
    let header: Vec<String> =
        columns.unwrap_or_default().iter().map(|column| column.header(locale)).collect();
    let mut writer = file.start(&locale.texts().subscriptions(), &header, out)?;
    let mut write = |line: &Line| {
        if let ExportScope::Everybody = whose {
            writer.word(&line.customer);
        }
        let reseller = line.reseller_id.and_then(|id| resellers.get(&id)).map_or("", String::as_str);
        let status = labels.label(line.status.as_str(), locale).unwrap_or_default();
        writer.word(&line.id).text(&line.name).number(line.quantity.into()).word(status).word(reseller);
        writer.end_row()
    };
    match whose {
        ExportScope::Customer(id) => for_each_of_customer(c, partner, id, &mut write)?,
        ExportScope::Everybody => for_each(c, partner, &mut write)?,
    }
    Ok(writer)
}
