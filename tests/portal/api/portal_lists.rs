//! Lists under `/api/v1`: they have the rows of the page's file for every filter, in the same order.

use crate::on_both_databases;
use crate::support::api::Program;
use crate::support::{Browser, TestApp};
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::db::schema::activity_entries;
use partner_portal::demo::seed;
use serde_json::Value;

on_both_databases! {
    customers_are_those_of_the_page_for_every_filter
    subscriptions_are_those_of_the_page_for_every_filter
    a_malformed_parameter_is_named_in_words
    tokens_belong_to_a_list_and_its_filter
    going_on_needs_the_export_permission
}

/// A user of the provider of the sample channel with every permission, and its browser.
const ADMIN: &str = "ara.kim@hangang.example";

/// Fills the database with the sample channel.
pub async fn channel(app: &TestApp) -> (Program, Browser) {
    seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 60).unwrap();
    let browser = app.browser();
    assert_eq!(browser.sign_in(ADMIN, seed::PASSWORD).await.status.as_u16(), 303);
    (app.program(ADMIN), browser)
}

/// The rows of a CSV file without its header.
pub fn rows(csv: &[u8]) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(csv).records().map(Result::unwrap).collect()
}

/// Reads a list to its end by its links; returns the items of all pages, and `totalCount`.
pub async fn walk(program: &Program, address: &str) -> (Vec<Value>, u64) {
    let mut page = program.get(address).await.json();
    let total = page["totalCount"].as_u64().unwrap();
    let mut all = Vec::new();
    loop {
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let next = &page["links"]["next"];
        let Some(uri) = next["uri"].as_str() else { return (all, total) };
        let token = next["headers"][0]["value"].as_str().unwrap();
        let request = TestRequest::get().uri(uri).insert_header(("MS-ContinuationToken", token));
        page = program.send(request).await.json();
        assert_eq!(page["totalCount"], total, "{address}");
    }
}

async fn customers_are_those_of_the_page_for_every_filter(app: TestApp) {
    let (program, browser) = channel(&app).await;
    let tags = program.get("/api/v1/tags").await.json();
    let tag = tags["items"].as_array().unwrap().iter().find(|tag| tag["customerCount"] != 0).unwrap();
    let tag = serde_urlencoded::to_string([("tag", tag["name"].as_str().unwrap())]).unwrap();
    let filters = [
        "",
        "q=a",
        "sort=-name",
        "sort=domain",
        "sort=-since",
        "country=KR",
        "reseller=5120448",
        "reseller=none",
        "relationship=reseller",
        "subscriptions=any",
        "subscriptions=none",
        "renews=30",
        "since=this-year",
        tag.as_str(),
        "country=KR&sort=-licenses&subscriptions=any",
    ];
    let mut filtered = 0;
    for filter in filters {
        let file = browser.get(&format!("/customers.csv?{filter}")).await;
        assert_eq!(file.status, 200, "{filter}: {}", file.text());
        let expected: Vec<String> = rows(&file.body).iter().map(|row| row[0].to_owned()).collect();
        let (items, total) = walk(&program, &format!("/api/v1/customers?{filter}&size=7")).await;
        let ids: Vec<&str> = items.iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(
            (ids.as_slice(), total as usize),
            (expected.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), expected.len()),
            "{filter}"
        );
        filtered += usize::from((1..60).contains(&ids.len()));
    }
    assert!(filtered > 6, "{filtered} filters find something and not everything");
    // The fields of `/v1` are the same there.
    let (items, _) = walk(&program, "/api/v1/customers?size=2").await;
    let (other, _) = walk(&program, "/api/v1/customers?size=500").await;
    assert_eq!(items, other, "the size of a page changes nothing");
    let listed = program.get("/v1/customers").await.json();
    for (own, vendor) in items.iter().zip(listed["items"].as_array().unwrap()) {
        for (name, value) in vendor.as_object().unwrap() {
            assert_eq!(own[name], *value, "{name}");
        }
        let at = format!("/v1/customers/{}/subscriptions", own["id"].as_str().unwrap());
        let theirs = program.get(&at).await.json();
        let current =
            |one: &&Value| ["active", "suspended", "pending"].contains(&one["status"].as_str().unwrap());
        let current: Vec<&Value> = theirs["items"].as_array().unwrap().iter().filter(current).collect();
        let licenses: i64 = current.iter().map(|one| one["quantity"].as_i64().unwrap()).sum();
        assert_eq!(
            (own["subscriptionCount"].as_u64(), own["licenseCount"].as_i64()),
            (Some(current.len() as u64), Some(licenses))
        );
    }
}

async fn subscriptions_are_those_of_the_page_for_every_filter(app: TestApp) {
    let (program, browser) = channel(&app).await;
    let (all, _) = walk(&program, "/api/v1/subscriptions").await;
    let product = serde_urlencoded::to_string([("offer", all[0]["offerName"].as_str().unwrap())]).unwrap();
    let filters = [
        "",
        "status=suspended",
        "sort=-quantity",
        "sort=product",
        "sort=customer",
        "renews=90",
        "auto_renew=off",
        "reseller=5120448",
        "reseller=none",
        "cycle=monthly",
        "q=a",
        product.as_str(),
        "event=renewal&sort=-date",
    ];
    let mut filtered = 0;
    for filter in filters {
        let file = browser.get(&format!("/subscriptions.csv?{filter}")).await;
        assert_eq!(file.status, 200, "{filter}: {}", file.text());
        let expected: Vec<(String, String, String)> = rows(&file.body)
            .iter()
            .map(|row| (row[0].to_owned(), row[3].to_owned(), row[5].to_owned()))
            .collect();
        let (items, total) = walk(&program, &format!("/api/v1/subscriptions?{filter}&size=11")).await;
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        let found: Vec<(String, String, String)> = items
            .iter()
            .map(|one| (text(one, "customerId"), text(one, "id"), one["quantity"].to_string()))
            .collect();
        assert_eq!((&found, total as usize), (&expected, expected.len()), "{filter}");
        filtered += usize::from((1..all.len()).contains(&found.len()));
    }
    assert!(filtered > 6, "{filtered} filters find something and not everything");
    // An item is the subscription of its customer, and two fields more.
    for item in all.iter().step_by(9) {
        let at = format!(
            "/v1/customers/{}/subscriptions/{}",
            item["customerId"].as_str().unwrap(),
            item["id"].as_str().unwrap()
        );
        let mut alone = item.as_object().unwrap().clone();
        alone.remove("customerId");
        let name = alone.remove("customerName").unwrap();
        assert_eq!(program.get(&at).await.json(), Value::Object(alone), "{at}");
        let customer = program.get(at.split("/subscriptions").next().unwrap()).await.json();
        assert_eq!(customer["companyProfile"]["companyName"], name);
    }
}

async fn a_malformed_parameter_is_named_in_words(app: TestApp) {
    app.cast();
    let program = app.program("aa@1000.example");
    for (list, query, field) in [
        ("customers", "sort=shoe-size", "sort"),
        ("customers", "relationship=x", "relationship"),
        ("customers", "country=Korea", "country"),
        ("customers", "until=tomorrow", "until"),
        ("customers", "view=first", "view"),
        ("customers", "size=-1", "size"),
        ("customers", "seekOperation=Last", "seekOperation"),
        ("customers", "size=1&size=2", "size"),
        ("customers", "tag=a&tag=b", "filter"),
        ("subscriptions", "status=gone", "status"),
        ("subscriptions", "renews=soon", "renews"),
        ("subscriptions", "reseller=the+big+one", "reseller"),
        ("activity", "from=yesterday", "from"),
        ("activity", "action=nothing", "action"),
        ("exports/customers", "sort=shoe-size", "sort"),
        ("exports/customers", "format=xlsx", "format"),
        ("exports/customers", "format=csv&country=Korea", "country"),
        ("exports/subscriptions", "status=gone", "status"),
        ("exports/activity", "kind=all", "kind"),
    ] {
        let reply = program.get(&format!("/api/v1/{list}?{query}")).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{list} {query}: {}", reply.text());
        let data = &reply.json()["data"][0];
        assert_eq!(data["field"], field, "{list} {query}");
        let message = data["message"].as_str().unwrap();
        assert!(message.contains(' '), "{list} {query}: a sentence, not “{message}”");
    }
    let unknown = program.get("/api/v1/customers?view=99").await;
    assert_eq!(unknown.fault(), (404, "1000".to_owned()));
}

async fn tokens_belong_to_a_list_and_its_filter(app: TestApp) {
    let (program, _) = channel(&app).await;
    let other = app.program("jiwoo.seo@solbit.example");
    let page = program.get("/api/v1/customers?country=KR&size=1").await.json();
    let token = page["continuationToken"].as_str().unwrap().to_owned();
    assert_eq!(page["links"]["self"]["uri"], "/api/v1/customers?country=KR&size=1");
    let ask = async |program: &Program, path: &str, token: &str| {
        let request = TestRequest::get().uri(path).insert_header(("MS-ContinuationToken", token));
        program.send(request).await
    };
    for path in
        ["/api/v1/customers", "/api/v1/customers?country=KR", "/api/v1/customers?size=9&seekOperation=Next"]
    {
        let next = ask(&program, path, &token).await.json();
        assert_eq!(next["items"].as_array().unwrap().len(), 1, "{path}");
        assert_eq!(next["totalCount"], page["totalCount"], "the filter goes on");
    }
    let forged = format!("{}AAAA", &token[..token.len() - 4]);
    for (program, path, token) in [
        (&other, "/api/v1/customers", token.as_str()),
        (&program, "/v1/customers", &token),
        (&program, "/api/v1/subscriptions", &token),
        (&program, "/api/v1/activity", &token),
        (&program, "/api/v1/tags", &token),
        (&program, "/api/v1/customers?country=TW", &token),
        (&program, "/api/v1/customers?seekOperation=Previous", &token),
        (&program, "/api/v1/customers", &forged),
        (&program, "/api/v1/customers", &token[1..]),
    ] {
        let reply = ask(program, path, token).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{path}");
        assert_eq!(reply.json()["data"][0]["field"], "MS-ContinuationToken");
    }
    // Back again.
    let second = ask(&program, "/api/v1/customers", &token).await.json();
    let back = &second["links"]["previous"];
    let first =
        ask(&program, back["uri"].as_str().unwrap(), back["headers"][0]["value"].as_str().unwrap()).await;
    assert_eq!(first.json()["items"], page["items"]);
    let tags = program.get("/api/v1/tags").await.json();
    let (walked, total) = walk(&program, "/api/v1/tags?size=2").await;
    assert_eq!((Value::Array(walked), total), (tags["items"].clone(), tags["totalCount"].as_u64().unwrap()));
}

/// The details of all exports in the logs, the oldest first.
pub fn exports(app: &TestApp) -> Vec<String> {
    let rows = activity_entries::table.filter(activity_entries::action.eq("portal_export"));
    let rows = rows.order(activity_entries::seq).select(activity_entries::details);
    app.portal.db.read_now(|c| Ok(rows.load::<String>(c)?)).unwrap()
}

async fn going_on_needs_the_export_permission(app: TestApp) {
    let cast = app.cast();
    for number in 1..=4 {
        let customer =
            app.customer(&cast.provider, number, &format!("C{number}"), &format!("c{number}.example"));
        app.subscription(&cast.provider, customer, "Plan", None);
    }
    for (list, file) in [("customers", "customers.json"), ("subscriptions", "subscriptions.json")] {
        let address = format!("/api/v1/{list}?size=1");
        let manager = app.program("um@1000.example");
        let page = manager.get(&address).await.json();
        let token = page["continuationToken"].as_str().unwrap();
        let request = TestRequest::get().uri(&address).insert_header(("MS-ContinuationToken", token));
        assert_eq!(manager.send(request).await.fault(), (403, "2032".to_owned()));
        let before = exports(&app).len();
        let (items, _) = walk(&app.program("aa@1000.example"), &address).await;
        assert_eq!(items.len(), 4);
        let new = exports(&app);
        assert!(new.len() == before + 1 && new[before].contains(file), "{new:?}");
    }
}
