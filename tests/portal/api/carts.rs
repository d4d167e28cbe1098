//! Carts of programs, and checking them out.

use crate::api::orders::attest;
use crate::api::writes::{Setting, set};
use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::support::api::Program;
use crate::support::cast::id;
use crate::support::{Reply, TestApp, summaries};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{carts, offers, orders};
use partner_portal::domain::Partner;
use partner_portal::features::rest_api::carts::model::MAX_CARTS;
use partner_portal::features::rest_api::carts::queries;
use serde_json::{Value, json};

on_both_databases! {
    a_cart_is_filled_and_checked_out_once
    add_ons_are_ordered_for_the_subscription_of_their_line
    a_line_says_why_it_cannot_be_ordered
    all_orders_of_a_cart_are_placed_or_none
    an_indirect_reseller_requests_the_orders_of_a_cart
    a_request_that_is_sent_again_makes_nothing_again
    carts_belong_to_a_partner_and_a_customer
    carts_expire_and_are_limited
    rejects_malformed_carts
}

const NUMBER: &str = "11111111-1111-4111-8111-111111111111";

fn carts_of(number: u128) -> String {
    format!("/v1/customers/{}/carts", id(number))
}

fn cart(item: &str, quantity: i32) -> Value {
    json!({
        "LineItems": [{ "Id": 0, "CatalogItemId": item, "FriendlyName": null, "Quantity": quantity, "AddonItems": null,
            "Participants": null, "ProvisioningContext": null, "Error": null }],
        "ExpirationTimestamp": "0001-01-01T00:00:00", "Attributes": { "ObjectType": "Cart" },
    })
}

async fn post(program: &Program, path: &str, body: &Value, number: &str) -> Reply {
    let request = TestRequest::post().uri(path).insert_header(("content-type", "application/json"));
    program.send(request.insert_header(("MS-RequestId", number)).set_payload(body.to_string())).await
}

async fn make(program: &Program, body: &Value) -> (String, Value) {
    let made = program.with_body(Method::POST, &carts_of(1), body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = format!("{}/{}", carts_of(1), made.json()["id"].as_str().unwrap());
    assert_eq!(made.header("location"), path);
    (path, made.json())
}

async fn check_out(program: &Program, path: &str) -> Reply {
    program.send(TestRequest::post().uri(&format!("{path}/checkout"))).await
}

fn count(app: &TestApp) -> i64 {
    app.portal.db.read_now(|c| Ok(orders::table.count().get_result(c)?)).unwrap()
}

/// Makes an offer an add-on of another one.
pub fn add_on(app: &TestApp, seller: &Partner, offer: &str, parent: &str) {
    let row = offers::table.find((seller.id.0, offer));
    let update = diesel::update(row).set(offers::parent_offer_id.eq(parent));
    assert_eq!(app.portal.db.write_now(|c| Ok(update.execute(c)?)).unwrap(), 1);
}

fn sell(app: &TestApp, seller: &Partner) {
    fixtures::catalog_offer(app, seller, ("E5", "Suite E5", "annual"), 1..=100);
    fixtures::catalog_offer(app, seller, ("E3:0001", "Suite E3", "monthly"), 1..=100);
    fixtures::catalog_offer(app, seller, ("VOICE", "Voice", "annual"), 1..=100);
    add_on(app, seller, "VOICE", "E5");
}

async fn a_cart_is_filled_and_checked_out_once(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    attest(&app, &cast.provider);
    let (path, made) = make(&program, &cart("E5:0001:E5", 3)).await;
    assert_eq!((&made["status"], &made["lastModifiedUser"]), (&"Active".into(), &"ga@1000.example".into()));
    assert_eq!(made["links"]["self"]["uri"], path.strip_prefix("/v1").unwrap());
    let line = &made["lineItems"][0];
    assert_eq!(
        line,
        &json!({ "id": 0, "catalogItemId": "E5:0001:E5", "friendlyName": "Suite E5", "quantity": 3,
            "billingCycle": "annual", "termDuration": "P1Y", "orderGroup": "0" })
    );
    // Two lines of the catalog, and what a client sends back.
    let mut both = made.clone();
    both["lineItems"][0]["quantity"] = 4.into();
    let monthly = json!({ "catalogItemId": "E3:0001", "quantity": 2, "billingCycle": "Monthly" });
    both["lineItems"].as_array_mut().unwrap().push(monthly);
    let replaced = program.with_body(Method::PUT, &path, &both).await;
    assert_eq!(replaced.status, 200, "{}", replaced.text());
    assert_eq!(replaced.json()["lineItems"][1]["catalogItemId"], "E3:0001:0001:E3:0001");
    assert_eq!(program.get(&path).await.json(), replaced.json());
    assert_eq!(count(&app), 0);
    assert!(app.log_of(&cast.provider, "order").is_empty(), "a cart is no entry");
    let done = check_out(&program, &path).await;
    assert_eq!(done.status, 201, "{}", done.text());
    let done = done.json();
    assert_eq!(
        (&done["orderErrors"], &done["attributes"]["objectType"]),
        (&json!([]), &"CartCheckoutResult".into())
    );
    let order = &done["orders"][0];
    assert_eq!((done["orders"].as_array().unwrap().len(), &order["status"]), (1, &"completed".into()));
    assert_eq!(order["lineItems"][0]["quantity"], 4);
    let read = program.get(&format!("/v1{}", order["links"]["self"]["uri"].as_str().unwrap())).await;
    assert_eq!(&read.json(), order);
    assert_eq!(app.log_of(&cast.provider, "order").len(), 1);
    assert_eq!(program.get(&path).await.json()["status"], "Ordered");
    assert_eq!(check_out(&program, &path).await.fault(), (409, "3000".to_owned()));
    let late = program.with_body(Method::PUT, &path, &both).await;
    assert_eq!(late.fault(), (409, "3000".to_owned()));
    assert_eq!(count(&app), 1);
    let (path, _) = make(&program, &cart("E5", 1)).await;
    let both = futures_util::future::join_all([check_out(&program, &path), check_out(&program, &path)]).await;
    let mut statuses: Vec<u16> = both.iter().map(|reply| reply.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!((statuses, count(&app)), (vec![201, 409], 2), "{}", both[0].text() + &both[1].text());
    summaries::assert_right(&app);
}

async fn add_ons_are_ordered_for_the_subscription_of_their_line(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    attest(&app, &cast.provider);
    let mut sent = cart("E5", 3);
    sent["LineItems"][0]["AddonItems"] = json!([{ "Id": 7, "CatalogItemId": "VOICE", "Quantity": 2 }]);
    let (path, made) = make(&program, &sent).await;
    let add_on = &made["lineItems"][0]["addonItems"][0];
    assert_eq!(
        (&add_on["id"], &add_on["orderGroup"], &add_on["error"]),
        (&1.into(), &"1".into(), &Value::Null)
    );
    let done = check_out(&program, &path).await;
    assert_eq!(done.status, 201, "{}", done.text());
    let done = done.json();
    let base = done["orders"][0]["lineItems"][0]["subscriptionId"].as_str().unwrap();
    assert_eq!(done["orders"][1]["lineItems"][0]["parentSubscriptionId"], base);
    let add_ons = program.get(&format!("/v1/customers/{}/subscriptions/{base}/addons", id(1))).await.json();
    assert_eq!((&add_ons["totalCount"], &add_ons["items"][0]["quantity"]), (&1.into(), &2.into()));
    assert_eq!(app.log_of(&cast.provider, "order").len(), 2, "one entry for each order");
    // And for a subscription that exists.
    let mut of_stored = cart("VOICE", 1);
    of_stored["LineItems"][0]["ProvisioningContext"] = json!({ "ParentSubscriptionId": base });
    let (path, made) = make(&program, &of_stored).await;
    assert_eq!(made["lineItems"][0]["provisioningContext"]["parentSubscriptionId"], base);
    assert_eq!(check_out(&program, &path).await.status, 201);
    summaries::assert_right(&app);
}

async fn a_line_says_why_it_cannot_be_ordered(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    sell(&app, &cast.provider);
    attest(&app, &cast.provider);
    let with = |item: &str, quantity: i32, more: Value| {
        let mut sent = cart(item, quantity);
        sent["LineItems"][0].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        sent
    };
    let nobody = json!([{ "key": "transaction_reseller", "value": "4000" }]);
    for (sent, code) in [
        (with("E9:0001:E9", 1, json!({})), "catalog_item_id_is_not_valid"),
        (with("no such", 1, json!({})), "catalog_item_id_is_not_valid"),
        (with("E5", 101, json!({})), "invalid_input"),
        (with("E5", 1, json!({ "BillingCycle": "monthly" })), "invalid_input"),
        (with("E5", 1, json!({ "TermDuration": "P3Y" })), "invalid_input"),
        (with("VOICE", 1, json!({})), "subscription_is_not_valid"),
        (
            with("VOICE", 1, json!({ "ProvisioningContext": { "ParentSubscriptionId": plan } })),
            "subscription_is_not_valid",
        ),
        (
            with("VOICE", 1, json!({ "ProvisioningContext": { "ParentSubscriptionId": id(9).to_string() } })),
            "subscription_is_not_valid",
        ),
        (with("E5", 1, json!({ "Participants": nobody })), "participants_is_not_supported_for_partner"),
    ] {
        let (path, made) = make(&program, &sent).await;
        let error = &made["lineItems"][0]["error"];
        assert_eq!(error["errorCode"], code, "{sent}: {made}");
        assert!(!error["errorDescription"].as_str().unwrap().is_empty(), "{made}");
        let refused = check_out(&program, &path).await;
        assert_eq!(refused.fault(), (400, "3000".to_owned()), "{sent}");
        assert_eq!(refused.json()["data"][0]["field"], "lineItems[0]");
        assert_eq!(program.get(&path).await.json()["status"], "Active");
    }
    // An add-on in a line of another offer.
    let other = with("E3:0001", 1, json!({ "AddonItems": [{ "CatalogItemId": "VOICE", "Quantity": 1 }] }));
    let (path, made) = make(&program, &other).await;
    let line = &made["lineItems"][0];
    assert_eq!(
        (&line["error"], &line["addonItems"][0]["error"]["errorCode"]),
        (&Value::Null, &"subscription_is_not_valid".into())
    );
    assert_eq!(check_out(&program, &path).await.json()["data"][0]["field"], "lineItems[0].addonItems[0]");
    assert_eq!(count(&app), 0);
    // What is corrected can be ordered.
    assert_eq!(program.with_body(Method::PUT, &path, &cart("E5", 1)).await.status, 200);
    assert_eq!(check_out(&program, &path).await.status, 201);
}

async fn all_orders_of_a_cart_are_placed_or_none(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    let on_record = json!([{ "key": "transaction_reseller", "value": "2000" }]);
    let sent = json!({ "lineItems": [
        { "catalogItemId": "E5", "quantity": 1 },
        { "catalogItemId": "E5", "quantity": 2, "participants": on_record },
    ] });
    let (path, made) = make(&program, &sent).await;
    let groups: Vec<&Value> =
        made["lineItems"].as_array().unwrap().iter().map(|line| &line["orderGroup"]).collect();
    assert_eq!(groups, ["0", "1"], "another reseller of record is another order: {made}");
    assert_eq!(check_out(&program, &path).await.fault(), (400, "3000".to_owned()), "no agreement");
    assert_eq!((count(&app), app.log_of(&cast.provider, "order").len()), (0, 0));
    attest(&app, &cast.provider);
    fixtures::end_partnership(&app, &cast.provider, &cast.reseller);
    assert_eq!(check_out(&program, &path).await.fault(), (400, "3000".to_owned()), "no reseller");
    assert_eq!((count(&app), app.log_of(&cast.provider, "order").len()), (0, 0));
    let (path, _) = make(&program, &cart("E5", 1)).await;
    assert_eq!(check_out(&program, &path).await.status, 201);
    summaries::assert_right(&app);
}

async fn an_indirect_reseller_requests_the_orders_of_a_cart(app: TestApp) {
    let Setting { cast, .. } = set(&app);
    app.customer(&cast.reseller, 1, "Hanbit here", "hanbit.example");
    app.subscription(&cast.provider, id(1), "Known", Some(&cast.reseller));
    sell(&app, &cast.provider);
    let program = app.program("aa@2000.example");
    let (path, made) = make(&program, &cart("E5", 3)).await;
    assert_eq!(made["lineItems"][0]["error"], Value::Null, "{made}");
    let done = check_out(&program, &path).await;
    assert_eq!(done.status, 201, "{}", done.text());
    assert_eq!(done.json()["orders"][0]["status"], "pending");
    assert_eq!(app.log_of(&cast.reseller, "order").len(), 1);
    // A request makes no subscription whose add-ons could be requested with it.
    let mut with_add_on = cart("E5", 3);
    with_add_on["LineItems"][0]["AddonItems"] = json!([{ "CatalogItemId": "VOICE", "Quantity": 2 }]);
    let (path, made) = make(&program, &with_add_on).await;
    let error = &made["lineItems"][0]["addonItems"][0]["error"];
    assert_eq!(error["errorCode"], "subscription_is_not_valid", "{made}");
    assert_eq!(check_out(&program, &path).await.fault(), (400, "3000".to_owned()));
    // It is on record itself, and no other partner.
    let mut of_other = cart("E5", 1);
    of_other["LineItems"][0]["Participants"] = json!([{ "key": "transaction_reseller", "value": "1000" }]);
    let (_, made) = make(&program, &of_other).await;
    assert_eq!(made["lineItems"][0]["error"]["errorCode"], "participants_is_not_supported_for_partner");
}

async fn a_request_that_is_sent_again_makes_nothing_again(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    attest(&app, &cast.provider);
    let made = post(&program, &carts_of(1), &cart("E5", 3), NUMBER).await.json();
    let again = post(&program, &carts_of(1), &cart("E5", 3), NUMBER).await;
    assert_eq!((again.status.as_u16(), again.json()), (201, made.clone()));
    let other = post(&program, &carts_of(1), &cart("E5", 4), NUMBER).await;
    assert_eq!(other.fault(), (400, "800002".to_owned()), "another body with the same number");
    let checkout = format!("{}/{}/checkout", carts_of(1), made["id"].as_str().unwrap());
    assert_eq!(post(&program, &checkout, &Value::Null, NUMBER).await.fault().0, 400, "another address");
    assert_eq!(count(&app), 0);
    let second = "22222222-2222-4222-8222-222222222222";
    let both = futures_util::future::join_all([
        post(&program, &checkout, &Value::Null, second),
        post(&program, &checkout, &Value::Null, second),
    ])
    .await;
    assert!(both.iter().all(|reply| reply.status == 201), "{}", both[0].text() + &both[1].text());
    assert_eq!((both[0].json(), count(&app)), (both[1].json(), 1));
    let third = "33333333-3333-4333-8333-333333333333";
    assert_eq!(post(&program, &checkout, &Value::Null, third).await.fault(), (409, "3000".to_owned()));
    assert_eq!(post(&program, &checkout, &Value::Null, second).await.json(), both[0].json());
}

async fn carts_belong_to_a_partner_and_a_customer(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    app.customer(&cast.provider, 2, "Other", "other.example");
    app.customer(&cast.direct, 1, "Hanbit there", "hanbit.example");
    let (path, made) = make(&program, &cart("E5", 3)).await;
    let colleague = app.program("sa@1000.example");
    assert_eq!(colleague.get(&path).await.status, 200, "a colleague who may order");
    let changed = colleague.with_body(Method::PUT, &path, &cart("E5", 5)).await;
    assert_eq!(changed.json()["lastModifiedUser"], "sa@1000.example");
    let of_other = format!("{}/{}", carts_of(2), made["id"].as_str().unwrap());
    for (who, path) in [("ga@1000.example", of_other.as_str()), ("ga@3000.example", path.as_str())] {
        let program = app.program(who);
        assert_eq!(program.get(path).await.fault(), (404, "1000".to_owned()), "{who} {path}");
        let put = program.with_body(Method::PUT, path, &cart("E5", 9)).await;
        assert_eq!(put.fault(), (404, "1000".to_owned()), "{who} {path}");
        assert_eq!(check_out(&program, path).await.fault(), (404, "1000".to_owned()), "{who} {path}");
    }
    assert_eq!(program.get(&path).await.json()["lineItems"][0]["quantity"], 5);
    app.end(&cast.provider, id(1));
    assert_eq!(program.get(&path).await.fault(), (404, "1000".to_owned()), "the customer is removed");
}

async fn carts_expire_and_are_limited(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    let (path, _) = make(&program, &cart("E5", 3)).await;
    for _ in 1..MAX_CARTS {
        make(&program, &cart("E5", 3)).await;
    }
    let full = program.with_body(Method::POST, &carts_of(1), &cart("E5", 3)).await;
    assert_eq!(full.fault(), (400, "3000".to_owned()));
    let number: String = path.rsplit('/').next().unwrap().to_owned();
    let expired = diesel::update(carts::table.find(number)).set(carts::expires_at.eq(clock::now()));
    assert_eq!(app.portal.db.write_now(|c| Ok(expired.execute(c)?)).unwrap(), 1);
    assert_eq!(program.get(&path).await.fault(), (404, "1000".to_owned()));
    assert_eq!(check_out(&program, &path).await.fault(), (404, "1000".to_owned()));
    make(&program, &cart("E5", 3)).await;
    assert_eq!(app.portal.db.write_now(queries::delete_expired).unwrap(), 1);
    let left: i64 = app.portal.db.read_now(|c| Ok(carts::table.count().get_result(c)?)).unwrap();
    assert_eq!(left, MAX_CARTS);
}

async fn rejects_malformed_carts(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    let (path, made) = make(&program, &cart("E5", 3)).await;
    let line = |line: Value| json!({ "lineItems": [line] });
    for (body, field) in [
        (json!({}), "lineItems"),
        (json!({ "lineItems": "E5" }), "lineItems"),
        (line(json!({ "catalogItemId": "E5" })), "lineItems[0].quantity"),
        (line(json!({ "quantity": 1 })), "lineItems[0].catalogItemId"),
        (line(json!({ "catalogItemId": "x".repeat(201), "quantity": 1 })), "lineItems[0].catalogItemId"),
        (
            line(json!({ "catalogItemId": "E5", "quantity": 1, "participants": [1, 2] })),
            "lineItems[0].participants",
        ),
    ] {
        for (method, path) in [(Method::POST, carts_of(1)), (Method::PUT, path.clone())] {
            let reply = program.with_body(method, &path, &body).await;
            assert_eq!(reply.fault(), (400, "800002".to_owned()), "{body}");
            let data = reply.json();
            let fields: Vec<&Value> =
                data["data"].as_array().unwrap().iter().map(|one| &one["field"]).collect();
            assert!(fields.contains(&&field.into()), "{body}: {fields:?}");
        }
    }
    assert_eq!(program.get(&path).await.json(), made);
}
