//! Many events, servers that fail, and several processes.

use super::{change_subscription, create, is_signed, stage, states, text};
use crate::support::webhook::Posted;
use crate::support::{TestApp, runs_long_tests};
use chrono::TimeDelta;
use partner_portal::audit::{Action, Activity, Author};
use partner_portal::clock;
use partner_portal::domain::{MicrosoftId, Partner};
use partner_portal::features::webhooks::work;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Writes many entries about a few subscriptions, in transactions of some hundred.
fn change_many(app: &TestApp, partner: &Partner, customer: MicrosoftId, count: usize) {
    let entry = |number: usize| {
        let details = json!({ "subscription_id": format!("s{}", number % 100), "before": {}, "after": {} });
        Activity::for_customer(Action::UpdateSubscription, customer, "Customer", details)
    };
    for from in (0..count).step_by(500) {
        let entries = (from..count.min(from + 500)).map(entry).collect();
        app.portal.log.record_now(&Author::operator(partner.id), |_| Ok(((), entries))).unwrap();
    }
}

/// The entries of the accepted requests of each object, in the order of their first arrival.
fn arrived(posted: &[Posted]) -> BTreeMap<String, Vec<i64>> {
    let mut of_object: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for one in posted.iter().filter(|one| one.is_accepted) {
        if seen.insert(one.header("webhook-id").to_owned()) {
            let entry = text(&one.body["AuditUri"]).rsplit('_').next().unwrap().parse().unwrap();
            of_object.entry(text(&one.body["ResourceUri"]).to_owned()).or_default().push(entry);
        }
    }
    of_object
}

pub async fn two_processes_send_nothing_twice(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    create(&app, &admin, &url, &["subscription-updated"]).await;
    create(&app, &admin, &format!("{url}&second"), &["subscription-updated"]).await;
    for number in 0..50 {
        change_subscription(&app, &cast.provider, customer, &format!("s{}", number % 5));
    }
    let (first, second) = (app.portal.clone(), app.second().await.portal);
    let now = clock::now();
    let other = std::thread::spawn(move || work::run_at(&second, now).unwrap());
    let sent = work::run_at(&first, now).unwrap() + other.join().unwrap();
    assert_eq!((sent, super::send(&app, now), receiver.posted().len()), (100, 0, 100));
}

/// 10,000 events in the long form: all arrive, signed, in order for each object, although 30 % of the requests fail.
pub async fn many_events_arrive_in_order_although_a_third_fails(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, secret) = create(&app, &admin, &url, &["subscription-updated"]).await;
    let count = if runs_long_tests() { 10_000 } else { 600 };
    change_many(&app, &cast.provider, customer, count);
    receiver.fail(30);
    let (mut now, mut arrived_so_far, mut rounds) = (clock::now(), 0, 0);
    let began = std::time::Instant::now();
    while arrived_so_far < count && rounds < 1_000 {
        arrived_so_far += work::run_at(&app.portal, now).unwrap();
        (now, rounds) = (now + TimeDelta::seconds(5), rounds + 1);
    }
    println!("{count} events in {rounds} rounds, {:?}", began.elapsed());
    assert_eq!((arrived_so_far, states(&app, id)), (count, [0, count as i64, 0]));
    let posted = receiver.posted();
    assert!(posted.len() > count * 13 / 10, "too few failures to say anything: {}", posted.len());
    assert!(posted.iter().all(|one| is_signed(one, &secret)));
    let of_object = arrived(&posted);
    assert_eq!(of_object.len(), 100);
    assert_eq!(of_object.values().map(Vec::len).sum::<usize>(), count, "each arrived once");
    assert!(of_object.values().all(|entries| entries.is_sorted()), "in order for each object");
}
