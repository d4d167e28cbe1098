//! Retention periods of customers, requests and referrals.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;

use crate::personal_data::rows::{CANARY, THEN, holding, insert_customer, insert_request, run};
use crate::retention::{all_periods, erased_entries, period, retain, retain_at, told, would};
use crate::support::TestApp;
use crate::support::cast::id;
use partner_portal::clock;

fn then() -> NaiveDateTime {
    NaiveDateTime::parse_from_str(THEN, "%Y-%m-%d %H:%M:%S%.f").unwrap()
}

pub async fn clears_requests_and_referrals_after_the_period_since_their_end(app: TestApp) {
    let cast = app.cast();
    for status in ["draft", "sent", "accepted", "declined", "expired", "revoked"] {
        insert_request(&app, &cast, status);
    }
    for (number, status) in
        ["received", "accepted", "won", "lost", "declined", "expired"].into_iter().enumerate()
    {
        let company = format!("{CANARY} referral {status}");
        let id = uuid::Uuid::from_u128(number as u128);
        app.referral(id, (&cast.reseller, Some(&cast.provider)), (status, &company), then());
    }
    let periods = period(|settings| settings.portal_retention_requests_days = Some(json!(90)));
    let due = then() + TimeDelta::days(90);
    assert_eq!(retain_at(&app, &periods, due - TimeDelta::milliseconds(1)).total(), 0);
    let would = would(&app, &periods, due);
    let report = retain_at(&app, &periods, due);
    assert_eq!(report.counts, would.counts);
    let counts = &report.counts[&cast.provider.id];
    assert_eq!((counts["requests"], counts["letters"]), (3, 6), "{counts:?}");
    assert_eq!(report.counts[&cast.reseller.id]["referrals"], 4);
    for ended in ["declined", "expired", "revoked"] {
        assert_eq!(holding(&app, &format!("{CANARY}.{ended}")), [], "{ended}");
    }
    for going_on in ["draft", "sent", "accepted"] {
        assert!(holding(&app, &format!("{CANARY}.{going_on}")).len() > 5, "{going_on}");
    }
    let left: Vec<String> = holding(&app, &format!("{CANARY} referral")).into_iter().map(|at| at.2).collect();
    assert_eq!(left, [format!("{CANARY} referral accepted"), format!("{CANARY} referral received")]);
    let said = told(&app, &cast.provider, "relationship_request");
    assert_eq!((&said["requests"], &said["letters"]), (&json!(3), &json!(6)), "{said}");
    assert_eq!(told(&app, &cast.reseller, "relationship_request")["referrals"], 4);
    let before = holding(&app, "");
    assert_eq!(retain_at(&app, &periods, due).total(), 0);
    assert_eq!(holding(&app, ""), before);
    for email in ["ga@1000.example", "ga@2000.example"] {
        let browser = app.signed_in(email).await;
        for page in ["/relationship-requests?status=declined", "/relationship-requests", "/referrals"] {
            assert_eq!(browser.get(page).await.status, 200, "{page}");
        }
    }
}

pub async fn erases_customers_after_the_period_since_their_last_relationship(app: TestApp) {
    let cast = app.cast();
    insert_customer(&app, &cast, 77);
    run(&app, "UPDATE relationship_requests SET status = ?", &["accepted".into()]);
    app.customer(&cast.direct, 77, "Canary elsewhere", "canary.example");
    app.customer(&cast.provider, 78, "Bystander 78", "bystander.example");
    app.end(&cast.provider, id(77));
    let periods = period(|settings| settings.portal_retention_customers_days = Some(json!(30)));
    let later = || clock::now() + TimeDelta::days(30);
    assert_eq!(retain_at(&app, &periods, later()).total(), 0, "it is still a customer of another partner");
    app.end(&cast.direct, id(77));
    assert_eq!(retain_at(&app, &periods, later() - TimeDelta::days(1)).total(), 0);
    run(&app, "UPDATE request_outcomes SET outcome = ?", &["undecided".into()]);
    assert_eq!(retain_at(&app, &periods, later()).total(), 0, "staff still have to decide on it");
    run(&app, "UPDATE request_outcomes SET outcome = ?", &["same".into()]);
    let before = holding(&app, "bystander");
    let would = would(&app, &periods, later());
    let report = retain_at(&app, &periods, later());
    assert_eq!(report.counts, would.counts);
    assert_eq!(report.counts[&cast.provider.id]["customers"], 1);
    assert_eq!(report.counts[&cast.direct.id]["customers"], 1);
    assert_eq!(holding(&app, CANARY), []);
    assert_eq!(holding(&app, "bystander"), before);
    for partner in [&cast.provider, &cast.direct] {
        let told = told(&app, partner, "customer");
        assert_eq!((&told["customers"], &told["retention_days"]), (&json!(1), &json!(30)), "{told}");
        erased_entries(&app, partner.id);
    }
    let whole = holding(&app, "");
    assert_eq!(retain_at(&app, &periods, later()).total(), 0);
    assert_eq!(holding(&app, ""), whole);
}

pub async fn erases_many_customers_in_batches(app: TestApp) {
    let cast = app.cast();
    for number in 100..230 {
        app.customer(&cast.direct, number, &format!("Canary {number}"), "canary.example");
        app.end(&cast.direct, id(number));
    }
    let (periods, later) = (all_periods(), clock::now() + TimeDelta::days(30));
    let first = retain(&app, &periods, later, 1);
    assert_eq!(first.counts[&cast.direct.id]["customers"], 50);
    let all = retain_at(&app, &periods, later);
    assert_eq!(all.counts[&cast.direct.id]["customers"], 80);
    assert_eq!(holding(&app, CANARY), []);
    let told: u64 = (app.log_of(&cast.direct, "customer").iter())
        .map(|(_, details)| serde_json::from_str::<serde_json::Value>(details).unwrap())
        .filter_map(|details| details["customers"].as_u64())
        .sum();
    assert_eq!(told, 130);
}
