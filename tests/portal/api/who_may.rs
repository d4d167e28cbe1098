//! Who gets in at the addresses for programs: tokens do, cookies do not.

use crate::on_both_databases;
use crate::support::cast::ROLES;
use crate::support::{TestApp, request};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use partner_portal::config::{MfaRequirement, Settings};
use partner_portal::domain::{AccessLevel, ApiAccess, ApiArea};
use partner_portal::routes;
use partner_portal::urls;
use serde_json::json;

on_both_databases! {
    a_cookie_is_no_token
    a_token_is_ignored_on_pages
    only_a_whole_token_is_accepted
    no_spelling_of_an_address_needs_no_token
    unknown_addresses_are_faults_and_never_pages
    a_token_to_read_changes_nothing
    the_number_of_requests_is_limited_by_token
    a_required_second_factor_is_required_of_programs_too
    answers_carry_the_numbers_of_the_request
}

async fn a_cookie_is_no_token(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let lines = routes::lines().into_iter().filter(|line| urls::is_for_programs(line.path));
    let lines = lines.filter(|line| line.permission.is_some());
    let all: Vec<(Method, &str)> = lines.map(|line| (line.method, line.path)).collect();
    assert!(all.len() > 20);
    for (method, path) in all.into_iter().chain([(Method::GET, "/v1/nothing")]) {
        let path = path.replace(['{', '}'], "");
        let reply = browser.send(request(&method, &path)).await;
        assert_eq!(reply.fault(), (401, "800001".to_owned()), "{path}");
        assert_eq!(reply.header("www-authenticate"), "Bearer");
    }
    let reply = browser.submit("/help/keys", "/v1/customers", &[]).await;
    assert_eq!(reply.fault().0, 401, "not even with the token of a form");
    assert_eq!(browser.get("/customers").await.status, 200, "the session goes on");
    // With both, the token decides.
    let none = app.program("none@1000.example");
    let both = TestRequest::get().uri("/v1/customers");
    let both = browser.send(both.insert_header(("authorization", format!("Bearer {}", none.token)))).await;
    assert_eq!(both.fault().0, 403);
}

async fn a_token_is_ignored_on_pages(app: TestApp) {
    app.cast();
    let program = app.program("ga@1000.example");
    let bearer = ("authorization", format!("Bearer {}", program.token));
    for path in ["/customers", "/customers.csv", "/profile/tokens", "/api"] {
        let request = TestRequest::get().uri(path).insert_header(bearer.clone());
        let reply = app.browser().send(request).await;
        assert!([303, 404].contains(&reply.status.as_u16()), "{path}: {}", reply.status);
    }
}

async fn only_a_whole_token_is_accepted(app: TestApp) {
    app.cast();
    let token = app.program("ga@1000.example").token;
    let get = async |header: &str| {
        let request = TestRequest::get().uri("/v1/customers").insert_header(("authorization", header));
        app.browser().send(request).await.status.as_u16()
    };
    assert_eq!(get(&format!("bearer {token}")).await, 200, "the case of the scheme does not count");
    for wrong in [
        token.clone(),
        format!("Basic {token}"),
        format!("Bearer {}", &token[..45]),
        format!("Bearer {token}A"),
        format!("Bearer {}", token.to_uppercase()),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Bearer pp_{}", "A".repeat(43)),
        format!("Bearer {}", "x".repeat(8_000)),
    ] {
        assert_eq!(get(&wrong).await, 401, "{wrong}");
    }
    let in_address = app.browser().get(&format!("/v1/customers?access_token={token}")).await;
    assert_eq!(in_address.fault().0, 401);
    let request = TestRequest::get().uri("/v1/customers");
    let twice = request.append_header(("authorization", format!("Bearer {token}")));
    let twice = twice.append_header(("authorization", format!("Bearer {token}")));
    assert_eq!(app.browser().send(twice).await.fault().0, 401);
}

/// The router decodes addresses before it compares them.
async fn no_spelling_of_an_address_needs_no_token(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let program = app.program("ga@1000.example");
    for path in ["/V1/Customers", "/v1/customers/", "/%76%31/customers", "/%761/customers/"] {
        assert_eq!(browser.get(path).await.fault().0, 401, "{path}");
    }
    for path in ["/V1/Customers", "/v1/customers/", "/v1/CUSTOMERS/?size=2"] {
        assert_eq!(program.get(path).await.status, 200, "{path}");
    }
    for path in ["//v1/customers", "/./v1/customers", "/x/../v1/customers"] {
        let reply = browser.get(path).await;
        assert!([401, 404].contains(&reply.status.as_u16()), "{path}: {}", reply.status);
    }
}

async fn unknown_addresses_are_faults_and_never_pages(app: TestApp) {
    app.cast();
    let program = app.program("ga@1000.example");
    for path in ["/v1", "/v1/invoices", "/v1/customers/x/users", "/auditactivity/v2/x", "/api/v1/nothing"] {
        assert_eq!(program.get(path).await.fault(), (404, "1000".to_owned()), "{path}");
    }
    let wrong = program.with_body(Method::DELETE, "/v1/customers", &json!({})).await;
    assert_eq!(wrong.fault(), (405, "405".to_owned()));
    assert_eq!(wrong.header("allow"), "GET, HEAD");
    let bad = program.get("/v1/customers/not-an-id").await;
    assert_eq!(bad.fault(), (404, "1000".to_owned()));
}

async fn a_token_to_read_changes_nothing(app: TestApp) {
    app.cast();
    let reads = ApiAccess::everywhere(AccessLevel::Read);
    let one_area = reads.with(ApiArea::Activity, AccessLevel::Write);
    let program = app.program_with("ga@1000.example", one_area);
    assert_eq!(program.get("/v1/customers").await.status, 200);
    let changes = routes::lines().into_iter().filter(|line| urls::is_for_programs(line.path));
    let changes = changes.filter(|line| line.method != Method::GET && line.permission.is_some());
    for line in changes {
        let path = line.path.replace(['{', '}'], "");
        let reply = program.with_body(line.method, &path, &json!({})).await;
        assert_eq!(reply.fault(), (403, "2032".to_owned()), "{path}");
        assert!(reply.text().contains("can only read the area"), "{}", reply.text());
    }
}

async fn the_number_of_requests_is_limited_by_token(app: TestApp) {
    app.cast();
    let settings = Settings { portal_api_requests_per_minute: 3, ..Settings::clone(&app.portal.settings) };
    let app = TestApp::with(app.portal.db.clone(), settings).await.alone().await;
    let (one, other) = (app.program("aa@1000.example"), app.program("aa@1000.example"));
    for left in ["2", "1", "0"] {
        let reply = one.get("/v1/customers").await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("ratelimit-policy"), "\"token\";q=3;w=60");
        assert!(reply.header("ratelimit").starts_with(&format!("\"token\";r={left};t=")), "{left}");
    }
    let refused = one.get("/v1/customers").await;
    assert_eq!(refused.fault(), (429, "429".to_owned()));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(other.get("/v1/customers").await.status, 200, "each token counts by itself");
}

async fn a_required_second_factor_is_required_of_programs_too(app: TestApp) {
    app.cast();
    let settings =
        Settings { portal_require_mfa: MfaRequirement::All, ..Settings::clone(&app.portal.settings) };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let reply = app.program("aa@1000.example").get("/v1/customers").await;
    assert_eq!(reply.fault(), (403, "2032".to_owned()));
    assert!(reply.text().contains("two-step verification"), "{}", reply.text());
    app.person(&app_provider(&app), "new@1000.example", "admin-agent", true);
    let reply = app.program("new@1000.example").get("/v1/customers").await;
    assert!(reply.text().contains("new password"), "{}", reply.text());
}

fn app_provider(app: &TestApp) -> partner_portal::domain::Partner {
    let all = app.portal.db.read_now(partner_portal::db::partners::all).unwrap();
    all.into_iter().find(|partner| partner.mpn_id == "1000").unwrap()
}

async fn answers_carry_the_numbers_of_the_request(app: TestApp) {
    app.cast();
    let program = app.program(&format!("{}@1000.example", ROLES[0].0));
    let (one, two) = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222");
    let request = TestRequest::get().uri("/v1/customers");
    let request = request.insert_header(("MS-RequestId", one)).insert_header(("MS-CorrelationId", two));
    let reply = program.send(request).await;
    assert_eq!((reply.header("ms-requestid"), reply.header("ms-correlationid")), (one.into(), two.into()));
    let request = TestRequest::get().uri("/v1/customers").insert_header(("MS-RequestId", "not-a-uuid"));
    let made = program.send(request).await.header("ms-requestid");
    assert_eq!(uuid::Uuid::try_parse(&made).map(|id| id.to_string()), Ok(made));
    let korean = TestRequest::get().uri("/v1/nothing").insert_header(("X-Locale", "ko-KR"));
    assert!(program.send(korean).await.text().contains("주소"));
}
