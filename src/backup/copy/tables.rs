//! The tables of a database, as the database itself describes them.

use crate::backup::copy::target::MARK;
use crate::db::{DbConnection, portable};
use crate::error::{Error, Result};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Tables that are not copied: the list of migrations, which migrating the target writes.
pub const NOT_COPIED: [&str; 1] = ["__diesel_schema_migrations"];

/// What a column holds. Both databases have the same kinds under other names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// A text.
    Text,
    /// A day.
    Date,
    /// A time, UTC, with at most six digits after the second.
    Time,
    /// Bytes.
    Bytes,
}

impl ColumnKind {
    fn from_type(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "INTEGER" | "BIGINT" | "SMALLINT" => ColumnKind::Integer,
            "BOOLEAN" => ColumnKind::Boolean,
            "TEXT" => ColumnKind::Text,
            "DATE" => ColumnKind::Date,
            "TIMESTAMP" | "TIMESTAMP WITHOUT TIME ZONE" => ColumnKind::Time,
            "BLOB" | "BYTEA" => ColumnKind::Bytes,
            _ => return None,
        })
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The names and kinds of its columns, in the order of their names.
    pub columns: Vec<(String, ColumnKind)>,
    /// The column whose values the database gives, each once.
    pub numbered: Option<String>,
    /// The other tables that its rows refer to.
    refers_to: BTreeSet<String>,
}

impl Table {
    /// Whether both have the same name and the same columns.
    pub fn is_alike(&self, other: &Table) -> bool {
        self.name == other.name && self.columns == other.columns
    }
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    type_name: String,
    #[diesel(sql_type = BigInt)]
    is_numbered: i64,
}

#[derive(QueryableByName)]
struct ReferenceRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    other: String,
}

#[derive(QueryableByName)]
struct LastId {
    #[diesel(sql_type = Nullable<BigInt>)]
    last: Option<i64>,
}

const SQLITE_COLUMNS: &str = "SELECT t.name AS table_name, c.name AS column_name, c.type AS type_name,
        c.pk = 1 AND t.sql LIKE '%AUTOINCREMENT%' AS is_numbered
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

const POSTGRES_COLUMNS: &str =
    "SELECT t.table_name::text, column_name::text, data_type::text AS type_name, (is_identity = 'YES')::int::bigint AS is_numbered
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";

const SQLITE_REFERENCES: &str = "SELECT t.name AS table_name, f.\"table\" AS other
    FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";

const POSTGRES_REFERENCES: &str = "SELECT t.relname::text AS table_name, o.relname::text AS other
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid
    WHERE k.contype = 'f' AND t.relnamespace = 'public'::regnamespace";

/// Returns the tables with data, each behind those that it refers to.
///
/// # Errors
/// The database failed, or has a type that a copy does not know.
pub fn describe(c: &mut DbConnection) -> Result<Vec<Table>> {
    let (columns, references) = match c {
        DbConnection::Sqlite(_) => (SQLITE_COLUMNS, SQLITE_REFERENCES),
        DbConnection::Postgres(_) => (POSTGRES_COLUMNS, POSTGRES_REFERENCES),
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in diesel::sql_query(columns).load::<ColumnRow>(c)? {
        if NOT_COPIED.contains(&row.table_name.as_str()) || row.table_name == MARK {
            continue;
        }
        let name = row.table_name.clone();
        let table = tables.entry(row.table_name).or_insert_with(|| Table {
            name,
            columns: Vec::new(),
            numbered: None,
            refers_to: BTreeSet::new(),
        });
        let Some(kind) = ColumnKind::from_type(&row.type_name) else {
            let column = format!("{}.{}", table.name, row.column_name);
            return Err(Error::internal(format!("{column} has the type {}", row.type_name)));
        };
        if row.is_numbered != 0 {
            table.numbered = Some(row.column_name.clone());
        }
        table.columns.push((row.column_name, kind));
    }
    for row in diesel::sql_query(references).load::<ReferenceRow>(c)? {
        if let Some(table) = tables.get_mut(&row.table_name).filter(|table| table.name != row.other) {
            table.refers_to.insert(row.other);
        }
    }
    tables.values_mut().for_each(|table| table.columns.sort_by(|one, other| one.0.cmp(&other.0)));
    in_order(tables)
}

/// Returns the tables, each behind those that it refers to, and otherwise by name.
fn in_order(mut left: BTreeMap<String, Table>) -> Result<Vec<Table>> {
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let is_ready = |table: &Table| table.refers_to.iter().all(|other| !left.contains_key(other));
        let ready: Vec<String> =
            left.values().filter(|table| is_ready(table)).map(|table| table.name.clone()).collect();
        if ready.is_empty() {
            let names: Vec<&str> = left.keys().map(String::as_str).collect();
            return Err(Error::internal(format!("these tables refer to each other: {}", names.join(", "))));
        }
        ordered.extend(ready.iter().filter_map(|name| left.remove(name)));
    }
    Ok(ordered)
}

/// Runs `work` with the tables of a database, while others can read them and not change them.
pub fn with_unchanged<T>(
    c: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection, &[Table]) -> Result<T>,
) -> Result<T> {
    let tables = describe(c)?;
    let names: Vec<String> = tables.iter().map(|table| format!("\"{}\"", table.name)).collect();
    portable::immediate_transaction(c, |c| {
        portable::lock_tables(c, &names.join(", "))?;
        work(c, &tables)
    })
}

/// Returns the last number that the database gave in a table; `None` if it gave none.
pub fn last_id(c: &mut DbConnection, table: &Table) -> Result<Option<i64>> {
    let Some(column) = &table.numbered else { return Ok(None) };
    let name = &table.name;
    let query = match c {
        DbConnection::Sqlite(_) => {
            format!("SELECT max(seq) AS last FROM sqlite_sequence WHERE name = '{name}'")
        }
        DbConnection::Postgres(_) => format!(
            "SELECT pg_sequence_last_value(pg_get_serial_sequence('\"{name}\"', '{column}')::regclass) AS last"
        ),
    };
    Ok(diesel::sql_query(query).get_result::<LastId>(c)?.last)
}

/// Lets the database give the number after `last` next.
pub fn set_last_id(c: &mut DbConnection, table: &Table, last: i64) -> Result<()> {
    let Some(column) = &table.numbered else { return Ok(()) };
    let name = &table.name;
    let statements = match c {
        DbConnection::Sqlite(_) => vec![
            format!("DELETE FROM sqlite_sequence WHERE name = '{name}'"),
            format!("INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', {last})"),
        ],
        DbConnection::Postgres(_) => {
            vec![format!("SELECT setval(pg_get_serial_sequence('\"{name}\"', '{column}'), {last})")]
        }
    };
    for statement in statements {
        diesel::sql_query(statement).execute(c)?;
    }
    Ok(())
}
