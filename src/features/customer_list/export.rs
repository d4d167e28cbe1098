//! Reads the customers to export row by row or in batches, so that a long list is never in memory as a whole.
//! [`super::download`] serves the file.

use crate::csv::columns::LabelTable;
use crate::csv::{Column, Writer};
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::customers;
use crate::domain::{MicrosoftId, PartnerId, Relationship};
use crate::error::{Error, Result};
use crate::i18n::Locale;
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

/// Rows per query for the whole list.
const KEY_BATCH_SIZE: i64 = 5_000;

/// Ids per query for a selection.
const ID_BATCH_SIZE: usize = 500;

/// Calls `write` with each customer whose relationship is active, sorted by name.
pub fn for_each_active(
    c: &mut DbConnection,
    partner: PartnerId,
    write: &mut dyn FnMut(&Line) -> Result<()>,
) -> Result<()> {
    let c = match c {
        DbConnection::Sqlite(c) => {
            // The table is clustered in this order, so SQLite reads it sequentially.
            let lines = customers::table
                .filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()))
                .order((customers::sort_key, customers::microsoft_id))
                .select(Line::as_select())
                .load_iter::<Line, _>(c)?;
            for line in lines {
                write(&line?)?;
            }
            return Ok(());
        }
        postgres => postgres,
    };
    // PostgreSQL would send the whole result set, so it is read in batches.
    let mut after: (Vec<u8>, String) = (Vec::new(), String::new());
    loop {
        let rows = after_key(c, partner, &after)?;
        let Some((last, key)) = rows.last() else { return Ok(()) };
        after = (key.clone(), last.microsoft_id.clone());
        for (line, _) in &rows {
            write(line)?;
        }
    }
}

fn after_key(
    c: &mut DbConnection,
    partner: PartnerId,
    after: &(Vec<u8>, String),
) -> Result<Vec<(Line, Vec<u8>)>> {
    use crate::db::schema::customers as column;
    let (key, id) = after;
    let rows = column::table
        .filter(column::partner_id.eq(partner).and(column::ended_at.is_null()))
        .filter(column::sort_key.ge(key))
        .filter(column::sort_key.gt(key).or(column::microsoft_id.gt(id)))
        .order((column::sort_key, column::microsoft_id))
        .limit(KEY_BATCH_SIZE)
        .select((Line::as_select(), column::sort_key));
    Ok(rows.load(c)?)
}

/// Calls `write` with each of these customers whose relationship is active, in the order of `ids`.
pub fn for_each_by_id(
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

/// The columns of `customers.csv`, in order.
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

/// Writes the file and returns its number of rows. The caller opens one snapshot for `c` (`db.read`).
///
/// # Errors
/// The database or `out` failed; the file is then incomplete.
pub fn write_customers<W: Write>(
    c: &mut DbConnection,
    partner: PartnerId,
    chosen: ExportSelection<'_>,
    locale: Locale,
    out: W,
) -> Result<u64> {
    let labels = LabelTable::new(Relationship::label);
    let header = COLUMNS.map(|column| column.header(locale));
    let mut writer = Writer::new(out, header.iter().map(String::as_str))?;
    let mut write = |line: &Line| {
        let relationship = labels
            .label(&line.relationship, locale)
            .ok_or_else(|| Error::internal("an unknown relationship"))?;
        writer.word(&line.microsoft_id).text(&line.list_name).text(&line.domain).word(relationship);
        Ok(writer.end_row()?)
    };
    match chosen {
        ExportSelection::All => for_each_active(c, partner, &mut write)?,
        ExportSelection::These(ids) => for_each_by_id(c, partner, ids, &mut write)?,
    }
    Ok(writer.finish()?.0)
}
