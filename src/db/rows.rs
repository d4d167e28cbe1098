//! Statements that are built at run time from constants, for code that treats all tables alike. Values are always bound.

use crate::db::DbConnection;
use crate::db::stored::stored_json;
use crate::error::Result;
use crate::text::hex;
use chrono::NaiveDateTime;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel::{sql_query, sql_types};
use serde_json::{Map, Value};

/// A row: its columns by name.
pub type Row = Map<String, Value>;

/// A value for a `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bind {
    /// For a column of integers.
    Number(i64),
    /// For a column of text.
    Text(String),
}

#[derive(QueryableByName)]
struct AsJson {
    #[diesel(sql_type = sql_types::Text)]
    found: String,
}

macro_rules! bound {
    ($sql:expr, $database:ty, $binds:expr) => {{
        let mut query = sql_query($sql).into_boxed::<$database>();
        for bind in $binds {
            query = match bind {
                Bind::Number(number) => query.bind::<sql_types::BigInt, _>(*number),
                Bind::Text(text) => query.bind::<sql_types::Text, _>(text.as_str()),
            };
        }
        query
    }};
}

/// Returns a time as a literal. With a bound value, SQLite does not use a partial index.
pub fn timestamp_literal(at: NaiveDateTime) -> String {
    format!("'{}'", at.format("%Y-%m-%d %H:%M:%S%.f"))
}

/// Returns the rows of `table` that match `condition`. A column can be `name = expression`; columns of bytes are not
/// supported.
pub fn select(
    c: &mut DbConnection,
    table: &str,
    columns: &[String],
    condition: &str,
    binds: &[Bind],
) -> Result<Vec<Row>> {
    let pairs: Vec<String> = columns
        .iter()
        .map(|column| match column.split_once(" = ") {
            Some((name, expression)) => format!("'{name}', {expression}"),
            None => format!("'{column}', {table}.{column}"),
        })
        .collect();
    let pairs = pairs.join(", ");
    let found: Vec<AsJson> = match c {
        DbConnection::Sqlite(c) => {
            let sql = format!("SELECT json_object({pairs}) AS found FROM {table} WHERE {condition}");
            bound!(sql, Sqlite, binds).load(c)?
        }
        DbConnection::Postgres(c) => {
            let sql =
                format!("SELECT json_build_object({pairs})::text AS found FROM {table} WHERE {condition}");
            bound!(number_placeholders(&sql), Pg, binds).load(c)?
        }
    };
    found.iter().map(|row| stored_json(&row.found, "a row", table)).collect()
}

/// Runs a statement that changes rows; returns how many.
pub fn execute(c: &mut DbConnection, sql: &str, binds: &[Bind]) -> Result<usize> {
    Ok(match c {
        DbConnection::Sqlite(c) => bound!(sql, Sqlite, binds).execute(c)?,
        DbConnection::Postgres(c) => bound!(number_placeholders(sql), Pg, binds).execute(c)?,
    })
}

/// Returns an expression: whether a column contains other characters than ASCII.
pub fn has_other_letters(c: &DbConnection, column: &str) -> String {
    match c {
        DbConnection::Sqlite(_) => format!("length({column}) <> length(CAST({column} AS BLOB))"),
        DbConnection::Postgres(_) => format!("length({column}) <> octet_length({column})"),
    }
}

/// Returns bytes as a literal.
pub fn bytes(c: &DbConnection, bytes: &[u8]) -> String {
    let hex = hex(bytes);
    match c {
        DbConnection::Sqlite(_) => format!("x'{hex}'"),
        DbConnection::Postgres(_) => format!("'\\x{hex}'::bytea"),
    }
}

/// Replaces each `?` by the numbered placeholders of PostgreSQL: `$1`, `$2` and so on.
fn number_placeholders(sql: &str) -> String {
    let mut pieces = sql.split('?');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.enumerate().fold(first, |sql, (place, piece)| format!("{sql}${}{piece}", place + 1))
}

#[cfg(test)]
mod tests {
    use super::number_placeholders;

    #[test]
    fn numbers_placeholders_for_postgres() {
        assert_eq!(number_placeholders("a = ? AND b IN (?, ?)"), "a = $1 AND b IN ($2, $3)");
        assert_eq!(number_placeholders("a"), "a");
    }
}
