//! What programs change: the billing profile, subscriptions, and relationships. Orders are in `orders.rs`.

use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::support::api::Program;
use crate::support::cast::{Cast, id};
use crate::support::{Reply, TestApp, summaries};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use partner_portal::domain::Partner;
use serde_json::{Value, json};

on_both_databases! {
    saves_a_billing_profile_with_its_etag
    a_billing_profile_without_or_with_a_stale_etag_is_not_saved
    a_billing_profile_obeys_the_rules_of_its_country
    changes_a_subscription_and_logs_one_entry
    each_change_of_a_subscription_needs_its_permission
    refuses_changes_that_the_rules_forbid
    of_two_changes_with_one_etag_one_wins
    ends_a_relationship
    rejects_malformed_bodies_with_the_name_of_the_field
}

pub struct Setting {
    pub cast: Cast,
    pub program: Program,
    pub plan: String,
}

pub fn set(app: &TestApp) -> Setting {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let plan = app.subscription(&cast.provider, id(1), "Suite E3", None);
    fixtures::offer(app, &cast.provider, &plan, 1..=300, true, "annual");
    fixtures::set(app, &plan, "renews_on", &fixtures::day(350));
    Setting { program: app.program("ga@1000.example"), cast, plan }
}

fn billing() -> String {
    format!("/v1/customers/{}/profiles/billing", id(1))
}

fn profile(name: &str) -> Value {
    json!({
        "id": id(1).to_string(), "firstName": "Ana", "lastName": "Kim", "email": "ana@hanbit.example",
        "culture": "ko-KR", "language": "ko", "companyName": name,
        "defaultAddress": {
            "country": "KR", "city": "중구", "state": "서울특별시", "addressLine1": "세종대로 110", "addressLine2": "",
            "postalCode": "04524", "firstName": "Other", "lastName": "Name", "phoneNumber": "02-120",
        },
        "links": { "self": {} },
    })
}

async fn with_etag(program: &Program, method: Method, path: &str, body: &Value, etag: &str) -> Reply {
    let request = TestRequest::default().method(method).uri(path).insert_header(("if-match", etag));
    let request = request.insert_header(("content-type", "application/json; charset=utf-8"));
    program.send(request.set_payload(body.to_string())).await
}

fn etag(resource: &Value) -> String {
    resource["attributes"]["etag"].as_str().unwrap().to_owned()
}

/// The entries of the provider's log except those about tokens and sign-ins: action, details.
fn entries(app: &TestApp, partner: &Partner) -> Vec<(String, String)> {
    ["customer", "subscription", "order"].into_iter().flat_map(|kind| app.log_of(partner, kind)).collect()
}

async fn saves_a_billing_profile_with_its_etag(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    let now = program.get(&billing()).await.json();
    let saved = with_etag(
        &program,
        Method::PUT,
        &billing(),
        &profile("Hanbit Networks"),
        &format!("\"{}\"", etag(&now)),
    )
    .await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let saved = saved.json();
    assert_ne!(etag(&saved), etag(&now));
    assert_eq!((&saved["companyName"], &saved["culture"]), (&"Hanbit Networks".into(), &"ko-KR".into()));
    assert_eq!(saved["defaultAddress"]["firstName"], "Ana", "the name of the profile counts");
    assert_eq!(program.get(&billing()).await.json(), saved);
    let list = program.get("/v1/customers").await.json();
    assert_eq!(list["items"][0]["companyProfile"]["companyName"], "Hanbit Networks");
    let log = entries(&app, &cast.provider);
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].0, "update_customer_partner_contract_company_name");
    assert!(log[0].1.contains("\"token\":\"Program "), "the entry names the token: {}", log[0].1);
    // .NET writes names with capital letters, and the etag into the body. Nothing changes, so nothing is logged.
    let mut again = json!({ "FirstName": "Ana", "LastName": "Kim", "Email": "ana@hanbit.example", "CompanyName": "Hanbit Networks" });
    again["DefaultAddress"] = json!({ "Country": "KR", "City": "중구", "State": "서울특별시", "AddressLine1": "세종대로 110", "PostalCode": "04524", "PhoneNumber": "02-120" });
    again["Attributes"] = json!({ "Etag": etag(&saved) });
    let same = program.with_body(Method::PUT, &billing(), &again).await;
    assert_eq!((same.status.as_u16(), same.json()), (200, saved));
    assert_eq!(entries(&app, &cast.provider).len(), 1);
    summaries::assert_right(&app);
}

async fn a_billing_profile_without_or_with_a_stale_etag_is_not_saved(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    let now = program.get(&billing()).await.json();
    let without = program.with_body(Method::PUT, &billing(), &profile("A")).await;
    assert_eq!(without.fault(), (428, "428".to_owned()));
    assert_eq!(with_etag(&program, Method::PUT, &billing(), &profile("A"), &etag(&now)).await.status, 200);
    for stale in [etag(&now).as_str(), "b1", "\"\"", ""] {
        let reply = with_etag(&program, Method::PUT, &billing(), &profile("B"), stale).await;
        assert_eq!(reply.fault(), (412, "2055".to_owned()), "{stale}");
    }
    let unchanged = with_etag(&program, Method::PUT, &billing(), &profile("A"), &etag(&now)).await;
    assert_eq!(unchanged.fault().0, 412, "stale also if nothing would change");
    assert_eq!(entries(&app, &cast.provider).len(), 1);
}

async fn a_billing_profile_obeys_the_rules_of_its_country(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    let now = etag(&program.get(&billing()).await.json());
    let put = async |change: &dyn Fn(&mut Value)| {
        let mut body = profile("Hanbit");
        change(&mut body);
        with_etag(&program, Method::PUT, &billing(), &body, &now).await
    };
    let wrong = put(&|body| body["defaultAddress"]["postalCode"] = "x".into()).await;
    assert_eq!(wrong.fault(), (400, "800002".to_owned()));
    assert_eq!(wrong.json()["data"][0]["field"], "defaultAddress.postalCode");
    assert_eq!(put(&|body| body["email"] = "nobody".into()).await.json()["data"][0]["field"], "email");
    assert_eq!(put(&|body| body["defaultAddress"]["country"] = "XX".into()).await.fault().0, 400);
    let kazakhstan = |body: &mut Value| {
        body["defaultAddress"]["country"] = "KZ".into();
        body["defaultAddress"]["postalCode"] = "010000".into();
        body["defaultAddress"]["city"] = "Astana".into();
        body["defaultAddress"]["state"] = "".into();
        body["defaultAddress"]["phoneNumber"] = "+7 7172 74 37 08".into();
    };
    assert_eq!(put(&kazakhstan).await.fault(), (400, "600049".to_owned()));
    let malformed = |body: &mut Value| {
        kazakhstan(body);
        body["organizationRegistrationNumber"] = "1".into();
    };
    assert_eq!(put(&malformed).await.fault(), (400, "600050".to_owned()));
    assert!(entries(&app, &cast.provider).is_empty());
}

async fn changes_a_subscription_and_logs_one_entry(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    let at = format!("/v1/customers/{}/subscriptions/{plan}", id(1));
    let mut whole = program.get(&at).await.json();
    whole["quantity"] = 6.into();
    whole["friendlyName"] = "Sales".into();
    whole["autoRenewEnabled"] = false.into();
    // What the portal does not store is not read as a change.
    whole["termDuration"] = "P3Y".into();
    whole["links"] = json!({ "self": {} });
    let changed = program.with_body(Method::PATCH, &at, &whole).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let changed = changed.json();
    assert_eq!((&changed["quantity"], &changed["friendlyName"]), (&6.into(), &"Sales".into()));
    assert_eq!((&changed["autoRenewEnabled"], &changed["termDuration"]), (&false.into(), &"P1Y".into()));
    let log = entries(&app, &cast.provider);
    assert_eq!(log.len(), 1, "{log:?}");
    assert!(log[0].0 == "update_subscription" && log[0].1.contains("\"quantity\":6"), "{log:?}");
    let stale = program.with_body(Method::PATCH, &at, &whole).await;
    assert_eq!(stale.fault(), (412, "2055".to_owned()), "the etag of the body is that of before");
    let only =
        program.with_body(Method::PATCH, &at, &json!({ "Quantity": 7, "AutoRenewEnabled": null })).await;
    assert_eq!((only.status.as_u16(), &only.json()["quantity"]), (200, &7.into()), "without an etag");
    let same = program.with_body(Method::PATCH, &at, &json!({ "quantity": 7 })).await;
    assert_eq!(same.status, 200);
    assert_eq!(entries(&app, &cast.provider).len(), 2, "what changes nothing is no entry");
    for (status, after) in [("suspended", "suspended"), ("active", "active"), ("deleted", "deleted")] {
        let reply = program.with_body(Method::PATCH, &at, &json!({ "status": status })).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["status"]), (200, &after.into()), "{status}");
    }
    assert_eq!(entries(&app, &cast.provider).len(), 5);
    summaries::assert_right(&app);
}

async fn each_change_of_a_subscription_needs_its_permission(app: TestApp) {
    let Setting { plan, cast, .. } = set(&app);
    let at = format!("/v1/customers/{}/subscriptions/{plan}", id(1));
    for (who, body, may) in [
        ("um", json!({ "quantity": 9 }), false),
        ("ba", json!({ "quantity": 9 }), false),
        ("ba", json!({ "quantity": 9, "status": "suspended" }), false),
        ("ha", json!({ "status": "deleted" }), false),
        ("ha", json!({ "quantity": 9 }), true),
        ("ba", json!({ "status": "suspended" }), true),
    ] {
        let program = app.program(&format!("{who}@1000.example"));
        let reply = program.with_body(Method::PATCH, &at, &body).await;
        assert_eq!(reply.status == 200, may, "{who} {body}: {}", reply.text());
        if !may {
            assert_eq!(reply.fault(), (403, "2032".to_owned()), "{who} {body}");
        }
    }
    assert_eq!(entries(&app, &cast.provider).len(), 2);
}

async fn refuses_changes_that_the_rules_forbid(app: TestApp) {
    let Setting { program, plan, cast, .. } = set(&app);
    let at = format!("/v1/customers/{}/subscriptions/{plan}", id(1));
    let patch = async |body: Value| program.with_body(Method::PATCH, &at, &body).await.fault();
    assert_eq!(patch(json!({ "quantity": 301 })).await, (400, "2002".to_owned()));
    assert_eq!(patch(json!({ "billingCycle": "monthly" })).await, (400, "2054".to_owned()));
    assert_eq!(patch(json!({ "status": "expired" })).await, (400, "800002".to_owned()));
    assert_eq!(patch(json!({ "quantity": 0 })).await, (400, "800002".to_owned()));
    assert_eq!(patch(json!({ "friendlyName": "x".repeat(101) })).await, (400, "800002".to_owned()));
    // One of two changes is refused, so neither is made.
    assert_eq!(patch(json!({ "friendlyName": "New", "quantity": 301 })).await, (400, "2002".to_owned()));
    assert!(entries(&app, &cast.provider).is_empty());
    program.with_body(Method::PATCH, &at, &json!({ "status": "suspended" })).await;
    assert_eq!(patch(json!({ "quantity": 8 })).await, (400, "2001".to_owned()));
    let both = program.with_body(Method::PATCH, &at, &json!({ "quantity": 8, "status": "active" })).await;
    assert_eq!(
        (both.status.as_u16(), &both.json()["quantity"]),
        (200, &8.into()),
        "active first, then the quantity"
    );
    program.with_body(Method::PATCH, &at, &json!({ "status": "deleted" })).await;
    assert_eq!(patch(json!({ "quantity": 9 })).await, (400, "2011".to_owned()));
    let unknown = format!("/v1/customers/{}/subscriptions/{}", id(1), id(98));
    let reply = program.with_body(Method::PATCH, &unknown, &json!({ "quantity": 9 })).await;
    assert_eq!(reply.fault(), (404, "20003".to_owned()));
}

async fn of_two_changes_with_one_etag_one_wins(app: TestApp) {
    let Setting { program, plan, .. } = set(&app);
    let at = format!("/v1/customers/{}/subscriptions/{plan}", id(1));
    let seen = etag(&program.get(&at).await.json());
    let change = async |quantity: i32| {
        with_etag(&program, Method::PATCH, &at, &json!({ "quantity": quantity }), &seen).await.status.as_u16()
    };
    let mut answers = futures_util::future::join_all((10..16).map(change)).await;
    answers.sort_unstable();
    assert_eq!(answers, [200, 412, 412, 412, 412, 412]);
}

async fn ends_a_relationship(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    let at = format!("/v1/customers/{}", id(1));
    for other in
        [json!({ "relationshipToPartner": "advisor" }), json!({}), json!({ "relationshipToPartner": 1 })]
    {
        let reply = program.with_body(Method::PATCH, &at, &other).await;
        assert_eq!(reply.json()["data"][0]["field"], "relationshipToPartner", "{other}");
    }
    let end = json!({ "relationshipToPartner": "none", "attributes": { "objectType": "Customer" } });
    assert_eq!(
        program.with_body(Method::PATCH, &at, &end).await.fault(),
        (400, "3000".to_owned()),
        "it is active"
    );
    let subscription = format!("{at}/subscriptions/{plan}");
    program.with_body(Method::PATCH, &subscription, &json!({ "status": "suspended" })).await;
    let request = TestRequest::patch().uri(&at).insert_header(("content-type", "application/json"));
    let request = request.insert_header(("MS-PartnerCenter-Application", "Billing 7"));
    let ended = program.send(request.set_payload(end.to_string())).await;
    assert_eq!((ended.status.as_u16(), &ended.json()["relationshipToPartner"]), (200, &"none".into()));
    assert_eq!(program.get(&at).await.fault().0, 404);
    assert_eq!(program.with_body(Method::PATCH, &at, &end).await.fault().0, 404);
    let log = app.log_of(&cast.provider, "customer");
    assert!(log.len() == 1 && log[0].1.contains("Billing 7"), "{log:?}");
    summaries::assert_right(&app);
}

async fn rejects_malformed_bodies_with_the_name_of_the_field(app: TestApp) {
    let Setting { program, plan, cast } = set(&app);
    let at = format!("/v1/customers/{}/subscriptions/{plan}", id(1));
    let send = async |kind: &str, body: Vec<u8>| {
        let request = TestRequest::patch().uri(&at).insert_header(("content-type", kind)).set_payload(body);
        program.send(request).await
    };
    let json = "application/json";
    for (body, field) in [
        (r#"{"quantity":"6"}"#, "quantity"),
        (r#"{"quantity":6.5}"#, "quantity"),
        (r#"{"quantity":99999999999999999999}"#, "quantity"),
        (r#"{"autoRenewEnabled":"yes"}"#, "autoRenewEnabled"),
        (r#"{"attributes":[]}"#, "attributes"),
        (r#"[]"#, "body"),
        ("null", "body"),
        (r#"{"friendlyName":"a\u0000b"}"#, "friendlyName"),
        (r#"{"friendlyName":"\u202eb"}"#, "friendlyName"),
        (r#"{"quantity":6,"Quantity":7}"#, "body"),
        (r#"{"quantity":6"#, "body"),
        ("", "body"),
    ] {
        let reply = send(json, body.as_bytes().to_vec()).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{body}");
        assert_eq!(reply.json()["data"][0]["field"], field, "{body}");
    }
    assert_eq!(send(json, b"{\"friendlyName\":\"\xFF\"}".to_vec()).await.fault().0, 400);
    assert_eq!(send(json, "[".repeat(200_000).into_bytes()).await.fault().0, 400);
    assert_eq!(send(json, vec![b' '; 300_000]).await.fault(), (413, "413".to_owned()));
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"] {
        assert_eq!(send(kind, b"{}".to_vec()).await.fault(), (415, "415".to_owned()), "{kind}");
    }
    assert_eq!(send("Application/JSON;charset=\"UTF-8\"", b"{}".to_vec()).await.status, 200);
    assert!(entries(&app, &cast.provider).is_empty());
}
