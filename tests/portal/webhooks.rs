//! Webhooks: what is sent, how it is signed, in which order, what happens when a server fails, and who may see what.

mod events;
mod pages;
mod registration;
mod volume;

use crate::on_both_databases;
use crate::support::webhook::{Posted, Receiver};
use crate::support::{Browser, Reply, TestApp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use events::{
    a_restore_switches_webhooks_off, each_change_is_an_event_of_its_object,
    renewals_are_told_thirty_and_seven_days_before, resources_and_records_can_be_read,
    what_happened_before_is_not_told,
};
use hmac::{Hmac, Mac};
use pages::{
    a_form_that_is_out_of_date_is_shown_again, a_test_event_says_whether_it_arrived,
    deliveries_have_pages_and_a_body, invalid_forms_say_what_is_wrong_and_keep_the_rest,
    names_that_lead_to_other_addresses_get_nothing, other_roles_and_partners_reach_no_webhook,
    the_address_and_the_secrets_are_secret,
};
use partner_portal::audit::{Action, Activity, Author, Tx};
use partner_portal::clock;
use partner_portal::config::{MfaRequirement, OutboundAllow, Settings};
use partner_portal::db::schema::{webhook_deliveries as deliveries, webhooks};
use partner_portal::domain::{MicrosoftId, Partner, WebhookDeliveryId, WebhookId};
use partner_portal::error::Result;
use partner_portal::features::webhooks::{queue, work};
use registration::{
    programs_need_the_area_and_the_role, programs_register_as_at_the_vendor,
    programs_test_twice_a_minute_and_read_the_result,
};
use serde_json::{Value, json};
use sha2::Sha256;
use volume::{many_events_arrive_in_order_although_a_third_fails, two_processes_send_nothing_twice};

on_both_databases! {
    an_event_is_signed_and_has_the_body_of_the_vendor
    both_secrets_sign_for_a_day_after_a_rotation
    an_event_that_failed_keeps_those_of_its_object_behind_it
    a_server_that_asks_for_time_is_left_alone
    a_server_that_always_fails_is_tried_less_and_less
    nothing_for_three_days_switches_the_webhook_off_with_a_notice
    one_event_that_never_arrives_is_given_up_alone
    a_webhook_that_is_off_gets_nothing_and_can_send_again
    what_a_person_changes_during_a_delivery_stays
    another_secret_file_switches_the_webhook_off
    each_change_is_an_event_of_its_object
    what_happened_before_is_not_told
    resources_and_records_can_be_read
    renewals_are_told_thirty_and_seven_days_before
    a_restore_switches_webhooks_off
    a_test_event_says_whether_it_arrived
    deliveries_have_pages_and_a_body
    invalid_forms_say_what_is_wrong_and_keep_the_rest
    a_form_that_is_out_of_date_is_shown_again
    names_that_lead_to_other_addresses_get_nothing
    the_address_and_the_secrets_are_secret
    other_roles_and_partners_reach_no_webhook
    programs_register_as_at_the_vendor
    programs_test_twice_a_minute_and_read_the_result
    programs_need_the_area_and_the_role
    two_processes_send_nothing_twice
    many_events_arrive_in_order_although_a_third_fails
}

pub const LIST: &str = "/account-settings/webhooks";
pub const NEW: &str = "/account-settings/webhooks/new";

/// A portal that may send to a receiver on this machine, its address, and the Global admin of the provider.
pub async fn stage(app: &TestApp) -> (TestApp, Browser, Receiver, String) {
    let (receiver, address) = Receiver::start();
    let app = TestApp::with(app.portal.db.clone(), settings("127.0.0.1")).await;
    let admin = app.signed_in("ga@1000.example").await;
    (app, admin, receiver, format!("http://{address}/hooks/portal?key=s3cr3t"))
}

pub fn settings(allow: &str) -> Settings {
    Settings {
        portal_require_mfa: MfaRequirement::Off,
        portal_public_url: Some("https://portal.example".to_owned()),
        outbound_allow: OutboundAllow::parse(allow).unwrap(),
        ..Settings::default()
    }
}

/// Adds a webhook for these events; returns its id and its signing secret.
pub async fn create(app: &TestApp, admin: &Browser, url: &str, events: &[&str]) -> (WebhookId, String) {
    let names: Vec<String> = events.iter().map(|event| format!("event-{event}")).collect();
    let mut fields = vec![("url", url)];
    fields.extend(names.iter().map(|name| (name.as_str(), "yes")));
    let reply = admin.submit(NEW, NEW, &fields).await;
    assert_eq!(reply.status.as_u16(), 200, "{:?} {}", reply.all("[data-error]"), reply.text());
    let newest = webhooks::table.select(diesel::dsl::max(webhooks::id));
    let id = app.portal.db.read_now(|c| Ok(newest.first::<Option<WebhookId>>(c)?)).unwrap().unwrap();
    (id, reply.all("[data-secret] code").concat())
}

pub async fn act(admin: &Browser, id: WebhookId, act: &str) -> Reply {
    admin.submit(LIST, &format!("{LIST}/{id}/{act}"), &[]).await
}

/// Writes an entry about a subscription of this customer into the partner's log.
pub fn change_subscription(app: &TestApp, partner: &Partner, customer: MicrosoftId, subscription: &str) {
    let details = json!({
        "subscription_id": subscription, "name": "Plan", "before": { "quantity": 1 }, "after": { "quantity": 2 },
    });
    let mut entry = Activity::for_customer(Action::UpdateSubscription, customer, "Customer", details);
    entry.resource = "subscription";
    log(app, partner, entry);
}

pub fn log(app: &TestApp, partner: &Partner, entry: Activity) {
    let author = Author::operator(partner.id);
    app.portal.log.record_now(&author, |_| Ok(((), vec![entry]))).unwrap();
}

pub fn send(app: &TestApp, now: NaiveDateTime) -> usize {
    work::run_at(&app.portal, now).unwrap()
}

/// What is stored about a webhook: whether it fails, why it is off, and until when the server is left alone.
pub fn stored(app: &TestApp, id: WebhookId) -> (bool, Option<String>, Option<NaiveDateTime>) {
    let columns = (webhooks::failing_since.is_not_null(), webhooks::pause_reason, webhooks::next_at);
    app.portal.db.read_now(|c| Ok(webhooks::table.find(id).select(columns).first(c)?)).unwrap()
}

/// The number of deliveries in each state: waiting, delivered, undelivered.
pub fn states(app: &TestApp, id: WebhookId) -> [i64; 3] {
    ["waiting", "delivered", "undelivered"].map(|state| {
        let rows = deliveries::webhook_id.eq(id).and(deliveries::state.eq(state));
        let rows = deliveries::table.filter(rows).count();
        app.portal.db.read_now(|c| Ok(rows.get_result(c)?)).unwrap()
    })
}

fn record<T>(app: &TestApp, change: impl FnOnce(&mut Tx<'_>) -> Result<(T, Vec<Activity>)>) -> T {
    app.portal.log.record_now(&Author::operator(None), change).unwrap()
}

/// Whether a request is signed with this secret, by the specification.
pub fn is_signed(posted: &Posted, secret: &str) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let (id, at) = (posted.header("webhook-id"), posted.header("webhook-timestamp"));
    let mac =
        Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(format!("{id}.{at}.{}", posted.text));
    let right = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    posted.header("webhook-signature").split(' ').any(|one| one == right)
}

async fn an_event_is_signed_and_has_the_body_of_the_vendor(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (_, secret) = create(&app, &admin, &url, &["subscription-updated"]).await;
    change_subscription(&app, &cast.provider, customer, "11111111-2222-3333-4444-555555555555");
    assert_eq!((send(&app, clock::now()), send(&app, clock::now())), (1, 0));
    let [posted] = receiver.posted().try_into().unwrap();
    assert_eq!(posted.path, "/hooks/portal?key=s3cr3t");
    assert_eq!(posted.header("content-type"), "application/json");
    assert!(posted.header("webhook-id").starts_with("evt_"));
    let at: i64 = posted.header("webhook-timestamp").parse().unwrap();
    assert!((clock::now().and_utc().timestamp() - at).abs() < 60);
    assert!(is_signed(&posted, &secret) && !posted.header("webhook-signature").contains(' '));
    let names: Vec<&str> = posted.body.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = vec!["EventName", "ResourceUri", "ResourceName", "AuditUri", "ResourceChangeUtcDate"];
    assert!(posted.text.starts_with("{\"EventName\":\"subscription-updated\",\"ResourceUri\":"));
    expected.sort_unstable();
    let mut names = names;
    names.sort_unstable();
    assert_eq!(names, expected);
    let uri = format!(
        "https://portal.example/v1/customers/{customer}/subscriptions/11111111-2222-3333-4444-555555555555"
    );
    assert_eq!(
        (posted.body["ResourceUri"].as_str(), posted.body["ResourceName"].as_str()),
        (Some(&*uri), Some("subscription"))
    );
    let date = posted.body["ResourceChangeUtcDate"].as_str().unwrap();
    assert!(NaiveDateTime::parse_from_str(date, "%Y-%m-%dT%H:%M:%S%.3fZ").is_ok(), "{date}");
}

async fn both_secrets_sign_for_a_day_after_a_rotation(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, first) = create(&app, &admin, &url, &["subscription-updated"]).await;
    let rotated = act(&admin, id, "secret").await;
    assert_eq!(rotated.status.as_u16(), 200);
    let second = rotated.all("[data-secret] code").concat();
    assert_ne!(first, second);
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 1);
    change_subscription(&app, &cast.provider, customer, "b");
    assert_eq!(send(&app, clock::now() + TimeDelta::hours(25)), 1);
    let posted = receiver.posted();
    let signed = |at: usize| (is_signed(&posted[at], &first), is_signed(&posted[at], &second));
    assert_eq!((signed(0), signed(1)), ((true, true), (false, true)));
    let page = admin.get(LIST).await;
    assert!(page.text().contains(&format!(
        "whsec_••••••{}",
        &second.trim_end_matches('=')[second.trim_end_matches('=').len() - 3..]
    )));
    assert!(!page.text().contains(&second) && !page.text().contains(&first));
}

/// The last parts of the objects of all requests.
pub fn objects(receiver: &Receiver) -> Vec<String> {
    let object =
        |posted: &Posted| posted.body["ResourceUri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    receiver.posted().iter().map(object).collect()
}

async fn an_event_that_failed_keeps_those_of_its_object_behind_it(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    let mut now = clock::now();
    change_subscription(&app, &cast.provider, customer, "a");
    receiver.say(["503 Service Unavailable"]);
    assert_eq!(send(&app, now), 0);
    for subscription in ["a", "b", "a"] {
        change_subscription(&app, &cast.provider, customer, subscription);
    }
    assert_eq!(send(&app, now), 1, "only the other object");
    assert_eq!(objects(&receiver), ["a", "b"]);
    assert_eq!(states(&app, id), [3, 1, 0]);
    let page = admin.get(&format!("{LIST}/{id}/deliveries")).await;
    assert!(page.text().contains("503 heard") || page.text().contains("503"), "{}", page.text());
    assert_eq!(page.text().matches("After the one before").count(), 2, "{}", page.text());
    now += TimeDelta::seconds(5);
    assert_eq!(send(&app, now), 3);
    let posted = receiver.posted();
    assert_eq!(objects(&receiver), ["a", "b", "a", "a", "a"]);
    assert_eq!(
        posted[0].header("webhook-id"),
        posted[2].header("webhook-id"),
        "each attempt has the same id"
    );
    assert_eq!(posted[0].text, posted[2].text);
    assert_ne!(posted[2].header("webhook-id"), posted[3].header("webhook-id"));
    assert_eq!((states(&app, id), stored(&app, id)), ([0, 4, 0], (false, None, None)));
}

async fn a_server_that_asks_for_time_is_left_alone(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    create(&app, &admin, &url, &["subscription-updated"]).await;
    let now = clock::now();
    change_subscription(&app, &cast.provider, customer, "a");
    receiver.say(["429 Slow\r\nRetry-After: 900"]);
    assert_eq!(send(&app, now), 0);
    change_subscription(&app, &cast.provider, customer, "b");
    assert_eq!((send(&app, now + TimeDelta::minutes(14)), receiver.posted().len()), (0, 1));
    assert_eq!(send(&app, now + TimeDelta::minutes(16)), 2);
}

async fn a_server_that_always_fails_is_tried_less_and_less(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    receiver.fail(100);
    for number in 0..200 {
        change_subscription(&app, &cast.provider, customer, &number.to_string());
    }
    let now = clock::now();
    assert_eq!(send(&app, now), 0);
    let first = receiver.posted().len();
    assert!((12..=20).contains(&first), "the server is left alone after a few failures: {first}");
    assert!(stored(&app, id).2.is_some_and(|next| next > now));
    assert_eq!((send(&app, now + TimeDelta::seconds(1)), receiver.posted().len()), (0, first));
    let page = admin.get(LIST).await;
    assert!(page.text().contains("200 events are waiting."), "{}", page.text());
    receiver.fail(0);
    assert_eq!(send(&app, now + TimeDelta::hours(1)), 200);
}

/// Moves the beginning of the failures into the past.
fn fail_since(app: &TestApp, id: WebhookId, ago: TimeDelta) {
    let since = Some(clock::now() - ago);
    let values = (webhooks::failing_since.eq(since), webhooks::next_at.eq(None::<NaiveDateTime>));
    let first = (deliveries::failing_since.eq(since), deliveries::next_at.eq(since));
    let waiting = deliveries::webhook_id.eq(id).and(deliveries::state.eq("waiting"));
    let waiting = deliveries::table.filter(waiting.and(deliveries::tries.gt(0)));
    app.portal
        .db
        .write_now(|c| {
            diesel::update(webhooks::table.find(id)).set(values).execute(c)?;
            Ok(diesel::update(waiting).set(first).execute(c)?)
        })
        .unwrap();
}

async fn nothing_for_three_days_switches_the_webhook_off_with_a_notice(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    receiver.fail(100);
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 0);
    change_subscription(&app, &cast.provider, customer, "a");
    fail_since(&app, id, TimeDelta::hours(71));
    assert_eq!(send(&app, clock::now()), 0);
    assert_eq!((stored(&app, id).1, states(&app, id)), (None, [2, 0, 0]), "not yet");
    fail_since(&app, id, TimeDelta::hours(73));
    assert_eq!(send(&app, clock::now()), 0);
    assert_eq!((stored(&app, id).1.as_deref(), states(&app, id)), (Some("failures"), [0, 0, 2]));
    let (action, details) = app.log_of(&cast.provider, "webhook").pop().unwrap();
    assert_eq!(action, "portal_pause_webhook");
    assert!(details.contains("failures") && !details.contains("s3cr3t"), "{details}");
    let page = admin.get("/notifications").await;
    assert!(page.attributes("[data-event]", "data-event").contains(&"webhook-paused".to_owned()));
    let agent = app.signed_in("aa@1000.example").await.get("/notifications").await;
    assert!(!agent.attributes("[data-event]", "data-event").contains(&"webhook-paused".to_owned()));
    let before = receiver.posted().len();
    change_subscription(&app, &cast.provider, customer, "b");
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, before), "it is over");
    let page = admin.get(LIST).await;
    assert!(page.text().contains("2 events were not delivered"), "{}", page.text());
}

async fn one_event_that_never_arrives_is_given_up_alone(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    receiver.say(["400 Bad Request"]);
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 0);
    change_subscription(&app, &cast.provider, customer, "a");
    change_subscription(&app, &cast.provider, customer, "b");
    assert_eq!(send(&app, clock::now()), 1);
    // The server has accepted others meanwhile, so only the event is given up, and the next one of its object follows.
    fail_since(&app, id, TimeDelta::hours(73));
    let working = webhooks::failing_since.eq(None::<NaiveDateTime>);
    let row = webhooks::table.find(id);
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(working).execute(c)?)).unwrap();
    receiver.say(["400 Bad Request"]);
    assert_eq!(send(&app, clock::now()), 1);
    assert_eq!((stored(&app, id).1, states(&app, id)), (None, [0, 2, 1]));
    let resent = admin.submit(LIST, &format!("{LIST}/{id}/resending"), &[]).await;
    assert_eq!(resent.status.as_u16(), 303);
    assert_eq!((send(&app, clock::now()), states(&app, id)), (1, [0, 3, 0]));
}

async fn a_webhook_that_is_off_gets_nothing_and_can_send_again(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    receiver.say(["503 Service Unavailable"]);
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 0);
    assert_eq!(act(&admin, id, "pause").await.status.as_u16(), 303);
    change_subscription(&app, &cast.provider, customer, "b");
    assert_eq!((send(&app, clock::now()), states(&app, id)), (0, [0, 0, 1]));
    let newest = deliveries::table.select(diesel::dsl::max(deliveries::id));
    let newest: Option<WebhookDeliveryId> = app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    let resending = format!("{LIST}/{id}/deliveries/{}/resending", newest.unwrap());
    admin.submit(LIST, &resending, &[]).await;
    assert_eq!((send(&app, clock::now()), states(&app, id)), (0, [0, 0, 1]), "not while it is off");
    assert_eq!(act(&admin, id, "resumption").await.status.as_u16(), 303);
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 1), "what came meanwhile is over");
    admin.submit(LIST, &resending, &[]).await;
    change_subscription(&app, &cast.provider, customer, "c");
    assert_eq!(send(&app, clock::now()), 2);
    let mut both = objects(&receiver)[1..].to_vec();
    both.sort();
    assert_eq!(both, ["a", "c"], "in any order");
    // What arrived can be sent again, too, with the same id.
    admin.submit(LIST, &resending, &[]).await;
    assert_eq!(send(&app, clock::now()), 1);
    let posted = receiver.posted();
    assert_eq!(posted[3].header("webhook-id"), posted[0].header("webhook-id"));
    assert_eq!(act(&admin, id, "removal").await.status.as_u16(), 303);
    change_subscription(&app, &cast.provider, customer, "d");
    assert_eq!((send(&app, clock::now()), states(&app, id)), (0, [0, 0, 0]));
    let actions: Vec<String> =
        app.log_of(&cast.provider, "webhook").into_iter().map(|(action, _)| action).collect();
    let words = ["create", "pause", "resume", "remove"].map(|word| format!("portal_{word}_webhook"));
    assert_eq!(actions, words);
}

async fn what_a_person_changes_during_a_delivery_stays(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    let now = clock::now();
    let claim = |now| record(&app, |tx| Ok((queue::claim(tx, id, now)?, Vec::new())));
    let claimed = claim(now).unwrap();
    assert!(claim(now).is_none(), "it is leased");
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!((send(&app, now), receiver.posted().len()), (0, 0), "another process sends to it");
    assert_eq!(act(&admin, id, "pause").await.status.as_u16(), 303);
    let renewed = record(&app, |tx| Ok((queue::renew(tx, &claimed, now)?, Vec::new())));
    assert!(renewed.is_none(), "a person switched it off");
    assert_eq!(act(&admin, id, "resumption").await.status.as_u16(), 303);
    // A process that died holds its lease for a while; then another one continues.
    let dead = claim(clock::now()).unwrap();
    change_subscription(&app, &cast.provider, customer, "b");
    assert_eq!(send(&app, clock::now()), 0);
    assert_eq!(send(&app, clock::now() + TimeDelta::minutes(3)), 1);
    let renewed = record(&app, |tx| Ok((queue::renew(tx, &dead, now)?, Vec::new())));
    assert!(renewed.is_none(), "its lease is over");
    assert_eq!(objects(&receiver), ["b"]);
}

async fn another_secret_file_switches_the_webhook_off(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    change_subscription(&app, &cast.provider, customer, "a");
    let other = TestApp::with(app.portal.db.clone(), settings("127.0.0.1")).await;
    assert_eq!((send(&other, clock::now()), receiver.posted().len()), (0, 0));
    assert_eq!(stored(&app, id).1.as_deref(), Some("secret"));
    drop(admin);
}

/// Reads a JSON body of a request.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
