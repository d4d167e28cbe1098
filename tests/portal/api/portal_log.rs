//! The log, views and jobs under `/api/v1`.

use super::portal_lists::{channel, exports, rows};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::api::Program;
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::db::schema::activity_entries;
use serde_json::Value;

on_both_databases! {
    the_log_has_its_values_and_their_chain
    views_and_jobs_are_listed
}

async fn the_log_has_its_values_and_their_chain(app: TestApp) {
    let (program, browser) = channel(&app).await;
    let period = "from=2020-01-01&to=2035-01-01";
    for kind in ["change", "access"] {
        let file = browser.get(&format!("/activity.csv?{period}&kind={kind}&detailed=1")).await;
        let expected: Vec<(String, String)> =
            rows(&file.body).iter().map(|row| (row[6].to_owned(), row[7].to_owned())).collect();
        assert!(!expected.is_empty());
        let (items, _) = walk_log(&program, &format!("/api/v1/activity?{period}&kind={kind}&size=40")).await;
        let found: Vec<(String, String)> = items
            .iter()
            .map(|one| (one["id"].to_string(), one["chainValue"].as_str().unwrap().to_owned()))
            .collect();
        // Reading the log is an entry of it.
        assert!(found.ends_with(&expected), "{kind}");
    }
    let page = program.get(&format!("/api/v1/activity?{period}&size=500")).await.json();
    let proof = &page["proof"];
    assert!(proof["lastEntryId"].as_i64().unwrap() > 20 && proof["brokenAt"].is_null(), "{proof}");
    let all: Vec<(i64, Vec<u8>)> = app
        .portal
        .db
        .read_now(|c| {
            let own = activity_entries::table.filter(activity_entries::partner_id.eq(provider(&app)));
            Ok(own.select((activity_entries::seq, activity_entries::mac)).load(c)?)
        })
        .unwrap();
    let value = |seq: i64| {
        let found = all.iter().find(|(known, _)| *known == seq);
        found.map(|(_, value)| Value::from(partner_portal::text::hex(value))).unwrap_or_default()
    };
    assert_eq!(proof["lastChainValue"], value(proof["lastEntryId"].as_i64().unwrap()));
    for item in page["items"].as_array().unwrap() {
        let seq = item["id"].as_i64().unwrap();
        assert_eq!((&item["chainValue"], &item["previousChainValue"]), (&value(seq), &value(seq - 1)));
        assert!(item["details"].is_object() && item["userName"].is_string(), "{item}");
    }
    // Sign-ins and exports need a permission of their own.
    let agent = app.program("seoyeon.park@hangang.example");
    assert_eq!(agent.get("/api/v1/activity").await.status, 200);
    assert_eq!(agent.get("/api/v1/activity?kind=access").await.fault(), (403, "2032".to_owned()));
    let read = exports(&app).iter().filter(|details| details.contains("activity.json")).count();
    assert_eq!(read, 2, "one for each token");
}

fn provider(app: &TestApp) -> i32 {
    let all = app.portal.db.read_now(partner_portal::db::partners::all).unwrap();
    all.into_iter().find(|partner| partner.name.starts_with("한강")).unwrap().id.0
}

/// As [`walk`]; the log is not counted.
async fn walk_log(program: &Program, address: &str) -> (Vec<Value>, usize) {
    let (mut all, mut pages) = (Vec::new(), 0);
    let mut page = program.get(address).await.json();
    loop {
        pages += 1;
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let next = &page["links"]["next"];
        let Some(uri) = next["uri"].as_str() else { return (all, pages) };
        let token = next["headers"][0]["value"].as_str().unwrap();
        let request = TestRequest::get().uri(uri).insert_header(("MS-ContinuationToken", token));
        page = program.send(request).await.json();
    }
}

async fn views_and_jobs_are_listed(app: TestApp) {
    let (program, browser) = channel(&app).await;
    let fields = [
        ("list", "customers"),
        ("name", "Korea"),
        ("filter", "country=KR&sort=-name"),
        ("shared", ""),
        ("opens_first", ""),
    ];
    let saved = browser.submit("/help/keys", "/views", &fields).await;
    let id = saved.header("location").rsplit('=').next().unwrap().to_owned();
    let views = program.get("/api/v1/views").await.json();
    let view = views["items"].as_array().unwrap().iter().find(|view| view["name"] == "Korea").unwrap();
    assert_eq!((view["id"].to_string(), &view["list"]), (id, &"customers".into()));
    assert_eq!(view["filter"], serde_json::json!({ "country": "KR", "sort": "-name" }));
    assert!(view["isOwn"] == true && view["isShared"] == false, "{view}");
    let shown = program.get(view["links"]["items"]["uri"].as_str().unwrap()).await.json();
    let same = program.get("/api/v1/customers?country=KR&sort=-name").await.json();
    assert_eq!(shown["items"], same["items"]);
    let export = program.get(view["links"]["export"]["uri"].as_str().unwrap()).await;
    assert_eq!(export.text().lines().count() as u64, same["totalCount"].as_u64().unwrap());
    let colleague = app.program("meiling.chen@hangang.example").get("/api/v1/views").await.json();
    assert!(!colleague.to_string().contains("Korea"), "a private view");

    let customer = same["items"][0]["id"].as_str().unwrap().to_owned();
    let fields = [
        ("list", "customers"),
        ("act", "tag"),
        ("chosen", "yes"),
        ("id", customer.as_str()),
        ("names", "API"),
    ];
    let started = browser.submit("/help/keys", "/bulk", &fields).await;
    assert_eq!(started.status.as_u16(), 303, "{:?} {}", started.all("[data-error]"), started.text());
    let page = started.header("location");
    let job = page.trim_start_matches("/bulk/");
    let jobs = program.get("/api/v1/jobs").await.json();
    let listed = jobs["items"].as_array().unwrap().iter().find(|one| one["id"] == job).unwrap();
    assert_eq!((&listed["kind"], &listed["operation"]), (&"bulk".into(), &"tag".into()));
    let at = listed["links"]["self"]["uri"].as_str().unwrap();
    assert_eq!(program.get(at).await.json()["progress"]["total"], 1);
    let results = program.get(listed["links"]["results"]["uri"].as_str().unwrap()).await;
    assert!(results.text().contains(&customer), "{}", results.text());
    assert!(listed["pageUrl"].as_str().unwrap().ends_with(&page));
    let foreign = app.program("jiwoo.seo@solbit.example");
    for job in [job, "x", "11111111-1111-4111-8111-111111111111"] {
        assert_eq!(foreign.get(&format!("/api/v1/jobs/{job}")).await.fault(), (404, "1000".to_owned()));
        assert_eq!(foreign.get(&format!("/api/v1/jobs/{job}/results")).await.fault().0, 404);
        assert_eq!(foreign.get(&format!("/api/v1/jobs/{job}/rejects")).await.fault().0, 404);
    }
}
