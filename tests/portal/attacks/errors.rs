//! Internal errors: the page shows only a request id, the server log has the details.

use crate::on_both_databases;
use crate::support::TestApp;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpResponse, middleware::from_fn, web};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::db::schema::activity_entries;
use partner_portal::web::middleware::outermost::outermost;

on_both_databases! {
    a_database_error_shows_only_a_request_id
    log_entries_have_actor_action_time_address_and_request_id
}

const INTERNAL_DETAILS: [&str; 9] = [
    "SQLITE",
    "sqlite",
    "diesel",
    "postgres",
    "no such table",
    "does not exist in",
    "relation \"",
    "src/",
    "panicked",
];

/// T27.
async fn a_database_error_shows_only_a_request_id(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    app.portal.db.write_now(|c| Ok(c.batch_execute("ALTER TABLE order_lines RENAME TO elsewhere")?)).unwrap();
    let reply = browser.get("/orders").await;
    assert_eq!(reply.status.as_u16(), 500);
    let text = reply.text();
    assert!(text.contains(&reply.header("x-request-id")), "the request id that is in the log");
    for word in INTERNAL_DETAILS {
        assert!(!text.contains(word), "{word}");
    }
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200, "other requests are served");
}

async fn panicking_handler() -> HttpResponse {
    panic!("secret thoughts")
}

/// T27, L82: a panic answers 500, and the next request is served.
#[actix_web::test]
async fn a_panic_answers_500_with_headers_and_no_details() {
    let app = App::new()
        .route("/", web::get().to(panicking_handler))
        .route("/next", web::get().to(HttpResponse::Ok));
    let app = init_service(app.wrap(from_fn(outermost))).await;
    for _ in 0..10 {
        let response =
            match actix_web::dev::Service::call(&app, TestRequest::get().uri("/").to_request()).await {
                Ok(answer) => answer.into_parts().1.map_into_boxed_body(),
                Err(error) => error.error_response(),
            };
        assert_eq!(response.status().as_u16(), 500);
        assert_eq!(response.headers().get("x-content-type-options").unwrap(), "nosniff");
        let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
        assert_eq!(body, "500 Internal Server Error\n");
    }
    assert_eq!(call_service(&app, TestRequest::get().uri("/next").to_request()).await.status().as_u16(), 200);
}

/// L77.
async fn log_entries_have_actor_action_time_address_and_request_id(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let browser = app.signed_in("ga@1000.example").await;
    let fields = [("version", "1"), ("company_name", "New")];
    let path = format!("/customers/{customer}/bill-to");
    let reply = browser.submit("/help/keys", &path, &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let columns = (
        (
            activity_entries::actor_name,
            activity_entries::action,
            activity_entries::microsoft_id.assume_not_null(),
        ),
        (activity_entries::address, activity_entries::request_id, activity_entries::at),
    );
    type Entry = ((String, String, String), (String, String, chrono::NaiveDateTime));
    let last = activity_entries::table.order(activity_entries::id.desc()).select(columns);
    let ((who, what, whose), (place, request, at)): Entry =
        app.portal.db.read_now(|c| Ok(last.first(c)?)).unwrap();
    assert_eq!(
        (who.as_str(), what.as_str()),
        ("ga@1000.example", "update_customer_partner_contract_company_name")
    );
    assert_eq!((whose, place.as_str()), (customer.to_string(), "127.0.0.1"));
    assert_eq!(request, reply.header("x-request-id"));
    assert!((partner_portal::clock::now() - at).num_seconds().abs() < 60);
}
