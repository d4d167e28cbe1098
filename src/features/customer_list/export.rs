//! Reads the customers to export row by row, so that a long list is never in memory as a whole.
//! [`super::download`] serves the file.

use crate::csv::Column;
use crate::csv::columns::LabelTable;
use crate::db::connection::MultiBackend;
use crate::db::schema::customers;
use crate::db::{DbConnection, ID_BATCH_SIZE, stream};
use crate::domain::{MicrosoftId, PartnerId, Relationship};
use crate::error::{Error, Result};
use crate::table_file::{TableFile, TableWriter};
use diesel::prelude::*;
use std::collections::HashMap;
use std::io::Write;

/// A row of the file, as the database stores it: a file of a million rows needs no parsed values.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct Line {
    pub microsoft_id: String,
    pub list_name: String,
    pub domain: String,
    pub relationship: String,
}

/// Calls `write` with each customer whose relationship is active, sorted by name.
fn for_each_active(
    c: &mut DbConnection,
    partner: PartnerId,
    write: &mut dyn FnMut(&Line) -> Result<()>,
) -> Result<()> {
    let rows = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()))
        .order((customers::sort_key, customers::microsoft_id))
        .select(stream::columns::<Line>());
    stream::for_each(c, rows, |line| write(&line))
}

/// Calls `write` with each of these customers whose relationship is active, in the order of `ids`.
fn for_each_by_id(
    c: &mut DbConnection,
    partner: PartnerId,
    ids: &[MicrosoftId],
    write: &mut dyn FnMut(&Line) -> Result<()>,
) -> Result<()> {
    for chunk in ids.chunks(ID_BATCH_SIZE) {
        let lines = customers::table
            .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(chunk)))
            .filter(customers::ended_at.is_null())
            .select(Line::as_select())
            .load::<Line>(c)?;
        let lines: HashMap<&str, &Line> =
            lines.iter().map(|line| (line.microsoft_id.as_str(), line)).collect();
        for id in chunk {
            lines.get(id.to_string().as_str()).map_or(Ok(()), |line| write(line))?;
        }
    }
    Ok(())
}

/// The columns of the file, in order.
pub const COLUMNS: [Column; 4] =
    [Column::MicrosoftId, Column::CompanyName, Column::PrimaryDomainName, Column::Relationship];

/// Which customers are exported.
#[derive(Debug, Clone, Copy)]
pub enum ExportSelection<'a> {
    /// All customers whose relationship is active, sorted by name.
    All,
    /// These customers in this order: the result of a search, a filter or another sort order.
    These(&'a [MicrosoftId]),
}

/// Writes the rows; the caller completes the file. The caller opens one snapshot for `c` (`db.read`).
///
/// # Errors
/// The database or `out` failed; the file is then incomplete.
pub fn write_customers<W: Write + Send>(
    c: &mut DbConnection,
    partner: PartnerId,
    chosen: ExportSelection<'_>,
    file: TableFile,
    out: W,
) -> Result<TableWriter<W>> {
    let (labels, locale) = (LabelTable::new(Relationship::label), file.locale);
    let mut writer =
        file.start(&locale.texts().customers(), &COLUMNS.map(|column| column.header(locale)), out)?;
    let mut write = |line: &Line| {
        let relationship = labels
            .label(&line.relationship, locale)
            .ok_or_else(|| Error::internal("an unknown relationship"))?;
        writer.word(&line.microsoft_id).text(&line.list_name).text(&line.domain).word(relationship);
        writer.end_row()
    };
    match chosen {
        ExportSelection::All => for_each_active(c, partner, &mut write)?,
        ExportSelection::These(ids) => for_each_by_id(c, partner, ids, &mut write)?,
    }
    Ok(writer)
}
