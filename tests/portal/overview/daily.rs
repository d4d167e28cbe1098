//! The figures of days: once for each day of the partner, whatever its length, and not invented.

use super::sample::set_up;
use super::{ZONES, move_to};
use crate::on_both_databases;
use crate::support::TestApp;
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{customers, daily_figures};
use partner_portal::domain::{MicrosoftId, Partner};
use partner_portal::features::overview::daily::history::figures_of_days;
use partner_portal::features::overview::daily::job::run;
use partner_portal::features::overview::daily::model::DailyFigures;
use partner_portal::i18n::time_zone::{partner_zone, today};
use partner_portal::jobs::schedule::{JOBS, in_turn};

on_both_databases! {
    fills_the_past_from_the_days_of_relationships
    measures_only_the_day_that_has_just_ended
    fills_the_days_that_it_missed_and_invents_nothing
    a_day_of_23_or_25_hours_is_counted_once
    two_processes_write_a_day_once
    days_are_those_of_the_partner
}

fn rows(app: &TestApp, partner: &Partner) -> Vec<DailyFigures> {
    let own = daily_figures::table.filter(daily_figures::partner_id.eq(partner.id));
    let own = own.order(daily_figures::day).select(DailyFigures::as_select());
    app.portal.db.read_now(|c| Ok(own.load(c)?)).unwrap()
}

fn relationship(
    app: &TestApp,
    partner: &Partner,
    customer: MicrosoftId,
    (since, ended): (NaiveDateTime, Option<NaiveDateTime>),
) {
    let row = customers::table
        .filter(customers::partner_id.eq(partner.id).and(customers::microsoft_id.eq(customer)));
    let change =
        diesel::update(row).set((customers::customer_since.eq(since), customers::ended_at.eq(ended)));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

fn yesterday(partner: &Partner) -> NaiveDate {
    today(partner_zone(partner)) - Days::new(1)
}

async fn fills_the_past_from_the_days_of_relationships(app: TestApp) {
    let cast = app.cast();
    let now = clock::now();
    let days = |days: i64| now - TimeDelta::days(days);
    for (number, times) in
        [(days(30), None), (days(20), Some(days(10))), (days(10), None), (now, None)].into_iter().enumerate()
    {
        let customer =
            app.customer(&cast.provider, number as u128, &format!("Customer {number}"), "c.example");
        relationship(&app, &cast.provider, customer, times);
    }
    run(&app.portal).unwrap();
    let rows = rows(&app, &cast.provider);
    assert_eq!(rows.len(), 30, "from the first relationship to yesterday");
    let figures = |day: usize| (rows[day].customers, rows[day].began, rows[day].ended);
    assert_eq!(figures(0), (1, 1, 0));
    assert_eq!((figures(9), figures(10)), ((1, 0, 0), (2, 1, 0)));
    assert_eq!(figures(20), (2, 1, 1), "one ended and one began");
    assert_eq!(figures(29), (2, 0, 0), "today has not ended");
    assert!(rows[..29].iter().all(|row| row.licenses.is_none()), "licenses of the past are not known");
    assert_eq!(run(&app.portal).unwrap(), 0, "idempotent");
}

async fn measures_only_the_day_that_has_just_ended(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    app.customer(&cast.reseller, 1, "Hanbit", "hanbit.example");
    app.subscription(&cast.provider, customer, "Plan A", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "Plan B", None);
    for partner in [&cast.provider, &cast.reseller, &cast.direct] {
        set_up(&app, partner, clock::now() - TimeDelta::days(3));
    }
    run(&app.portal).unwrap();
    let last =
        |partner: &Partner| rows(&app, partner).last().map(|row| (row.day, row.subscriptions, row.licenses));
    assert_eq!(last(&cast.provider), Some((yesterday(&cast.provider), Some(2), Some(14))));
    assert_eq!(last(&cast.reseller), Some((yesterday(&cast.reseller), Some(1), Some(7))));
    assert_eq!(last(&cast.direct), Some((yesterday(&cast.direct), Some(0), Some(0))));
    app.subscription(&cast.provider, customer, "Plan C", None);
    assert_eq!(run(&app.portal).unwrap(), 0);
    assert_eq!(last(&cast.provider).unwrap().1, Some(2), "a day that was measured stays");
}

async fn fills_the_days_that_it_missed_and_invents_nothing(app: TestApp) {
    let cast = app.cast();
    set_up(&app, &cast.direct, clock::now() - TimeDelta::days(9));
    run(&app.portal).unwrap();
    let gone = daily_figures::day.gt(yesterday(&cast.direct) - Days::new(4));
    let stopped = diesel::delete(daily_figures::table.filter(gone));
    app.portal.db.write_now(|c| Ok(stopped.execute(c)?)).unwrap();
    let before = rows(&app, &cast.direct);
    run(&app.portal).unwrap();
    let after = rows(&app, &cast.direct);
    assert_eq!(after[..before.len()], before);
    let known: Vec<bool> = after[before.len()..].iter().map(|row| row.licenses.is_some()).collect();
    assert_eq!(known, [false, false, false, true], "what was not measured is not known");
}

async fn a_day_of_23_or_25_hours_is_counted_once(app: TestApp) {
    let cast = app.cast();
    let partner = Partner { time_zone: Some("Europe/Berlin".into()), ..cast.direct.clone() };
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (first, last, hours) in
        [("2026-03-28", "2026-03-30", [24, 23, 24]), ("2026-10-24", "2026-10-26", [24, 25, 24])]
    {
        let start = day(first).and_hms_opt(0, 0, 0).unwrap()
            - TimeDelta::hours(if first.contains("-03-") { 1 } else { 2 });
        for hour in 0..hours.iter().sum::<i64>() {
            let customer = app.customer(&partner, hour as u128, &format!("Customer {hour}"), "c.example");
            relationship(&app, &partner, customer, (start + TimeDelta::hours(hour), None));
        }
        let figures =
            app.portal.db.read_now(|c| figures_of_days(c, &partner, day(first)..=day(last))).unwrap();
        let began: Vec<i64> = figures.iter().map(|one| one.began).collect();
        assert_eq!(began, hours, "one relationship an hour");
        assert_eq!(figures[2].customers, hours.iter().sum::<i64>());
        let all = diesel::delete(customers::table);
        app.portal.db.write_now(|c| Ok(all.execute(c)?)).unwrap();
    }
}

async fn two_processes_write_a_day_once(app: TestApp) {
    let cast = app.cast();
    set_up(&app, &cast.provider, clock::now() - TimeDelta::days(40));
    let other = app.second().await;
    let job = *JOBS.iter().find(|job| job.name == "daily figures").unwrap();
    let runs = (0..6).map(|n| in_turn(if n % 2 == 0 { &app.portal } else { &other.portal }, job));
    let written: usize = futures_util::future::join_all(runs).await.into_iter().map(Result::unwrap).sum();
    // Without the lease, the key still keeps each day once.
    assert_eq!(run(&other.portal).unwrap(), 0);
    let all: i64 = app.portal.db.read_now(|c| Ok(daily_figures::table.count().get_result(c)?)).unwrap();
    assert_eq!(written as i64, all);
    assert_eq!(rows(&app, &cast.provider).len(), 40);
}

async fn days_are_those_of_the_partner(app: TestApp) {
    let cast = app.cast();
    for (partner, zone) in [&cast.provider, &cast.direct].into_iter().zip(ZONES) {
        set_up(&app, partner, clock::now() - TimeDelta::days(2));
        move_to(&app, partner, zone);
    }
    run(&app.portal).unwrap();
    let last = |partner: &Partner| rows(&app, partner).last().map(|row| row.day);
    let (east, west) = (last(&cast.provider), last(&cast.direct));
    assert_eq!(east, Some(today(chrono_tz::Tz::Pacific__Kiritimati) - Days::new(1)));
    assert_eq!(west, Some(today(chrono_tz::Tz::Pacific__Pago_Pago) - Days::new(1)));
    assert_ne!(east, west);
}
