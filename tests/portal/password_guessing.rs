//! Password sign-in under attack: many concurrent guesses, and whether responses reveal which accounts exist.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::{TestApp, runs_long_tests, until};
use diesel::prelude::*;
use partner_portal::auth::password;
use partner_portal::db::schema::{auth_throttle, users};
use std::time::{Duration, Instant};

on_both_databases! {
    a_thousand_concurrent_guesses_reach_the_verifier_ten_times
    known_and_unknown_accounts_take_equally_long
    guesses_by_others_do_not_lock_out_a_known_browser
    guesses_from_a_shared_address_do_not_lock_out_a_known_browser
    a_device_cookie_is_valid_only_for_its_own_account
    locks_an_account_permanently_but_an_address_only_temporarily
    a_lockout_logs_one_entry_and_later_attempts_none
}

fn reset_attempts(app: &TestApp) {
    app.portal.db.write_now(|c| Ok(diesel::delete(auth_throttle::table).execute(c)?)).unwrap();
}

/// T8: requests that are answered with 429 did not reach the verifier.
async fn a_thousand_concurrent_guesses_reach_the_verifier_ten_times(app: TestApp) {
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

/// T10: 300 attempts, alternating known and unknown accounts: same status, same text, and statistically equal times.
/// The usual run makes 40, enough to detect that an unknown account skips the password verification.
async fn known_and_unknown_accounts_take_equally_long(app: TestApp) {
    app.cast();
    // The cast's password hash is cheap to verify.
    let hash = password::hash(PASSWORD).unwrap();
    let row = users::table.filter(users::email_key.eq("sa@1000.example"));
    let change = diesel::update(row).set(users::password_hash.eq(hash));
    assert_eq!(app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap(), 1);
    let browser = app.browser();
    let token = browser.get("/sign-in").await.value("input[name=_csrf]");
    let (mut times, mut words) = (Vec::new(), Vec::new());
    for round in 0..if runs_long_tests() { 300 } else { 40 } {
        reset_attempts(&app);
        // The order A B B A spreads periodic load evenly over both kinds.
        let is_known = matches!(round % 4, 0 | 3);
        let email = if is_known { "sa@1000.example" } else { "xx@1000.example" };
        let began = Instant::now();
        let fields = [("email", email), ("password", "not the pass phrase"), ("_csrf", &token)];
        let reply = browser.post("/sign-in", &fields).await;
        times.push((began.elapsed(), is_known));
        words.push((reply.status.as_u16(), reply.all("[data-error]"), reply.all("title")));
        // Work done after one response does not delay the next.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    words.dedup();
    assert_eq!(words.len(), 1, "{words:?}");
    let z = rank_statistic(times);
    assert!(z.abs() < 4.0, "known and unknown accounts can be distinguished: z = {z:.1}");
}

/// The Mann-Whitney statistic of two samples of equal size, in standard deviations. Equal distributions exceed 4 once
/// in 16,000 runs, even with a noisy machine.
fn rank_statistic(mut times: Vec<(Duration, bool)>) -> f64 {
    times.sort();
    let half = times.len() as f64 / 2.0;
    let ranks: usize = (1..).zip(&times).filter(|(_, (_, known))| *known).map(|(rank, _)| rank).sum();
    let u = ranks as f64 - half * (half + 1.0) / 2.0;
    (u - half * half / 2.0) / (half * half * (2.0 * half + 1.0) / 12.0).sqrt()
}

#[test]
fn rank_test_distinguishes_different_samples() {
    let sample = |shift: u64| {
        let times = (0..150u64).flat_map(|n| [(n * 7919 % 100, true), (n * 104_729 % 100 + shift, false)]);
        times.map(|(time, known)| (Duration::from_millis(time), known)).collect()
    };
    assert!(rank_statistic(sample(0)).abs() < 1.0);
    assert!(rank_statistic(sample(20)) < -4.0, "a shift by a fifth of the range is detected");
    let apart = (0..40u64).map(|n| (Duration::from_millis(n % 2 * 50 + n), n % 2 == 1)).collect();
    assert!(rank_statistic(apart) > 4.0, "40 attempts detect a large difference");
}

/// T9.
async fn guesses_by_others_do_not_lock_out_a_known_browser(app: TestApp) {
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

/// A4: someone guesses from an address that an office shares; users who signed in from there before still can.
async fn guesses_from_a_shared_address_do_not_lock_out_a_known_browser(app: TestApp) {
    app.cast();
    let own = app.signed_in("sa@1000.example").await;
    own.submit("/help/keys", "/sign-out", &[]).await;
    let neighbour = app.browser();
    for guess in 0..55 {
        neighbour.sign_in(&format!("nobody{guess}@1000.example"), "wrong").await;
    }
    assert_eq!(
        app.browser().sign_in("ga@1000.example", PASSWORD).await.status.as_u16(),
        429,
        "the address is locked"
    );
    assert_eq!(
        own.sign_in("sa@1000.example", PASSWORD).await.status.as_u16(),
        303,
        "their own browser is not"
    );
}

async fn a_device_cookie_is_valid_only_for_its_own_account(app: TestApp) {
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

/// After a hundred wrong passwords, the account needs a new password; a shared address only has to wait.
async fn locks_an_account_permanently_but_an_address_only_temporarily(app: TestApp) {
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
    assert_eq!(many.unwrap(), 2, "the account and its address were counted");
    assert_eq!(app.browser().sign_in("ga@1000.example", PASSWORD).await.status.as_u16(), 303, "a colleague");
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 429, "the account");
}

/// L78: attempts over hours do not fill the log.
async fn a_lockout_logs_one_entry_and_later_attempts_none(app: TestApp) {
    let cast = app.cast();
    let browser = app.browser();
    let token = browser.get("/sign-in").await.value("input[name=_csrf]");
    for _ in 0..40 {
        let fields = [("email", "sa@1000.example"), ("password", "wrong"), ("_csrf", token.as_str())];
        browser.post("/sign-in", &fields).await;
        let stranger = [("email", "xx@1000.example"), ("password", "wrong"), ("_csrf", token.as_str())];
        browser.post("/sign-in", &stranger).await;
    }
    let actions = || app.log_of(&cast.provider, "partner_user").into_iter().map(|(action, _)| action);
    let count = |action: &str| actions().filter(|one| one == action).count();
    until(async || count("portal_slow_sign_in") > 0).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!((count("portal_refused_sign_in"), count("portal_slow_sign_in")), (10, 1));
    let admin = app.signed_in("um@1000.example").await;
    assert_eq!(admin.get("/activity?action=portal_slow_sign_in").await.total(), "1");
    let colleague = app.signed_in("ha@1000.example").await;
    let theirs = colleague.get("/activity?action=portal_slow_sign_in").await;
    assert!(theirs.ids().is_empty(), "not every user may see sign-ins");
}
