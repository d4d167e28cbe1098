//! The rows of `customers.csv`: exactly what the list shows, all of it, in its order, from one snapshot.
//! How they are read stands in [`queries`]; how a file is made of them, in [`crate::csv_file`].

pub mod queries;

use super::model::{MicrosoftId, Relationship};
use crate::csv_file::words::Labels;
use crate::csv_file::{Column, Writer};
use crate::db::DbConnection;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::partners::model::PartnerId;
use queries::Line;
use std::io::Write;

/// The columns of `customers.csv`, in order.
pub const COLUMNS: [Column; 4] =
    [Column::MicrosoftId, Column::CompanyName, Column::PrimaryDomainName, Column::Relationship];

/// Which customers are exported.
#[derive(Debug, Clone, Copy)]
pub enum Chosen<'a> {
    /// All whose relationship is active, by name.
    All,
    /// These, in this order, as a search or another sort found them.
    These(&'a [MicrosoftId]),
}

/// Writes the file; answers how many rows it has. `c` has to be in one snapshot (`db.read`).
///
/// # Errors
/// The database or `out` failed; the file is not whole then.
pub fn write_customers<W: Write>(
    c: &mut DbConnection,
    partner: PartnerId,
    chosen: Chosen<'_>,
    locale: Locale,
    out: W,
) -> Result<u64> {
    let labels = Labels::new(Relationship::label);
    let header = COLUMNS.map(|column| column.header(locale));
    let mut writer = Writer::new(out, header.iter().map(String::as_str))?;
    let mut write = |line: &Line| {
        let relationship =
            labels.label(&line.3, locale).ok_or_else(|| Error::internal("an unknown relationship"))?;
        writer.word(&line.0).text(&line.1).text(&line.2).word(relationship);
        Ok(writer.end_row()?)
    };
    match chosen {
        Chosen::All => queries::each_active(c, partner, &mut write)?,
        Chosen::These(ids) => queries::each_of(c, partner, ids, &mut write)?,
    }
    Ok(writer.finish()?.0)
}
