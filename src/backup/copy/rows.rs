//! Rows as texts that are the same on both databases.

use crate::backup::copy::tables::{ColumnKind, Table};
use crate::db::{DbConnection, stream};
use crate::error::Result;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::{BigInt, Text};
use sha2::{Digest as _, Sha256};

/// Maximum number of rows of a batch, and of bytes after which it ends.
const BATCH: (usize, usize) = (5_000, 4 << 20);

/// A row: the value of each column, in the order of [`Table::columns`]; `None` for no value.
pub type TextRow = Vec<Option<String>>;

struct ReadRow(TextRow);

impl<DB: Backend> QueryableByName<DB> for ReadRow
where
    String: FromSql<Text, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let value = |at| {
            let field = Row::get(row, at).ok_or("a column is missing")?;
            field.value().map(<String as FromSql<Text, DB>>::from_sql).transpose()
        };
        (0..row.field_count()).map(value).collect::<deserialize::Result<_>>().map(ReadRow)
    }
}

/// The result of a query that counts: `rows`.
#[derive(QueryableByName)]
pub struct Count {
    /// How many there are.
    #[diesel(sql_type = BigInt)]
    pub rows: i64,
}

/// A number of rows and a digest of their values, whatever their order is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    /// How many rows.
    pub rows: u64,
    sum: u128,
}

impl Digest {
    /// Adds a row.
    pub fn add(&mut self, row: &TextRow) {
        let mut hash = Sha256::new();
        for value in row {
            match value {
                Some(value) => {
                    hash.update((value.len() as u64 + 1).to_le_bytes());
                    hash.update(value);
                }
                None => hash.update(0_u64.to_le_bytes()),
            }
        }
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        self.rows += 1;
        self.sum = self.sum.wrapping_add(u128::from_le_bytes(half));
    }
}

/// Returns the number of rows of a table.
pub fn count(c: &mut DbConnection, table: &Table) -> Result<u64> {
    let query = format!("SELECT count(*) AS rows FROM \"{}\"", table.name);
    let count: Count = diesel::sql_query(query).get_result(c)?;
    Ok(count.rows.try_into().unwrap_or_default())
}

/// Returns the digest of a table.
pub fn digest(c: &mut DbConnection, table: &Table) -> Result<Digest> {
    let mut digest = Digest::default();
    for_each_batch(c, table, |batch| {
        batch.iter().for_each(|row| digest.add(row));
        Ok(())
    })?;
    Ok(digest)
}

/// Calls `take` with the rows of a table, some thousand at a time.
///
/// # Errors
/// The database failed, or `take` returned an error.
pub fn for_each_batch(
    c: &mut DbConnection,
    table: &Table,
    mut take: impl FnMut(&[TextRow]) -> Result<()>,
) -> Result<()> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let times: Vec<usize> = kinds(table, ColumnKind::Time).collect();
    let query = diesel::sql_query(select(c, table));
    stream::for_each(c, query, |ReadRow(mut row)| {
        for at in &times {
            row[*at] = row[*at].take().map(|time| with_six_digits(&time));
        }
        bytes += row.iter().flatten().map(String::len).sum::<usize>();
        batch.push(row);
        if batch.len() >= BATCH.0 || bytes >= BATCH.1 {
            take(&batch)?;
            batch.clear();
            bytes = 0;
        }
        Ok(())
    })?;
    if batch.is_empty() { Ok(()) } else { take(&batch) }
}

fn kinds(table: &Table, wanted: ColumnKind) -> impl Iterator<Item = usize> {
    table.columns.iter().enumerate().filter(move |(_, (_, kind))| *kind == wanted).map(|(at, _)| at)
}

fn select(c: &DbConnection, table: &Table) -> String {
    let is_sqlite = matches!(c, DbConnection::Sqlite(_));
    let column = |(name, kind): &(String, ColumnKind)| match (kind, is_sqlite) {
        (ColumnKind::Bytes, true) => {
            format!("CASE WHEN \"{name}\" IS NOT NULL THEN lower(hex(\"{name}\")) END")
        }
        (_, true) => format!("CAST(\"{name}\" AS TEXT)"),
        (ColumnKind::Bytes, false) => format!("encode(\"{name}\", 'hex')"),
        (ColumnKind::Boolean, false) => format!("\"{name}\"::int::text"),
        (ColumnKind::Time, false) => format!("to_char(\"{name}\", 'YYYY-MM-DD HH24:MI:SS.US')"),
        (ColumnKind::Date, false) => format!("to_char(\"{name}\", 'YYYY-MM-DD')"),
        (ColumnKind::Integer | ColumnKind::Text, false) => format!("\"{name}\"::text"),
    };
    // Each has a name of its own: columns of a query by text are found by name.
    let columns: Vec<String> =
        table.columns.iter().enumerate().map(|(at, one)| format!("{} AS c{at}", column(one))).collect();
    format!("SELECT {} FROM \"{}\"", columns.join(", "), table.name)
}

/// Returns a time with exactly six digits after the second. SQLite keeps as many as were written.
fn with_six_digits(time: &str) -> String {
    let (seconds, fraction) = time.split_once('.').unwrap_or((time, ""));
    format!("{seconds}.{fraction:0<6}")
}

/// Returns a time as SQLite keeps it: with none, three or six digits after the second.
pub fn shortest(time: &str) -> &str {
    let three = time.strip_suffix("000").unwrap_or(time);
    three.strip_suffix(".000").unwrap_or(three)
}

#[cfg(test)]
mod tests {
    use super::{Digest, shortest, with_six_digits};

    #[test]
    fn times_are_written_in_one_way_and_kept_in_the_shortest() {
        for (kept, written) in [
            ("2026-11-28 03:30:00", "2026-11-28 03:30:00.000000"),
            ("2026-11-28 03:30:00.120", "2026-11-28 03:30:00.120000"),
            ("2026-11-28 03:30:00.123456", "2026-11-28 03:30:00.123456"),
        ] {
            assert_eq!(with_six_digits(kept), written);
            assert_eq!(shortest(written), kept);
        }
        assert_eq!(with_six_digits("2026-11-28 03:30:00.12"), "2026-11-28 03:30:00.120000");
    }

    #[test]
    fn digests_differ_by_any_value_and_not_by_the_order() {
        let of = |rows: &[&[Option<&str>]]| {
            let mut digest = Digest::default();
            rows.iter()
                .for_each(|row| digest.add(&row.iter().map(|value| value.map(str::to_owned)).collect()));
            digest
        };
        let (one, other): (&[Option<&str>], &[Option<&str>]) = (&[Some("a"), Some("b")], &[Some("c"), None]);
        assert_eq!(of(&[one, other]), of(&[other, one]));
        for changed in
            [&[Some("a"), None], &[Some("ab"), Some("")], &[None, Some("b")], &[Some("a"), Some("B")]]
        {
            assert_ne!(of(&[one]), of(&[changed]));
        }
        assert_ne!(of(&[one]), of(&[one, one]));
    }
}
