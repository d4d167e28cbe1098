//! Signing in over HTTP: right and wrong passwords, forged forms, rate limit, ended sessions.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::PASSWORD;
use actix_web::test::TestRequest;

on_both_databases! {
    signs_in_and_returns_to_the_requested_page
    answers_unknown_accounts_and_wrong_passwords_alike
    rate_limits_guessing_across_restarts
    rejects_forged_forms
    sessions_end_on_sign_out_and_password_reset
    a_temporary_password_must_be_changed_first
    sends_security_headers_with_every_response
    shows_the_page_in_three_languages
}

async fn signs_in_and_returns_to_the_requested_page(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let asked = browser.get("/customers?q=%ED%95%9C").await;
    assert_eq!(asked.header("location"), "/sign-in?next=%2Fcustomers%3Fq%3D%25ED%2595%259C");
    let fields = [("email", " SA@1000.Example "), ("password", PASSWORD), ("next", "/customers?q=x")];
    assert_eq!(browser.submit("/sign-in", "/sign-in", &fields).await.header("location"), "/customers?q=x");
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    let evil = [("email", "sa@1000.example"), ("password", PASSWORD), ("next", "//evil.example")];
    assert_eq!(app.browser().submit("/sign-in", "/sign-in", &evil).await.header("location"), "/");
}

async fn answers_unknown_accounts_and_wrong_passwords_alike(app: TestApp) {
    app.cast();
    let say = async |email: &str| {
        let reply = app.browser().sign_in(email, "not the pass phrase at all").await;
        assert_eq!(reply.value("#email"), email, "input is kept");
        (reply.status, reply.all("[data-error]"))
    };
    assert_eq!(say("sa@1000.example").await, say("nobody@1000.example").await);
    let nul = app.browser().sign_in("nul\u{0}@x.example", "any").await;
    assert_eq!(nul.status.as_u16(), 422);
}

async fn rate_limits_guessing_across_restarts(app: TestApp) {
    app.cast();
    for _ in 0..10 {
        assert_eq!(app.browser().sign_in("sa@1000.example", "wrong").await.status.as_u16(), 422);
    }
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 429);
    let restarted = TestApp::over(app.portal.db.clone()).await;
    let other = restarted.browser().sign_in("ga@1000.example", PASSWORD).await;
    assert_eq!(other.status.as_u16(), 303, "others are not locked out");
}

async fn rejects_forged_forms(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let token = browser.get("/customers").await.value("input[name=_csrf]");
    let foreign = app.signed_in("ga@1000.example").await.get("/customers").await.value("input[name=_csrf]");
    assert_eq!(browser.post("/sign-out", &[]).await.status.as_u16(), 403);
    assert_eq!(browser.post("/sign-out", &[("_csrf", &foreign)]).await.status.as_u16(), 403);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://evil"),
        ("origin", "null"),
    ] {
        let request =
            TestRequest::post().uri("/sign-out").insert_header((name, value)).set_form([("_csrf", &token)]);
        assert_eq!(browser.send(request).await.status.as_u16(), 403, "{name}: {value}");
    }
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200, "still signed in");
    assert_eq!(browser.get("/sign-out").await.status.as_u16(), 405);
}

async fn sessions_end_on_sign_out_and_password_reset(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let kept = browser.cookies.borrow().clone();
    browser.submit("/customers", "/sign-out", &[]).await;
    *browser.cookies.borrow_mut() = kept;
    assert_eq!(browser.get("/customers").await.status.as_u16(), 303, "a saved cookie is invalid");
    let again = app.signed_in("sa@1000.example").await;
    let person = app
        .portal
        .db
        .read_now(|c| partner_portal::auth::accounts::by_email(c, "sa@1000.example"))
        .unwrap()
        .unwrap();
    app.portal.db.write_now(|c| partner_portal::auth::session_store::revoke_all(c, person.user)).unwrap();
    assert_eq!(again.get("/customers").await.status.as_u16(), 303);
}

async fn a_temporary_password_must_be_changed_first(app: TestApp) {
    let cast = app.cast();
    app.person(&cast.direct, "new@4000.example", "sales-agent", true);
    let browser = app.signed_in("new@4000.example").await;
    assert_eq!(browser.get("/").await.header("location"), "/profile/password");
    let change = async |new: &str, repeat: &str| {
        let fields = [("password", new), ("repeat", repeat)];
        browser.submit("/profile/password", "/profile/password", &fields).await
    };
    for (new, repeat) in [
        ("short", "short"),
        ("a fine new pass phrase", "another"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa"),
    ] {
        assert_eq!(change(new, repeat).await.status.as_u16(), 422, "{new}");
    }
    assert_eq!(change("a fine new pass phrase", "a fine new pass phrase").await.status.as_u16(), 303);
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    assert_eq!(app.browser().sign_in("new@4000.example", PASSWORD).await.status.as_u16(), 422);
}

async fn sends_security_headers_with_every_response(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ba@1000.example").await;
    for path in ["/customers", "/nothing", "/customers.csv", "/customers?sort=x", "/help/keys", "/healthz"] {
        let reply = browser.get(path).await;
        assert!(reply.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        assert_eq!(reply.header("x-request-id").len(), 32, "{path}");
        assert!(reply.header("content-type").contains("charset=utf-8"), "{path}");
    }
}

async fn shows_the_page_in_three_languages(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let request = || TestRequest::get().uri("/sign-in").insert_header(("accept-language", "ko-KR,ko;q=0.9"));
    assert_eq!(browser.send(request()).await.attributes("html", "lang"), ["ko"]);
    let fields = [("lang", "zh-TW"), ("return_to", "/customers?q=x")];
    assert_eq!(browser.submit("/sign-in", "/language", &fields).await.header("location"), "/customers?q=x");
    assert_eq!(
        browser.send(request()).await.attributes("html", "lang"),
        ["zh-Hant"],
        "the switch overrides the browser's language"
    );
}
