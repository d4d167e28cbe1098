//! Exports under `/api/v1`: CSV is the file of the page to the byte, a line of JSON is what the address of the resource answers.

use super::portal_lists::{channel, rows, walk};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::api::Program;
use actix_web::body::MessageBody;
use actix_web::http::Method;
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::db::schema::activity_entries;
use serde_json::Value;

on_both_databases! {
    the_csv_is_the_file_of_the_page
    lines_of_customers_are_their_resources
    lines_of_subscriptions_are_the_items_of_the_list
    every_list_has_a_line_for_each_row
    an_export_is_logged_and_counted_once
}

/// The exports and the files of their pages.
const EXPORTS: [(&str, &str); 7] = [
    ("activity", "/activity.csv"),
    ("customers", "/customers.csv"),
    ("indirectresellers", "/indirect-resellers.csv"),
    ("orders", "/orders.csv"),
    ("referrals", "/referrals.csv"),
    ("relationshiprequests", "/relationship-requests.csv"),
    ("subscriptions", "/subscriptions.csv"),
];

/// The lines of an export.
async fn lines(program: &Program, address: &str) -> Vec<Value> {
    let reply = program.get(address).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("content-type")),
        (200, "application/x-ndjson".to_owned())
    );
    let text = reply.text();
    assert!(text.is_empty() || text.ends_with('\n'));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(reply.header("x-total-rows"), lines.len().to_string());
    lines
}

fn without_links(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.remove("links");
        fields.values_mut().for_each(|field| *field = without_links(std::mem::take(field)));
    }
    value
}

async fn the_csv_is_the_file_of_the_page(app: TestApp) {
    let (program, browser) = channel(&app).await;
    for (export, page) in EXPORTS {
        // The log grows with each export.
        let filter = if export == "activity" { "lang=ko&kind=change&detailed=1" } else { "lang=ko" };
        let file = browser.get(&format!("{page}?{filter}")).await;
        assert!(
            !rows(&file.body).is_empty() || ["referrals", "relationshiprequests"].contains(&export),
            "{page}"
        );
        let by_parameter = program.get(&format!("/api/v1/exports/{export}?format=csv&{filter}")).await;
        assert_eq!(by_parameter.body, file.body, "{export}");
        for name in ["content-type", "content-disposition", "x-total-rows"] {
            assert_eq!(by_parameter.header(name), file.header(name), "{export} {name}");
        }
        let request = TestRequest::get().uri(&format!("/api/v1/exports/{export}?{filter}"));
        let by_header = program.send(request.insert_header(("accept", "text/csv"))).await;
        assert_eq!(by_header.body, file.body, "{export}");
    }
    for filter in ["country=KR&sort=-name", "q=a", "subscriptions=none"] {
        let file = browser.get(&format!("/customers.csv?{filter}")).await;
        let same = program.get(&format!("/api/v1/exports/customers?format=csv&{filter}")).await;
        assert_eq!(same.body, file.body, "{filter}");
    }
}

async fn lines_of_customers_are_their_resources(app: TestApp) {
    let (program, browser) = channel(&app).await;
    let all = lines(&program, "/api/v1/exports/customers").await;
    let file = browser.get("/customers.csv").await;
    let ids = |lines: &[Value]| -> Vec<String> {
        lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
    };
    let of_file = |body: &[u8]| -> Vec<String> { rows(body).iter().map(|row| row[0].to_owned()).collect() };
    assert_eq!(ids(&all), of_file(&file.body));
    let mut with_address = 0;
    let mut with_reseller = 0;
    for line in &all {
        let at = format!("/v1/customers/{}", line["id"].as_str().unwrap());
        assert_eq!(*line, without_links(program.get(&at).await.json()), "{at}");
        with_address += usize::from(line["companyProfile"]["address"].is_object());
        with_reseller += usize::from(line["associatedPartnerId"].is_string());
    }
    assert!(with_address > 0, "{with_address}");
    assert!(with_reseller > 0, "{with_reseller}");
    for filter in ["country=KR", "sort=-name", "q=a&sort=domain", "reseller=5120448"] {
        let file = browser.get(&format!("/customers.csv?{filter}")).await;
        let found = lines(&program, &format!("/api/v1/exports/customers?{filter}")).await;
        assert_eq!(ids(&found), of_file(&file.body), "{filter}");
        assert!(found.iter().all(|line| all.contains(line)), "{filter}");
    }
    let two = ids(&all[..2]).join(",");
    assert_eq!(lines(&program, &format!("/api/v1/exports/customers?ids={two}")).await, all[..2]);
}

async fn lines_of_subscriptions_are_the_items_of_the_list(app: TestApp) {
    let key = |item: &Value| {
        (item["customerId"].as_str().unwrap().to_owned(), item["id"].as_str().unwrap().to_owned())
    };
    let (program, _) = channel(&app).await;
    for filter in ["", "status=suspended", "sort=-quantity", "reseller=5120448"] {
        let (mut items, total) = walk(&program, &format!("/api/v1/subscriptions?{filter}")).await;
        if !filter.starts_with("sort") {
            items.sort_by_key(key);
        }
        let found = lines(&program, &format!("/api/v1/exports/subscriptions?{filter}")).await;
        assert_eq!((found.len() as u64, &found), (total, &items), "{filter}");
    }
    // A reseller sees what its provider sold through it.
    let reseller = app.program("jiwoo.seo@solbit.example");
    let (mut items, _) = walk(&reseller, "/api/v1/subscriptions").await;
    assert!(items.iter().any(|one| one["partnerId"] == "5120448"));
    let mut found = lines(&reseller, "/api/v1/exports/subscriptions").await;
    items.sort_by_key(key);
    found.sort_by_key(key);
    assert_eq!(found, items);
}

async fn every_list_has_a_line_for_each_row(app: TestApp) {
    let (program, browser) = channel(&app).await;
    for (export, page) in EXPORTS {
        let filter = if export == "activity" { "kind=change" } else { "" };
        let file = browser.get(&format!("{page}?{filter}")).await;
        let found = lines(&program, &format!("/api/v1/exports/{export}?{filter}")).await;
        assert_eq!(found.len(), rows(&file.body).len(), "{export}");
        assert!(found.iter().all(Value::is_object), "{export}");
    }
    let mut compared = 0;
    for order in lines(&program, "/api/v1/exports/orders").await.iter().take(6) {
        let (customer, id) = (order["referenceCustomerId"].as_str().unwrap(), order["id"].as_str().unwrap());
        let whole = program.get(&format!("/v1/customers/{customer}/orders/{id}")).await;
        if whole.status != 200 {
            continue; // the relationship has ended
        }
        compared += 1;
        for (name, value) in whole.json().as_object().unwrap() {
            assert_eq!(order[name], *value, "{name}");
        }
    }
    assert!(compared > 0);
    let resellers = lines(&program, "/api/v1/exports/indirectresellers").await;
    assert!(resellers.iter().any(|one| one["mpnId"] == "5120448" && one["state"] == "active"));
    let entries = lines(&program, "/api/v1/exports/activity?kind=change").await;
    let (newest, next) =
        (&entries[0], entries.iter().find(|one| one["id"] == entries[0]["id"].as_i64().unwrap() - 1));
    assert!(next.is_none_or(|next| newest["previousChainValue"] == next["chainValue"]));
    assert!(newest["previousChainValue"].is_string());
}

async fn an_export_is_logged_and_counted_once(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "One", "one.example");
    let entries = || {
        let rows = activity_entries::table.filter(activity_entries::action.eq("portal_export"));
        let rows = rows.select((activity_entries::details, activity_entries::resource));
        app.portal.db.read_now(|c| Ok(rows.load::<(String, String)>(c)?)).unwrap()
    };
    let program = app.program("aa@1000.example");
    let head =
        program.send(TestRequest::default().method(Method::HEAD).uri("/api/v1/exports/customers")).await;
    assert_eq!((head.header("x-total-rows"), head.body.len()), ("1".to_owned(), 0));
    assert!(entries().is_empty(), "HEAD only counts");
    let reply = program.get("/api/v1/exports/customers?q=one").await;
    assert!(reply.header("content-disposition").contains("customers-"));
    assert!(reply.header("ratelimit").starts_with("\"token\";r="), "a stream counts once");
    let found = entries();
    let [(details, resource)] = found.as_slice() else { panic!("{found:?}") };
    let details: Value = serde_json::from_str(details).unwrap();
    assert_eq!(
        (&details["file"], &details["rows"], &details["search"]),
        (&"customers.ndjson".into(), &1.into(), &"one".into())
    );
    assert_eq!(resource, "customer");
    assert!(details["token"].is_string(), "the program is named: {details}");
    for (name, refused) in [("ba", true), ("sa", false)] {
        let reply = app.program(&format!("{name}@1000.example")).get("/api/v1/exports/customers").await;
        assert_eq!(reply.status == 403, refused, "{name}");
    }
}

/// A client that goes away while lines are written ends the writer: it gets an error instead of filling the disk.
#[actix_web::test]
async fn a_client_that_goes_away_ends_the_writer() {
    let (told, ended) = std::sync::mpsc::channel();
    let response =
        partner_portal::web::download::file("application/x-ndjson", "a.ndjson", false, move |out| {
            let mut lines = partner_portal::web::json_lines::LineWriter::new(out);
            let written = (0..).try_for_each(|number| lines.write_line(&vec![number; 1_000]));
            told.send(written.is_err()).unwrap();
            written
        });
    let response = response.await.unwrap();
    let body = response.into_body();
    assert!(!matches!(body.size(), actix_web::body::BodySize::Sized(_)));
    drop(body);
    let ended = actix_web::web::block(move || ended.recv_timeout(std::time::Duration::from_secs(60)));
    assert_eq!(ended.await.unwrap(), Ok(true));
}
