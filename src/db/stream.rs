//! Reads the rows of a query one by one, in the same way on both databases, so that a long result is never in memory as
//! a whole.

use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::error::Result;
use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::query_dsl::LoadQuery;
use diesel::{PgConnection, Selectable, SqliteConnection};

/// Returns the columns of `T`, for a query that runs on either database; `T::as_select()` is bound to one.
pub fn columns<T: Selectable<MultiBackend>>() -> T::SelectExpression {
    T::construct_selection()
}

/// Calls `take` with each row, in the order of the query. The query selects [`columns`].
///
/// # Errors
/// The query failed, or `take` returned an error; no more rows are read then.
pub fn for_each<'query, T, Q>(
    c: &mut DbConnection,
    query: Q,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()>
where
    Q: LoadQuery<'query, SqliteConnection, T, DefaultLoadingMode>
        + LoadQuery<'query, PgConnection, T, PgRowByRowLoadingMode>,
{
    match c {
        DbConnection::Sqlite(c) => query.internal_load(c)?.try_for_each(|row| take(row?)),
        // By default, PostgreSQL's client library would hold all rows before the first is read.
        DbConnection::Postgres(c) => query.internal_load(c)?.try_for_each(|row| take(row?)),
    }
}
