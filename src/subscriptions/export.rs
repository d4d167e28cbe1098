//! The rows of subscription files: of one customer, as its page shows them, or of a partner, as an import takes them.
//! How they are read stands in [`queries`]; how a file is made of them, in [`crate::csv_file`].

pub mod queries;

use super::model::SubscriptionStatus;
use crate::csv_file::words::Labels;
use crate::csv_file::{Column, Writer};
use crate::customers::model::MicrosoftId;
use crate::db::DbConnection;
use crate::error::Result;
use crate::i18n::Locale;
use crate::partners::model::PartnerId;
use queries::Line;
use std::io::Write;

/// The columns of a partner's file; a customer's has all but the first.
pub const COLUMNS: [Column; 6] = [
    Column::MicrosoftId,
    Column::SubscriptionId,
    Column::Subscription,
    Column::Quantity,
    Column::Status,
    Column::Reseller,
];

/// Whose subscriptions are exported.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// One customer's.
    Customer(MicrosoftId),
    /// Those of every customer whose relationship is active, in the layout of the import.
    Everybody,
}

/// Writes the file; answers how many rows it has. `c` has to be in one snapshot (`db.read`).
///
/// # Errors
/// The database or `out` failed; the file is not whole then.
pub fn write_subscriptions<W: Write>(
    c: &mut DbConnection,
    partner: PartnerId,
    whose: Whose,
    locale: Locale,
    out: W,
) -> Result<u64> {
    let resellers = queries::resellers(c, partner)?;
    let columns = match whose {
        Whose::Customer(_) => COLUMNS.get(1..),
        Whose::Everybody => COLUMNS.get(..),
    };
    let header = columns.unwrap_or_default().iter().map(|column| column.header(locale)).collect::<Vec<_>>();
    let labels = Labels::new(SubscriptionStatus::label);
    let mut writer = Writer::new(out, header.iter().map(String::as_str))?;
    let mut write = |line: &Line| {
        if let Whose::Everybody = whose {
            writer.word(&line.customer);
        }
        let reseller = line.reseller_id.and_then(|id| resellers.get(&id)).map_or("", String::as_str);
        let status = labels.label(line.status.word(), locale).unwrap_or_default();
        writer.word(&line.id).text(&line.name).word(&line.quantity.to_string()).word(status).word(reseller);
        Ok(writer.end_row()?)
    };
    match whose {
        Whose::Customer(id) => queries::each_of(c, partner, id, &mut write)?,
        Whose::Everybody => queries::each(c, partner, &mut write)?,
    }
    Ok(writer.finish()?.0)
}
