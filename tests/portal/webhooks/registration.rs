//! The registration calls of programs.

use super::{LIST, change_subscription, create, is_signed, send, stage, text};
use crate::support::TestApp;
use actix_web::http::Method;
use partner_portal::clock;
use partner_portal::domain::{AccessLevel, ApiAccess};
use serde_json::{Value, json};

const AT: &str = "/webhooks/v1/registration";

pub async fn programs_register_as_at_the_vendor(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let program = app.program("ga@1000.example");
    assert_eq!(program.get(AT).await.status.as_u16(), 404, "none yet");
    let body = json!({ "WebhookUrl": url, "WebhookEvents": ["test-created", "subscription-updated"] });
    assert_eq!(program.with_body(Method::PUT, AT, &body).await.status.as_u16(), 404);
    let events = program.get(&format!("{AT}/events")).await.json();
    assert_eq!((text(&events[0]), events.as_array().unwrap().len()), ("test-created", 18));
    for (wrong, field) in [
        (json!({ "WebhookUrl": "https://10.0.0.1/", "WebhookEvents": ["order-created"] }), "webhookUrl"),
        (json!({ "WebhookUrl": "http://erp.example/", "WebhookEvents": ["order-created"] }), "webhookUrl"),
        (json!({ "WebhookUrl": url, "WebhookEvents": [] }), "webhookEvents"),
        (
            json!({ "WebhookUrl": url, "WebhookEvents": ["order-created", "invoice-ready"] }),
            "webhookEvents[1]",
        ),
        (json!({ "WebhookEvents": ["order-created"] }), "webhookUrl"),
    ] {
        let refused = program.with_body(Method::POST, AT, &wrong).await;
        assert_eq!(refused.fault().0, 400, "{wrong}");
        assert_eq!(text(&refused.json()["data"][0]["field"]), field, "{wrong}");
    }
    let registered = program.with_body(Method::POST, AT, &body).await;
    assert_eq!(registered.status.as_u16(), 200, "{}", registered.text());
    let registered = registered.json();
    let secret = text(&registered["secret"]).to_owned();
    assert_eq!(text(&registered["webhookUrl"]), url);
    assert_eq!(program.with_body(Method::POST, AT, &body).await.status.as_u16(), 409);
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 1);
    assert!(is_signed(&receiver.posted()[0], &secret));
    let without_secret = |mut resource: Value| {
        resource.as_object_mut().unwrap().remove("secret");
        resource
    };
    assert_eq!(program.get(AT).await.json(), without_secret(registered.clone()));
    // A second one that a person adds is not the one of the API.
    create(&app, &admin, "https://psa.example/in", &["order-created"]).await;
    let other = json!({ "WebhookUrl": url, "WebhookEvents": ["order-created"] });
    let replaced = program.with_body(Method::PUT, AT, &other).await.json();
    assert_eq!(replaced["webhookEvents"], json!(["order-created"]));
    assert_eq!(replaced["subscriberId"], registered["subscriberId"]);
    assert!(replaced.get("secret").is_none());
    change_subscription(&app, &cast.provider, customer, "b");
    assert_eq!(send(&app, clock::now()), 0);
    let page = admin.get(LIST).await;
    assert!(page.text().contains("psa.example") && page.total() == "2");
    let entries = format!("{:?}", app.log_of(&cast.provider, "webhook"));
    assert!(entries.contains("Program ") && !entries.contains("s3cr3t"), "{entries}");
}

pub async fn programs_test_twice_a_minute_and_read_the_result(app: TestApp) {
    app.cast();
    let (app, _, receiver, url) = stage(&app).await;
    let program = app.program("ga@1000.example");
    let tests = format!("{AT}/validationEvents");
    let empty = json!({});
    assert_eq!(program.with_body(Method::POST, &tests, &empty).await.status.as_u16(), 404);
    let body = json!({ "WebhookUrl": url, "WebhookEvents": ["order-created"] });
    assert_eq!(program.with_body(Method::POST, AT, &body).await.status.as_u16(), 200);
    receiver.say(["200 OK", "503 Service Unavailable"]);
    let mut results = Vec::new();
    for _ in 0..2 {
        // The vendor ignores the case of addresses.
        let sent = program.with_body(Method::POST, &tests.to_lowercase(), &empty).await.json();
        let result = program.get(&format!("{tests}/{}", text(&sent["correlationId"]))).await.json();
        assert_eq!(result["correlationId"], sent["correlationId"]);
        assert_eq!((text(&result["status"]), result["results"].as_array().unwrap().len()), ("completed", 1));
        assert!(!text(&result["callbackUrl"]).contains("s3cr3t"));
        results.push(text(&result["results"][0]["responseCode"]).to_owned());
    }
    assert_eq!(results, ["OK", "ServiceUnavailable"]);
    let soon = program.with_body(Method::POST, &tests, &empty).await;
    assert_eq!((soon.status.as_u16(), receiver.posted().len()), (429, 2));
    let unknown = format!("{tests}/00000000-0000-0000-0000-000000000000");
    assert_eq!(program.get(&unknown).await.status.as_u16(), 404);
    assert_eq!(program.get(&format!("{tests}/x")).await.status.as_u16(), 404);
    let event = text(&receiver.posted()[0].body["ResourceUri"]).to_owned();
    let event = event.strip_prefix("https://portal.example").unwrap();
    assert_eq!(program.get(event).await.status.as_u16(), 200, "the address in the event");
    assert_eq!(app.program("ga@2000.example").get(event).await.status.as_u16(), 404, "of another partner");
}

pub async fn programs_need_the_area_and_the_role(app: TestApp) {
    let cast = app.cast();
    let (app, _, _, url) = stage(&app).await;
    let body = json!({ "WebhookUrl": url, "WebhookEvents": ["order-created"] });
    let everything_before: ApiAccess =
        "customers:write,subscriptions:write,orders:write,partnerships:write,activity:read".parse().unwrap();
    for (email, access, expected) in [
        ("ga@1000.example", everything_before, [403, 403]),
        ("ga@1000.example", "webhooks:read".parse().unwrap(), [404, 403]),
        ("aa@1000.example", ApiAccess::everywhere(AccessLevel::Write), [403, 403]),
        ("ga@1000.example", "webhooks:write".parse().unwrap(), [404, 200]),
    ] {
        let program = app.program_with(email, access);
        let read = program.get(AT).await.status.as_u16();
        let written = program.with_body(Method::POST, AT, &body).await.status.as_u16();
        assert_eq!([read, written], expected, "{email} {access}");
    }
    let application = app.application(&cast.provider, "global-admin", "webhooks:read".parse().unwrap());
    assert_eq!(app.program_of_application(&application).await.get(AT).await.status.as_u16(), 200);
}
