//! Requests every route for programs with tokens of every role and both scopes, and with every kind of id.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::api::Program;
use crate::support::cast::{Cast, ROLES, id};
use actix_web::http::Method;
use partner_portal::domain::{AccessLevel, ApiAccess, Permission, Roles};
use partner_portal::routes;
use partner_portal::urls;
use partner_portal::web::route_table::RouteLine;
use serde_json::json;
use std::fmt::Write;

on_both_databases! {
    tokens_answer_each_role_and_id_as_recorded
    handlers_enforce_the_permissions_of_the_route_table
    unknown_foreign_and_removed_customers_are_answered_alike
}

/// The routes for programs that need a token.
fn lines() -> Vec<RouteLine> {
    let lines = routes::lines().into_iter().filter(|line| urls::is_for_programs(line.path));
    lines.filter(|line| line.permission.is_some()).collect()
}

struct Setting {
    cast: Cast,
    plan: String,
}

fn set(app: &TestApp) -> Setting {
    let cast = app.cast();
    let own = app.customer(&cast.provider, 1, "Own", "own.example");
    let plan = app.subscription(&cast.provider, own, "Plan", Some(&cast.reseller));
    app.customer(&cast.reseller, 2, "ZZCANARY linked", "linked.example");
    app.customer(&cast.direct, 3, "ZZCANARY foreign", "foreign.example");
    let removed = app.customer(&cast.provider, 4, "ZZGONE removed", "removed.example");
    app.end(&cast.provider, removed);
    Setting { cast, plan }
}

fn path(line: &RouteLine, number: u128, plan: &str) -> String {
    let path = line.path.replace("{id}", &id(number).to_string()).replace("{sid}", plan);
    let none = id(98).to_string();
    let path =
        path.replace("{order}", &none).replace("{cart}", &none).replace("{record}", &format!("{none}_1"));
    let path = path.replace("{offer}", "none").replace("{product}", "none").replace("{sku}", "0001");
    let path = path.replace("{event}", &none);
    let path = path.replace("{tag}", "0").replace("{note}", "0").replace("{job}", &none);
    path.replace("{availability}", "none").replace("{domain}", "hanbit.example")
}

async fn status(program: &Program, line: &RouteLine, path: &str) -> u16 {
    let reply = match line.method {
        Method::GET => program.get(path).await,
        // A field that cannot be set: what is checked before the body shows.
        ref method => program.with_body(method.clone(), path, &json!({ "status": "none" })).await,
    };
    let text = reply.text();
    assert!(!text.contains("ZZCANARY"), "{path} shows data of another partner");
    let is_log = path.contains("auditrecords") || path.contains("/activity");
    assert!(!text.contains("ZZGONE") || is_log, "{path} shows a removed customer");
    if path.contains("/exports/") && reply.status == 200 {
        assert_eq!(reply.header("content-type"), "application/x-ndjson", "{path}");
    } else {
        reply.json();
    }
    reply.status.as_u16()
}

async fn tokens_answer_each_role_and_id_as_recorded(app: TestApp) {
    let setting = set(&app);
    let mut programs = Vec::new();
    for (name, _) in ROLES {
        for level in [AccessLevel::Read, AccessLevel::Write] {
            let program = app.program_with(&format!("{name}@1000.example"), ApiAccess::everywhere(level));
            programs.push((format!("{name}-{}", &level.as_str()[..1]), program));
        }
    }
    // An application has the rights of its roles, as a user has.
    for (name, roles) in [("app-ga", "global-admin"), ("app-ha", "helpdesk-agent")] {
        let access = ApiAccess::everywhere(AccessLevel::Write);
        let credentials = app.application(&setting.cast.provider, roles, access);
        programs.push((name.to_owned(), app.program_of_application(&credentials).await));
    }
    let mut table = String::new();
    let kinds = [("own", 1), ("linked", 2), ("foreign", 3), ("removed", 4), ("random", 99)];
    for line in lines() {
        let kinds = if line.path.contains("{id}") { &kinds[..] } else { &kinds[..1] };
        for (kind, number) in kinds {
            let path = path(&line, *number, &setting.plan);
            let mut columns = Vec::new();
            for (name, program) in &programs {
                columns.push(format!("{name} {}", status(program, &line, &path).await));
            }
            let what = format!("{} {} ({kind})", line.method, line.path);
            writeln!(table, "{what:<66} {}", columns.join("  ")).unwrap();
        }
    }
    insta::assert_snapshot!("api_access_matrix", table);
}

async fn handlers_enforce_the_permissions_of_the_route_table(app: TestApp) {
    let setting = set(&app);
    let nobody = app.browser();
    let programs = ROLES.map(|(name, _)| app.program(&format!("{name}@1000.example")));
    for line in lines() {
        let path = path(&line, 1, &setting.plan);
        let permission: Permission = line.permission.expect("lines() has only such addresses");
        let request = crate::support::request(&line.method, &path);
        assert_eq!(nobody.send(request).await.fault(), (401, "800001".to_owned()), "{path}");
        for ((name, roles), program) in ROLES.iter().zip(&programs) {
            let may = permission.allows(Roles::parse(roles).unwrap(), &setting.cast.provider);
            let refused = status(program, &line, &path).await == 403;
            // What relationships and changes need depends on the parameters and the body.
            if may || permission != Permission::OwnProfile {
                assert_eq!(may, !refused, "{name} at {} {path}", line.method);
            }
        }
    }
}

async fn unknown_foreign_and_removed_customers_are_answered_alike(app: TestApp) {
    let setting = set(&app);
    let program = app.program("ga@1000.example");
    for line in lines().iter().filter(|line| line.path.contains("{id}") && line.method == Method::GET) {
        let mut answers = Vec::new();
        for number in [2, 3, 4, 99] {
            let reply = program.get(&path(line, number, &setting.plan)).await;
            assert_eq!(reply.fault(), (404, "1000".to_owned()), "{}", line.path);
            answers.push(reply.text());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{}", line.path);
    }
}
