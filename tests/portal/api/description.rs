//! The OpenAPI document and its page. `tests/support/described.rs` checks the answers of all tests of the API against it.

use crate::on_both_databases;
use crate::reference::addresses;
use crate::support::TestApp;
use crate::support::described::{DOCUMENT, resolve, validate, validator};
use actix_web::test::TestRequest;
use partner_portal::features::api_reference::operations::all::groups;
use partner_portal::routes;
use partner_portal::urls;
use serde_json::Value;
use std::collections::BTreeSet;

on_both_databases! {
    serves_the_document_with_an_etag
    shows_the_document_as_a_page
}

/// The operations of the document: method, address, operation.
fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    })
}

fn names(operation: &Value, place: &str) -> BTreeSet<String> {
    let parameters = operation["parameters"].as_array().unwrap().iter().map(resolve);
    let there = parameters.filter(|parameter| parameter["in"] == place);
    there.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn describes_every_route_for_programs_once() {
    let lines = routes::lines().into_iter().filter(|line| urls::is_for_programs(line.path));
    let lines: BTreeSet<(String, &str)> =
        lines.map(|line| (line.method.as_str().to_ascii_lowercase(), line.path)).collect();
    let groups = groups();
    let described: Vec<(String, &str)> = groups
        .iter()
        .flat_map(|(_, operations)| operations.iter().map(|one| (one.method.to_owned(), one.path)))
        .collect();
    let unique: BTreeSet<(String, &str)> = described.iter().cloned().collect();
    let missing: Vec<_> = lines.difference(&unique).collect();
    let unknown: Vec<_> = unique.difference(&lines).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "src/features/api_reference/operations/ must describe the routes for programs. Add {missing:#?} and remove {unknown:#?}"
    );
    assert_eq!(described.len(), unique.len(), "an operation is described twice");
    let ids: BTreeSet<&str> = operations().map(|(.., one)| one["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), described.len(), "two operations have the same id");
}

#[test]
fn describes_the_parameters_that_handlers_read() {
    let written = addresses::written();
    for (method, path, operation) in operations() {
        let in_path: BTreeSet<String> =
            path.split(['{', '}']).skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(names(operation, "path"), in_path, "{path}");
        // What other methods read is the body.
        if method != "get" {
            assert!(names(operation, "query").is_empty(), "{method} {path}");
            continue;
        }
        let read = written.iter().find(|((a, b, _), _)| a.to_ascii_lowercase() == method && b == path);
        let read = read
            .map(|(_, names)| names)
            .unwrap_or_else(|| panic!("{path} is not in docs/reference/addresses.md"));
        assert_eq!(
            &names(operation, "query"),
            read,
            "the query parameters of {method} {path} (right: docs/reference/addresses.md)"
        );
        for parameter in operation["parameters"].as_array().unwrap().iter().map(resolve) {
            assert_ne!(
                parameter["description"].as_str().unwrap_or_default(),
                "",
                "{path}: describe {parameter}"
            );
        }
        assert_ne!(operation["summary"].as_str().unwrap_or_default(), "", "{method} {path} has no summary");
    }
}

#[test]
fn all_references_schemas_and_examples_are_valid() {
    fn walk(value: &Value) {
        resolve(value);
        match value {
            Value::Object(members) => members.values().for_each(walk),
            Value::Array(items) => items.iter().for_each(walk),
            _ => {}
        }
    }
    walk(&DOCUMENT);
    let schemas = DOCUMENT["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        validator(schema);
        let is_used = DOCUMENT.to_string().contains(&format!("#/components/schemas/{name}\""));
        assert!(is_used, "nothing uses the schema {name}");
    }
    let mut examples = 0;
    for (method, path, operation) in operations() {
        let parameters = operation["parameters"].as_array().unwrap().iter().map(resolve);
        let contents =
            parameters.map(|parameter| &parameter["content"]).chain([&operation["requestBody"]["content"]]);
        for content in
            contents.map(|content| &content["application/json"]).filter(|content| !content.is_null())
        {
            validate(&content["schema"], &content["example"], &format!("the example of {method} {path}"));
            examples += 1;
        }
    }
    assert!(examples > 5, "there are no examples");
}

async fn serves_the_document_with_an_etag(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let reply = browser.get("/openapi.json").await;
    assert_eq!((reply.status.as_u16(), reply.header("set-cookie")), (200, String::new()));
    assert_eq!(reply.header("content-type"), "application/json; charset=utf-8");
    assert!(reply.header("cache-control").contains("public"));
    let document = reply.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], app.portal.settings.public_url());
    assert_eq!(document["paths"], DOCUMENT["paths"]);
    let etag = reply.header("etag");
    for (known, status) in [(etag.as_str(), 304), ("W/\"other\"", 200), ("*", 304)] {
        let again = browser
            .send(TestRequest::get().uri("/openapi.json").insert_header(("if-none-match", known)))
            .await;
        assert_eq!(again.status, status, "{known}");
        assert_eq!(again.header("etag"), etag);
        assert_eq!(again.body.is_empty(), status == 304);
    }
}

async fn shows_the_document_as_a_page(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Canary", "canary.example");
    let visitor = app.browser().get("/api-reference").await;
    let page = app.signed_in("aa@1000.example").await.get("/api-reference").await;
    assert_eq!((visitor.status.as_u16(), page.status.as_u16()), (200, 200));
    assert!(!page.text().contains("Canary"));
    assert_eq!(page.all("main a[href='/profile/tokens']").len(), 1);
    assert_eq!(visitor.all("main a[href='/profile/tokens']").len(), 0);
    for (method, path, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap();
        let endpoint = page.all(&format!("article#{id} .endpoint"));
        assert_eq!(endpoint, [format!("{}{path}", method.to_ascii_uppercase())]);
        let command = page.all(&format!("article#{id} pre")).concat();
        assert!(
            command.starts_with("curl ") && command.contains(&app.portal.settings.public_url()),
            "{command}"
        );
    }
    let targets = page.attributes("main a[href^='#']", "href");
    assert!(targets.len() > 50, "{targets:?}");
    let ids: BTreeSet<String> = page.attributes("[id]", "id").into_iter().collect();
    for target in targets {
        assert!(ids.contains(&target[1..]), "{target} leads nowhere");
    }
}
