//! The database into which is copied.

use crate::backup::copy::rows::{self, Count, Digest, TextRow};
use crate::backup::copy::tables::{ColumnKind, Table};
use crate::db::schema::partners;
use crate::db::{Backend, DbConnection, portable};
use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text};
use serde_json::json;

/// The table that a target has while a copy into it is not finished.
pub const MARK: &str = "unfinished_copy";

/// Marks the target as unfinished.
///
/// # Errors
/// It has data, and not from an interrupted copy.
pub fn begin(c: &mut DbConnection, target: &Backend) -> Result<()> {
    let has_data = partners::table.count().get_result::<i64>(c)? > 0;
    if has_data && !is_unfinished(c)? {
        return Err(Error::operator(format!("the database {target} has data; a copy needs an empty one")));
    }
    c.batch_execute(&format!("CREATE TABLE IF NOT EXISTS {MARK} (place INTEGER)"))?;
    Ok(())
}

/// Removes the mark.
pub fn end(c: &mut DbConnection) -> Result<()> {
    c.batch_execute(&format!("DROP TABLE {MARK}"))?;
    Ok(())
}

/// Whether a copy into this database is not finished.
pub fn is_unfinished(c: &mut DbConnection) -> Result<bool> {
    let query = match c {
        DbConnection::Sqlite(_) => {
            "SELECT count(*) AS rows FROM sqlite_schema WHERE name = 'unfinished_copy'"
        }
        DbConnection::Postgres(_) => "SELECT count(to_regclass('unfinished_copy')) AS rows",
    };
    Ok(diesel::sql_query(query).get_result::<Count>(c)?.rows > 0)
}

/// Deletes all rows of these tables, which only they refer to.
pub fn clear(c: &mut DbConnection, tables: &[Table]) -> Result<()> {
    if tables.is_empty() {
        return Ok(());
    }
    portable::immediate_transaction(c, |c| {
        let mut all = without_triggers(c, tables)?;
        match c {
            DbConnection::Sqlite(_) => {
                let deleted = tables.iter().rev().map(|table| format!("DELETE FROM \"{}\"", table.name));
                all.0.extend(deleted);
            }
            DbConnection::Postgres(_) => {
                let names: Vec<String> = tables.iter().map(|table| format!("\"{}\"", table.name)).collect();
                all.0.push(format!("TRUNCATE {}", names.join(", ")));
            }
        }
        all.0.append(&mut all.1);
        run(c, &all.0)
    })
}

/// Fills an empty table with what `read` passes to its argument, and returns what `read` returned, after comparing it with
/// what the table has then.
///
/// # Errors
/// The table has other rows than were read. Nothing was written then.
pub fn fill(
    c: &mut DbConnection,
    table: &Table,
    read: impl FnOnce(&mut dyn FnMut(&[TextRow]) -> Result<()>) -> Result<Digest>,
) -> Result<Digest> {
    portable::immediate_transaction(c, |c| {
        let (before, after) = without_triggers(c, std::slice::from_ref(table))?;
        run(c, &before)?;
        let statement = insertion(c, table);
        let read = read(&mut |rows| insert(c, table, &statement, rows))?;
        run(c, &after)?;
        if rows::digest(c, table)? != read {
            return Err(Error::operator(format!(
                "the table {} is not equal after copying; the copy is not finished",
                table.name
            )));
        }
        Ok(read)
    })
}

fn run(c: &mut DbConnection, statements: &[String]) -> Result<()> {
    Ok(statements.iter().try_for_each(|statement| c.batch_execute(statement))?)
}

#[derive(QueryableByName)]
struct Trigger {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

/// Returns the statements that switch the triggers of these tables off, and those that switch them on again. What triggers
/// write is copied as well, and some forbid to delete.
fn without_triggers(c: &mut DbConnection, tables: &[Table]) -> Result<(Vec<String>, Vec<String>)> {
    let (mut off, mut on) = (Vec::new(), Vec::new());
    for Table { name, .. } in tables {
        if let DbConnection::Postgres(_) = c {
            off.push(format!("ALTER TABLE \"{name}\" DISABLE TRIGGER USER"));
            on.push(format!("ALTER TABLE \"{name}\" ENABLE TRIGGER USER"));
            continue;
        }
        let query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?";
        for trigger in diesel::sql_query(query).bind::<Text, _>(name).load::<Trigger>(c)? {
            off.push(format!("DROP TRIGGER \"{}\"", trigger.name));
            on.push(trigger.sql);
        }
    }
    Ok((off, on))
}

/// Returns the statement that inserts many rows: from one array for each column on PostgreSQL, from one JSON text on SQLite.
fn insertion(c: &DbConnection, table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let names = names.join(", ");
    let columns = table.columns.iter().enumerate();
    match c {
        DbConnection::Sqlite(_) => {
            let value = |(at, (_, kind)): (usize, &(String, ColumnKind))| {
                let text = format!("r.value ->> '$[{at}]'");
                match kind {
                    ColumnKind::Integer | ColumnKind::Boolean => format!("CAST({text} AS INTEGER)"),
                    ColumnKind::Bytes => format!("unhex({text})"),
                    ColumnKind::Text | ColumnKind::Date | ColumnKind::Time => text,
                }
            };
            let values: Vec<String> = columns.map(value).collect();
            let values = values.join(", ");
            format!("INSERT INTO \"{}\" ({names}) SELECT {values} FROM json_each(?) r", table.name)
        }
        DbConnection::Postgres(_) => {
            let value = |(at, (_, kind)): (usize, &(String, ColumnKind))| match kind {
                ColumnKind::Integer => format!("c{at}::bigint"),
                ColumnKind::Boolean => format!("c{at}::int::boolean"),
                ColumnKind::Text => format!("c{at}"),
                ColumnKind::Date => format!("c{at}::date"),
                ColumnKind::Time => format!("c{at}::timestamp"),
                ColumnKind::Bytes => format!("decode(c{at}, 'hex')"),
            };
            let values: Vec<String> = columns.map(value).collect();
            let arrays: Vec<String> = (1..=table.columns.len()).map(|at| format!("${at}")).collect();
            let aliases: Vec<String> = (0..table.columns.len()).map(|at| format!("c{at}")).collect();
            format!(
                "INSERT INTO \"{}\" ({names}) OVERRIDING SYSTEM VALUE SELECT {} FROM unnest({}) AS r({})",
                table.name,
                values.join(", "),
                arrays.join(", "),
                aliases.join(", ")
            )
        }
    }
}

fn insert(c: &mut DbConnection, table: &Table, statement: &str, rows: &[TextRow]) -> Result<()> {
    let inserted = match c {
        DbConnection::Sqlite(c) => {
            let kept = rows.iter().map(|row| {
                let value = |(value, (_, kind)): (&Option<String>, &(String, ColumnKind))| match kind {
                    ColumnKind::Time => json!(value.as_deref().map(rows::shortest)),
                    _ => json!(value),
                };
                row.iter().zip(&table.columns).map(value).collect::<Vec<_>>()
            });
            let text = serde_json::to_string(&kept.collect::<Vec<_>>()).map_err(Error::internal)?;
            diesel::sql_query(statement).bind::<Text, _>(text).execute(c)?
        }
        DbConnection::Postgres(c) => {
            let mut query = diesel::sql_query(statement).into_boxed();
            for at in 0..table.columns.len() {
                let column: Vec<Option<&str>> = rows.iter().map(|row| row[at].as_deref()).collect();
                query = query.bind::<Array<Nullable<Text>>, _>(column);
            }
            query.execute(c)?
        }
    };
    if inserted != rows.len() {
        return Err(Error::internal(format!("{}: {inserted} of {} rows", table.name, rows.len())));
    }
    Ok(())
}
