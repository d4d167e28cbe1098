//! My profile over HTTP: it overrides cookies; password and sessions of the user.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::{Reply, TestApp};
use diesel::prelude::*;
use partner_portal::db::schema::activity_entries;

on_both_databases! {
    the_profile_overrides_cookies
    switches_update_the_profile
    rejects_invalid_values
    names_the_people_who_grant_roles
    changes_ones_own_password
    ends_ones_own_sessions
}

const WHO: &str = "sa@1000.example";

fn count(app: &TestApp, action: &str) -> i64 {
    let entries = activity_entries::table.filter(activity_entries::action.eq(action));
    app.portal.db.read_now(|c| Ok(entries.count().get_result(c)?)).unwrap()
}

fn fields<'a>(language: &'a str, zone: &'a str, theme: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", "서지우"), ("language", language), ("time_zone", zone), ("theme", theme)]
}

async fn the_profile_overrides_cookies(app: TestApp) {
    app.cast();
    let browser = app.signed_in(WHO).await;
    browser.submit("/help/keys", "/language", &[("lang", "zh-TW")]).await;
    assert_eq!(browser.get("/customers").await.attributes("html", "lang"), ["zh-Hant"]);
    let form = fields("ko", "Europe/Berlin", "dark");
    assert_eq!(browser.submit("/profile", "/profile", &form).await.header("location"), "/profile");
    let page = browser.get("/customers").await;
    assert_eq!(page.attributes("html", "lang"), ["ko"]);
    assert_eq!(page.attributes("html", "data-theme"), ["dark"]);
    assert!(page.all(".foot").concat().contains("베를린"));
    assert!(page.all("#me .who b").concat().contains("서지우"));
    assert_eq!(count(&app, "portal_update_profile"), 1);
    browser.submit("/profile", "/profile", &form).await;
    assert_eq!(count(&app, "portal_update_profile"), 1, "without a change, nothing is logged");
    let elsewhere = app.signed_in(WHO).await.get("/customers").await;
    assert_eq!(elsewhere.attributes("html", "lang"), ["ko"], "in every browser");
}

async fn switches_update_the_profile(app: TestApp) {
    app.cast();
    let browser = app.signed_in(WHO).await;
    browser.submit("/profile", "/profile", &fields("ko", "", "dark")).await;
    browser.submit("/help/keys", "/language", &[("lang", "en")]).await;
    browser.submit("/help/keys", "/appearance", &[("theme", "light")]).await;
    let page = browser.get("/customers").await;
    assert_eq!(
        (page.attributes("html", "lang"), page.attributes("html", "data-theme")),
        (vec!["en".into()], vec!["light".into()])
    );
    assert_eq!(count(&app, "portal_update_profile"), 3);
}

async fn rejects_invalid_values(app: TestApp) {
    app.cast();
    let browser = app.signed_in(WHO).await;
    for (form, field) in [
        (fields("fr", "", ""), "language"),
        (fields("", "Mars/Olympus", ""), "time_zone"),
        (fields("", "", "pink"), "theme"),
        ([("name", ""), ("language", ""), ("time_zone", ""), ("theme", "")], "name"),
        ([("name", "a\u{0}"), ("language", ""), ("time_zone", ""), ("theme", "")], "name"),
    ] {
        let reply: Reply = browser.submit("/profile", "/profile", &form).await;
        assert_eq!(reply.status.as_u16(), 422, "{field}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), [field]);
    }
    assert_eq!(count(&app, "portal_update_profile"), 0);
}

async fn names_the_people_who_grant_roles(app: TestApp) {
    app.cast();
    let page = app.signed_in("none@1000.example").await.get("/profile").await;
    let text = page.all("section").concat();
    assert!(text.contains("ga@1000.example") && text.contains("um@1000.example"), "{text}");
    assert!(!text.contains("aa@1000.example") && !text.contains("ga@2000.example"), "{text}");
    let menu = page.attributes("#me a", "href");
    assert_eq!(menu[0], "/profile");
    assert!(!menu.contains(&"/account-settings/users".to_owned()), "links without permission are not shown");
}

async fn changes_ones_own_password(app: TestApp) {
    app.cast();
    let (browser, other) = (app.signed_in(WHO).await, app.signed_in(WHO).await);
    let new = "another fine pass phrase";
    let change = async |current: &str, password: &str, repeat: &str| {
        let fields = [("current", current), ("password", password), ("repeat", repeat)];
        browser.submit("/profile/password", "/profile/password", &fields).await
    };
    for (current, password, repeat, field) in [
        ("wrong", new, new, "current"),
        ("", new, new, "current"),
        (PASSWORD, "short", "short", "password"),
        (PASSWORD, PASSWORD, PASSWORD, "password"),
        (PASSWORD, new, "different", "repeat"),
    ] {
        let reply = change(current, password, repeat).await;
        assert_eq!(
            (reply.status.as_u16(), reply.attributes("[data-error]", "data-error")),
            (422, vec![field.to_owned()])
        );
        assert!(!reply.text().contains(new), "a password is never sent back");
    }
    assert_eq!(change(PASSWORD, new, new).await.header("location"), "/profile");
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    assert_eq!(other.get("/customers").await.status.as_u16(), 303, "other sessions end");
    assert_eq!(app.browser().sign_in(WHO, PASSWORD).await.status.as_u16(), 422);
    assert_eq!(count(&app, "portal_change_password"), 1);
}

async fn ends_ones_own_sessions(app: TestApp) {
    app.cast();
    let page = "/profile/sessions";
    let (browser, one, two, stranger) = (
        app.signed_in(WHO).await,
        app.signed_in(WHO).await,
        app.signed_in(WHO).await,
        app.signed_in("ha@1000.example").await,
    );
    let shown = browser.get(page).await;
    assert_eq!((shown.total().as_str(), shown.ids().len()), ("3", 3));
    let others = shown.attributes("tbody button[name=session]", "value");
    assert_eq!(others.len(), 2, "the current session has no end button");
    let theirs = stranger.get(page).await.ids();
    let end = async |session: &str| browser.submit(page, page, &[("session", session)]).await.status.as_u16();
    assert_eq!(end(&theirs[0]).await, 404, "another user's session");
    assert_eq!(end("nonsense").await, 404);
    assert_eq!(end(&others[0]).await, 303);
    let alive = [one.get("/customers").await.status.as_u16(), two.get("/customers").await.status.as_u16()];
    assert_eq!(alive.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(end("others").await, 303);
    assert_eq!(one.get("/customers").await.status.as_u16(), 303);
    assert_eq!(two.get("/customers").await.status.as_u16(), 303);
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    assert_eq!(stranger.get("/customers").await.status.as_u16(), 200);
    assert_eq!(count(&app, "portal_end_sessions"), 2);
    assert_eq!(end("others").await, 404, "there is no other session");
}
