//! Changes at the renewal, and the support contact of a subscription.

use crate::api::writes::{Setting, set};
use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::support::cast::id;
use crate::support::{TestApp, summaries};
use actix_web::http::Method;
use serde_json::{Value, json};

on_both_databases! {
    plans_changes_at_the_renewal_and_undoes_them
    what_was_read_can_be_sent_back_without_a_change
    plans_obey_the_rules_and_permissions
    an_immediate_transition_is_not_implemented
    eligibilities_say_why_not
    sets_the_support_contact
}

fn at(plan: &str) -> String {
    format!("/v1/customers/{}/subscriptions/{plan}", id(1))
}

fn next_term(more: Value) -> Value {
    json!({ "scheduledNextTermInstructions": more })
}

fn product(offer: &str) -> Value {
    json!({ "product": { "productId": offer, "skuId": "0001", "availabilityId": offer } })
}

async fn plans_changes_at_the_renewal_and_undoes_them(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "annual"), 1..=100);
    let entries = || app.log_of(&cast.provider, "subscription").len();
    let patch = async |body: Value| program.with_body(Method::PATCH, &at(&plan), &body).await;
    assert_eq!(program.get(&at(&plan)).await.json()["scheduledNextTermInstructions"], Value::Null);
    let mut wanted = product("E5");
    wanted["quantity"] = 17.into();
    let planned = patch(next_term(wanted)).await;
    assert_eq!(planned.status, 200, "{}", planned.text());
    assert_eq!(
        planned.json()["scheduledNextTermInstructions"],
        json!({ "product": { "productId": "E5", "skuId": "0001", "availabilityId": "E5",
            "billingCycle": "annual", "termDuration": "P1Y" }, "quantity": 17 })
    );
    assert_eq!(fixtures::get(&app, &plan, "plan"), "17 E5 annual");
    assert_eq!(entries(), 1);
    // Only the quantity.
    assert_eq!(patch(next_term(json!({ "Quantity": 18 }))).await.status, 200);
    assert_eq!(fixtures::get(&app, &plan, "plan"), "18 E5 annual");
    // The present product and quantity: nothing is planned any more.
    let mut present = product(&fixtures::get(&app, &plan, "offer_id"));
    present["quantity"] = fixtures::get(&app, &plan, "quantity").parse::<i32>().unwrap().into();
    let undone = patch(next_term(present.clone())).await;
    assert_eq!(undone.json()["scheduledNextTermInstructions"], Value::Null, "{}", undone.text());
    assert_eq!((fixtures::get(&app, &plan, "plan"), entries()), (String::new(), 3));
    // A plan ends with auto-renewal, and what is sent along does not switch it on again.
    assert_eq!(patch(next_term(product("E5"))).await.status, 200);
    let mut ends = next_term(present);
    ends["autoRenewEnabled"] = false.into();
    assert_eq!(patch(ends).await.json()["autoRenewEnabled"], false);
    assert_eq!((fixtures::get(&app, &plan, "plan"), entries()), (String::new(), 5));
    summaries::assert_right(&app);
}

async fn what_was_read_can_be_sent_back_without_a_change(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "monthly"), 1..=100);
    for wanted in [json!({ "quantity": 9 }), product("E5")] {
        assert_eq!(program.with_body(Method::PATCH, &at(&plan), &next_term(wanted)).await.status, 200);
        let before = app.log_of(&cast.provider, "subscription").len();
        // A helpdesk agent may change the quantity, but not order another offer.
        let helpdesk = app.program("ha@1000.example");
        let mut whole = helpdesk.get(&at(&plan)).await.json();
        let same = helpdesk.with_body(Method::PATCH, &at(&plan), &whole).await;
        assert_eq!(same.json(), whole, "nothing changes");
        assert_eq!(app.log_of(&cast.provider, "subscription").len(), before);
        whole["quantity"] = (whole["quantity"].as_i64().unwrap() + 1).into();
        let more = helpdesk.with_body(Method::PATCH, &at(&plan), &whole).await.json();
        assert_eq!(
            more["scheduledNextTermInstructions"]["product"],
            whole["scheduledNextTermInstructions"]["product"]
        );
        assert_eq!(app.log_of(&cast.provider, "subscription").len(), before + 1);
    }
}

async fn plans_obey_the_rules_and_permissions(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "annual"), 1..=100);
    let patch = async |body: Value| program.with_body(Method::PATCH, &at(&plan), &body).await;
    assert_eq!(patch(next_term(product("E9"))).await.fault(), (400, "3000".to_owned()));
    assert_eq!(patch(next_term(json!({ "quantity": 301 }))).await.fault(), (400, "2002".to_owned()));
    let monthly = json!({ "product": { "billingCycle": "monthly" } });
    assert_eq!(patch(next_term(monthly)).await.fault(), (400, "3000".to_owned()), "no such offer");
    for (wrong, field) in [
        (json!({ "product": { "productId": "a b" } }), "product.productId"),
        (json!({ "product": { "productId": "E5", "skuId": "0002" } }), "product.skuId"),
        (json!({ "product": { "productId": "E5", "availabilityId": "E3" } }), "product.availabilityId"),
        (json!({ "product": { "productId": "E5", "billingCycle": "weekly" } }), "product.billingCycle"),
        (json!({ "product": { "billingCycle": "monthly", "termDuration": "P1Y" } }), "product.termDuration"),
        (json!({ "product": { "termDuration": "P3Y" } }), "product.termDuration"),
        (json!({ "quantity": 0 }), "quantity"),
        (json!({ "customTermEndDate": "2027-01-01" }), "customTermEndDate"),
        (json!(7), ""),
    ] {
        let reply = patch(next_term(wrong.clone())).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{wrong}");
        let field = format!("scheduledNextTermInstructions.{field}");
        assert_eq!(reply.json()["data"][0]["field"], field.trim_end_matches('.'), "{wrong}");
    }
    for (who, body, may) in [
        ("ha", product("E5"), false),
        ("ba", json!({ "quantity": 5 }), false),
        ("ha", json!({ "quantity": 5 }), true),
        ("sa", product("E5"), true),
    ] {
        let program = app.program(&format!("{who}@1000.example"));
        let reply = program.with_body(Method::PATCH, &at(&plan), &next_term(body.clone())).await;
        assert_eq!(reply.status == 200, may, "{who} {body}: {}", reply.text());
        assert!(may || reply.fault() == (403, "2032".to_owned()), "{who} {body}");
    }
}

async fn an_immediate_transition_is_not_implemented(app: TestApp) {
    let Setting { program, plan, .. } = set(&app);
    let body = json!({ "toCatalogItemId": "E5:0001:E5", "quantity": 1, "transitionType": "transition_only" });
    for end in ["transitions", "upgrades"] {
        let path = format!("{}/{end}", at(&plan));
        assert_eq!(program.get(&path).await.fault(), (501, "501".to_owned()), "{end}");
        assert_eq!(
            program.with_body(Method::POST, &path, &body).await.fault(),
            (501, "501".to_owned()),
            "{end}"
        );
        let unknown = format!("{}/{end}", at(&id(9).to_string()));
        assert_eq!(program.get(&unknown).await.fault(), (404, "20003".to_owned()), "{end}");
        assert_eq!(program.with_body(Method::POST, &unknown, &body).await.fault(), (404, "20003".to_owned()));
    }
    let now = program.get(&format!("{}/transitioneligibilities?eligibilityType=immediate", at(&plan))).await;
    assert_eq!(now.fault(), (501, "501".to_owned()));
}

async fn eligibilities_say_why_not(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "annual"), 1..=100);
    fixtures::catalog_offer(&app, &cast.provider, ("TINY", "Tiny", "annual"), 1..=1);
    fixtures::set(&app, &plan, "quantity", "5");
    let path = format!("{}/transitionEligibilities", at(&plan));
    let found = program.get(&format!("{path}?eligibilityType=scheduled")).await.json();
    let items = found["items"].as_array().unwrap();
    let eligible =
        |item: &Value| (item["catalogItemId"].clone(), item["eligibilities"][0]["isEligible"].clone());
    let both: Vec<(Value, Value)> = items.iter().map(eligible).collect();
    assert_eq!(both, [("E5:0001:E5".into(), true.into()), ("TINY:0001:TINY".into(), false.into())]);
    assert!(items[0]["eligibilities"][0]["errors"].as_array().unwrap().is_empty());
    assert!(items[1]["eligibilities"][0]["errors"][0]["description"].as_str().unwrap().contains('1'));
    // What is eligible can be planned.
    let planned = program.with_body(Method::PATCH, &at(&plan), &next_term(product("E5"))).await;
    assert_eq!(planned.status, 200, "{}", planned.text());
    program.with_body(Method::PATCH, &at(&plan), &json!({ "status": "suspended" })).await;
    let found = program.get(&path).await.json();
    assert_eq!(found["items"][0]["eligibilities"][0]["errors"][0]["code"], 1, "{found}");
    assert_eq!(program.get(&format!("{path}?eligibilityType=x")).await.fault(), (400, "800002".to_owned()));
    let unknown = format!("{}/transitioneligibilities", at("x"));
    assert_eq!(program.get(&unknown).await.fault(), (404, "20003".to_owned()));
    // A reseller of record may see that only the seller can.
    app.customer(&cast.reseller, 1, "Hanbit here", "hanbit.example");
    let theirs = app.subscription(&cast.provider, id(1), "Theirs", Some(&cast.reseller));
    let reseller = app.program("aa@2000.example");
    let found = reseller.get(&format!("{}/transitioneligibilities", at(&theirs))).await.json();
    assert_eq!(found["items"][0]["eligibilities"][0]["isEligible"], false, "{found}");
}

async fn sets_the_support_contact(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    let with_reseller = app.subscription(&cast.provider, id(1), "Theirs", Some(&cast.reseller));
    let path = format!("{}/supportcontact", at(&with_reseller));
    let now = program.get(&path).await.json();
    assert_eq!(
        (&now["supportMpnId"], &now["attributes"]["objectType"]),
        (&"1000".into(), &"SupportContact".into())
    );
    let put = async |body: &Value| program.with_body(Method::PUT, &path, body).await;
    let set =
        put(&json!({ "SupportMpnId": "2000", "Attributes": { "Etag": now["attributes"]["etag"] } })).await;
    assert_eq!(set.status, 200, "{}", set.text());
    let set = set.json();
    assert_eq!((&set["supportMpnId"], &set["name"]), (&"2000".into(), &cast.reseller.name.as_str().into()));
    assert_eq!(app.log_of(&cast.provider, "subscription")[0].0, "portal_set_support_contact");
    assert_eq!(put(&now).await.fault(), (412, "2055".to_owned()), "a stale etag");
    let by_tenant = put(&json!({ "supportTenantId": now["supportTenantId"] })).await;
    assert_eq!(by_tenant.json()["supportMpnId"], "1000");
    assert_eq!(app.log_of(&cast.provider, "subscription").len(), 2);
    for (wrong, field) in [
        (json!({}), "supportMpnId"),
        (json!({ "supportMpnId": "3000" }), "supportMpnId"),
        (json!({ "supportTenantId": id(7).to_string() }), "supportTenantId"),
        (json!({ "supportTenantId": now["supportTenantId"], "supportMpnId": "2000" }), "supportMpnId"),
    ] {
        let reply = put(&wrong).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{wrong}");
        assert_eq!(reply.json()["data"][0]["field"], field, "{wrong}");
    }
    let sales = app.program("sa@1000.example");
    assert_eq!(sales.with_body(Method::PUT, &path, &json!({ "supportMpnId": "2000" })).await.fault().0, 403);
    let path = format!("{}/supportcontact", at(&plan));
    let none = program.with_body(Method::PUT, &path, &json!({ "supportMpnId": "2000" })).await;
    assert_eq!(none.fault(), (400, "800002".to_owned()), "it has no reseller of record");
    assert_eq!(program.get(&format!("{}/supportcontact", at("x"))).await.fault(), (404, "20003".to_owned()));
}
