//! Tags and notes under `/api/v1`: the rules, limits and log entries of their pages.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::api::Program;
use crate::support::cast::{Cast, id};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

on_both_databases! {
    tags_are_created_changed_merged_and_deleted
    a_customer_gets_the_tags_of_the_list
    notes_are_written_changed_pinned_and_removed
    unknown_and_foreign_objects_are_not_found
}

fn set(app: &TestApp) -> Cast {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Own", "own.example");
    app.customer(&cast.direct, 3, "Foreign", "foreign.example");
    cast
}

/// The fields that a fault names.
fn fields(fault: &Value) -> Vec<&str> {
    fault["data"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect()
}

fn actions(app: &TestApp, cast: &Cast, resource: &str) -> Vec<String> {
    let entries = app.log_of(&cast.provider, resource).into_iter();
    entries.map(|(action, _)| action.trim_start_matches("portal_").to_owned()).collect()
}

async fn delete(program: &Program, path: &str) -> u16 {
    program.send(TestRequest::delete().uri(path)).await.status.as_u16()
}

async fn tags_are_created_changed_merged_and_deleted(app: TestApp) {
    let cast = set(&app);
    let program = app.program("aa@1000.example");
    let post = async |body: Value| program.with_body(Method::POST, "/api/v1/tags", &body).await;
    let made = post(json!({ "name": "Healthcare", "color": "plum" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let at = made.header("location");
    let made = made.json();
    assert_eq!(
        (&made["name"], &made["color"], &made["customerCount"]),
        (&"Healthcare".into(), &"plum".into(), &0.into())
    );
    assert_eq!(
        (made["links"]["self"]["uri"].as_str(), program.get(&at).await.json()),
        (Some(at.as_str()), made.clone())
    );
    assert_eq!(post(json!({ "name": "ＨＥＡＬＴＨＣＡＲＥ" })).await.fault(), (409, "409".to_owned()));
    for (body, field) in [
        (json!({}), "name"),
        (json!({ "name": "a;b" }), "name"),
        (json!({ "name": "x".repeat(41) }), "name"),
        (json!({ "name": 7 }), "name"),
        (json!({ "name": "x", "color": "pink" }), "color"),
    ] {
        let reply = post(body.clone()).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{body}");
        assert_eq!(fields(&reply.json()), [field], "{body}");
    }
    let other = post(json!({ "name": "Retail" })).await.json();
    let patch = async |body: Value| program.with_body(Method::PATCH, &at, &body).await;
    let changed = patch(json!({ "color": "teal" })).await.json();
    assert_eq!((&changed["name"], &changed["color"]), (&"Healthcare".into(), &"teal".into()));
    assert_eq!(patch(json!({})).await.json(), changed, "nothing changes");
    assert_eq!(patch(json!({ "name": "Retail" })).await.fault(), (409, "409".to_owned()));
    let merged = patch(json!({ "name": "Retail", "mergeInto": other["id"] })).await.json();
    assert_eq!(merged["id"], other["id"]);
    assert_eq!(program.get(&at).await.fault().0, 404);
    let list = program.get("/api/v1/tags?q=ret").await.json();
    assert_eq!((&list["totalCount"], &list["items"][0]["name"]), (&1.into(), &"Retail".into()));
    assert_eq!(program.get("/api/v1/tags?q=zzz").await.json()["totalCount"], 0);
    let at = merged["links"]["self"]["uri"].as_str().unwrap();
    assert_eq!((delete(&program, at).await, delete(&program, at).await), (204, 404));
    assert_eq!(
        actions(&app, &cast, "tag"),
        ["create_tag", "create_tag", "update_tag", "merge_tags", "delete_tag"]
    );
    assert_eq!(app.program("ha@1000.example").get("/api/v1/tags").await.status, 200);
}

async fn a_customer_gets_the_tags_of_the_list(app: TestApp) {
    let cast = set(&app);
    let program = app.program("aa@1000.example");
    let at = format!("/api/v1/customers/{}/tags", id(1));
    let names = |list: &Value| -> Vec<String> {
        list["items"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
    };
    let put = async |wanted: &[&str]| {
        let items: Vec<Value> = wanted.iter().map(|name| json!({ "name": name })).collect();
        program.with_body(Method::PUT, &at, &json!({ "items": items })).await
    };
    assert_eq!(names(&put(&["VIP", "Retail", "vip"]).await.json()), ["Retail", "VIP"]);
    let now = program.get(&at).await.json();
    // What a program reads it can send back.
    assert_eq!(program.with_body(Method::PUT, &at, &now).await.json(), now);
    assert_eq!(names(&put(&["VIP", "새 태그"]).await.json()), ["VIP", "새 태그"]);
    let listed = program.get("/api/v1/customers?tag=VIP").await.json();
    assert_eq!(listed["items"][0]["tags"], json!(["VIP", "새 태그"]));
    let many: Vec<String> = (0..31).map(|number| format!("Tag {number}")).collect();
    let reply = put(&many.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert_eq!(reply.fault(), (400, "3000".to_owned()));
    for (body, field) in [
        (json!({}), "items"),
        (json!({ "items": "VIP" }), "items"),
        (json!({ "items": ["VIP"] }), "items[0]"),
        (json!({ "items": [{ "name": "VIP" }, {}] }), "items[1].name"),
        (json!({ "items": [{ "name": "a;b" }] }), "items[0].name"),
    ] {
        let reply = program.with_body(Method::PUT, &at, &body).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{body}");
        assert_eq!(fields(&reply.json()), [field], "{body}");
    }
    assert_eq!(names(&program.get(&at).await.json()), ["VIP", "새 태그"], "nothing of it was done");
    assert!(names(&put(&[]).await.json()).is_empty());
    let changes = actions(&app, &cast, "customer").into_iter().filter(|action| action == "update_customer");
    assert_eq!(changes.count(), 3, "one for each change");
    assert_eq!(app.program("ba@1000.example").with_body(Method::PUT, &at, &now).await.fault().0, 403);
}

async fn notes_are_written_changed_pinned_and_removed(app: TestApp) {
    let cast = set(&app);
    let program = app.program("aa@1000.example");
    let list = format!("/api/v1/customers/{}/notes", id(1));
    let made = program.with_body(Method::POST, &list, &json!({ "text": "First\r\n\r\nline" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let at = made.header("location");
    let note = made.json();
    assert_eq!((&note["isPinned"], program.get(&at).await.json()), (&false.into(), note.clone()));
    let second = program.with_body(Method::POST, &list, &json!({ "text": "Second" })).await.json();
    for body in
        [json!({}), json!({ "text": " " }), json!({ "text": "x".repeat(2_001) }), json!({ "text": 1 })]
    {
        let reply = program.with_body(Method::POST, &list, &body).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{body}");
        assert_eq!(fields(&reply.json()), ["text"]);
    }
    let etag = note["attributes"]["etag"].as_str().unwrap().to_owned();
    let send = async |program: &Program, body: Value, etag: Option<&str>| {
        let json = ("content-type", "application/json");
        let mut request = TestRequest::patch().uri(&at).insert_header(json).set_payload(body.to_string());
        if let Some(etag) = etag {
            request = request.insert_header(("if-match", etag));
        }
        program.send(request).await
    };
    let changed = send(&program, json!({ "text": "Changed" }), Some(&etag)).await.json();
    assert_eq!(changed["text"], "Changed");
    assert_ne!(changed["attributes"]["etag"], etag.as_str());
    assert_eq!(
        send(&program, json!({ "text": "Late" }), Some(&etag)).await.fault(),
        (412, "2055".to_owned())
    );
    let pinned = send(&program, json!({ "isPinned": true }), None).await.json();
    assert_eq!((&pinned["isPinned"], &pinned["text"]), (&true.into(), &"Changed".into()));
    assert_eq!(send(&program, json!({ "isPinned": "yes" }), None).await.fault().0, 400);
    let notes = program.get(&list).await.json();
    let ids: Vec<&Value> = notes["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&note["id"], &second["id"]], "the pinned one first");
    // Others pin it, but do not change it; who may remove notes of others removes it.
    let colleague = app.program("sa@1000.example");
    assert_eq!(send(&colleague, json!({ "text": "Mine" }), None).await.fault().0, 404);
    assert_eq!(send(&colleague, json!({ "isPinned": false }), None).await.status, 200);
    assert_eq!(delete(&colleague, &at).await, 404);
    assert_eq!((delete(&app.program("ga@1000.example"), &at).await, delete(&program, &at).await), (204, 404));
    let entries = app.log_of(&cast.provider, "customer");
    let notes: Vec<&str> =
        entries.iter().map(|(action, _)| action.as_str()).filter(|action| action.contains("_note")).collect();
    let expected =
        ["add", "add", "update", "update", "update", "remove"].map(|what| format!("portal_{what}_note"));
    assert_eq!(notes, expected);
    assert!(entries.iter().all(|(_, details)| details.contains("\"token\"")), "the program is named");
}

async fn unknown_and_foreign_objects_are_not_found(app: TestApp) {
    set(&app);
    let (own, foreign) = (app.program("aa@1000.example"), app.program("aa@4000.example"));
    let tag = foreign
        .with_body(Method::POST, "/api/v1/tags", &json!({ "name": "Theirs" }))
        .await
        .header("location");
    let list = format!("/api/v1/customers/{}/notes", id(3));
    let note = foreign.with_body(Method::POST, &list, &json!({ "text": "Theirs" })).await.header("location");
    let unknown = format!("/api/v1/customers/{}/notes/7", id(1));
    for path in
        [tag.as_str(), &note, &unknown, "/api/v1/tags/0", "/api/v1/tags/x", "/api/v1/tags/99999999999"]
    {
        assert_eq!(own.get(path).await.fault(), (404, "1000".to_owned()), "{path}");
        let body = json!({ "name": "Mine", "text": "Mine", "isPinned": true });
        assert_eq!(own.with_body(Method::PATCH, path, &body).await.fault().0, 404, "{path}");
        assert_eq!(delete(&own, path).await, 404, "{path}");
    }
    for path in [list, format!("/api/v1/customers/{}/tags", id(3))] {
        assert_eq!(own.get(&path).await.fault().0, 404, "{path}");
    }
    let body = json!({ "text": "Mine" });
    let notes = format!("/api/v1/customers/{}/notes", id(3));
    assert_eq!(own.with_body(Method::POST, &notes, &body).await.fault().0, 404);
    let body = json!({ "items": [{ "name": "Mine" }] });
    let tags = format!("/api/v1/customers/{}/tags", id(3));
    assert_eq!(own.with_body(Method::PUT, &tags, &body).await.fault().0, 404);
    // A tag of another partner cannot be merged into.
    let made =
        own.with_body(Method::POST, "/api/v1/tags", &json!({ "name": "Own" })).await.header("location");
    let theirs: i32 = tag.rsplit('/').next().unwrap().parse().unwrap();
    let merged = own.with_body(Method::PATCH, &made, &json!({ "name": "Theirs", "mergeInto": theirs })).await;
    assert_eq!(merged.status, 200, "a name of another partner is free");
    assert_eq!(foreign.get(&tag).await.json()["name"], "Theirs");
}
