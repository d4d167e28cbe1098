//! The door under attack: many guesses at once, and whether an answer gives away who exists.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use diesel::prelude::*;
use partner_portal::db::schema::auth_throttle;
use std::time::{Duration, Instant};
use support::TestApp;
use support::cast::PASSWORD;

on_both_databases! {
    a_thousand_guesses_at_once_reach_the_verifier_ten_times
    known_and_unknown_people_take_as_long
    a_strangers_guesses_lock_nobody_out_of_their_own_browser
    a_device_cookie_is_worth_nothing_for_anybody_else
    an_account_stops_for_good_and_a_place_does_not
}

fn forget_tries(app: &TestApp) {
    app.portal.db.write_now(|c| Ok(diesel::delete(auth_throttle::table).execute(c)?)).unwrap();
}

/// T8: who is answered 429 did not reach the verifier.
async fn a_thousand_guesses_at_once_reach_the_verifier_ten_times(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let token = browser.get("/sign-in").await.value("input[name=_csrf]");
    let guesses: Vec<String> = (0..1_000).map(|number| format!("guess number {number}")).collect();
    let mut verified = 0;
    for hundred in guesses.chunks(100) {
        let forms: Vec<_> = hundred
            .iter()
            .map(|guess| [("email", "sa@1000.example"), ("password", guess), ("_csrf", token.as_str())])
            .collect();
        let answers =
            futures_util::future::join_all(forms.iter().map(|form| browser.post("/sign-in", form))).await;
        verified += answers.iter().filter(|reply| reply.status.as_u16() != 429).count();
    }
    assert!(verified <= 10, "{verified} guesses reached the verifier");
}

/// T10: 300 tries, known and unknown in turn; same status, same words, medians close to each other.
async fn known_and_unknown_people_take_as_long(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let token = browser.get("/sign-in").await.value("input[name=_csrf]");
    let (mut times, mut words) = ([Vec::new(), Vec::new()], Vec::new());
    for round in 0..300 {
        forget_tries(&app);
        let email = ["sa@1000.example", "xx@1000.example"][round % 2];
        let began = Instant::now();
        let fields = [("email", email), ("password", "not the pass phrase"), ("_csrf", &token)];
        let reply = browser.post("/sign-in", &fields).await;
        times[round % 2].push(began.elapsed());
        words.push((reply.status.as_u16(), reply.all("[data-error]"), reply.all("title")));
    }
    words.dedup();
    assert_eq!(words.len(), 1, "{words:?}");
    let [known, unknown] = times.map(|mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    });
    let apart = (known - unknown).abs() / known.max(unknown);
    assert!(apart < 0.15, "known {known} s, unknown {unknown} s");
}

/// T9.
async fn a_strangers_guesses_lock_nobody_out_of_their_own_browser(app: TestApp) {
    app.cast();
    let own = app.signed_in("sa@1000.example").await;
    own.submit("/help/keys", "/sign-out", &[]).await;
    let stranger = app.browser();
    for _ in 0..12 {
        stranger.sign_in("sa@1000.example", "wrong").await;
    }
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 429);
    assert_eq!(own.sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 303, "their own browser");
}

async fn a_device_cookie_is_worth_nothing_for_anybody_else(app: TestApp) {
    app.cast();
    let own = app.signed_in("sa@1000.example").await;
    let device = own.cookies.borrow()["portal-device"].clone();
    for _ in 0..10 {
        app.browser().sign_in("ha@1000.example", "wrong").await;
    }
    for value in [device.as_str(), "x.y", "", "x."] {
        let browser = app.browser();
        browser.cookies.borrow_mut().insert("portal-device".to_owned(), value.to_owned());
        assert_eq!(browser.sign_in("ha@1000.example", PASSWORD).await.status.as_u16(), 429, "{value}");
    }
}

/// After a hundred wrong passwords only a new one helps the account; an office behind one address only waits.
async fn an_account_stops_for_good_and_a_place_does_not(app: TestApp) {
    app.cast();
    app.browser().sign_in("sa@1000.example", "wrong").await;
    let long_ago = partner_portal::clock::now() - chrono::TimeDelta::hours(1);
    let many = app.portal.db.write_now(|c| {
        let values = (
            auth_throttle::fails.eq(150),
            auth_throttle::window_start.eq(long_ago),
            auth_throttle::blocked_until.eq(long_ago),
        );
        Ok(diesel::update(auth_throttle::table).set(values).execute(c)?)
    });
    assert_eq!(many.unwrap(), 2, "the account and its place were counted");
    assert_eq!(app.browser().sign_in("ga@1000.example", PASSWORD).await.status.as_u16(), 303, "a colleague");
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 429, "the account");
}
