//! Orders that programs place.

use crate::api::writes::{Setting, set};
use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::support::api::Program;
use crate::support::cast::id;
use crate::support::{Reply, TestApp, summaries};
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{agreements, api_requests, orders};
use partner_portal::domain::Partner;
use partner_portal::features::rest_api::orders::answered;
use serde_json::{Value, json};

on_both_databases! {
    places_an_order_once
    refuses_orders_that_cannot_be_placed
    an_indirect_reseller_requests_an_order
}

pub fn attest(app: &TestApp, partner: &Partner) {
    let row = (
        (agreements::partner_id.eq(partner.id), agreements::microsoft_id.eq(id(1))),
        (
            agreements::first_name.eq("Ana"),
            agreements::last_name.eq("Kim"),
            agreements::email.eq("a@b.example"),
        ),
        (agreements::phone.eq(""), agreements::agreed_on.eq(clock::now().date())),
        (agreements::attested_by.eq("Somebody"), agreements::attested_at.eq(clock::now())),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(agreements::table).values(row).execute(c)?)).unwrap();
}

fn order(quantity: i32) -> Value {
    json!({
        "BillingCycle": "annual",
        "LineItems": [{ "LineItemNumber": 0, "OfferId": "E5", "Quantity": quantity, "FriendlyName": "E5" }],
        "ReferenceCustomerId": id(1).to_string(),
    })
}

async fn post(program: &Program, body: &Value, number: &str) -> Reply {
    let request = TestRequest::post().uri(&format!("/v1/customers/{}/orders", id(1)));
    let request = request.insert_header(("content-type", "application/json"));
    program.send(request.insert_header(("MS-RequestId", number)).set_payload(body.to_string())).await
}

fn count(app: &TestApp) -> i64 {
    app.portal.db.read_now(|c| Ok(orders::table.count().get_result(c)?)).unwrap()
}

const NUMBER: &str = "11111111-1111-4111-8111-111111111111";

async fn places_an_order_once(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "annual"), 1..=100);
    attest(&app, &cast.provider);
    let placed = post(&program, &order(3), NUMBER).await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    let placed = placed.json();
    assert_eq!((&placed["status"], &placed["lineItems"][0]["quantity"]), (&"completed".into(), &3.into()));
    let subscription = placed["lineItems"][0]["links"]["subscription"]["uri"].as_str().unwrap();
    let subscription = program.get(&format!("/v1{subscription}")).await.json();
    assert_eq!((&subscription["quantity"], &subscription["orderId"]), (&3.into(), &placed["id"]));
    let again = post(&program, &order(3), NUMBER).await;
    assert_eq!(
        (again.status.as_u16(), again.json()),
        (201, placed.clone()),
        "the same request, the same order"
    );
    assert_eq!(count(&app), 1);
    let other = post(&program, &order(4), NUMBER).await;
    assert_eq!(other.fault(), (400, "800002".to_owned()), "another body with the same number");
    let second = "22222222-2222-4222-8222-222222222222";
    let both = futures_util::future::join_all([
        post(&program, &order(3), second),
        post(&program, &order(3), second),
    ])
    .await;
    assert!(both.iter().all(|reply| reply.status == 201), "{}", both[0].text() + &both[1].text());
    assert_eq!(count(&app), 2);
    let all = program.get(&format!("/v1/customers/{}/orders", id(1))).await.json();
    assert_eq!(all["totalCount"], 2);
    let one =
        program.get(&format!("/v1/customers/{}/orders/{}", id(1), placed["id"].as_str().unwrap())).await;
    assert_eq!(one.json(), placed);
    assert_eq!(app.log_of(&cast.provider, "order").len(), 2);
    let old = clock::now() - chrono::TimeDelta::hours(24);
    let age = diesel::update(api_requests::table).set(api_requests::at.eq(old));
    app.portal.db.write_now(|c| Ok(age.execute(c)?)).unwrap();
    assert_eq!(post(&program, &order(3), NUMBER).await.status, 201, "a day later the number is free");
    assert_eq!(count(&app), 3);
    assert_eq!(app.portal.db.write_now(answered::delete_expired).unwrap(), 1, "the other old one");
    // A request of another user with the same number is another request.
    let colleague = app.program("aa@1000.example");
    assert_eq!(post(&colleague, &order(3), NUMBER).await.status, 201);
    assert_eq!(count(&app), 4);
    summaries::assert_right(&app);
}

async fn refuses_orders_that_cannot_be_placed(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "annual"), 1..=100);
    let new = || uuid::Uuid::new_v4().to_string();
    assert_eq!(post(&program, &order(3), &new()).await.fault(), (400, "3000".to_owned()), "no agreement");
    attest(&app, &cast.provider);
    assert_eq!(post(&program, &order(101), &new()).await.fault(), (400, "2002".to_owned()));
    let mut unknown = order(3);
    unknown["LineItems"][0]["OfferId"] = "E9".into();
    assert_eq!(post(&program, &unknown, &new()).await.fault(), (400, "3000".to_owned()));
    let mut monthly = order(3);
    monthly["BillingCycle"] = "monthly".into();
    assert_eq!(post(&program, &monthly, &new()).await.fault(), (400, "2054".to_owned()));
    let mut of_record = order(3);
    of_record["LineItems"][0]["PartnerIdOnRecord"] = "4000".into();
    assert_eq!(post(&program, &of_record, &new()).await.fault(), (400, "3000".to_owned()));
    for (change, field) in [
        (json!({ "LineItems": [] }), "lineItems"),
        (json!({ "LineItems": [{ "OfferId": "E5" }] }), "lineItems[0].quantity"),
        (json!({ "LineItems": [{ "OfferId": "a b", "Quantity": 1 }] }), "lineItems[0].offerId"),
        (json!({ "LineItems": [7] }), "lineItems[0]"),
    ] {
        let reply = post(&program, &change, &new()).await;
        let fields: Vec<Value> =
            reply.json()["data"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
        assert!(reply.status == 400 && fields.contains(&field.into()), "{change}: {}", reply.text());
    }
    assert_eq!(count(&app), 0);
    assert!(app.log_of(&cast.provider, "order").is_empty());
}

async fn an_indirect_reseller_requests_an_order(app: TestApp) {
    let Setting { cast, .. } = set(&app);
    app.customer(&cast.reseller, 1, "Hanbit here", "hanbit.example");
    app.subscription(&cast.provider, id(1), "Known", Some(&cast.reseller));
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "annual"), 1..=100);
    let program = app.program("aa@2000.example");
    let asked = post(&program, &order(3), NUMBER).await;
    assert_eq!(
        (asked.status.as_u16(), &asked.json()["status"]),
        (201, &"pending".into()),
        "{}",
        asked.text()
    );
    assert_eq!(asked.json()["lineItems"][0]["partnerIdOnRecord"], "2000");
}
