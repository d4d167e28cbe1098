//! Retention periods: data older than a setting allows is erased, and nothing else. Without a setting, nothing is
//! erased.

mod log;
mod records;

use crate::on_both_databases;
use crate::personal_data::rows::{self, CANARY, fill, holding, run, user_id};
use crate::support::TestApp;
use chrono::{NaiveDateTime, TimeDelta};
use log::*;
use partner_portal::audit::verify::verify;
use partner_portal::clock;
use partner_portal::config::Settings;
use partner_portal::config::retention_periods::Periods;
use partner_portal::domain::PartnerId;
use partner_portal::features::retention::run::{Report, Retention};
use records::*;
use serde_json::{Value, json};

on_both_databases! {
    nothing_is_erased_without_a_setting
    erases_people_after_the_period_since_deactivation
    keeps_the_last_global_admin_of_a_partner
    erases_ip_addresses_from_the_log_exactly_on_the_day
    erases_log_details_and_search_finds_only_later_names
    an_interrupted_run_resumes_and_logs_once
    describes_erasures_in_three_languages
    clears_requests_and_referrals_after_the_period_since_their_end
    erases_customers_after_the_period_since_their_last_relationship
    erases_many_customers_in_batches
}

/// Periods with only this setting.
fn period(set: impl FnOnce(&mut Settings)) -> Periods {
    let mut settings = Settings::default();
    set(&mut settings);
    settings.checked().unwrap().retention
}

/// Thirty days for everything.
fn all_periods() -> Periods {
    period(|settings| {
        let days = Some(json!(30));
        settings.portal_retention_people_days = days.clone();
        settings.portal_retention_customers_days = days.clone();
        settings.portal_retention_requests_days = days.clone();
        settings.portal_retention_log_addresses_days = days.clone();
        settings.portal_retention_log_days = days;
    })
}

/// Runs the erasure as if at this time.
fn retain_at(app: &TestApp, periods: &Periods, now: NaiveDateTime) -> Report {
    retain(app, periods, now, usize::MAX)
}

fn retain(app: &TestApp, periods: &Periods, now: NaiveDateTime, batches: usize) -> Report {
    retention(app, periods, now, false, batches).run().unwrap()
}

/// Returns what a run at this time would erase.
fn would(app: &TestApp, periods: &Periods, now: NaiveDateTime) -> Report {
    retention(app, periods, now, true, usize::MAX).run().unwrap()
}

fn retention<'a>(
    app: &'a TestApp,
    periods: &'a Periods,
    now: NaiveDateTime,
    only_count: bool,
    batches: usize,
) -> Retention<'a> {
    let (db, activity, secrets) = (&app.portal.db, &app.portal.log, &app.portal.secrets);
    Retention { db, activity, secrets, periods, now, only_count, batches }
}

/// Asserts that a log is valid and returns the number of entries with erased values.
fn erased_entries(app: &TestApp, partner: PartnerId) -> i64 {
    let checked = app.portal.db.read_now(|c| verify(c, app.portal.log.chain(), partner)).unwrap();
    assert_eq!(checked.broken, None);
    checked.erased
}

/// Returns the details of the newest entry about an erasure.
fn told(app: &TestApp, partner: &partner_portal::domain::Partner, resource: &str) -> Value {
    let entries = app.log_of(partner, resource);
    let (_, details) = entries.iter().rfind(|(action, _)| action == "portal_erase_personal_data").unwrap();
    serde_json::from_str(details).unwrap()
}

async fn nothing_is_erased_without_a_setting(app: TestApp) {
    let cast = app.cast();
    fill(&app, &cast, "canary.contact@elsewhere.example");
    rows::insert_customer(&app, &cast, 77);
    app.end(&cast.provider, crate::support::cast::id(77));
    let before = holding(&app, "");
    let later = clock::now() + TimeDelta::days(40_000);
    let report = retain_at(&app, &Settings::default().checked().unwrap().retention, later);
    assert_eq!(report.total(), 0);
    assert_eq!(holding(&app, ""), before);
}

async fn erases_people_after_the_period_since_deactivation(app: TestApp) {
    let cast = app.cast();
    for email in ["canary.kim@1000.example", "back@1000.example", "stays@1000.example"] {
        app.person(&cast.provider, email, "sales-agent", false);
    }
    fill(&app, &cast, "canary.kim@1000.example");
    let browser = app.signed_in("ga@1000.example").await;
    let act = async |email: &str, act: &str| {
        let page = format!("/account-settings/users/{}/{act}", user_id(&app, email));
        assert_eq!(browser.submit(&page, &page, &[]).await.status, 303, "{email}: {act}");
    };
    act("canary.kim@1000.example", "deactivation").await;
    act("back@1000.example", "deactivation").await;
    act("back@1000.example", "reactivation").await;
    let since = deactivated_at(&app, "canary.kim@1000.example").expect("who was deactivated has the moment");
    assert_eq!(deactivated_at(&app, "back@1000.example"), None);

    let periods = period(|settings| settings.portal_retention_people_days = Some(json!("30")));
    let due = since + TimeDelta::days(30);
    assert_eq!(retain_at(&app, &periods, due - TimeDelta::milliseconds(1)).total(), 0);
    let would = would(&app, &periods, due);
    assert!(!holding(&app, CANARY).is_empty());
    let done = retain_at(&app, &periods, due);
    assert_eq!(done.counts, would.counts);
    assert_eq!(done.counts[&cast.provider.id]["people"], 1);
    assert_eq!(holding(&app, CANARY), []);
    assert!(!holding(&app, "back@1000.example").is_empty());
    let told = told(&app, &cast.provider, "person");
    assert_eq!((&told["people"], &told["retention_days"]), (&json!(1), &json!(30)));
    let log = holding(&app, "");
    assert_eq!(retain_at(&app, &periods, due).total(), 0);
    assert_eq!(holding(&app, ""), log, "nothing is left to erase, and nothing is logged");
    assert!(erased_entries(&app, cast.provider.id) > 0);
}

/// Returns when a user was deactivated.
fn deactivated_at(app: &TestApp, email: &str) -> Option<NaiveDateTime> {
    use diesel::prelude::*;
    use partner_portal::db::schema::users;
    let row = users::table.filter(users::email.eq(email)).select(users::deactivated_at);
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

async fn keeps_the_last_global_admin_of_a_partner(app: TestApp) {
    let cast = app.cast();
    let now = clock::now();
    let sql = "UPDATE users SET active = FALSE, deactivated_at = created_at WHERE email IN (?, ?)";
    run(&app, sql, &["ga@4000.example".into(), "sa@4000.example".into()]);
    let periods = period(|settings| settings.portal_retention_people_days = Some(json!(1)));
    let report = retain_at(&app, &periods, now + TimeDelta::days(2));
    assert_eq!(report.counts[&cast.direct.id]["people"], 1, "the other one is erased");
    assert!(!holding(&app, "ga@4000.example").is_empty());
    assert_eq!(retain_at(&app, &periods, now + TimeDelta::days(2)).total(), 0);
    app.person(&cast.direct, "new@4000.example", "global-admin", false);
    let report = retain_at(&app, &periods, now + TimeDelta::days(2));
    assert_eq!(report.counts[&cast.direct.id]["people"], 1);
}

#[test]
fn rejects_and_names_a_setting_that_is_not_a_number_of_days() {
    let wrong =
        [json!(0), json!(-1), json!("abc"), json!(""), json!(1.5), json!(36_501), json!(true), json!("1e3")];
    for value in wrong {
        let settings =
            Settings { portal_retention_log_addresses_days: Some(value.clone()), ..Settings::default() };
        let refused = settings.checked().unwrap_err().to_string();
        assert!(refused.starts_with("PORTAL_RETENTION_LOG_ADDRESSES_DAYS is “"), "{value}: {refused}");
        assert!(refused.contains("a whole number of days from 1 to 36500"), "{value}: {refused}");
    }
    for value in [json!(1), json!("36500"), json!(" 30 ")] {
        let settings = Settings { portal_retention_people_days: Some(value.clone()), ..Settings::default() };
        assert!(settings.checked().unwrap().retention.people.is_some(), "{value}");
    }
}
