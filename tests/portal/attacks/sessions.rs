//! Session cookies: forged, old or stolen ones, and their attributes.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::{Browser, TestApp};
use actix_web::http::Method;
use diesel::prelude::*;
use partner_portal::auth::accounts::by_email;
use partner_portal::auth::{session, session_store};
use partner_portal::clock;
use partner_portal::config::MfaRequirement;
use partner_portal::config::Settings;
use partner_portal::db::schema::sessions;
use std::collections::HashSet;

on_both_databases! {
    ignores_a_session_planted_before_sign_in
    a_running_request_does_not_revive_a_revoked_session
    sessions_end_when_idle_and_after_twelve_hours
    tokens_are_random_and_never_in_pages_or_database
    cookies_are_host_only_and_http_only
    stores_a_truncated_user_agent
}

/// T11: a cookie that an attacker planted before sign-in is worthless afterwards, and so is an older token.
async fn ignores_a_session_planted_before_sign_in(app: TestApp) {
    app.cast();
    let attacker = app.signed_in("ha@4000.example").await;
    let planted = attacker.cookies.borrow()["portal-session"].clone();
    for value in [planted.as_str(), "made-up", ""] {
        let victim = app.browser();
        victim.cookies.borrow_mut().insert("portal-session".to_owned(), value.to_owned());
        victim.cookies.borrow_mut().insert("portal-visitor".to_owned(), "made-up".to_owned());
        victim.submit("/help/keys", "/sign-out", &[]).await;
        assert_eq!(victim.sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 303);
        assert_ne!(victim.cookies.borrow()["portal-session"], value);
        let other = app.browser();
        other.cookies.borrow_mut().insert("portal-session".to_owned(), value.to_owned());
        let name = other.get("/profile").await.value("input[name=name]");
        assert_ne!(name, "sa@1000.example", "{value}");
    }
}

/// T13: requests that began before the revocation run concurrently with it.
async fn a_running_request_does_not_revive_a_revoked_session(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let person = app.portal.db.read_now(|c| by_email(c, "sa@1000.example")).unwrap().unwrap();
    // The next request writes the time of last use: this write could revive the session.
    let long_ago = clock::now() - chrono::TimeDelta::minutes(5);
    let age = diesel::update(sessions::table).set(sessions::last_seen_at.eq(long_ago));
    app.portal.db.write_now(|c| Ok(age.execute(c)?)).unwrap();
    let token = browser.get("/help/keys").await.value("input[name=_csrf]");
    let (form, db) = ([("theme", "dark"), ("_csrf", token.as_str())], app.portal.db.clone());
    let requests = async {
        let reading = futures_util::future::join_all((0..20).map(|_| browser.get("/customers.csv")));
        let writing = futures_util::future::join_all((0..20).map(|_| browser.post("/appearance", &form)));
        futures_util::future::join(reading, writing).await
    };
    let ending = actix_web::web::block(move || db.write_now(|c| session_store::revoke_all(c, person.user)));
    let (_, ended) = futures_util::future::join(requests, ending).await;
    ended.unwrap().unwrap();
    let left = sessions::table.filter(sessions::user_id.eq(person.user)).count();
    assert_eq!(app.portal.db.read_now(|c| Ok(left.get_result::<i64>(c)?)).unwrap(), 0);
    assert_eq!(browser.get("/customers").await.status.as_u16(), 303);
}

/// L53: 30 minutes without use, or 12 hours in any case. A clock that was set back does not extend a session.
async fn sessions_end_when_idle_and_after_twelve_hours(app: TestApp) {
    app.cast();
    let moved = |seen: i64, end: i64| {
        let now = clock::now();
        let values = (
            sessions::last_seen_at.eq(now - chrono::TimeDelta::minutes(seen)),
            sessions::expires_at.eq(now + chrono::TimeDelta::seconds(end)),
        );
        app.portal.db.write_now(|c| Ok(diesel::update(sessions::table).set(values).execute(c)?)).unwrap();
    };
    for (seen, end, lives) in [(29, 60, true), (31, 60, false), (0, -1, false), (0, 60, true)] {
        let browser = app.signed_in("sa@1000.example").await;
        moved(seen, end);
        let status = browser.get("/customers").await.status.as_u16();
        assert_eq!(status == 200, lives, "last seen {seen} min ago, {end} s to the end: {status}");
    }
    let browser = app.signed_in("sa@1000.example").await;
    let ends: chrono::NaiveDateTime = {
        let latest = sessions::table.order(sessions::created_at.desc()).select(sessions::expires_at);
        app.portal.db.read_now(|c| Ok(latest.first(c)?)).unwrap()
    };
    browser.get("/customers").await;
    assert!((ends - clock::now() - session::ABSOLUTE).num_seconds().abs() < 60, "use does not extend it");
}

fn token(browser: &Browser) -> String {
    let cookie = browser.cookies.borrow()["portal-session"].clone();
    // The signature comes before the token.
    cookie[cookie.len() - 43..].to_owned()
}

/// L51, T12: 256 bits each; the database stores only a hash.
async fn tokens_are_random_and_never_in_pages_or_database(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let mut tokens = HashSet::from([token(&browser)]);
    for _ in 0..8 {
        tokens.insert(token(&app.signed_in("sa@1000.example").await));
    }
    assert_eq!(tokens.len(), 9);
    assert!(tokens.iter().all(|token| token.len() == 43 && !token.contains('=')), "{tokens:?}");
    let many: HashSet<_> = (0..10_000).map(|_| partner_portal::secrets::random_bytes().unwrap()).collect();
    assert_eq!(many.len(), 10_000);
    let page = browser.get("/profile/sessions").await.text();
    let kept: Vec<String> =
        app.portal.db.read_now(|c| Ok(sessions::table.select(sessions::token_hash).load(c)?)).unwrap();
    for token in &tokens {
        assert!(!page.contains(token) && !kept.contains(token));
        assert!(kept.contains(&session_store::hash(token)), "{token} is the token");
    }
}

/// L17, L18, L19: with https, the cookie is sent to no other host, to no script and over no plain HTTP.
async fn cookies_are_host_only_and_http_only(app: TestApp) {
    let settings = Settings {
        portal_public_url: Some("https://portal.example".to_owned()),
        portal_require_mfa: MfaRequirement::Off,
        ..Settings::default()
    };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    app.cast();
    let browser = app.browser();
    let page = browser.get("/sign-in").await;
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
    let fields = [("email", "sa@1000.example"), ("password", PASSWORD)];
    let reply = browser.submit("/sign-in", "/sign-in", &fields).await;
    let set: Vec<String> = [&page, &reply]
        .iter()
        .flat_map(|reply| reply.headers.get_all("set-cookie"))
        .map(|value| value.to_str().unwrap().to_owned())
        .collect();
    assert!(set.len() >= 3, "visitor, session and device: {set:?}");
    for cookie in set {
        assert!(cookie.starts_with("__Host-portal-"), "{cookie}");
        for word in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(word), "{cookie} lacks {word}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

/// A request head may be 128 KiB long; the list of sessions stores less.
async fn stores_a_truncated_user_agent(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let token = browser.get("/sign-in").await.value("input[name=_csrf]");
    let form = [("email", "sa@1000.example"), ("password", PASSWORD), ("_csrf", &token)];
    let sent = crate::support::request(&Method::POST, "/sign-in")
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("user-agent", "x".repeat(100_000)));
    assert_eq!(browser.send(sent.set_form(form)).await.status.as_u16(), 303);
    let stored = sessions::table.select(sessions::user_agent);
    let stored: String = app.portal.db.read_now(|c| Ok(stored.first(c)?)).unwrap();
    assert_eq!(stored, "x".repeat(200));
}
