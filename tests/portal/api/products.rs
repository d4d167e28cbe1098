//! Products, SKUs and availabilities.

use crate::api::carts::add_on;
use crate::api::orders::attest;
use crate::api::writes::{Setting, set};
use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::support::TestApp;
use crate::support::cast::id;
use actix_web::http::Method;
use serde_json::{Value, json};

on_both_databases! {
    links_lead_from_products_to_what_carts_take
    target_views_list_the_products_of_a_kind
    a_reseller_reads_products_for_a_customer
    unknown_products_and_skus_are_not_found
}

fn sell(app: &TestApp, seller: &partner_portal::domain::Partner) {
    fixtures::catalog_offer(app, seller, ("E5", "Suite E5", "annual"), 2..=100);
    fixtures::catalog_offer(app, seller, ("VOICE", "Voice", "annual"), 1..=100);
    fixtures::catalog_offer(app, seller, ("SERVER", "Server", "one-time"), 1..=9);
    add_on(app, seller, "VOICE", "E5");
}

fn uri(link: &Value) -> String {
    format!("/v1{}", link["uri"].as_str().unwrap())
}

fn ids(collection: &Value) -> Vec<&str> {
    collection["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

async fn links_lead_from_products_to_what_carts_take(app: TestApp) {
    let Setting { program, cast, plan } = set(&app);
    sell(&app, &cast.provider);
    attest(&app, &cast.provider);
    for base in ["/v1".to_owned(), format!("/v1/customers/{}", id(1))] {
        let products =
            program.get(&format!("{base}/products?country=KR&targetView=OnlineServices")).await.json();
        let product = products["items"].as_array().unwrap().iter().find(|one| one["id"] == "E5").unwrap();
        assert_eq!(
            (&product["title"], &product["productType"]["id"]),
            (&"Suite E5".into(), &"OnlineServices".into())
        );
        assert_eq!(&program.get(&uri(&product["links"]["self"])).await.json(), product);
        let skus = program.get(&uri(&product["links"]["skus"])).await.json();
        let sku = &skus["items"][0];
        assert_eq!((&sku["id"], &sku["productId"]), (&"0001".into(), &"E5".into()));
        assert_eq!((&sku["minimumQuantity"], &sku["maximumQuantity"]), (&2.into(), &100.into()));
        assert_eq!(
            (&sku["supportedBillingCycles"], &sku["purchasePrerequisites"]),
            (&json!(["annual"]), &json!([]))
        );
        assert_eq!(&program.get(&uri(&sku["links"]["self"])).await.json(), sku);
        let availabilities = program.get(&uri(&sku["links"]["availabilities"])).await.json();
        let availability = &availabilities["items"][0];
        assert_eq!(availability["terms"], json!([{ "duration": "P1Y", "billingCycle": "annual" }]));
        assert_eq!((&availability["country"], &availability["isRenewable"]), (&"KR".into(), &true.into()));
        let own = uri(&availability["links"]["self"]);
        assert!(own.starts_with(&base), "{own}");
        assert_eq!(&program.get(&own).await.json(), availability);
        let line = json!({ "catalogItemId": availability["catalogItemId"], "quantity": 2,
            "billingCycle": availability["terms"][0]["billingCycle"], "termDuration": availability["terms"][0]["duration"] });
        let cart = format!("/v1/customers/{}/carts", id(1));
        let made = program.with_body(Method::POST, &cart, &json!({ "lineItems": [line] })).await.json();
        assert_eq!(made["lineItems"][0]["error"], Value::Null, "{made}");
        let add_on = program.get(&format!("{base}/products/VOICE/skus/0001")).await.json();
        assert_eq!(add_on["dynamicAttributes"], json!({ "isAddon": true, "prerequisiteSkus": ["E5:0001"] }));
        assert_eq!(add_on["provisioningVariables"], json!(["ParentSubscriptionId"]));
    }
    // A subscription leads to its product.
    let subscription = program.get(&format!("/v1/customers/{}/subscriptions/{plan}", id(1))).await.json();
    for (link, kind) in [("product", "Product"), ("sku", "Sku"), ("availability", "Availability")] {
        let found = program.get(&uri(&subscription["links"][link])).await.json();
        assert_eq!(found["attributes"]["objectType"], kind, "{found}");
    }
}

async fn target_views_list_the_products_of_a_kind(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    let view = async |view: &str| program.get(&format!("/v1/products?targetView={view}")).await;
    assert_eq!(ids(&view("Software").await.json()), ["SERVER"]);
    let terms = program.get("/v1/products/SERVER/skus/0001/availabilities/SERVER").await.json();
    assert_eq!(
        (&terms["terms"], &terms["isRenewable"]),
        (&json!([{ "billingCycle": "one_time" }]), &false.into())
    );
    assert!(ids(&view("azure").await.json()).is_empty());
    let all = program.get("/v1/products").await.json();
    assert_eq!(all["totalCount"], 4, "three and the offer of the subscription: {all}");
    let wrong = view("Hardware").await;
    assert_eq!(
        (wrong.fault(), &wrong.json()["data"][0]["field"]),
        ((400, "800002".to_owned()), &"targetView".into())
    );
}

async fn a_reseller_reads_products_for_a_customer(app: TestApp) {
    let Setting { cast, .. } = set(&app);
    sell(&app, &cast.provider);
    app.customer(&cast.reseller, 1, "Hanbit here", "hanbit.example");
    app.subscription(&cast.provider, id(1), "Known", Some(&cast.reseller));
    let program = app.program("aa@2000.example");
    assert_eq!(program.get("/v1/products").await.fault(), (404, "1000".to_owned()), "it has no catalog");
    let theirs = program.get(&format!("/v1/customers/{}/products", id(1))).await.json();
    assert!(ids(&theirs).contains(&"E5"), "{theirs}");
}

async fn unknown_products_and_skus_are_not_found(app: TestApp) {
    let Setting { program, cast, .. } = set(&app);
    sell(&app, &cast.provider);
    for base in ["/v1".to_owned(), format!("/v1/customers/{}", id(1))] {
        for path in [
            "E9",
            "E9/skus",
            "E5/skus/0002",
            "E5/skus/0002/availabilities",
            "E5/skus/0001/availabilities/VOICE",
            "E9/skus/0001/availabilities/E9",
        ] {
            let reply = program.get(&format!("{base}/products/{path}")).await;
            assert_eq!(reply.fault(), (404, "1000".to_owned()), "{base} {path}");
        }
    }
}
