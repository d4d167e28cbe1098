//! Every route that changes something makes exactly one entry in the log of each partner concerned, and none when it
//! fails. The routes come from the map itself; how each is done rightly and wrongly stands in `one_entry/recipes.rs`,
//! and a route without a recipe fails here.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "one_entry/recipes.rs"]
mod recipes;
#[allow(dead_code)]
#[path = "subscriptions/shelf.rs"]
mod shelf;
mod support;

use actix_web::http::Method;
use diesel::prelude::*;
use partner_portal::activity::field_names;
use partner_portal::activity::words::Resource;
use partner_portal::db::schema::activity_log;
use partner_portal::routes;
use recipes::Stage;
use serde_json::Value;
use std::collections::BTreeMap;
use support::TestApp;

on_both_databases! { every_change_is_one_entry_and_no_failure_is any_entry_can_be_told_in_words }

async fn every_change_is_one_entry_and_no_failure_is(app: TestApp) {
    let stage = Stage::set(app).await;
    let mut unwritten: std::collections::BTreeSet<_> = recipes::UNWRITTEN.iter().copied().collect();
    for line in routes::lines().into_iter().filter(|line| line.method == Method::POST) {
        let path = line.path;
        if recipes::UNWRITTEN.contains(&path) {
            assert!(unwritten.remove(path), "{path} stands twice in UNWRITTEN");
            continue;
        }
        stage.count_from_here();
        let (reply, logs) = recipes::wrong(path, &stage).await.unwrap_or_else(|| no_recipe(path));
        assert!(!reply.status.is_server_error(), "{path} breaks: {}", reply.text());
        assert_eq!(stage.grown(), expected(logs), "{path} failed with {}", reply.status);

        stage.count_from_here();
        let (reply, logs) = recipes::right(path, &stage).await.unwrap_or_else(|| no_recipe(path));
        assert_eq!(
            reply.status,
            303,
            "{path} was to succeed: {}",
            reply.all("title, [data-error], .note").join(" | ")
        );
        assert_eq!(stage.grown(), expected(logs), "{path} succeeded");
    }
    assert!(unwritten.is_empty(), "no such routes any more; take them off UNWRITTEN: {unwritten:?}");
    told_in_words(&stage.app);
}

fn no_recipe(path: &str) -> ! {
    panic!(
        "POST {path} has no recipe: add one line to `right` and one to `wrong` in tests/one_entry/recipes.rs"
    )
}

/// What is written by other means than a form is told in words too: the sample channel and the cast.
async fn any_entry_can_be_told_in_words(app: TestApp) {
    partner_portal::demo::fill::fill(&app.portal.db, &app.portal.log, 40).unwrap();
    told_in_words(&app);
}

fn expected(logs: &[&str]) -> BTreeMap<String, i64> {
    logs.iter().map(|mpn_id| ((*mpn_id).to_owned(), 1)).collect()
}

/// Each key of each entry's details has a name for readers, and what it was done to has one.
fn told_in_words(app: &TestApp) {
    let columns = (activity_log::action, activity_log::resource, activity_log::details);
    let entries: Vec<(String, String, String)> =
        app.portal.db.read_now(|c| Ok(activity_log::table.select(columns).load(c)?)).unwrap();
    let mut nameless = std::collections::BTreeSet::new();
    for (action, resource, details) in entries {
        assert!(
            resource.parse::<Resource>().is_ok(),
            "{action}: the resource `{resource}` has no name: add it to `Resource` in src/activity/words.rs"
        );
        let mut keys = Vec::new();
        collect(&serde_json::from_str(&details).unwrap(), &mut keys);
        let known = |key: &String| {
            matches!(key.as_str(), "before" | "after") || field_names::KEYS.contains(&key.as_str())
        };
        nameless.extend(keys.into_iter().filter(|key| !known(key)).map(|key| format!("{action}: {key}")));
    }
    assert!(
        nameless.is_empty(),
        "these keys have no name; add them to src/activity/field_names.rs and to activity.ftl: {nameless:?}"
    );
}

fn collect(value: &Value, keys: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            keys.push(key.clone());
            collect(value, keys);
        }),
        Value::Array(values) => values.iter().for_each(|value| collect(value, keys)),
        _ => {}
    }
}
