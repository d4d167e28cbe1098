//! Every route that changes something logs exactly one entry for each partner concerned, and none when it fails. The
//! routes come from the route table; `one_entry/recipes.rs` has a valid and an invalid request for each, and a route
//! without a recipe fails here.

pub mod recipes;
mod refusals;
pub mod stage;

use crate::on_both_databases;
use crate::support::{TestApp, summaries};
use crate::texts::english::assert_entries_are_translated;
use actix_web::http::Method;
use diesel::prelude::*;
use partner_portal::audit::action::Resource;
use partner_portal::db::schema::activity_entries;
use partner_portal::features::activity_log::field_names;
use partner_portal::routes;
use refusals::{a_failed_sign_in_logs_one_entry, reading_logs_only_downloads_and_first_link_openings};
use serde_json::Value;
use stage::{Stage, expected};

on_both_databases! {
    every_change_logs_one_entry_and_failures_log_none
    a_failed_sign_in_logs_one_entry
    reading_logs_only_downloads_and_first_link_openings
    every_entry_has_readable_labels
}

async fn every_change_logs_one_entry_and_failures_log_none(app: TestApp) {
    let stage = Stage::set(app).await;
    let mut wrong = Vec::new();
    for line in routes::page_lines().into_iter().filter(|line| line.method == Method::POST) {
        let path = line.path;
        stage.restart_count();
        let (reply, logs) = recipes::wrong(path, &stage).await.unwrap_or_else(|| fail_without_recipe(path));
        if reply.status.is_server_error() || stage.grown() != expected(logs) {
            wrong.push(format!("{path} failed with {}: {:?}, not {logs:?}", reply.status, stage.grown()));
        }

        stage.restart_count();
        let (reply, logs) = recipes::right(path, &stage).await.unwrap_or_else(|| fail_without_recipe(path));
        let faults = reply.all("[data-error], .note.bad").join(" | ");
        if !(reply.status == 303 || reply.status == 200 && faults.is_empty()) {
            wrong.push(format!("{path} was to succeed: {} {faults}", reply.status));
        }
        if stage.grown() != expected(logs) {
            wrong.push(format!("{path} succeeded: {:?}, not {logs:?}", stage.grown()));
        }
    }
    assert!(wrong.is_empty(), "by MPN ID, how many entries each log has grown by:\n{}", wrong.join("\n"));
    assert_labels(&stage.app);
    assert_entries_are_translated(&stage.app);
    summaries::assert_right(&stage.app);
}

fn fail_without_recipe(path: &str) -> ! {
    panic!(
        "POST {path} has no recipe: add one line to `right` and one to `wrong` of its feature in \
         tests/portal/one_entry/recipes/"
    )
}

/// Entries that are not written by forms have labels too: those of the sample channel and of the cast.
async fn every_entry_has_readable_labels(app: TestApp) {
    partner_portal::demo::seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 40).unwrap();
    assert_labels(&app);
    assert_entries_are_translated(&app);
}

/// Asserts that every key in every entry's details has a label, and every resource too.
fn assert_labels(app: &TestApp) {
    let columns = (activity_entries::action, activity_entries::resource, activity_entries::details);
    let entries: Vec<(String, String, String)> =
        app.portal.db.read_now(|c| Ok(activity_entries::table.select(columns).load(c)?)).unwrap();
    let mut nameless = std::collections::BTreeSet::new();
    for (action, resource, details) in entries {
        assert!(
            resource.parse::<Resource>().is_ok(),
            "{action}: the resource `{resource}` has no name: add it to `Resource` in src/features/activity_log/labels.rs"
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
        "these keys have no name; add them to src/features/activity_log/field_names.rs and to activity.ftl: {nameless:?}"
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
