//! Which events happen, and what they are about.

use super::{LIST, create, log, objects, send, stage, states, stored, text};
use crate::orders::requests::requested;
use crate::support::TestApp;
use actix_web::http::Method;
use chrono::{Days, TimeDelta, Timelike};
use diesel::prelude::*;
use partner_portal::audit::{Action, Activity};
use partner_portal::backup::finish::finish_restore;
use partner_portal::clock;
use partner_portal::db::schema::{settings, subscriptions, webhooks};
use partner_portal::domain::{TextEnum, WebhookEvent};
use serde_json::json;

fn all_events() -> Vec<&'static str> {
    WebhookEvent::choices().map(TextEnum::text).collect()
}

pub async fn each_change_is_an_event_of_its_object(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    create(&app, &admin, &url, &all_events()).await;
    let of = |action, details| Activity::for_customer(action, customer, "Own", details);
    let two = json!({ "count": 2, "lines": [{ "subscription_id": "s1" }, { "subscription_id": "s2" }] });
    for entry in [
        of(Action::UpdateSubscription, two),
        of(Action::UpdateBillTo, json!({ "before": {}, "after": {} })),
        of(Action::RemoveCustomerRelationship, json!({ "before": {}, "after": {} })),
        of(Action::GrantDelegatedAdmin, json!({})),
        of(Action::RequestOrder, json!({ "order_id": "o1" })),
        of(Action::DeclineOrder, json!({ "order_id": "o1" })),
        Activity::new(Action::DeclineRequest, "relationship_request", json!({ "request": "r1" })),
        Activity::new(Action::UpdateReferral, "referral", json!({ "referral": "f1" })),
        Activity::new(Action::UpdateReferral, "referral", json!({ "referral": "f1", "reseller": "2000" })),
        // These tell nothing.
        of(Action::AddNote, json!({ "note": "x" })),
        Activity::new(Action::SignOut, "partner_user", json!({})),
    ] {
        log(&app, &cast.provider, entry);
    }
    // What happens at another partner is its own.
    log(&app, &cast.reseller, of(Action::UpdateBillTo, json!({ "before": {}, "after": {} })));
    assert_eq!(send(&app, clock::now()), 10);
    let base = format!("https://portal.example/v1/customers/{customer}");
    let mut told: Vec<(String, String, String)> = receiver
        .posted()
        .iter()
        .map(|posted| {
            let word = |key: &str| text(&posted.body[key]).replace(&base, "");
            (word("EventName"), word("ResourceName"), word("ResourceUri"))
        })
        .collect();
    told.sort();
    let one = |event: &str, name: &str, uri: &str| (event.to_owned(), name.to_owned(), uri.to_owned());
    let mut expected = vec![
        one("subscription-updated", "subscription", "/subscriptions/s1"),
        one("subscription-updated", "subscription", "/subscriptions/s2"),
        one("customer-updated", "Customer", ""),
        one("customer-removed", "Customer", ""),
        one("dap-admin-relationship-approved", "Customer", ""),
        one("order-requested", "order", "/orders/o1"),
        one("order-decided", "order", "/orders/o1"),
        one(
            "relationship-request-declined",
            "relationshipRequest",
            "https://portal.example/relationship-requests/r1",
        ),
        one("referral-updated", "referral", "https://portal.example/referrals/f1"),
        one("related-referral-updated", "referral", "https://portal.example/referrals/f1"),
    ];
    expected.sort();
    assert_eq!(told, expected);
    // The events of one object arrive in their order.
    let orders: Vec<String> = receiver
        .posted()
        .iter()
        .filter(|posted| text(&posted.body["ResourceName"]) == "order")
        .map(|posted| text(&posted.body["EventName"]).to_owned())
        .collect();
    assert_eq!(orders, ["order-requested", "order-decided"]);
}

pub async fn what_happened_before_is_not_told(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let entry = |action| Activity::for_customer(action, customer, "Own", json!({}));
    log(&app, &cast.provider, entry(Action::UpdateBillTo));
    let (id, _) = create(&app, &admin, &url, &["customer-updated"]).await;
    log(&app, &cast.provider, entry(Action::RemoveCustomerRelationship));
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 0));
    let at = format!("{LIST}/{id}");
    let chosen = [("version", "1"), ("url", ""), ("event-customer-removed", "yes")];
    assert_eq!(admin.submit(&at, &at, &chosen).await.status.as_u16(), 303);
    log(&app, &cast.provider, entry(Action::RemoveCustomerRelationship));
    log(&app, &cast.provider, entry(Action::UpdateBillTo));
    assert_eq!(send(&app, clock::now()), 1);
    assert_eq!(text(&receiver.posted()[0].body["EventName"]), "customer-removed");
}

/// The addresses in real events are answered by the API of this portal.
pub async fn resources_and_records_can_be_read(app: TestApp) {
    let (cast, customer, _, order) = requested(&app).await;
    app.attest(&cast.provider, customer);
    let (app, admin, receiver, url) = stage(&app).await;
    create(&app, &admin, &url, &["order-created", "order-decided", "subscription-updated"]).await;
    let approved = admin.submit("/orders", &format!("/orders/{order}/approval"), &[]).await;
    assert_eq!(approved.status.as_u16(), 303, "{}", approved.text());
    let plan = app.subscription_id(customer, "Microsoft 365 E3");
    let program = app.program("ga@1000.example");
    let path = format!("/v1/customers/{customer}/subscriptions/{plan}");
    let seen = program.get(&path).await.json();
    let change = json!({ "friendlyName": "Renamed", "attributes": seen["attributes"] });
    let changed = program.with_body(Method::PATCH, &path, &change).await;
    assert_eq!(changed.status.as_u16(), 200, "{}", changed.text());
    assert_eq!(send(&app, clock::now()), 3);
    let mut names = Vec::new();
    for posted in receiver.posted() {
        for key in ["ResourceUri", "AuditUri"] {
            let path = text(&posted.body[key]).strip_prefix("https://portal.example").unwrap().to_owned();
            let reply = program.get(&path).await;
            assert_eq!(reply.status.as_u16(), 200, "{path}: {}", reply.text());
        }
        names.push(text(&posted.body["EventName"]).to_owned());
    }
    names.sort();
    assert_eq!(names, ["order-created", "order-decided", "subscription-updated"]);
}

pub async fn renewals_are_told_thirty_and_seven_days_before(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let gone = app.customer(&cast.provider, 2, "Gone", "gone.example");
    let mut plans = Vec::new();
    // At noon, so that the partner's day is the same for the whole test.
    let noon = clock::now().with_hour(3).unwrap() + TimeDelta::days(2);
    let day = noon.date();
    for (holder, ahead, cycle, auto_renew) in [
        (customer, 30, "annual", true),
        (customer, 7, "annual", false),
        (customer, 30, "monthly", true),
        (customer, 7, "monthly", true),
        (customer, 30, "monthly", false),
        (customer, 29, "annual", true),
        (gone, 30, "annual", true),
    ] {
        let plan = app.subscription(&cast.provider, holder, "Plan", None);
        let values = (
            subscriptions::renews_on.eq(Some(day + Days::new(ahead))),
            subscriptions::billing_cycle.eq(Some(cycle)),
            subscriptions::auto_renew.eq(auto_renew),
        );
        let row = subscriptions::table.filter(subscriptions::subscription_id.eq(&plan));
        app.portal.db.write_now(|c| Ok(diesel::update(row).set(values).execute(c)?)).unwrap();
        plans.push(plan);
    }
    app.end(&cast.provider, gone);
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-renewal-due"]).await;
    let yesterday = webhooks::renewals_to.eq(day.pred_opt().unwrap());
    let row = webhooks::table.find(id);
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(yesterday).execute(c)?)).unwrap();
    assert_eq!((send(&app, noon), send(&app, noon)), (4, 0));
    let mut told = objects(&receiver);
    told.sort();
    let mut expected: Vec<String> = [0, 1, 3, 4].map(|at: usize| plans[at].clone()).to_vec();
    expected.sort();
    assert_eq!(told, expected);
    assert!(receiver.posted().iter().all(|posted| posted.body["AuditUri"].is_null()));
}

pub async fn a_restore_switches_webhooks_off(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    receiver.say(["503 Service Unavailable"]);
    super::change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 0);
    let mark = (settings::key.eq("restored_from"), settings::value.eq("2026-11-20T00:00:00Z"));
    app.portal.db.write_now(|c| Ok(diesel::insert_into(settings::table).values(mark).execute(c)?)).unwrap();
    finish_restore(&app.portal.db).unwrap().unwrap();
    assert_eq!((stored(&app, id).1.as_deref(), states(&app, id)), (Some("restore"), [0, 0, 1]));
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 1));
    drop(admin);
}
