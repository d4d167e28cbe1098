//! Writes the tags of all customers as the file that the import of tags reads. [`super::download`] serves it.

use crate::csv::Column;
use crate::db::DbConnection;
use crate::db::schema::{customer_tags, customers, tags};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::tags::names::join_names;
use crate::table_file::{TableFile, TableWriter};
use crate::text::sort_key;
use diesel::dsl::count;
use diesel::prelude::*;
use std::io::Write;

/// The columns of the file, in order.
pub const COLUMNS: [Column; 2] = [Column::MicrosoftId, Column::Tags];

/// Customers per query.
const BATCH: i64 = 2_000;

/// Returns the number of rows of the file: the customers with a current relationship that have tags.
pub fn count_tagged(c: &mut DbConnection, partner: PartnerId) -> Result<u64> {
    let count: i64 =
        tagged(partner).select(count(customer_tags::microsoft_id).aggregate_distinct()).first(c)?;
    Ok(count.unsigned_abs())
}

/// Writes the rows, sorted by Microsoft ID; the caller completes the file, and opens one snapshot for `c`.
///
/// # Errors
/// The database or `out` failed; the file is then incomplete.
pub fn write_tags<W: Write + Send>(
    c: &mut DbConnection,
    partner: PartnerId,
    file: TableFile,
    out: W,
) -> Result<TableWriter<W>> {
    let header = COLUMNS.map(|column| column.header(file.locale));
    let mut writer = file.start(&file.locale.texts().tags(), &header, out)?;
    let mut after = String::new();
    loop {
        let ids: Vec<String> = tagged(partner)
            .filter(customer_tags::microsoft_id.gt(&after))
            .select(customer_tags::microsoft_id)
            .distinct()
            .order(customer_tags::microsoft_id)
            .limit(BATCH)
            .load(c)?;
        let Some(last) = ids.last().cloned() else { break };
        for (id, names) in names_between(c, partner, &after, &last)?.chunk_by(|a, b| a.0 == b.0).map(one_row)
        {
            writer.word(&id.to_string()).text(&names);
            writer.end_row()?;
        }
        after = last;
    }
    Ok(writer)
}

/// A customer with the name of one of its tags.
type NamedTag = (MicrosoftId, String);

fn names_between(c: &mut DbConnection, partner: PartnerId, after: &str, last: &str) -> Result<Vec<NamedTag>> {
    let same = tags::partner_id.eq(customer_tags::partner_id).and(tags::id.eq(customer_tags::tag_id));
    let rows = tagged(partner)
        .inner_join(tags::table.on(same))
        .filter(customer_tags::microsoft_id.gt(after).and(customer_tags::microsoft_id.le(last)))
        .select((customer_tags::microsoft_id, tags::name));
    let mut rows: Vec<NamedTag> = rows.load(c)?;
    rows.sort_by_cached_key(|(id, name)| (*id, sort_key(name)));
    Ok(rows)
}

fn one_row(rows: &[NamedTag]) -> (MicrosoftId, String) {
    (rows[0].0, join_names(rows.iter().map(|(_, name)| name.as_str())))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn tagged(partner: PartnerId) -> _ {
    let same = customers::partner_id
        .eq(customer_tags::partner_id)
        .and(customers::microsoft_id.eq(customer_tags::microsoft_id));
    customer_tags::table
        .inner_join(customers::table.on(same))
        .filter(customer_tags::partner_id.eq(partner).and(customers::ended_at.is_null()))
}
