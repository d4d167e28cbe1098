//! `id IN (…)` over a question that is still being put together. It keeps both databases to the order in which they are
//! asked: first the row ids, then those rows. Diesel's own `eq_any` cannot say so for two databases at once.

use crate::db::DbConnection;
use crate::db::schema::activity_entries as log;
use crate::features::activity_log::read::queries::Boxed;
use diesel::Connection;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Bool;

/// Row ids that a question finds.
pub type Ids<'a> = diesel::dsl::Select<Boxed<'a>, log::id>;

/// The entries with these row ids.
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
