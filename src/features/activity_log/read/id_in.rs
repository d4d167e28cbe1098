//! `id IN (SELECT …)` for a query under construction. It makes both databases first find the row ids and then read
//! these rows. Diesel's `eq_any` does not support this for two backends at the same time.

use crate::db::DbConnection;
use crate::db::schema::activity_entries as log;
use crate::features::activity_log::read::queries::Boxed;
use diesel::Connection;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Bool;

/// A query for row ids.
pub type Ids<'a> = diesel::dsl::Select<Boxed<'a>, log::id>;

/// Returns the query for the entries with these row ids.
pub fn id_in(ids: Ids<'_>) -> Boxed<'_> {
    log::table.into_boxed().filter(Among(ids))
}

struct Among<'a>(Ids<'a>);

type Backend = <DbConnection as Connection>::Backend;

impl QueryFragment<Backend> for Among<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("activity_entries.id IN (");
        <Ids<'_> as QueryFragment<Backend>>::walk_ast(&self.0, out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl Expression for Among<'_> {
    type SqlType = Bool;
}

impl<S> SelectableExpression<S> for Among<'_> where Self: AppearsOnTable<S> {}

impl AppearsOnTable<log::table> for Among<'_> {}

impl ValidGrouping<()> for Among<'_> {
    type IsAggregate = is_aggregate::No;
}
