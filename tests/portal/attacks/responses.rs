//! What every response tells browsers, and what it never contains.

use crate::on_both_databases;
use crate::support::{Browser, TestApp};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use partner_portal::routes;
use partner_portal::web::route_table;

on_both_databases! {
    no_response_is_shared_with_another_origin
    every_page_offers_sign_out_and_no_url_contains_a_secret
    downloads_are_attachments_with_server_chosen_names
    input_is_decoded_only_once
    exposes_no_metrics_debug_pages_or_listings
    redirects_stay_on_this_site
    every_response_has_a_content_type
}

/// Returns the pages of the route table that a Global admin sees with one customer.
async fn pages(browser: &Browser) -> Vec<(String, crate::support::Reply)> {
    let customer = crate::support::cast::id(1).to_string();
    let mut pages = Vec::new();
    let signed_in = |line: &route_table::RouteLine| line.method == Method::GET && line.permission.is_some();
    for line in routes::page_lines().into_iter().filter(signed_in) {
        let path = line.path.replace("{id}", &customer).replace("{text}", &customer);
        if path.contains('{') {
            continue;
        }
        let reply = browser.get(&path).await;
        if reply.status.as_u16() == 200 && reply.header("content-type").starts_with("text/html") {
            pages.push((path, reply));
        }
    }
    assert!(pages.len() > 15, "{}", pages.len());
    pages
}

/// L20: no cross-origin sharing with any origin.
async fn no_response_is_shared_with_another_origin(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    for (method, path) in [
        (Method::GET, "/customers"),
        (Method::GET, "/customers.csv"),
        (Method::GET, "/healthz"),
        (Method::OPTIONS, "/customers"),
        (Method::OPTIONS, "/sign-in"),
        (Method::GET, "/nothing"),
    ] {
        let request = TestRequest::default().method(method.clone()).uri(path);
        let request = request
            .insert_header(("origin", "https://evil.example"))
            .insert_header(("access-control-request-method", "POST"));
        let reply = browser.send(request).await;
        let shared: Vec<_> =
            reply.headers.keys().filter(|name| name.as_str().starts_with("access-control")).collect();
        assert!(shared.is_empty(), "{method} {path}: {shared:?}");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
}

/// L56, L70, L71.
async fn every_page_offers_sign_out_and_no_url_contains_a_secret(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Own", "own.example");
    let browser = app.signed_in("ga@1000.example").await;
    for (path, page) in pages(&browser).await {
        assert_eq!(page.attributes("form[action='/sign-out'][method=post]", "action").len(), 1, "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        for form in
            ["form:not([method=post]) input[type=password]", "form:not([method=post]) input[name=_csrf]"]
        {
            assert!(page.attributes(form, "name").is_empty(), "{path} would put a secret into a URL");
        }
        let outside: Vec<String> = page
            .attributes("script, link, img, iframe, object, embed", "src")
            .into_iter()
            .chain(page.attributes("link", "href"))
            .filter(|address| !address.starts_with("/static/") && !address.starts_with("data:"))
            .collect();
        assert!(outside.is_empty(), "{path} loads from other hosts: {outside:?}");
    }
}

/// L25, L33: for any customer domain.
async fn downloads_are_attachments_with_server_chosen_names(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "=cmd|' /C calc'!A0", "o'wn\"\r\nx; filename=evil.html");
    let browser = app.signed_in("ga@1000.example").await;
    for path in [
        "/customers.csv".to_owned(),
        "/activity.csv".to_owned(),
        format!("/customers/{customer}/subscriptions.csv"),
    ] {
        let reply = browser.get(&path).await;
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8", "{path}");
        let name = reply.header("content-disposition");
        let name =
            name.strip_prefix("attachment; filename=\"").and_then(|name| name.strip_suffix("\"")).unwrap();
        assert!(name.ends_with(".csv"), "{name}");
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c)), "{name}");
        assert!(!reply.text().contains("\n=cmd") && !reply.text().contains(",=cmd"), "{path}");
        let workbook = browser.get(&path.replace(".csv", ".xlsx")).await;
        let as_workbook = reply.header("content-disposition").replace(".csv", ".xlsx");
        assert_eq!(workbook.header("content-disposition"), as_workbook);
    }
}

/// L8, L7: input is not decoded twice and never treated as a template.
async fn input_is_decoded_only_once(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    for (typed, shown) in [
        ("%2526lt%253B", "%26lt%3B"),
        ("%26amp%3Blt%3B", "&amp;lt;"),
        ("%7B%7B7*7%7D%7D", "{{7*7}}"),
        ("%253Cscript%253E", "%3Cscript%3E"),
    ] {
        let page = browser.get(&format!("/customers?q={typed}")).await;
        assert_eq!(page.value("input[name=q]"), shown);
        assert!(!page.text().contains("<script>alert"));
    }
}

/// L69: no debug switch, no directory listing, and no metrics for a request that a proxy has passed on.
async fn exposes_no_metrics_debug_pages_or_listings(app: TestApp) {
    app.cast();
    let (visitor, admin) = (app.browser(), app.signed_in("ga@1000.example").await);
    for path in ["/debug", "/static/", "/static", "/.env", "/.git/HEAD", "/server-status", "/favicon.ico"] {
        assert_eq!(visitor.get(path).await.status.as_u16(), 404, "{path}");
        assert_eq!(admin.get(path).await.status.as_u16(), 404, "{path}");
    }
    let passed_on = || TestRequest::get().uri("/metrics").insert_header(("x-forwarded-for", "203.0.113.7"));
    assert_eq!(visitor.send(passed_on()).await.status.as_u16(), 404);
    assert_eq!(admin.send(passed_on()).await.status.as_u16(), 404);
    for path in [
        "/static/../Cargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static/..%2fCargo.toml",
        "/static//etc/passwd",
    ] {
        assert_eq!(visitor.get(path).await.status.as_u16(), 404, "{path}");
    }
    assert_eq!(visitor.get("/readyz").await.text(), "ready\n");
    let headers = admin.get("/customers?debug=1").await;
    assert!(headers.header("server").is_empty() && headers.header("x-powered-by").is_empty());
}

/// T31: at every parameter that takes a return path.
async fn redirects_stay_on_this_site(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let browser = app.signed_in("ga@1000.example").await;
    for evil in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x=y",
        "javascript:alert(1)",
        "///evil.example",
        "",
        "evil.example",
    ] {
        let language =
            browser.submit("/help/keys", "/language", &[("lang", "en"), ("return_to", evil)]).await;
        assert_eq!(language.header("location"), "/", "{evil:?}");
        let theme =
            browser.submit("/help/keys", "/appearance", &[("theme", "dark"), ("return_to", evil)]).await;
        assert_eq!(theme.header("location"), "/", "{evil:?}");
        let path = format!("/customers/{customer}/subscriptions/suspension");
        let stopped = browser.submit("/help/keys", &path, &[("return_to", evil)]).await;
        assert_eq!(stopped.header("location"), "/", "{evil:?}");
        let query = serde_urlencoded::to_string([("next", evil)]).unwrap();
        for door in ["/sign-in", "/sign-in/second-factor"] {
            assert_eq!(
                browser.get(&format!("{door}?{query}")).await.header("location"),
                "/",
                "{door} {evil:?}"
            );
        }
    }
}

/// T32: a client that accepts no encoding is rejected by the framework; that response has a content type and our
/// headers too.
async fn every_response_has_a_content_type(app: TestApp) {
    for encoding in ["*;q=0", "identity;q=0", "gzip;q=0, *;q=0"] {
        let request = TestRequest::get().uri("/sign-in").insert_header(("accept-encoding", encoding));
        let reply = app.browser().send(request).await;
        assert!(!reply.header("content-type").is_empty(), "{encoding}: {}", reply.status);
        assert!(!reply.header("content-security-policy").is_empty(), "{encoding}");
    }
}
