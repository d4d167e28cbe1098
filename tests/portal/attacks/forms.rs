//! Forms that no page of the portal sends: unknown fields, duplicate fields, another origin, too long.

use crate::on_both_databases;
use crate::support::{Browser, TestApp};
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::config::MfaRequirement;
use partner_portal::config::Settings;
use partner_portal::db::schema::{relationship_requests, users};

on_both_databases! {
    rejects_unknown_fields
    rejects_duplicate_fields
    rejects_another_origin_in_any_header
    recognizes_its_own_host_in_every_spelling
    rejects_oversized_bodies_unread
    a_repeated_submission_creates_one_request
}

fn count_users(app: &TestApp, partner: i32) -> i64 {
    let people = users::table.filter(users::partner_id.eq(partner)).count();
    app.portal.db.read_now(|c| Ok(people.get_result(c)?)).unwrap()
}

/// One form of each kind, as its page sends it.
const FORMS: [(&str, &[(&str, &str)]); 4] = [
    ("/profile", &[("name", "Sa"), ("language", ""), ("time_zone", ""), ("theme", "")]),
    ("/appearance", &[("theme", "dark")]),
    ("/language", &[("lang", "ko")]),
    ("/customers/{id}/bill-to", &[("version", "1"), ("company_name", "Changed")]),
];

/// T2, L73: a partner, a role, or another user's id as an extra field changes nothing.
async fn rejects_unknown_fields(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let browser = app.signed_in("sa@1000.example").await;
    for (path, fields) in FORMS {
        let path = path.replace("{id}", &customer.to_string());
        for extra in ["partner_id", "admin_role", "id", "user", "email_key"] {
            let fields = [fields, &[(extra, "2")]].concat();
            assert_eq!(
                browser.submit("/help/keys", &path, &fields).await.status.as_u16(),
                422,
                "{path}: {extra}"
            );
        }
    }
    let admin = app.signed_in("um@1000.example").await;
    let before = count_users(&app, cast.direct.id.0);
    let fields = [
        ("name", "Spy"),
        ("email", "spy@4000.example"),
        ("admin_role", "none"),
        ("agent_role", "sales-agent"),
        ("welcome", "password"),
        ("partner_id", "4"),
    ];
    let there = "/account-settings/users/new";
    assert_eq!(admin.submit("/help/keys", there, &fields).await.status.as_u16(), 422);
    assert_eq!(count_users(&app, cast.direct.id.0), before);
    assert_eq!(browser.get(&format!("/customers/{customer}/account")).await.all("h1"), ["Own"]);
}

/// L74: two parsers of one form must not read different values.
async fn rejects_duplicate_fields(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let browser = app.signed_in("sa@1000.example").await;
    for (path, fields) in FORMS {
        let path = path.replace("{id}", &customer.to_string());
        let fields = [fields, &[(fields[0].0, "other")]].concat();
        assert_eq!(browser.submit("/help/keys", &path, &fields).await.status.as_u16(), 422, "{path}");
    }
    for path in
        ["/customers?q=a&q=b", "/activity?from=2026-01-01&from=2026-01-02", "/orders?status=a&status=b"]
    {
        assert_eq!(browser.get(path).await.status.as_u16(), 422, "{path}");
    }
}

async fn told(browser: &Browser, token: &str, heads: &[(&str, &str)]) -> u16 {
    let mut request = TestRequest::post().uri("/appearance").set_form([("theme", "dark"), ("_csrf", token)]);
    for (name, value) in heads {
        request = request.insert_header((*name, *value));
    }
    browser.send(request).await.status.as_u16()
}

/// T14: a form is accepted only if every header that names its origin agrees.
async fn rejects_another_origin_in_any_header(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let token = browser.get("/help/keys").await.value("input[name=_csrf]");
    let ours = ("sec-fetch-site", "same-origin");
    for bad in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "")],
        &[ours, ("host", "portal.example"), ("origin", "http://evil.example")],
        &[ours, ("host", "portal.example"), ("origin", "null")],
        &[ours, ("host", "portal.example"), ("origin", "https://portal.example.evil.example")],
        &[("host", "portal.example"), ("origin", "http://evil.example")],
        &[("host", "portal.example"), ("origin", "null")],
        &[],
    ] {
        assert_eq!(told(&browser, &token, bad).await, 403, "{bad:?}");
    }
    for good in [
        &[ours][..],
        &[ours, ("host", "portal.example"), ("origin", "http://portal.example")],
        &[ours, ("host", "portal.example"), ("origin", "https://portal.example")],
        &[("host", "portal.example"), ("origin", "http://portal.example")],
    ] {
        assert_eq!(told(&browser, &token, good).await, 303, "{good:?}");
    }
    for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x", ""] {
        let request = TestRequest::post().uri("/appearance").insert_header(ours);
        let request =
            request.set_payload(format!("theme=dark&_csrf={token}")).insert_header(("content-type", kind));
        assert_eq!(browser.send(request).await.status.as_u16(), 415, "{kind}");
    }
}

/// A public URL with capitals, the default port or a slash, behind a proxy that changes `Host`.
async fn recognizes_its_own_host_in_every_spelling(app: TestApp) {
    app.cast();
    for address in ["https://Portal.Example", "HTTPS://portal.example:443/", "https://portal.example"] {
        let mut settings = Settings { portal_require_mfa: MfaRequirement::Off, ..Settings::default() };
        settings.portal_public_url = Some(address.to_owned());
        let app = TestApp::with(app.portal.db.clone(), settings.checked().unwrap()).await;
        let browser = app.signed_in("sa@1000.example").await;
        let token = browser.get("/help/keys").await.value("input[name=_csrf]");
        let (behind, own) = (("host", "127.0.0.1:8080"), ("sec-fetch-site", "same-origin"));
        for origin in ["https://portal.example", "https://PORTAL.example", "https://portal.example:443"] {
            assert_eq!(
                told(&browser, &token, &[behind, ("origin", origin)]).await,
                303,
                "{address} {origin}"
            );
            assert_eq!(
                told(&browser, &token, &[behind, own, ("origin", origin)]).await,
                303,
                "{address} {origin}"
            );
        }
        for other in
            ["http://portal.example", "https://portal.example:8443", "https://portal.example.evil.example"]
        {
            assert_eq!(told(&browser, &token, &[behind, ("origin", other)]).await, 403, "{address} {other}");
        }
    }
}

/// L31, T29.
async fn rejects_oversized_bodies_unread(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let long = "x".repeat(1 << 20);
    let began = std::time::Instant::now();
    let reply =
        browser.submit("/sign-in", "/sign-in", &[("email", "sa@1000.example"), ("password", &long)]).await;
    assert_eq!(reply.status.as_u16(), 413);
    assert!(began.elapsed().as_millis() < 500, "{:?}", began.elapsed());
    assert_eq!(reply.all("h1"), ["The content is too long"]);
    assert!(reply.text().len() < 20_000);
}

/// A button that is pressed twice, also concurrently.
async fn a_repeated_submission_creates_one_request(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let page = browser.get("/relationship-requests/new").await;
    let (id, until) = (page.value("input[name=id]"), page.value("input[name=valid_until]"));
    let token = page.value("form.form input[name=_csrf]");
    let form = [
        ("id", id.as_str()),
        ("language", "en"),
        ("recipient", "it@new.example"),
        ("delegated_admin", "yes"),
        ("valid_until", &until),
        ("_csrf", &token),
    ];
    let sent =
        futures_util::future::join_all((0..8).map(|_| browser.post("/relationship-requests", &form))).await;
    for reply in sent {
        assert_eq!(reply.header("location"), format!("/relationship-requests/{id}"));
    }
    let count = relationship_requests::table.count();
    assert_eq!(app.portal.db.read_now(|c| Ok(count.get_result::<i64>(c)?)).unwrap(), 1);
    let stranger = app.signed_in("aa@4000.example").await;
    let token = stranger.get("/help/keys").await.value("input[name=_csrf]");
    let form = form.map(|(name, value)| (name, if name == "_csrf" { token.as_str() } else { value }));
    let there = stranger.post("/relationship-requests", &form).await.header("location");
    assert_eq!(stranger.get(&there).await.status.as_u16(), 404, "another user's id answers 404");
}
