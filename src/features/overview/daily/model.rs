//! The figures of one day of a partner.

use crate::db::connection::MultiBackend;
use crate::db::schema::daily_figures;
use crate::domain::PartnerId;
use chrono::NaiveDate;
use diesel::prelude::{Insertable, Queryable, Selectable};

/// The figures of a partner at the end of a day in its time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = daily_figures, check_for_backend(MultiBackend))]
pub struct DailyFigures {
    /// The partner.
    pub partner_id: PartnerId,
    /// The day.
    pub day: NaiveDate,
    /// The customers in the list.
    pub customers: i64,
    /// The relationships that began on the day, also those that have ended since.
    pub began: i64,
    /// The relationships that ended on the day.
    pub ended: i64,
    /// The active subscriptions; `None` if they were not measured right after the day.
    pub subscriptions: Option<i64>,
    /// The licenses of these subscriptions.
    pub licenses: Option<i64>,
}
