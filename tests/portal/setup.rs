//! A portal with an empty database: every page explains how to run `setup`, and nothing else.

use crate::on_both_databases;
use crate::support::TestApp;
use actix_web::test::TestRequest;
use partner_portal::domain::PartnerKind;

on_both_databases! {
    every_page_explains_setup_while_the_database_is_empty
    shows_the_setup_page_in_the_readers_language
    serves_pages_once_the_first_partner_exists
}

async fn every_page_explains_setup_while_the_database_is_empty(app: TestApp) {
    let browser = app.browser();
    for path in ["/", "/customers?q=x", "/sign-in", "/customers.csv", "/help/keys", "/no/such/page"] {
        let reply = browser.get(path).await;
        assert_eq!(reply.status.as_u16(), 200, "{path}");
        assert!(reply.all("pre").concat().contains("partner-portal setup --name"), "{path}");
        assert!(reply.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
    }
    let posted = browser.post("/sign-in", &[("email", "a@b.example"), ("password", "x")]).await;
    assert_eq!(
        (posted.status.as_u16(), posted.all("h1")),
        (200, vec!["This portal is not set up yet".to_owned()])
    );
    assert_eq!(browser.get("/healthz").await.text(), "ok\n");
    let style = browser.get("/").await.attributes("link[rel=stylesheet]", "href").concat();
    assert!(browser.get(&style).await.header("content-type").starts_with("text/css"));
}

async fn shows_the_setup_page_in_the_readers_language(app: TestApp) {
    let browser = app.browser();
    let asked = TestRequest::get().uri("/").insert_header(("accept-language", "ko"));
    assert_eq!(browser.send(asked).await.attributes("html", "lang"), ["ko"]);
    let switched = browser.submit("/customers", "/language", &[("lang", "zh-TW"), ("return_to", "/")]).await;
    assert_eq!((switched.status.as_u16(), switched.header("location")), (303, "/".to_owned()));
    assert_eq!(browser.get("/").await.attributes("html", "lang"), ["zh-Hant"]);
}

async fn serves_pages_once_the_first_partner_exists(app: TestApp) {
    let browser = app.browser();
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    app.partner("1000", PartnerKind::Direct);
    assert_eq!(browser.get("/customers").await.status.as_u16(), 303, "to the sign-in page");
    let staff = app.signed_in("sa@1000.example").await;
    assert_eq!(staff.get("/customers").await.total(), "0");
}
