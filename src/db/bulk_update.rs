//! Updates many rows, each with its own values: with one statement on PostgreSQL, and one prepared statement for all rows on
//! SQLite.

use crate::db::DbConnection;
use crate::db::schema::bulk_rows;
use crate::domain::BulkActId;
use crate::error::Result;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Integer, Nullable, Text};

/// What became of a row of a bulk act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRowOutcome<'a> {
    /// The row.
    pub position: i32,
    /// The columns of this name.
    pub outcome: &'static str,
    /// The column of this name: JSON.
    pub reason: Option<String>,
    /// The column of this name: JSON.
    pub details: String,
    /// The column of this name.
    pub mark: &'a str,
}

const UPDATE_BULK_ROWS: &str = "
UPDATE bulk_rows
   SET outcome = new.outcome, reason = new.reason, details = new.details, mark = new.mark
  FROM unnest($2, $3, $4, $5, $6) AS new (position, outcome, reason, details, mark)
 WHERE act_id = $1 AND bulk_rows.position = new.position";

/// Stores what became of rows of an act.
///
/// # Errors
/// The database failed.
pub fn update_bulk_rows(c: &mut DbConnection, act: BulkActId, rows: &[BulkRowOutcome<'_>]) -> Result<()> {
    match c {
        DbConnection::Sqlite(c) => {
            for row in rows {
                let values = (
                    bulk_rows::outcome.eq(row.outcome),
                    bulk_rows::reason.eq(&row.reason),
                    bulk_rows::details.eq(&row.details),
                    bulk_rows::mark.eq(row.mark),
                );
                diesel::update(bulk_rows::table.find((act, row.position))).set(values).execute(c)?;
            }
        }
        DbConnection::Postgres(c) => {
            sql_query(UPDATE_BULK_ROWS)
                .bind::<Text, _>(act)
                .bind::<Array<Integer>, _>(rows.iter().map(|row| row.position).collect::<Vec<_>>())
                .bind::<Array<Text>, _>(rows.iter().map(|row| row.outcome).collect::<Vec<_>>())
                .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| &row.reason).collect::<Vec<_>>())
                .bind::<Array<Text>, _>(rows.iter().map(|row| &row.details).collect::<Vec<_>>())
                .bind::<Array<Text>, _>(rows.iter().map(|row| row.mark).collect::<Vec<_>>())
                .execute(c)?;
        }
    }
    Ok(())
}
