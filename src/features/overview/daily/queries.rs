//! Reads and writes the figures of days.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::daily_figures;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::overview::daily::model::DailyFigures;
use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

/// Returns the figures of the partner's days from this one on, in order. Days that no job has written are missing.
pub fn figures_since<P>(scope: &Scope<P>, day: NaiveDate, c: &mut DbConnection) -> Result<Vec<DailyFigures>> {
    let own = daily_figures::table.filter(daily_figures::partner_id.eq(scope.partner()));
    let since = own.filter(daily_figures::day.ge(day)).order(daily_figures::day);
    Ok(since.select(DailyFigures::as_select()).load(c)?)
}

/// Returns the last day of which the partner has figures.
pub(super) fn last_day(c: &mut DbConnection, partner: PartnerId) -> Result<Option<NaiveDate>> {
    let own = daily_figures::table.filter(daily_figures::partner_id.eq(partner));
    Ok(own.select(max(daily_figures::day)).first(c)?)
}

/// Inserts the figures of days; a day that another process has written in the meantime stays as it is. Returns how many rows
/// were inserted.
pub fn insert_figures(c: &mut DbConnection, _: PartnerId, rows: &[DailyFigures]) -> Result<usize> {
    let mut inserted = 0;
    for row in rows {
        let insert = diesel::insert_into(daily_figures::table).values(row);
        inserted += match c {
            DbConnection::Sqlite(c) => insert.on_conflict_do_nothing().execute(c)?,
            DbConnection::Postgres(c) => insert.on_conflict_do_nothing().execute(c)?,
        };
    }
    Ok(inserted)
}
