//! Who reaches what: every route of the map × every kind of person × every kind of id, on both databases, kept as
//! one snapshot. A new route, or a role that reaches more than before, shows in review.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use actix_web::http::Method;
use partner_portal::customers::model::MicrosoftId;
use partner_portal::routes;
use std::fmt::Write;
use support::cast::ROLES;
use support::{Browser, TestApp};

on_both_databases! { routes_by_person_and_id roles_are_what_the_table_says }

/// Reads the map, so that no route can be left out.
async fn routes_by_person_and_id(app: TestApp) {
    let cast = app.cast();
    let own = app.customer(&cast.provider, 1, "Own", "own.example");
    let sold = app.subscription(&cast.provider, own, "Plan", Some(&cast.reseller));
    let linked = app.customer(&cast.reseller, 2, "ZZCANARY linked", "linked.example");
    let foreign = app.customer(&cast.direct, 3, "ZZCANARY foreign", "foreign.example");
    let removed = app.customer(&cast.provider, 4, "ZZCANARY removed", "removed.example");
    app.end(&cast.provider, removed);
    let ids = [
        ("own", own),
        ("linked", linked),
        ("foreign", foreign),
        ("removed", removed),
        ("random", support::cast::id(99)),
    ];

    let mut table = String::new();
    for line in routes::lines() {
        for (kind, id) in ids.iter().take(if line.path.contains('{') { 5 } else { 1 }) {
            let path = line.path.replace("{id}", &id.to_string()).replace("{text}", &id.to_string());
            let path =
                path.replace("{file:.*}", "none.css").replace("{sid}", &sold).replace("{issuer}", "none");
            let what = if line.path.contains('{') {
                format!("{} {} ({kind})", line.method, line.path)
            } else {
                format!("{} {}", line.method, line.path)
            };
            let answers = answers(&app, &line.method, &path).await;
            writeln!(table, "{what:<56} {answers}").unwrap();
        }
    }
    insta::assert_snapshot!("access_matrix", table);
}

/// The answers to nobody and to each role, in columns.
async fn answers(app: &TestApp, method: &Method, path: &str) -> String {
    let mut columns = vec![format!("anon {}", answer(&app.browser(), method, path).await)];
    for (name, _) in ROLES {
        let browser = app.signed_in(&format!("{name}@1000.example")).await;
        columns.push(format!("{name} {}", answer(&browser, method, path).await));
    }
    columns.join("  ")
}

async fn answer(browser: &Browser, method: &Method, path: &str) -> u16 {
    let reply = if method == Method::POST {
        browser.submit("/help/keys", path, &[]).await
    } else {
        browser.get(path).await
    };
    assert!(!reply.text().contains("ZZCANARY"), "{path} shows what is another partner's");
    reply.status.as_u16()
}

/// The map's third column is what handlers really ask for.
async fn roles_are_what_the_table_says(app: TestApp) {
    let cast = app.cast();
    let own: MicrosoftId = app.customer(&cast.provider, 1, "Own", "own.example");
    let sold = app.subscription(&cast.provider, own, "Plan", None);
    for line in routes::lines() {
        let Some(permission) = line.permission.filter(|_| line.method == Method::GET) else { continue };
        let path = line.path.replace("{id}", &own.to_string()).replace("{text}", &own.to_string());
        let path = path.replace("{sid}", &sold);
        assert_eq!(app.browser().get(&path).await.status.as_u16(), 303, "{path} asks nobody to sign in");
        for (name, _) in ROLES {
            let browser = app.signed_in(&format!("{name}@1000.example")).await;
            let roles = partner_portal::users::model::Roles::parse(
                ROLES.iter().find(|role| role.0 == name).unwrap().1,
            )
            .unwrap();
            let may = permission.allows(roles, &cast.provider);
            let refused = browser.get(&path).await.status.as_u16() == 403;
            assert_eq!(may, !refused, "{name} at {path}");
        }
    }
}
