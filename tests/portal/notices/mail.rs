//! Letters and digests: to whom, how often, in which language; and how they are stopped.

use super::insert;
use crate::on_both_databases;
use crate::support::cast::Cast;
use crate::support::{Browser, TestApp};
use actix_web::test::TestRequest;
use chrono::{Days, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::auth::unsubscribe_link;
use partner_portal::auth::unsubscribe_link::{StoppedMail, Unsubscription};
use partner_portal::clock;
use partner_portal::config::{MfaRequirement, Settings};
use partner_portal::db::schema::{notice_readers, outbox, users};
use partner_portal::domain::{NoticeEvent, UserId};
use partner_portal::features::notices::{digest, letters};

on_both_databases! {
    a_letter_goes_to_those_who_get_mail_at_once_and_names_what_happened
    many_events_are_one_letter_and_two_processes_write_it_once
    nothing_is_written_while_a_letter_waits_and_nothing_is_lost
    what_was_read_or_may_not_be_seen_any_longer_is_not_mailed
    without_a_mail_server_nothing_is_written
    a_digest_comes_once_a_day_in_the_language_of_the_user
    a_server_that_is_down_for_days_gets_one_digest
    a_digest_is_written_once_by_two_processes_or_not_at_all
    one_click_stops_the_mail_and_can_be_undone
    opening_the_link_changes_nothing_and_a_wrong_one_is_unknown
}

/// The same database with a mail server that is not reachable.
async fn with_mail(app: &TestApp) -> TestApp {
    let settings = Settings {
        smtp_url: Some("smtp://127.0.0.1:9".to_owned()),
        mail_from: Some("portal@portal.example".to_owned()),
        portal_require_mfa: MfaRequirement::Off,
        ..Settings::default()
    };
    TestApp::with(app.portal.db.clone(), settings).await
}

async fn mailing(app: &TestApp) -> (TestApp, Cast) {
    let app = with_mail(app).await;
    let cast = app.cast();
    // What the cast begins with is not what these tests are about.
    letters::run(&app.portal).unwrap();
    app.portal.db.write_now(|c| Ok(diesel::delete(outbox::table).execute(c)?)).unwrap();
    (app, cast)
}

/// The letters of this kind: recipient, subject and text.
fn sent(app: &TestApp, kind: &str) -> Vec<(String, String, String)> {
    let digest = outbox::unsubscribe.like("%.digest").assume_not_null();
    let letters =
        outbox::table.filter(outbox::unsubscribe.is_not_null()).order(outbox::recipient).into_boxed();
    let rows =
        if kind == "digest" { letters.filter(digest) } else { letters.filter(diesel::dsl::not(digest)) };
    let rows = rows.select((outbox::recipient, outbox::subject, outbox::text));
    app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
}

fn recipients(app: &TestApp, kind: &str) -> Vec<String> {
    sent(app, kind).into_iter().map(|(recipient, ..)| recipient).collect()
}

fn deliver(app: &TestApp) {
    let waiting = outbox::table.filter(outbox::sent_at.is_null());
    let done = diesel::update(waiting).set(outbox::sent_at.eq(clock::now()));
    app.portal.db.write_now(|c| Ok(done.execute(c)?)).unwrap();
}

fn user(app: &TestApp, email: &str) -> UserId {
    let row = users::table.filter(users::email_key.eq(email.to_owned())).select(users::id);
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

fn soon(minutes: i64) -> NaiveDateTime {
    clock::now() + TimeDelta::minutes(minutes)
}

async fn a_letter_goes_to_those_who_get_mail_at_once_and_names_what_happened(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    insert(&app, &cast.direct, NoticeEvent::SubscriptionDeletion, 1);
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1); // in the digest
    assert_eq!(letters::run(&app.portal).unwrap(), 3);
    assert_eq!(recipients(&app, "letter"), ["aa@4000.example", "ga@4000.example", "sa@4000.example"]);
    let (_, subject, text) = sent(&app, "letter").remove(0);
    assert_eq!(subject, "3 suspended subscriptions will be deleted on 24 Dec 2026");
    assert!(text.contains("/notifications\\n") && text.contains("/profile/notifications"), "{text}");
    assert!(text.contains("Stop emails about “Suspended subscriptions will be deleted in 7 days”"), "{text}");
    assert_eq!(letters::run(&app.portal).unwrap(), 0, "nothing twice");
}

async fn many_events_are_one_letter_and_two_processes_write_it_once(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    let second = with_mail(&app).await;
    insert(&app, &cast.direct, NoticeEvent::MailFailed, 30);
    insert(&app, &cast.direct, NoticeEvent::SubscriptionDeletion, 9_970);
    let ran = std::thread::scope(|scope| {
        let runs = [&app, &second, &app].map(|one| {
            let portal = one.portal.clone();
            scope.spawn(move || letters::run(&portal).unwrap())
        });
        runs.map(|run| run.join().unwrap()).iter().sum::<usize>()
    });
    assert_eq!(ran, 3);
    let all = sent(&app, "letter");
    assert_eq!(all.len(), 3, "one letter for each of the three people");
    assert_eq!(all[0].1, "10,000 notifications");
    assert!(all[0].2.contains("and 9,980 more"), "{}", all[0].2);
    assert!(all[0].2.contains("Stop immediate emails"), "{}", all[0].2);
}

async fn nothing_is_written_while_a_letter_waits_and_nothing_is_lost(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    insert(&app, &cast.direct, NoticeEvent::SubscriptionDeletion, 1);
    letters::run(&app.portal).unwrap();
    insert(&app, &cast.direct, NoticeEvent::SubscriptionDeletion, 2);
    assert_eq!(letters::run_at(&app.portal, soon(60)).unwrap(), 0, "the first one was not delivered yet");
    deliver(&app);
    assert_eq!(letters::run_at(&app.portal, soon(1)).unwrap(), 0, "some minutes pass between two letters");
    assert_eq!(letters::run_at(&app.portal, soon(6)).unwrap(), 3);
    let subjects: Vec<String> = sent(&app, "letter").into_iter().map(|(_, subject, _)| subject).collect();
    assert_eq!(subjects.iter().filter(|subject| *subject == "2 notifications").count(), 3);
}

async fn what_was_read_or_may_not_be_seen_any_longer_is_not_mailed(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    insert(&app, &cast.direct, NoticeEvent::SubscriptionDeletion, 1);
    let reads = app.signed_in("sa@4000.example").await;
    let page = reads.get("/notifications").await;
    reads.submit("/notifications", "/notifications/read", &[("all", &page.value("button[name=all]"))]).await;
    super::set_roles(&app, "aa@4000.example", None, None);
    letters::run(&app.portal).unwrap();
    assert_eq!(recipients(&app, "letter"), ["ga@4000.example"]);
    super::set_roles(&app, "aa@4000.example", None, Some("admin-agent"));
    deliver(&app);
    letters::run_at(&app.portal, soon(10)).unwrap();
    let later = recipients(&app, "letter");
    assert_eq!(
        later,
        ["aa@4000.example", "ga@4000.example"],
        "who has a role again gets what is a day old at most"
    );
}

async fn without_a_mail_server_nothing_is_written(app: TestApp) {
    let cast = app.cast();
    insert(&app, &cast.direct, NoticeEvent::SubscriptionDeletion, 1);
    assert_eq!(letters::run(&app.portal).unwrap(), 0);
    assert_eq!(digest::run_at(&app.portal, clock::now() + Days::new(3)).unwrap(), 0);
    let waiting = outbox::table.count();
    assert_eq!(app.portal.db.read_now(|c| Ok(waiting.get_result::<i64>(c)?)).unwrap(), 0);
}

/// Nine o'clock of the day after today, in Korea.
fn next_morning() -> NaiveDateTime {
    let today = partner_portal::i18n::time_zone::today(chrono_tz::Tz::Asia__Seoul);
    (today + Days::new(1)).and_hms_opt(0, 0, 0).unwrap()
}

async fn a_digest_comes_once_a_day_in_the_language_of_the_user(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 2);
    insert(&app, &cast.direct, NoticeEvent::RequestOpened, 1); // the portal only
    let korean = users::table.filter(users::email_key.eq("ba@4000.example"));
    app.portal
        .db
        .write_now(|c| Ok(diesel::update(korean).set(users::language.eq("ko")).execute(c)?))
        .unwrap();
    assert_eq!(
        digest::run_at(&app.portal, next_morning() - TimeDelta::hours(2)).unwrap(),
        0,
        "it is seven there"
    );
    assert_eq!(digest::run_at(&app.portal, next_morning()).unwrap(), 5);
    let all = sent(&app, "digest");
    let told: Vec<&str> = all.iter().map(|(recipient, ..)| recipient.split('@').next().unwrap()).collect();
    assert_eq!(
        told,
        ["aa", "ba", "ga", "ha", "sa"],
        "not who has no role, nor who sees no subscriptions by mail"
    );
    assert!(all[1].1.ends_with(" 요약") && all[1].2.contains("구독 3개가"), "{:?}", all[1]);
    assert!(all[0].2.contains("Customers: 0"), "the numbers of the overview: {}", all[0].2);
    assert!(
        all[0].1.starts_with("Digest of ") && all[0].2.contains("3 subscriptions end on"),
        "{:?}",
        all[0]
    );
    assert_eq!(all[0].2.matches("3 subscriptions end on").count(), 2);
    deliver(&app);
    assert_eq!(digest::run_at(&app.portal, next_morning() + TimeDelta::hours(5)).unwrap(), 0);
    assert_eq!(
        digest::run_at(&app.portal, next_morning() + Days::new(1)).unwrap(),
        0,
        "there is nothing new"
    );
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1);
    assert_eq!(digest::run_at(&app.portal, next_morning() + Days::new(2)).unwrap(), 5);
}

async fn a_server_that_is_down_for_days_gets_one_digest(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    for day in 0..20 {
        insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1);
        digest::run_at(&app.portal, next_morning() + TimeDelta::hours(day)).unwrap();
    }
    assert_eq!(recipients(&app, "digest").len(), 5);
    for day in 1..5 {
        insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1);
        assert_eq!(digest::run_at(&app.portal, next_morning() + Days::new(day)).unwrap(), 0);
    }
    deliver(&app);
    assert_eq!(digest::run_at(&app.portal, next_morning() + Days::new(5)).unwrap(), 5);
    let last =
        sent(&app, "digest").into_iter().map(|(.., text)| text.matches("subscriptions end on").count());
    assert_eq!(last.max(), Some(23), "what came meanwhile is in the next one");
}

async fn a_digest_is_written_once_by_two_processes_or_not_at_all(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    let second = with_mail(&app).await;
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1);
    let ran = std::thread::scope(|scope| {
        let runs = [&app, &second, &app, &second].map(|one| {
            let portal = one.portal.clone();
            scope.spawn(move || digest::run_at(&portal, next_morning()).unwrap())
        });
        runs.map(|run| run.join().unwrap()).iter().sum::<usize>()
    });
    assert_eq!((ran, recipients(&app, "digest").len()), (5, 5));
    // A transaction that was not committed leaves neither a message nor a moved cursor.
    app.portal.db.write_now(|c| Ok(diesel::delete(outbox::table).execute(c)?)).unwrap();
    let reset = (notice_readers::digest_day.eq(None::<chrono::NaiveDate>), notice_readers::digested_to.eq(0));
    app.portal.db.write_now(|c| Ok(diesel::update(notice_readers::table).set(reset).execute(c)?)).unwrap();
    assert_eq!(digest::run_at(&second.portal, next_morning()).unwrap(), 5);
}

async fn one_click_stops_the_mail_and_can_be_undone(app: TestApp) {
    let (app, cast) = mailing(&app).await;
    let who = user(&app, "sa@4000.example");
    let token =
        |mail| unsubscribe_link::token(&app.portal.secrets, &Unsubscription { user: who, mail }).unwrap();
    let event = token(StoppedMail::Event(NoticeEvent::SubscriptionDeletion));
    let one_click = async |path: &str| {
        // As the server of a mail provider sends it: no cookie, no origin, no token of a form.
        let request = TestRequest::post().uri(path).set_form([("List-Unsubscribe", "One-Click")]);
        app.browser().send(request).await
    };
    assert_eq!(one_click(&format!("/unsubscribe/{event}")).await.status.as_u16(), 200);
    insert(&app, &cast.direct, NoticeEvent::SubscriptionDeletion, 1);
    insert(&app, &cast.direct, NoticeEvent::MailFailed, 1);
    letters::run(&app.portal).unwrap();
    let own = |app: &TestApp| {
        sent(app, "letter").into_iter().filter(|(to, ..)| to == "sa@4000.example").collect::<Vec<_>>()
    };
    assert_eq!(own(&app).len(), 1, "only the other event");
    assert!(own(&app)[0].1.starts_with("An email could not be delivered"), "{:?}", own(&app));
    let portal = app.signed_in("sa@4000.example").await;
    assert_eq!(portal.get("/notifications?group=subscriptions").await.ids().len(), 1, "the portal shows it");
    for mail in [StoppedMail::Letters, StoppedMail::Digest] {
        let at = format!("/unsubscribe/{}", token(mail));
        assert_eq!(one_click(&at).await.status.as_u16(), 200);
        assert_eq!(one_click(&at).await.status.as_u16(), 200, "a second time is the same");
    }
    let page = portal.get("/profile/notifications").await;
    assert_eq!(page.value("input[name=digest][checked]"), "off");
    assert!(page.value("input[name=letters][checked]").is_empty());
    assert_eq!(page.value("input[name=subscription-deletion][checked]"), "portal");
    let visitor = app.browser();
    for mail in
        [StoppedMail::Letters, StoppedMail::Digest, StoppedMail::Event(NoticeEvent::SubscriptionDeletion)]
    {
        let at = format!("/unsubscribe/{}", token(mail));
        let undone = visitor.submit(&at, &format!("{at}/withdrawal"), &[]).await;
        assert_eq!(undone.status.as_u16(), 200, "{}", undone.text());
    }
    let page = portal.get("/profile/notifications").await;
    assert_eq!(page.value("input[name=digest][checked]"), "daily");
    assert_eq!(page.value("input[name=subscription-deletion][checked]"), "at-once");
}

async fn opening_the_link_changes_nothing_and_a_wrong_one_is_unknown(app: TestApp) {
    let (app, _) = mailing(&app).await;
    let who = user(&app, "sa@4000.example");
    let token = unsubscribe_link::token(
        &app.portal.secrets,
        &Unsubscription { user: who, mail: StoppedMail::Digest },
    );
    let at = format!("/unsubscribe/{}", token.unwrap());
    let visitor: Browser = app.browser();
    for _ in 0..2 {
        let page = visitor.get(&at).await;
        assert_eq!((page.status.as_u16(), page.all("h1")), (200, vec!["Stop these emails".to_owned()]));
        assert!(!page.text().contains("sa@4000.example"), "the page does not say whose it is");
    }
    for wrong in ["/unsubscribe/AAAA", "/unsubscribe/%00", &at[..at.len() - 1]] {
        assert_eq!(visitor.get(wrong).await.status.as_u16(), 404, "{wrong}");
        assert_eq!(visitor.send(TestRequest::post().uri(wrong)).await.status.as_u16(), 404, "{wrong}");
    }
    let withdrawal = visitor.post(&format!("{at}/withdrawal"), &[]).await;
    assert_eq!(withdrawal.status.as_u16(), 403, "undoing needs the token of the page");
    let gone = users::table.find(who);
    app.portal.db.write_now(|c| Ok(diesel::update(gone).set(users::active.eq(false)).execute(c)?)).unwrap();
    assert_eq!(visitor.get(&at).await.status.as_u16(), 404);
}
