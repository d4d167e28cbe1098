//! How many customers a partner had at the end of each day, from the times at which relationships began and ended. A
//! relationship that ended and was restored counts from its first day on.

use crate::db::DbConnection;
use crate::db::schema::{customers, partners};
use crate::domain::{Partner, PartnerId};
use crate::error::Result;
use crate::features::overview::daily::model::DailyFigures;
use crate::i18n::time_zone::partner_zone;
use crate::web::day_range::day_start;
use chrono::{Days, NaiveDate, NaiveDateTime, TimeZone};
use diesel::dsl::min;
use diesel::prelude::*;
use std::ops::RangeInclusive;

/// When relationships began and ended.
#[derive(Debug, Default)]
struct Times {
    /// The number of relationships that began before all days, and are not known to have ended before them.
    before: i64,
    /// When the others began, in order.
    began: Vec<NaiveDateTime>,
    /// When relationships ended, in order.
    ended: Vec<NaiveDateTime>,
}

/// Returns the day on which the partner's history begins: that of its first relationship, or of its setup if that was earlier.
pub(super) fn first_day(c: &mut DbConnection, partner: &Partner) -> Result<NaiveDate> {
    let created: NaiveDateTime = partners::table.find(partner.id).select(partners::created_at).first(c)?;
    let own = customers::table.filter(customers::partner_id.eq(partner.id));
    let first: Option<NaiveDateTime> = own.select(min(customers::customer_since)).first(c)?;
    let began = first.map_or(created, |first| first.min(created));
    Ok(partner_zone(partner).from_utc_datetime(&began).date_naive())
}

/// Returns the figures of these days of the partner's time zone. Subscriptions and licenses are not known.
pub fn figures_of_days(
    c: &mut DbConnection,
    partner: &Partner,
    days: RangeInclusive<NaiveDate>,
) -> Result<Vec<DailyFigures>> {
    let zone = partner_zone(partner);
    let times = read_times(c, partner.id, day_start(*days.start(), zone))?;
    let before = |times: &[NaiveDateTime], end: NaiveDateTime| times.partition_point(|at| *at < end) as i64;
    let figures = days.start().iter_days().take_while(|day| day <= days.end()).map(|day| {
        let (start, end) = (day_start(day, zone), day_start(day + Days::new(1), zone));
        DailyFigures {
            partner_id: partner.id,
            day,
            customers: times.before + before(&times.began, end) - before(&times.ended, end),
            began: before(&times.began, end) - before(&times.began, start),
            ended: before(&times.ended, end) - before(&times.ended, start),
            subscriptions: None,
            licenses: None,
        }
    });
    Ok(figures.collect())
}

/// Reads the times from `start` on. All customers of the partner are read, but only those of the days are returned.
fn read_times(c: &mut DbConnection, partner: PartnerId, start: NaiveDateTime) -> Result<Times> {
    let active =
        || customers::table.filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()));
    let before: i64 = active().filter(customers::customer_since.lt(start)).count().get_result(c)?;
    let mut began: Vec<NaiveDateTime> =
        active().filter(customers::customer_since.ge(start)).select(customers::customer_since).load(c)?;
    let ended: Vec<(NaiveDateTime, NaiveDateTime)> = customers::table
        .filter(customers::partner_id.eq(partner))
        .filter(customers::ended_at.ge(start).assume_not_null())
        .select((customers::customer_since, customers::ended_at.assume_not_null()))
        .load(c)?;
    let mut times = Times { before, ..Times::default() };
    for (since, end) in ended {
        if since < start {
            times.before += 1;
        } else {
            began.push(since.min(end));
        }
        times.ended.push(end);
    }
    began.sort_unstable();
    times.ended.sort_unstable();
    Ok(Times { began, ..times })
}
