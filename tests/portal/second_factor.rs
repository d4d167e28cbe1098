//! The second factor over HTTP: setup, sign-in, loss, and attempts to bypass it.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::auth::second_factor::totp::Seed;
use partner_portal::clock;
use partner_portal::config::MfaRequirement;
use partner_portal::config::Settings;
use partner_portal::db::schema::{activity_entries, auth_throttle, sessions, users};
use partner_portal::routes;

on_both_databases! {
    setup_shows_a_qr_code_and_requires_a_first_code
    the_password_alone_does_not_sign_in
    a_code_works_once
    concurrent_uses_of_a_code_succeed_once
    recovery_codes_work_once
    guessing_is_rate_limited
    half_finished_sign_ins_end_no_session
    a_lockout_after_wrong_codes_ends
    a_password_reset_keeps_the_second_factor
    the_owner_can_remove_it
    setting_a_password_does_not_count_as_a_second_factor
    an_admin_can_reset_it
    is_required_for_admins
    required_setup_continues_to_the_requested_page
    rejects_another_users_encrypted_seed
    asks_for_digits_or_for_a_recovery_code
}

const PAGE: &str = "/profile/second-factor";
const WHO: &str = "sa@1000.example";

fn seed_of(shown: &Reply) -> Seed {
    let key = shown.all(".id code").concat().replace(' ', "");
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = key
        .bytes()
        .map(|letter| format!("{:05b}", alphabet.iter().position(|one| *one == letter).unwrap()))
        .collect();
    let bytes: Vec<u8> =
        (0..bits.len() / 8).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap()).collect();
    Seed::from_bytes(&bytes).unwrap()
}

/// The code this many 30-second steps from now.
fn code(seed: &Seed, steps: i64) -> String {
    seed.code_at((clock::now().and_utc().timestamp() + 30 * steps) as u64).unwrap()
}

/// Sets it up in this browser; returns the seed and the recovery codes. Uses up the code of the previous step.
async fn set_up(browser: &Browser) -> (Seed, Vec<String>) {
    let shown = browser.get(PAGE).await;
    let seed = seed_of(&shown);
    let typed = code(&seed, -1);
    let fields = [
        ("sealed", shown.value("input[name=sealed]")),
        ("code", typed),
        ("_csrf", shown.value("input[name=_csrf]")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = browser.post(PAGE, &fields).await;
    assert_eq!(done.status.as_u16(), 200, "{}", done.text());
    (seed, done.all("[data-code]"))
}

async fn show_code(browser: &Browser, typed: &str) -> Reply {
    browser.submit("/sign-in/second-factor", "/sign-in/second-factor", &[("code", typed)]).await
}

/// A browser after the password step of the sign-in, before the second factor.
async fn half_way(app: &TestApp) -> Browser {
    let browser = app.browser();
    let next = [("email", WHO), ("password", PASSWORD), ("next", "/customers?q=x")];
    let reply = browser.submit("/sign-in", "/sign-in", &next).await;
    assert_eq!(reply.header("location"), "/sign-in/second-factor?next=%2Fcustomers%3Fq%3Dx");
    browser
}

fn count(app: &TestApp, action: &str) -> i64 {
    let entries = activity_entries::table.filter(activity_entries::action.eq(action));
    app.portal.db.read_now(|c| Ok(entries.count().get_result(c)?)).unwrap()
}

async fn setup_shows_a_qr_code_and_requires_a_first_code(app: TestApp) {
    app.cast();
    let (browser, other) = (app.signed_in(WHO).await, app.signed_in(WHO).await);
    let shown = browser.get(PAGE).await;
    assert!(shown.attributes("svg.qr path", "d").concat().starts_with('M'), "an inline picture");
    let wrong = [("sealed", shown.value("input[name=sealed]")), ("code", "000000".into())];
    let wrong: Vec<_> = wrong.iter().map(|(name, value): &(&str, String)| (*name, value.as_str())).collect();
    let refused = browser.submit(PAGE, PAGE, &wrong).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(seed_of(&refused).key(), seed_of(&shown).key(), "the picture stays the same");
    assert_eq!(count(&app, "portal_change_second_factor"), 0);
    let (seed, codes) = set_up(&browser).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(count(&app, "portal_change_second_factor"), 1);
    assert_eq!(other.get("/customers").await.status.as_u16(), 303, "other sessions end");
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200, "this one stays valid");
    let kept: String = app
        .portal
        .db
        .read_now(|c| {
            let row =
                users::table.filter(users::email_key.eq(WHO)).select(users::totp_secret.assume_not_null());
            Ok(row.first(c)?)
        })
        .unwrap();
    assert!(!kept.contains(&seed.key().replace(' ', "")), "encrypted in the database");
}

/// T34: a sign-in without its second factor gives access to nothing.
async fn the_password_alone_does_not_sign_in(app: TestApp) {
    app.cast();
    let (seed, _) = set_up(&app.signed_in(WHO).await).await;
    let browser = half_way(&app).await;
    for line in
        routes::page_lines().into_iter().filter(|line| line.permission.is_some() && line.method == "GET")
    {
        let path = line.path.replace("{id}", "x").replace("{text}", "x").replace("{user}", "1");
        let reply = browser.get(&path).await;
        assert_eq!(reply.status.as_u16(), 303, "{path}");
        assert!(reply.header("location").starts_with("/sign-in/second-factor"), "{path}");
    }
    assert!(browser.get("/sign-in").await.header("location").starts_with("/sign-in/second-factor"));
    let before = browser.cookies.borrow()["portal-session"].clone();
    let signed_in = count(&app, "portal_sign_in");
    assert_eq!(show_code(&browser, &code(&seed, 0)).await.status.as_u16(), 303);
    assert_ne!(browser.cookies.borrow()["portal-session"], before, "a new token");
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    assert_eq!(count(&app, "portal_sign_in"), signed_in + 1, "one entry, and only now");
    browser.cookies.borrow_mut().insert("portal-session".into(), before);
    assert_eq!(browser.get("/customers").await.status.as_u16(), 303, "the incomplete sign-in is over");
    assert_eq!(
        app.browser().get("/sign-in/second-factor").await.header("location"),
        "/sign-in?next=%2Fsign-in%2Fsecond-factor"
    );
}

async fn a_code_works_once(app: TestApp) {
    app.cast();
    let (seed, _) = set_up(&app.signed_in(WHO).await).await;
    let now = code(&seed, 0);
    assert_eq!(show_code(&half_way(&app).await, &now).await.status.as_u16(), 303);
    let again = show_code(&half_way(&app).await, &now).await;
    assert_eq!(
        (again.status.as_u16(), again.attributes("[data-error]", "data-error")),
        (422, vec!["code".into()])
    );
    let spaced = code(&seed, 1);
    let spaced = format!(" {} {} ", &spaced[..3], &spaced[3..]);
    assert_eq!(show_code(&half_way(&app).await, &spaced).await.status.as_u16(), 303, "typed with a space");
}

async fn concurrent_uses_of_a_code_succeed_once(app: TestApp) {
    app.cast();
    let (seed, _) = set_up(&app.signed_in(WHO).await).await;
    let now = code(&seed, 0);
    let mut browsers = Vec::new();
    for _ in 0..4 {
        browsers.push(half_way(&app).await);
    }
    let tries = browsers.iter().map(|browser| show_code(browser, &now));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|reply| reply.status.as_u16() == 303).count(), 1);
}

async fn recovery_codes_work_once(app: TestApp) {
    app.cast();
    let browser = app.signed_in(WHO).await;
    let (_, codes) = set_up(&browser).await;
    let careless = codes[3].to_lowercase().replace('-', " ");
    assert_eq!(show_code(&half_way(&app).await, &careless).await.status.as_u16(), 303);
    assert_eq!(show_code(&half_way(&app).await, &codes[3]).await.status.as_u16(), 422);
    assert!(browser.get(PAGE).await.text().contains("9 of 10"));
    let renewal = "/profile/second-factor/recovery-codes";
    let renewed = browser.submit(renewal, renewal, &[]).await.all("[data-code]");
    assert_eq!(renewed.len(), 10);
    assert_eq!(
        show_code(&half_way(&app).await, &codes[4]).await.status.as_u16(),
        422,
        "the old codes are invalid"
    );
    assert_eq!(show_code(&half_way(&app).await, &renewed[0]).await.status.as_u16(), 303);
}

async fn guessing_is_rate_limited(app: TestApp) {
    app.cast();
    let (seed, _) = set_up(&app.signed_in(WHO).await).await;
    let browser = half_way(&app).await;
    for guess in ["000000", "김치김치김치", "", "1".repeat(40).as_str(), "abcdef"] {
        assert_eq!(show_code(&browser, guess).await.status.as_u16(), 422, "{guess}");
    }
    assert_eq!(show_code(&browser, &code(&seed, 0)).await.status.as_u16(), 429, "the valid code too");
    assert_eq!(
        show_code(&half_way(&app).await, &code(&seed, 0)).await.status.as_u16(),
        429,
        "in another browser too"
    );
}

/// A12: someone who knows only the password cannot end the owner's sessions.
async fn half_finished_sign_ins_end_no_session(app: TestApp) {
    app.cast();
    let owner = app.signed_in(WHO).await;
    set_up(&owner).await;
    for _ in 0..12 {
        half_way(&app).await;
    }
    assert_eq!(owner.get("/customers").await.status.as_u16(), 200);
}

/// A12: after many wrong codes the owner has to wait and can then sign in; in their own browser they never have to
/// wait.
async fn a_lockout_after_wrong_codes_ends(app: TestApp) {
    app.cast();
    let owner = app.signed_in(WHO).await;
    let (seed, _) = set_up(&owner).await;
    owner.submit("/help/keys", "/sign-out", &[]).await;
    show_code(&half_way(&app).await, "000000").await;
    let long_ago = clock::now() - chrono::TimeDelta::hours(1);
    let many = |until| {
        let row = auth_throttle::table.filter(auth_throttle::bucket.like("mfa:%"));
        let values = (
            auth_throttle::fails.eq(150),
            auth_throttle::window_start.eq(long_ago),
            auth_throttle::blocked_until.eq(until),
        );
        let many = app.portal.db.write_now(|c| Ok(diesel::update(row).set(values).execute(c)?));
        assert_eq!(many.unwrap(), 1);
    };
    many(clock::now() + chrono::TimeDelta::minutes(10));
    assert_eq!(show_code(&half_way(&app).await, &code(&seed, 0)).await.status.as_u16(), 429);
    assert_eq!(
        owner.submit("/sign-in", "/sign-in", &[("email", WHO), ("password", PASSWORD)]).await.status.as_u16(),
        303
    );
    assert_eq!(show_code(&owner, &code(&seed, 0)).await.status.as_u16(), 303, "their own browser");
    many(long_ago);
    assert_eq!(show_code(&half_way(&app).await, &code(&seed, 1)).await.status.as_u16(), 303, "an hour later");
}

/// N 6.4.3.
async fn a_password_reset_keeps_the_second_factor(app: TestApp) {
    app.cast();
    let (seed, _) = set_up(&app.signed_in(WHO).await).await;
    let admin = app.signed_in("um@1000.example").await;
    let id: i32 = app
        .portal
        .db
        .read_now(|c| Ok(users::table.filter(users::email_key.eq(WHO)).select(users::id).first(c)?))
        .unwrap();
    let page = format!("/account-settings/users/{id}/password-reset");
    let password = admin.submit(&page, &page, &[]).await.all("[data-secret] code").concat();
    let browser = app.browser();
    let reply = browser.sign_in(WHO, &password).await;
    assert!(reply.header("location").starts_with("/sign-in/second-factor"));
    assert_eq!(show_code(&browser, &code(&seed, 0)).await.status.as_u16(), 303);
    assert_eq!(browser.get("/").await.header("location"), "/profile/password");
}

async fn the_owner_can_remove_it(app: TestApp) {
    app.cast();
    let browser = app.signed_in(WHO).await;
    let (seed, codes) = set_up(&browser).await;
    let removal = "/profile/second-factor/removal";
    let stale = clock::now() - chrono::TimeDelta::minutes(11);
    let age = diesel::update(sessions::table).set(sessions::proven_at.eq(stale));
    app.portal.db.write_now(|c| Ok(age.execute(c)?)).unwrap();
    let led = browser.get(removal).await.header("location");
    assert_eq!(led, "/step-up?next=%2Fprofile%2Fsecond-factor%2Fremoval");
    let proof =
        |code: String| vec![("password", PASSWORD.to_owned()), ("code", code), ("next", removal.to_owned())];
    for (code, status) in [(String::new(), 422), ("123".to_owned(), 422), (code(&seed, 0), 303)] {
        let fields = proof(code);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(browser.submit(&led, "/step-up", &fields).await.status.as_u16(), status);
    }
    assert_eq!(browser.submit(removal, removal, &[]).await.header("location"), "/profile");
    assert_eq!(count(&app, "portal_change_second_factor"), 2);
    assert_eq!(browser.get(removal).await.status.as_u16(), 404, "there is none any more");
    assert_eq!(
        app.browser().sign_in(WHO, PASSWORD).await.header("location"),
        "/",
        "the password alone is enough again"
    );
    assert_eq!(codes.len(), 10);
}

/// A2: only the password was verified, so actions that require both factors still ask.
async fn setting_a_password_does_not_count_as_a_second_factor(app: TestApp) {
    app.cast();
    let browser = app.signed_in(WHO).await;
    set_up(&browser).await;
    let stale = clock::now() - chrono::TimeDelta::minutes(11);
    let age = diesel::update(sessions::table).set(sessions::proven_at.eq(stale));
    app.portal.db.write_now(|c| Ok(age.execute(c)?)).unwrap();
    let new = "a different long pass phrase";
    let fields = [("current", PASSWORD), ("password", new), ("repeat", new), ("next", "")];
    let changed = browser.submit("/profile/password", "/profile/password", &fields).await;
    assert_eq!(changed.status.as_u16(), 303, "{}", changed.text());
    let removal = "/profile/second-factor/removal";
    let (page, form) = (browser.get(removal).await, browser.submit("/help/keys", removal, &[]).await);
    for led in [page.header("location"), form.header("location")] {
        assert_eq!(led, "/step-up?next=%2Fprofile%2Fsecond-factor%2Fremoval");
    }
    assert_eq!(count(&app, "portal_change_second_factor"), 1, "it is still there");
}

async fn an_admin_can_reset_it(app: TestApp) {
    app.cast();
    let browser = app.signed_in(WHO).await;
    set_up(&browser).await;
    let admin = app.signed_in("ga@1000.example").await;
    let id: i32 = app
        .portal
        .db
        .read_now(|c| Ok(users::table.filter(users::email_key.eq(WHO)).select(users::id).first(c)?))
        .unwrap();
    let page = format!("/account-settings/users/{id}/second-factor-reset");
    assert_eq!(admin.submit(&page, &page, &[]).await.status.as_u16(), 303);
    assert_eq!(browser.get("/customers").await.status.as_u16(), 303, "signed out");
    assert_eq!(count(&app, "portal_change_second_factor"), 2);
    assert_eq!(admin.submit(&page, &page, &[]).await.status.as_u16(), 422, "once is enough");
    assert_eq!(app.browser().sign_in(WHO, PASSWORD).await.header("location"), "/");
}

async fn is_required_for_admins(app: TestApp) {
    app.cast();
    let settings = Settings { portal_require_mfa: MfaRequirement::Admins, ..Settings::default() };
    let strict = TestApp::with(app.portal.db.clone(), settings).await;
    let admin = strict.signed_in("ga@1000.example").await;
    for path in ["/customers", "/account-settings/users", "/profile", "/customers.csv"] {
        let led = format!("{PAGE}?next={}", path.replace('/', "%2F"));
        assert_eq!(admin.get(path).await.header("location"), led, "{path}");
    }
    assert_eq!(admin.get("/").await.header("location"), PAGE, "the start page is the default");
    set_up(&admin).await;
    assert_eq!(admin.get("/customers").await.status.as_u16(), 200);
    let removal = "/profile/second-factor/removal";
    assert_eq!(admin.submit(removal, removal, &[]).await.status.as_u16(), 422);
    assert_eq!(strict.signed_in(WHO).await.get("/customers").await.status.as_u16(), 200, "only for admins");
}

/// Also after a wrong code and the page of recovery codes; other destinations are rejected.
async fn required_setup_continues_to_the_requested_page(app: TestApp) {
    app.cast();
    let settings = Settings { portal_require_mfa: MfaRequirement::Admins, ..Settings::default() };
    let strict = TestApp::with(app.portal.db.clone(), settings).await;
    for (person, asked, goes_on) in [
        ("ga@1000.example", "/customers?q=%ED%95%9C&sort=-name", "/customers?q=%ED%95%9C&sort=-name"),
        ("ga@2000.example", "", "/"),
        ("ga@3000.example", "//evil.example", "/"),
    ] {
        let admin = strict.signed_in(person).await;
        let led = match asked.starts_with("/customers") {
            true => admin.get(asked).await.header("location"),
            false => format!("{PAGE}?next={asked}"),
        };
        let shown = admin.get(&led).await;
        let (seed, sealed) = (seed_of(&shown), shown.value("input[name=sealed]"));
        let next = shown.value("input[name=next]");
        let token = shown.value("input[name=_csrf]");
        let send = |code: String| {
            let fields = [
                ("sealed", sealed.clone()),
                ("code", code),
                ("next", next.clone()),
                ("_csrf", token.clone()),
            ];
            let admin = &admin;
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
                admin.post(PAGE, &fields).await
            }
        };
        let wrong = send("x".to_owned()).await;
        assert_eq!((wrong.status.as_u16(), wrong.value("input[name=next]")), (422, next.clone()));
        let done = send(code(&seed, 0)).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.text());
        assert_eq!(done.attributes("a.button.primary", "href"), [goes_on], "{asked}");
    }
}

async fn rejects_another_users_encrypted_seed(app: TestApp) {
    app.cast();
    let theirs = app.signed_in("ha@1000.example").await.get(PAGE).await;
    let (sealed, typed) = (theirs.value("input[name=sealed]"), code(&seed_of(&theirs), 0));
    let browser = app.signed_in(WHO).await;
    for sealed in [sealed.as_str(), "", "AAAA", "%00"] {
        let reply = browser.submit(PAGE, PAGE, &[("sealed", sealed), ("code", &typed)]).await;
        assert_eq!(reply.status.as_u16(), 422, "{sealed}");
    }
    assert_eq!(count(&app, "portal_change_second_factor"), 0);
}

/// A phone shows a number pad for codes and a keyboard for recovery codes, also after a wrong code.
async fn asks_for_digits_or_for_a_recovery_code(app: TestApp) {
    app.cast();
    set_up(&app.signed_in(WHO).await).await;
    let browser = half_way(&app).await;
    let keypad = |page: &Reply| page.attributes("#code", "inputmode") == ["numeric"];
    let page = browser.get("/sign-in/second-factor?next=/customers").await;
    assert!(keypad(&page));
    let other = page.attributes("a[href*=recovery-code]", "href").concat();
    assert_eq!(other, "/sign-in/second-factor?next=%2Fcustomers&with=recovery-code");
    let page = browser.get(&other).await;
    assert!(!keypad(&page) && page.value("input[name=next]") == "/customers");
    let back = page.attributes("a[href^='/sign-in/second-factor']", "href");
    assert_eq!(back, ["/sign-in/second-factor?next=%2Fcustomers"]);
    assert!(!keypad(&show_code(&browser, "ABCD-EFGH-JKMN-PQRS").await));
    assert!(keypad(&show_code(&browser, "000000").await));
}
