//! The figures of the sample channel's past days. Customers are those of the sample; subscriptions and licenses are derived
//! from the present ones for eight months, and not known before, as in a portal that was installed then.

use crate::db::schema::subscriptions;
use crate::db::{Db, DbConnection};
use crate::domain::{Partner, SubscriptionStatus};
use crate::error::Result;
use crate::features::overview::daily::history::figures_of_days;
use crate::features::overview::daily::queries::insert_figures;
use crate::i18n::time_zone::{partner_zone, today};
use chrono::Days;
use diesel::dsl::{count_star, sum};
use diesel::prelude::*;
use std::collections::HashMap;

/// The days of which there are figures.
const DAYS: u64 = 380;

/// The last days of which subscriptions and licenses are known.
const KNOWN: usize = 240;

/// Adds the figures of all partners up to yesterday.
pub(super) fn add_figures(db: &Db, partners: &HashMap<&str, Partner>) -> Result<()> {
    for partner in partners.values() {
        let yesterday = today(partner_zone(partner)) - Days::new(1);
        let first = yesterday - Days::new(DAYS);
        let mut days = db.read_now(|c| figures_of_days(c, partner, first..=yesterday))?;
        let (rows, licenses) = db.read_now(|c| present(c, partner))?;
        let now = days.last().map_or(0, |day| day.customers).max(1);
        for (back, day) in days.iter_mut().rev().take(KNOWN).enumerate() {
            // Each customer had a little less before.
            let then = |number: i64| number * day.customers / now * (1_000 - back as i64 / 3) / 1_000;
            (day.subscriptions, day.licenses) = (Some(then(rows)), Some(then(licenses)));
        }
        db.write_now(|c| insert_figures(c, partner.id, &days))?;
    }
    Ok(())
}

/// Returns how many active subscriptions and licenses the partner sold or is the reseller of record of.
fn present(c: &mut DbConnection, partner: &Partner) -> Result<(i64, i64)> {
    let own = subscriptions::partner_id.eq(partner.id);
    let own = own.or(subscriptions::reseller_id.eq(partner.id).assume_not_null());
    let active =
        subscriptions::table.filter(own).filter(subscriptions::status.eq(SubscriptionStatus::Active));
    let (rows, licenses): (i64, Option<i64>) =
        active.select((count_star(), sum(subscriptions::quantity))).first(c)?;
    Ok((rows, licenses.unwrap_or(0)))
}
