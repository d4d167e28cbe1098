//! Notices: who sees which, reading them, the settings, and the daily notices of coming dates.

mod coming;
mod live;
mod mail;
mod settings;
mod week;

use crate::on_both_databases;
use crate::orders::requests::requested;
use crate::support::forms::draft_request;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::audit::notices;
use partner_portal::audit::notices::NewNotice;
use partner_portal::clock;
use partner_portal::db::schema::{outbox, users};
use partner_portal::domain::{NoticeEvent, Partner};
use partner_portal::mail::delivery as queue;
use partner_portal::mail::delivery::ClaimedMail;
use serde_json::json;

on_both_databases! {
    an_order_request_reaches_those_who_decide_and_no_one_else
    the_author_and_other_partners_see_nothing
    what_a_user_may_not_see_any_longer_is_gone
    a_notice_is_read_when_its_object_is_opened
    all_are_marked_as_read_up_to_the_newest_that_was_shown
    the_bell_says_how_many_are_unread
    the_list_pages_in_both_directions_and_reports_bad_parameters
    a_message_that_is_returned_is_told_to_the_partner
    changes_of_the_own_account_are_told_to_the_user_only
    old_notices_are_deleted
}

pub async fn events(browser: &Browser) -> Vec<String> {
    let page = browser.get("/notifications").await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.text());
    assert_eq!(page.attributes("[data-total]", "data-total").len(), 1);
    page.attributes("[data-event]", "data-event")
}

/// The events of a user of this address, without those of partnerships, which the cast begins with.
async fn news(app: &TestApp, email: &str) -> Vec<String> {
    let mut events = events(&app.signed_in(email).await).await;
    events.retain(|event| event != "partnership" && event != "new-device");
    events
}

/// A notice of the partner about three subscriptions that end, requests or referrals that expire.
pub fn coming(partner: &Partner, event: NoticeEvent) -> NewNotice {
    NewNotice {
        partner: partner.id,
        at: clock::now(),
        event,
        user: None,
        object: None,
        customer: None,
        details: json!({ "count": 3, "day": "2026-12-24", "kind": "ends" }),
    }
}

fn insert(app: &TestApp, partner: &Partner, event: NoticeEvent, count: usize) {
    let new = coming(partner, event);
    app.portal.db.write_now(|c| (0..count).try_for_each(|_| notices::insert(c, &new))).unwrap();
}

fn set_roles(app: &TestApp, email: &str, admin: Option<&str>, agent: Option<&str>) {
    let values = (users::admin_role.eq(admin), users::agent_role.eq(agent));
    let row = users::table.filter(users::email_key.eq(email));
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(values).execute(c)?)).unwrap();
}

async fn read(browser: &Browser, fields: &[(&str, &str)]) -> Reply {
    browser.submit("/notifications", "/notifications/read", fields).await
}

async fn an_order_request_reaches_those_who_decide_and_no_one_else(app: TestApp) {
    let (_, _, _, order) = requested(&app).await;
    for decides in ["ga@1000.example", "aa@1000.example", "sa@1000.example"] {
        assert_eq!(news(&app, decides).await, ["order-requested"], "{decides}");
    }
    for others in ["ba@1000.example", "um@1000.example", "ha@1000.example", "none@1000.example"] {
        assert!(news(&app, others).await.is_empty(), "{others}");
    }
    let browser = app.signed_in("aa@1000.example").await;
    let page = browser.get("/notifications").await.text();
    assert!(page.contains("Provider&#39;s name") && page.contains("Microsoft 365 E3"), "{page}");
    let decision = format!("/orders/{order}/declination");
    let decided = browser.submit("/orders", &decision, &[("reason", "too many")]).await;
    assert_eq!(decided.status.as_u16(), 303);
    assert_eq!(news(&app, "sa@2000.example").await, ["order-answered"], "who asked learns the answer");
    assert_eq!(news(&app, "ga@1000.example").await, ["order-answered", "order-requested"]);
}

async fn the_author_and_other_partners_see_nothing(app: TestApp) {
    requested(&app).await;
    assert!(news(&app, "sa@2000.example").await.is_empty(), "who did it knows");
    assert_eq!(news(&app, "aa@2000.example").await, ["order-answered"], "a colleague");
    for strangers in ["ga@3000.example", "ga@4000.example"] {
        assert!(news(&app, strangers).await.is_empty(), "{strangers}");
    }
}

async fn what_a_user_may_not_see_any_longer_is_gone(app: TestApp) {
    let (cast, customer, _, _) = requested(&app).await;
    assert_eq!(news(&app, "sa@1000.example").await, ["order-requested"]);
    set_roles(&app, "sa@1000.example", None, Some("helpdesk-agent"));
    assert!(news(&app, "sa@1000.example").await.is_empty());
    set_roles(&app, "sa@1000.example", None, None);
    assert!(news(&app, "sa@1000.example").await.is_empty());
    let browser = app.signed_in("ga@1000.example").await;
    let id = browser.get("/notifications").await.ids().remove(0);
    app.end(&cast.provider, customer);
    assert!(news(&app, "ga@1000.example").await.is_empty(), "the customer is gone");
    assert_eq!(read(&browser, &[("id", &id)]).await.status.as_u16(), 404);
}

async fn a_notice_is_read_when_its_object_is_opened(app: TestApp) {
    let (_, _, _, order) = requested(&app).await;
    let browser = app.signed_in("sa@1000.example").await;
    let page = browser.get("/notifications?group=orders").await;
    assert_eq!(page.attributes(".unread", "data-event"), ["order-requested"]);
    let id = page.ids().remove(0);
    let opened = read(&browser, &[("id", &id), ("open", "yes")]).await;
    assert_eq!((opened.status.as_u16(), opened.header("location")), (303, format!("/orders/{order}")));
    let page = browser.get("/notifications?group=orders").await;
    assert_eq!((page.ids(), page.all(".unread").len()), (vec![id.clone()], 0));
    assert_eq!(page.attributes(".inbox .row a", "href"), [format!("/orders/{order}")]);
    assert!(browser.get("/notifications?group=orders&show=unread").await.ids().is_empty());
    let again = read(&browser, &[("id", &id), ("return_to", "/notifications?show=unread")]).await;
    assert_eq!(again.header("location"), "/notifications?show=unread", "a second time changes nothing");
    let other = app.signed_in("aa@1000.example").await;
    assert_eq!(
        other.get("/notifications?group=orders").await.all(".unread").len(),
        1,
        "others have not read it"
    );
    for bad in [vec![], vec![("id", "1"), ("all", "1")], vec![("id", "x")]] {
        assert_eq!(read(&browser, &bad).await.status.as_u16(), 422, "{bad:?}");
    }
}

async fn all_are_marked_as_read_up_to_the_newest_that_was_shown(app: TestApp) {
    let cast = app.cast();
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, 3);
    let browser = app.signed_in("sa@1000.example").await;
    let page = browser.get("/notifications").await;
    let newest = page.value("button[name=all]");
    let first = page.ids();
    read(&browser, &[("id", &first[1])]).await;
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, 1);
    assert_eq!(read(&browser, &[("all", &newest)]).await.status.as_u16(), 303);
    let unread = browser.get("/notifications?show=unread").await;
    assert_eq!(unread.total(), "1");
    assert!(!first.contains(&unread.ids()[0]), "what came meanwhile stays unread");
    assert_eq!(read(&browser, &[("all", "2000000000")]).await.status.as_u16(), 303);
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, 1);
    assert_eq!(browser.get("/notifications?show=unread").await.total(), "1");
}

async fn the_bell_says_how_many_are_unread(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("sa@4000.example").await;
    let bell = async || {
        let page = browser.get("/help/keys").await;
        (page.all("#bell .badge").remove(0), page.attributes("#bell", "aria-label").remove(0))
    };
    assert_eq!(bell().await, (String::new(), "Notifications".to_owned()));
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 3);
    insert(&app, &cast.direct, NoticeEvent::MonthlyRenewal, 2); // off by default
    assert_eq!(bell().await, ("3".to_owned(), "Notifications: 3 unread".to_owned()));
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 120);
    assert_eq!(bell().await, ("99+".to_owned(), "Notifications: 99+ unread".to_owned()));
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1_000);
    assert_eq!(bell().await.1, "Notifications: 99+ unread");
    insert(&app, &cast.direct, NoticeEvent::MonthlyRenewal, 990);
    assert_eq!(bell().await.0, "10+", "older ones than the newest thousand are not counted");
    assert_eq!(app.browser().get("/sign-in").await.all("#bell").len(), 0);
}

async fn the_list_pages_in_both_directions_and_reports_bad_parameters(app: TestApp) {
    let cast = app.cast();
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 120);
    let browser = app.signed_in("sa@4000.example").await;
    let first = browser.get("/notifications").await;
    let link = |page: &Reply, rel: &str| page.attributes(&format!("[rel={rel}]"), "href").remove(0);
    let second = browser.get(&link(&first, "next")).await;
    let third = browser.get(&link(&second, "next")).await;
    assert_eq!([first.ids().len(), second.ids().len(), third.ids().len()], [50, 50, 20]);
    assert!(third.attributes("[rel=next]", "href").is_empty());
    assert_eq!(browser.get(&link(&third, "prev")).await.ids(), second.ids());
    assert_eq!(browser.get(&link(&second, "prev")).await.ids(), first.ids());
    for bad in ["show=all", "group=x", "after=x", "before=-"] {
        let page = browser.get(&format!("/notifications?{bad}")).await;
        assert_eq!((page.status.as_u16(), page.ids().len()), (422, 50), "{bad}");
        let field = bad.split('=').next().unwrap();
        assert_eq!(page.attributes("[data-error]", "data-error"), [field]);
    }
    assert!(browser.get("/notifications?group=security").await.ids().is_empty());
}

async fn a_message_that_is_returned_is_told_to_the_partner(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("sa@4000.example").await;
    let made = draft_request(&browser, "/relationship-requests", "it@hanbit.example", "ko").await;
    let request = made.rsplit('/').next().unwrap().to_owned();
    let id = uuid::Uuid::new_v4().to_string();
    let at = clock::now();
    let row = (
        (outbox::id.eq(&id), outbox::partner_id.eq(cast.direct.id), outbox::request_id.eq(&request)),
        (outbox::recipient.eq("it@hanbit.example"), outbox::reply_to.eq(""), outbox::language.eq("ko")),
        (outbox::subject.eq("Hello"), outbox::text.eq("[\"x\"]"), outbox::kind.eq("request")),
        (outbox::link.eq("none"), outbox::created_at.eq(at), outbox::not_before.eq(at)),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(outbox::table).values(row).execute(c)?)).unwrap();
    let claimed = app.portal.db.write_now(|c| queue::take_due(c, partner_portal::domain::PartnerId(0)));
    let ClaimedMail::Claimed(claimed, _) = claimed.unwrap() else { panic!("a message is due") };
    let refuse = |for_good| {
        let claimed = claimed.clone();
        app.portal
            .db
            .write_now(move |c| queue::record_refusal(c, &claimed, "550 no such user", for_good))
            .unwrap();
    };
    refuse(false);
    assert!(news(&app, "aa@4000.example").await.is_empty(), "it is tried again");
    refuse(true);
    let browser = app.signed_in("aa@4000.example").await;
    let page = browser.get("/notifications?group=work").await;
    assert_eq!(page.attributes("[data-event]", "data-event"), ["mail-failed"]);
    assert!(page.text().contains("it@hanbit.example") && page.text().contains("550 no such user"));
    let id = page.ids().remove(0);
    let opened = read(&browser, &[("id", &id), ("open", "yes")]).await;
    assert_eq!(opened.header("location"), format!("/relationship-requests/{request}"));
}

async fn changes_of_the_own_account_are_told_to_the_user_only(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ha@4000.example").await;
    let fields = [
        ("current", crate::support::cast::PASSWORD),
        ("password", "one more long pass phrase"),
        ("repeat", "one more long pass phrase"),
    ];
    let changed = browser.submit("/profile/password", "/profile/password", &fields).await;
    assert_eq!(changed.status.as_u16(), 303, "{}", changed.text());
    assert_eq!(events(&browser).await, ["account-changed"]);
    assert!(browser.get("/notifications").await.text().contains("Your password was changed"));
    assert!(news(&app, "ga@4000.example").await.is_empty());
}

async fn old_notices_are_deleted(app: TestApp) {
    let cast = app.cast();
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 2);
    let browser = app.signed_in("sa@4000.example").await;
    let id = browser.get("/notifications").await.ids().remove(0);
    read(&browser, &[("id", &id)]).await;
    use partner_portal::db::schema::notices as table;
    let row = table::table.filter(table::id.eq(id.parse::<i32>().unwrap()));
    let old = clock::now() - chrono::TimeDelta::days(91);
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(table::at.eq(old)).execute(c)?)).unwrap();
    partner_portal::jobs::cleaning::delete_expired(&app.portal).unwrap();
    let left = app.portal.db.read_now(|c| {
        let own = table::table.filter(table::partner_id.eq(cast.direct.id));
        Ok(own.select(table::id).load::<i32>(c)?)
    });
    assert_eq!(left.unwrap().len(), 1);
}
