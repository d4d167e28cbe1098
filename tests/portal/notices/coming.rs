//! The daily notices of dates that are coming.

use super::events;
use crate::on_both_databases;
use crate::support::TestApp;
use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use partner_portal::db::schema::{notices, subscriptions, users};
use partner_portal::domain::MicrosoftId;
use partner_portal::features::notices::coming;
use partner_portal::search::subscriptions_changed;
use serde_json::Value;

on_both_databases! {
    a_day_with_one_subscription_names_it_and_a_day_with_several_counts_them
    the_notices_of_a_day_are_written_once_and_missed_days_are_made_up_for
    the_reseller_is_told_about_its_own_customers_only
}

/// A morning at the partners of the cast, which are in Korea, and a time before it.
fn morning(day: NaiveDate) -> [NaiveDateTime; 2] {
    let at = |hour: u32| day.and_hms_opt(hour, 30, 0).unwrap() - chrono::TimeDelta::hours(9);
    [at(5), at(7)]
}

fn today() -> NaiveDate {
    partner_portal::i18n::time_zone::today(chrono_tz::Tz::Asia__Seoul)
}

fn renews(
    app: &TestApp,
    partner: i32,
    customer: MicrosoftId,
    id: &str,
    cycle: &str,
    auto_renew: bool,
    days: u64,
) {
    let row = subscriptions::table.filter(subscriptions::subscription_id.eq(id));
    let values = (
        subscriptions::renews_on.eq(today() + Days::new(days)),
        subscriptions::auto_renew.eq(auto_renew),
        subscriptions::billing_cycle.eq(cycle),
    );
    let done = app.portal.db.write_now(|c| {
        diesel::update(row).set(values).execute(c)?;
        subscriptions_changed(c, partner_portal::domain::PartnerId(partner), [customer..=customer])
    });
    done.unwrap();
}

/// Lets the users have been there for long: what happened before they were added is not shown to them.
fn old_hands(app: &TestApp) {
    let long_ago = partner_portal::clock::now() - chrono::TimeDelta::days(30);
    let set = diesel::update(users::table).set(users::created_at.eq(long_ago));
    app.portal.db.write_now(|c| Ok(set.execute(c)?)).unwrap();
}

fn stored(app: &TestApp, partner: i32) -> Vec<(String, Value)> {
    let rows = notices::table.filter(notices::partner_id.eq(partner).and(notices::event.ne("partnership")));
    let rows = rows.order(notices::id).select((notices::event, notices::details));
    let rows: Vec<(String, String)> = app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
    rows.into_iter().map(|(event, details)| (event, serde_json::from_str(&details).unwrap())).collect()
}

async fn a_day_with_one_subscription_names_it_and_a_day_with_several_counts_them(app: TestApp) {
    let cast = app.cast();
    old_hands(&app);
    let customer = app.customer(&cast.direct, 1, "한빛소프트", "hanbit.example");
    let gone = app.customer(&cast.direct, 2, "Gone", "gone.example");
    let partner = cast.direct.id.0;
    let plan = |name: &str, cycle: &str, auto_renew: bool, days: u64| {
        let id = app.subscription(&cast.direct, customer, name, None);
        renews(&app, partner, customer, &id, cycle, auto_renew, days);
    };
    plan("Microsoft 365 E3", "annual", false, 7);
    plan("Visio", "annual", true, 30);
    plan("Project", "annual", true, 30);
    plan("Teams", "monthly", true, 7);
    plan("Later", "annual", true, 29);
    let other = app.subscription(&cast.direct, gone, "Of no customer", None);
    renews(&app, partner, gone, &other, "annual", false, 7);
    app.end(&cast.direct, gone);
    coming::run_at(&app.portal, morning(today())[1]).unwrap();
    let told = stored(&app, partner);
    let brief: Vec<(&str, u64, &str)> = told
        .iter()
        .map(|(event, details)| {
            (event.as_str(), details["count"].as_u64().unwrap(), details["name"].as_str().unwrap_or(""))
        })
        .collect();
    assert_eq!(
        brief,
        [
            ("subscription-ends", 1, "Microsoft 365 E3"),
            ("subscription-ends", 2, ""),
            ("monthly-renewal", 1, "Teams")
        ]
    );
    assert_eq!(told[1].1["licenses"], 14);
    let browser = app.signed_in("sa@4000.example").await;
    assert_eq!(events(&browser).await, ["subscription-ends"; 2], "monthly renewals only if chosen");
    let page = browser.get("/notifications").await;
    let ids = page.ids();
    let opened = async |id: &str| {
        let fields = [("id", id), ("open", "yes")];
        browser.submit("/notifications", "/notifications/read", &fields).await.header("location")
    };
    let list = opened(&ids[0]).await;
    assert_eq!(browser.get(&list).await.total(), "2", "{list}");
    assert!(opened(&ids[1]).await.starts_with(&format!("/customers/{customer}/subscriptions/")));
    assert!(page.text().contains("한빛소프트") && page.text().contains("14 licenses"), "{}", page.text());
}

async fn the_notices_of_a_day_are_written_once_and_missed_days_are_made_up_for(app: TestApp) {
    let cast = app.cast();
    old_hands(&app);
    let second = app.second().await;
    let customer = app.customer(&cast.direct, 1, "C", "c.example");
    let partner = cast.direct.id.0;
    for days in [7, 8, 9, 10, 11, 12, 13] {
        let id = app.subscription(&cast.direct, customer, &format!("in {days}"), None);
        renews(&app, partner, customer, &id, "annual", false, days);
    }
    let names = || -> Vec<String> {
        stored(&app, partner)
            .iter()
            .map(|(_, details)| details["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let [early, later] = morning(today());
    coming::run_at(&app.portal, early).unwrap();
    assert!(names().is_empty(), "it is before six in the morning there");
    for portal in [&app.portal, &second.portal, &app.portal] {
        coming::run_at(portal, later).unwrap();
    }
    assert_eq!(names(), ["in 7"]);
    let in_two_days = morning(today() + Days::new(2));
    coming::run_at(&second.portal, in_two_days[1]).unwrap();
    coming::run_at(&app.portal, in_two_days[1]).unwrap();
    assert_eq!(names(), ["in 7", "in 8", "in 9"]);
    coming::run_at(&app.portal, later).unwrap();
    assert_eq!(names().len(), 3, "a clock that is set back writes nothing twice");
}

async fn the_reseller_is_told_about_its_own_customers_only(app: TestApp) {
    let cast = app.cast();
    old_hands(&app);
    let customer = app.customer(&cast.provider, 1, "Provider's name", "c.example");
    let other = app.customer(&cast.provider, 2, "Another", "d.example");
    app.customer(&cast.reseller, 1, "Reseller's name", "c.example");
    for (of, reseller) in [(customer, &cast.reseller), (other, &cast.other_reseller)] {
        let id = app.subscription(&cast.provider, of, "Plan", Some(reseller));
        renews(&app, cast.provider.id.0, of, &id, "annual", false, 7);
    }
    coming::run_at(&app.portal, morning(today())[1]).unwrap();
    assert_eq!(stored(&app, cast.provider.id.0)[0].1["count"], 2);
    assert_eq!(stored(&app, cast.reseller.id.0)[0].1["count"], 1);
    assert!(stored(&app, cast.other_reseller.id.0).is_empty(), "the customer is not in its list");
    let browser = app.signed_in("sa@2000.example").await;
    assert!(browser.get("/notifications").await.text().contains("Reseller&#39;s name"));
}
