//! Chat channels: which notices a channel gets, in which format, what happens when its server fails, and who may see what.

use crate::on_both_databases;
use crate::orders::requests::requested;
use crate::support::webhook::{Posted, Receiver};
use crate::support::{Browser, Reply, TestApp};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::audit::notices::NewNotice;
use partner_portal::audit::{Activity, Author, Tx, notices};
use partner_portal::backup::finish::finish_restore;
use partner_portal::clock;
use partner_portal::config::{MfaRequirement, OutboundAllow, Settings};
use partner_portal::db::schema::{chat_channels, settings};
use partner_portal::domain::{ChatChannelId, MicrosoftId, NoticeEvent, Partner, UserId};
use partner_portal::error::Result;
use partner_portal::features::chat_channels::deliveries::ChatDelivery;
use partner_portal::features::chat_channels::{deliveries, work};
use serde_json::Value;

on_both_databases! {
    each_service_gets_its_format_once_from_two_processes
    a_channel_gets_the_chosen_events_of_its_partner_from_its_beginning
    many_events_are_one_message
    messages_are_in_the_language_and_time_zone_of_the_channel
    a_server_that_fails_is_tried_later_and_nothing_is_lost
    a_server_that_fails_for_days_pauses_the_channel_with_a_notice
    a_paused_channel_gets_nothing_and_resumes_with_what_comes
    what_a_person_changes_during_a_delivery_stays
    names_that_lead_to_other_addresses_get_nothing
    a_test_message_says_whether_it_arrived
    the_address_is_a_secret
    invalid_forms_say_what_is_wrong_and_keep_the_rest
    a_form_that_is_out_of_date_is_shown_again
    other_roles_and_partners_reach_nothing
    a_restore_pauses_channels
}

const LIST: &str = "/account-settings/channels";
const NEW: &str = "/account-settings/channels/new";

/// A portal that may send to a receiver on this machine, its address, and the Global admin of the provider.
async fn stage(app: &TestApp) -> (TestApp, Browser, Receiver, String) {
    let (receiver, address) = Receiver::start();
    let settings = Settings {
        portal_require_mfa: MfaRequirement::Off,
        portal_public_url: Some("https://portal.example".to_owned()),
        outbound_allow: OutboundAllow::parse("127.0.0.1").unwrap(),
        ..Settings::default()
    };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let admin = app.signed_in("ga@1000.example").await;
    (app, admin, receiver, format!("http://{address}/hooks/s3cr3t"))
}

fn fields<'a>(url: &'a str, service: &'a str, events: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("name", "판매 팀"), ("service", service), ("url", url), ("language", "en")];
    fields.extend(events.iter().map(|event| (*event, "yes")));
    fields
}

/// Creates a channel and returns its id.
async fn create(app: &TestApp, admin: &Browser, fields: &[(&str, &str)]) -> ChatChannelId {
    let reply = admin.submit(NEW, NEW, fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{:?} {}", reply.all("[data-error]"), reply.text());
    let newest = chat_channels::table.select(diesel::dsl::max(chat_channels::id));
    app.portal.db.read_now(|c| Ok(newest.first::<Option<ChatChannelId>>(c)?)).unwrap().unwrap()
}

async fn act(admin: &Browser, id: ChatChannelId, act: &str) -> Reply {
    admin.submit(LIST, &format!("{LIST}/{id}/{act}"), &[]).await
}

/// What is stored: attempts, whether it fails, why it is paused, the last error.
fn stored(app: &TestApp, id: ChatChannelId) -> (i32, bool, Option<String>, Option<String>) {
    let columns = (
        chat_channels::attempts,
        chat_channels::failing_since.is_not_null(),
        chat_channels::pause_reason,
        chat_channels::last_error,
    );
    app.portal.db.read_now(|c| Ok(chat_channels::table.find(id).select(columns).first(c)?)).unwrap()
}

fn insert(app: &TestApp, partner: &Partner, event: NoticeEvent, more: impl Fn(&mut NewNotice)) {
    let mut new = crate::notices::coming(partner, event);
    more(&mut new);
    app.portal.db.write_now(|c| notices::insert(c, &new)).unwrap();
}

/// The lines of Slack messages: the linked text and the address of each.
fn lines(posted: &Posted) -> Vec<(String, String)> {
    let sections = posted.body["blocks"][0]["elements"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    sections.iter().map(|one| (text(&one["elements"][0]["text"]), text(&one["elements"][0]["url"]))).collect()
}

fn send(app: &TestApp, now: NaiveDateTime) -> usize {
    work::run_at(&app.portal, now).unwrap()
}

async fn each_service_gets_its_format_once_from_two_processes(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    for service in ["slack", "teams", "mattermost", "discord"] {
        create(&app, &admin, &fields(&format!("{url}/{service}"), service, &["event-subscription-ends"]))
            .await;
    }
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, |_| {});
    let (first, second) = (app.portal.clone(), app.second().await.portal);
    let now = clock::now();
    let other = std::thread::spawn(move || work::run_at(&second, now).unwrap());
    let sent = work::run_at(&first, now).unwrap() + other.join().unwrap();
    assert_eq!((sent, send(&app, now)), (4, 0));
    let mut posted = receiver.posted();
    posted.sort_by(|a, b| a.path.cmp(&b.path));
    let paths: Vec<&str> = posted.iter().map(|one| one.path.as_str()).collect();
    let expected = ["discord", "mattermost", "slack", "teams"].map(|name| format!("/hooks/s3cr3t/{name}"));
    assert_eq!(paths, expected);
    let text = "3 subscriptions end on";
    assert!(posted[0].body["embeds"][0]["description"].as_str().unwrap().contains(text), "{posted:?}");
    assert!(posted[1].body["text"].as_str().unwrap().contains(text), "{posted:?}");
    let [(line, link)] = lines(&posted[2]).try_into().unwrap();
    assert!(
        line.contains(text) && link.starts_with("https://portal.example/subscriptions?"),
        "{line} {link}"
    );
    let run = &posted[3].body["attachments"][0]["content"]["body"][0]["inlines"][0];
    assert_eq!((run["text"].as_str(), run["selectAction"]["url"].as_str()), (Some(&*line), Some(&*link)));
}

async fn a_channel_gets_the_chosen_events_of_its_partner_from_its_beginning(app: TestApp) {
    let (cast, customer, _, _) = requested(&app).await;
    let (app, admin, receiver, url) = stage(&app).await;
    // What happened before the channel existed does not concern it.
    create(&app, &admin, &fields(&url, "slack", &["event-subscription-ends", "event-order-requested"])).await;
    assert_eq!(send(&app, clock::now()), 0);
    let about = |customer: MicrosoftId| move |new: &mut NewNotice| new.customer = Some(customer);
    let gone = app.customer(&cast.provider, 7, "Gone", "gone.example");
    app.end(&cast.provider, gone);
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, about(gone));
    insert(&app, &cast.provider, NoticeEvent::SubscriptionSuspended, |_| {});
    insert(&app, &cast.reseller, NoticeEvent::SubscriptionEnds, |_| {});
    let user = UserId(app.user("ga@1000.example"));
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, |new| new.user = Some(user));
    assert_eq!(send(&app, clock::now()), 0);
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, about(customer));
    assert_eq!(send(&app, clock::now()), 1);
    let [(line, _)] = lines(&receiver.posted()[0]).try_into().unwrap();
    assert!(line.ends_with(" · Provider's name"), "{line}");
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 1));
}

async fn many_events_are_one_message(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    for _ in 0..2_000 {
        insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    }
    assert_eq!((send(&app, clock::now()), send(&app, clock::now())), (1, 0));
    let lines = lines(&receiver.posted()[0]);
    assert_eq!(lines.len(), 11);
    assert!(lines[10].0.contains("1,990"), "{:?}", lines[10]);
    assert_eq!(lines[10].1, "https://portal.example/notifications");
}

async fn messages_are_in_the_language_and_time_zone_of_the_channel(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let mut korean = fields(&url, "slack", &["event-subscription-ends"]);
    korean.retain(|(name, _)| *name != "language");
    korean.push(("language", "ko"));
    create(&app, &admin, &korean).await;
    let at = "2026-11-30T15:04:00".parse().unwrap();
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, |new| new.at = at);
    assert_eq!(send(&app, clock::now()), 1);
    let section = &receiver.posted()[0].body["blocks"][0]["elements"][0]["elements"];
    assert!(section[0]["text"].as_str().unwrap().contains("2026년 12월 24일"), "{section}");
    assert!(section[1]["text"].as_str().unwrap().contains("00:04"), "in Seoul: {section}");
}

async fn a_server_that_fails_is_tried_later_and_nothing_is_lost(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    receiver.say([
        "503 Service Unavailable",
        "302 Found\r\nLocation: /elsewhere",
        "429 Slow\r\nRetry-After: 900",
    ]);
    let mut now = clock::now();
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    assert_eq!((send(&app, now), send(&app, now)), (0, 0));
    assert_eq!(receiver.posted().len(), 1, "the second attempt waits");
    assert_eq!(stored(&app, id), (1, true, None, Some("503 heard".to_owned())));
    let page = admin.get(LIST).await;
    assert!(page.text().contains("503 heard") && page.all("[data-state=suspended]").len() == 1);
    now += TimeDelta::minutes(2);
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    assert_eq!((send(&app, now), receiver.posted().len()), (0, 2));
    assert_eq!(stored(&app, id).3.as_deref(), Some("302 heard"), "a redirect is not followed");
    now += TimeDelta::minutes(3);
    assert_eq!((send(&app, now), receiver.posted().len()), (0, 3));
    // The server asked for a quarter of an hour, from when it answered.
    assert_eq!((send(&app, now + TimeDelta::minutes(5)), receiver.posted().len()), (0, 3));
    now += TimeDelta::minutes(20);
    assert_eq!(send(&app, now), 1);
    assert_eq!(lines(&receiver.posted()[3]).len(), 2, "both events");
    assert_eq!(stored(&app, id), (0, false, None, None));
    assert_eq!(admin.get(LIST).await.all("[data-state=active]").len(), 1);
}

/// Moves the beginning of the failures into the past.
fn fail_since(app: &TestApp, id: ChatChannelId, ago: TimeDelta) {
    let since = Some(clock::now() - ago);
    let values = (chat_channels::failing_since.eq(since), chat_channels::next_at.eq(since));
    let row = chat_channels::table.find(id);
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(values).execute(c)?)).unwrap();
}

async fn a_server_that_fails_for_days_pauses_the_channel_with_a_notice(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    receiver.say(["410 Gone", "410 Gone"]);
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    fail_since(&app, id, TimeDelta::hours(71));
    assert_eq!(send(&app, clock::now()), 0);
    assert_eq!(stored(&app, id).2, None, "not yet");
    fail_since(&app, id, TimeDelta::hours(73));
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 2));
    assert_eq!(stored(&app, id).2.as_deref(), Some("failures"));
    let (action, details) = app.log_of(&cast.provider, "chat_channel").pop().unwrap();
    assert_eq!(action, "portal_pause_chat_channel");
    assert!(details.contains("failures") && !details.contains("s3cr3t"), "{details}");
    let page = admin.get("/notifications").await;
    assert!(page.attributes("[data-event]", "data-event").contains(&"channel-paused".to_owned()));
    let agent = app.signed_in("aa@1000.example").await.get("/notifications").await;
    assert!(!agent.attributes("[data-event]", "data-event").contains(&"channel-paused".to_owned()));
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 2), "it is over");
}

async fn a_paused_channel_gets_nothing_and_resumes_with_what_comes(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    assert_eq!(act(&admin, id, "pause").await.status.as_u16(), 303);
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    assert_eq!(send(&app, clock::now()), 0);
    assert_eq!(act(&admin, id, "resumption").await.status.as_u16(), 303);
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 0), "what came meanwhile is over");
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (1, 1));
    assert_eq!(act(&admin, id, "removal").await.status.as_u16(), 303);
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 1));
    let actions: Vec<String> =
        app.log_of(&cast.provider, "chat_channel").into_iter().map(|(action, _)| action).collect();
    let words = ["create", "pause", "resume", "remove"].map(|word| format!("portal_{word}_chat_channel"));
    assert_eq!(actions, words);
}

async fn what_a_person_changes_during_a_delivery_stays(app: TestApp) {
    let cast = app.cast();
    let (app, admin, _, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    let now = clock::now();
    let claim = |now| record(&app, |tx| Ok((deliveries::claim(tx, (&cast.provider, id), now)?, Vec::new())));
    let fail = |delivery: &ChatDelivery, error: &str| {
        record(&app, |tx| Ok(((), deliveries::failed(tx, delivery, error, None)?)));
    };
    let delivery = claim(now).unwrap();
    assert!(claim(now).is_none(), "it is leased");
    assert_eq!(act(&admin, id, "pause").await.status.as_u16(), 303);
    fail(&delivery, "late");
    assert_eq!(stored(&app, id).2.as_deref(), Some("person"));
    // What another process has failed at a moment ago is not due yet.
    act(&admin, id, "resumption").await;
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    fail(&claim(now).unwrap(), "busy");
    assert!(claim(now).is_none());
    act(&admin, id, "pause").await;
    // Another process continues once the lease of one that died is over, and the first process can no longer change anything.
    act(&admin, id, "resumption").await;
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    let dead = claim(now).unwrap();
    let second = claim(now + TimeDelta::minutes(3)).unwrap();
    fail(&dead, "dead");
    assert_eq!(stored(&app, id).3, None);
    record(&app, |tx| Ok((deliveries::delivered(tx, &second)?, Vec::new())));
    assert_eq!(send(&app, clock::now()), 0);
    // A channel that is removed meanwhile is no error.
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    let last = claim(clock::now()).unwrap();
    act(&admin, id, "removal").await;
    fail(&last, "gone");
}

fn record<T>(app: &TestApp, change: impl FnOnce(&mut Tx<'_>) -> Result<(T, Vec<Activity>)>) -> T {
    app.portal.log.record_now(&Author::operator(None), change).unwrap()
}

async fn names_that_lead_to_other_addresses_get_nothing(app: TestApp) {
    let cast = app.cast();
    let (_, admin, receiver, url) = stage(&app).await;
    let port = url.rsplit(':').next().unwrap().split('/').next().unwrap().to_owned();
    let settings = Settings {
        portal_require_mfa: MfaRequirement::Off,
        outbound_allow: OutboundAllow::parse("10.0.0.0/8").unwrap(),
        ..Settings::default()
    };
    drop(admin);
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let admin = app.signed_in("ga@1000.example").await;
    // An address is refused by the form; a name when it is resolved, because it could change.
    let refused = admin.submit(NEW, NEW, &fields(&url, "slack", &["event-referral"])).await;
    assert_eq!(refused.status.as_u16(), 422);
    let plain = format!("http://localhost:{port}/hooks/s3cr3t");
    assert_eq!(
        admin.submit(NEW, NEW, &fields(&plain, "slack", &["event-referral"])).await.status.as_u16(),
        422
    );
    for service in ["slack", "teams"] {
        let url = plain.replace("http:", "https:");
        let id = create(&app, &admin, &fields(&url, service, &["event-referral"])).await;
        insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
        assert_eq!(send(&app, clock::now()), 0);
        assert_eq!(stored(&app, id).3.as_deref(), Some("not-public"), "{service}");
        let tested = act(&admin, id, "test").await;
        assert_eq!(tested.status.as_u16(), 303);
        let page = admin.get(LIST).await;
        assert!(
            page.text().contains("was not delivered") && page.text().contains("The address is not public.")
        );
        act(&admin, id, "removal").await;
    }
    assert!(receiver.posted().is_empty());
}

async fn a_test_message_says_whether_it_arrived(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "mattermost", &["event-referral"])).await;
    receiver.say(["404 Not Found"]);
    act(&admin, id, "test").await;
    let page = admin.get(LIST).await;
    assert!(
        page.text().contains("was not delivered") && page.text().contains("404 heard"),
        "{}",
        page.text()
    );
    let tone = |page: &Reply| page.attributes(".note[role=status]", "data-tone");
    assert_eq!(tone(&page), ["warning"], "a failure does not look like a success");
    let soon = act(&admin, id, "test").await;
    assert_eq!((soon.status.as_u16(), receiver.posted().len()), (429, 1));
    let earlier = chat_channels::tested_at.eq(Some(clock::now() - TimeDelta::seconds(11)));
    let row = chat_channels::table.find(id);
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(earlier).execute(c)?)).unwrap();
    act(&admin, id, "test").await;
    let page = admin.get(LIST).await;
    assert!(page.text().contains("The test message was delivered"));
    assert_eq!(tone(&page), ["success"]);
    assert!(receiver.posted()[1].body["text"].as_str().unwrap().contains("Test message of"));
    assert_eq!(app.log_of(&cast.provider, "chat_channel").len(), 1, "a test is no entry");
}

async fn the_address_is_a_secret(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    let changed =
        [("version", "1"), ("name", "Renamed"), ("service", "teams"), ("url", ""), ("language", "ko")];
    let mut changed = changed.to_vec();
    changed.push(("event-referral", "yes"));
    let at = format!("{LIST}/{id}");
    assert_eq!(admin.submit(&at, &at, &changed).await.status.as_u16(), 303);
    for page in [LIST, &at, "/activity", NEW] {
        let page = admin.get(page).await;
        assert!(page.status.is_success() && !page.text().contains("s3cr3t"), "{}", page.text());
    }
    let entries = format!("{:?}", app.log_of(&cast.provider, "chat_channel"));
    assert!(entries.contains("127.0.0.1") && !entries.contains("s3cr3t"), "{entries}");
    let row = chat_channels::table.find(id).select(chat_channels::sealed_url);
    let sealed: String = app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap();
    assert!(!sealed.contains("s3cr3t") && !sealed.contains("127.0.0.1"));
    // The address that was kept still works.
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    assert_eq!(send(&app, clock::now()), 1);
    assert_eq!(receiver.posted()[0].path, "/hooks/s3cr3t");
    // With another secret it cannot be read: the channel is paused, and nothing is sent.
    let other = TestApp::with(app.portal.db.clone(), Settings::clone(&app.portal.settings)).await;
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    assert_eq!(send(&other, clock::now()), 0);
    assert_eq!(stored(&app, id).2.as_deref(), Some("secret"));
}

async fn invalid_forms_say_what_is_wrong_and_keep_the_rest(app: TestApp) {
    app.cast();
    let (app, admin, _, url) = stage(&app).await;
    let fault = async |fields: &[(&str, &str)]| {
        let reply = admin.submit(NEW, NEW, fields).await;
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.text());
        (reply.attributes("[data-error]", "data-error"), reply)
    };
    for bad in
        ["", "chat.example", "http://chat.example/x", "https://10.0.0.1/", "https://user:x@chat.example/"]
    {
        let (faults, page) = fault(&fields(bad, "slack", &["event-referral"])).await;
        assert_eq!(faults, ["url"], "{bad}");
        assert_eq!((page.value("#name"), page.value("#url")), ("판매 팀".to_owned(), bad.to_owned()));
        assert_eq!(page.attributes("[name=event-referral][checked]", "value").len(), 1);
    }
    assert_eq!(fault(&fields(&url, "irc", &["event-referral"])).await.0, ["service"]);
    assert_eq!(fault(&fields(&url, "slack", &[])).await.0, ["events"]);
    // An event that concerns one user is not for a channel, and an unknown field no mistake of a person.
    assert_eq!(fault(&fields(&url, "slack", &["event-new-device"])).await.0, ["events"]);
    let unknown = admin.submit(NEW, NEW, &fields(&url, "slack", &["event-loud"])).await;
    assert_eq!(unknown.status.as_u16(), 422);
    for _ in 0..20 {
        create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    }
    assert_eq!(fault(&fields(&url, "slack", &["event-referral"])).await.0, ["name"]);
    assert_eq!(admin.get(LIST).await.total(), "20");
}

async fn a_form_that_is_out_of_date_is_shown_again(app: TestApp) {
    let cast = app.cast();
    let (app, admin, _, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    let at = format!("{LIST}/{id}");
    let mut form = fields("", "teams", &["event-referral"]);
    form.push(("version", "1"));
    assert_eq!(admin.submit(&at, &at, &form).await.status.as_u16(), 303);
    form[1].1 = "discord";
    let stale = admin.submit(&at, &at, &form).await;
    assert_eq!((stale.status.as_u16(), stale.value("[name=version]").as_str()), (409, "2"));
    let same = [("version", "1"), ("name", "판매 팀"), ("service", "teams"), ("url", ""), ("language", "en")];
    let mut same = same.to_vec();
    same.push(("event-referral", "yes"));
    assert_eq!(admin.submit(&at, &at, &same).await.status.as_u16(), 303, "nothing would change");
    assert_eq!(app.log_of(&cast.provider, "chat_channel").len(), 2);
}

async fn other_roles_and_partners_reach_nothing(app: TestApp) {
    app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    for (email, status) in [("aa@1000.example", 403), ("um@1000.example", 403), ("ga@2000.example", 404)] {
        let other = app.signed_in(email).await;
        assert_eq!(other.get(&format!("{LIST}/{id}")).await.status.as_u16(), status, "{email}");
        for what in ["pause", "resumption", "removal", "test"] {
            let reply = other.submit("/help/keys", &format!("{LIST}/{id}/{what}"), &[]).await;
            assert_eq!(reply.status.as_u16(), status, "{email} {what}");
        }
    }
    assert_eq!(app.signed_in("ga@2000.example").await.get(LIST).await.total(), "0");
    assert!(receiver.posted().is_empty());
    assert_eq!(stored(&app, id), (0, false, None, None));
}

async fn a_restore_pauses_channels(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let id = create(&app, &admin, &fields(&url, "slack", &["event-referral"])).await;
    insert(&app, &cast.provider, NoticeEvent::Referral, |_| {});
    let mark = (settings::key.eq("restored_from"), settings::value.eq("2026-11-20T00:00:00Z"));
    app.portal.db.write_now(|c| Ok(diesel::insert_into(settings::table).values(mark).execute(c)?)).unwrap();
    finish_restore(&app.portal.db).unwrap().unwrap();
    assert_eq!(stored(&app, id).2.as_deref(), Some("restore"));
    assert_eq!((send(&app, clock::now()), receiver.posted().len()), (0, 0));
    drop(admin);
}
