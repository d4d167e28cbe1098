//! Servers that are slow, busy, wrong or hostile: the run ends with what the server said, and nothing was written.

use super::stage::{LIST, Stage, content, counts, fault};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::api_server::{ApiServer, Asked, answer, ok};
use crate::support::cast::id;
use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{connection_runs, connections};
use partner_portal::domain::{ConnectionFault as F, ConnectionId};
use partner_portal::features::connections::work;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

on_both_databases! {
    wrong_lists_end_the_run_and_nothing_is_written
    wrong_pages_end_the_run_and_nothing_is_written
    the_fault_has_the_words_and_the_number_of_the_server
    a_server_that_fails_for_a_moment_is_asked_again
    a_busy_server_is_left_alone_until_it_says
    a_server_that_keeps_failing_ends_the_run_after_a_few_attempts
    a_refused_sign_in_pauses_the_connection
    another_partner_pauses_the_connection
    the_budget_of_an_hour_is_kept
    addresses_that_are_not_public_are_not_reached
    rows_that_the_rules_refuse_are_listed_and_the_others_written
}

/// A customer as a server writes it.
fn customer(number: u128, name: &str) -> Value {
    json!({
        "id": id(number).to_string(),
        "companyProfile": { "companyName": name, "domain": format!("c{number}.example") },
        "relationshipToPartner": "reseller",
        "allowDelegatedAccess": true,
    })
}

fn lines(values: &[Value]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}

/// The answers that every good server gives.
fn usual(asked: &Asked) -> Option<Vec<u8>> {
    if asked.is("POST /") {
        return Some(ok(&json!({ "token_type": "Bearer", "expires_in": "3599", "access_token": "t0ken" })));
    }
    asked.is("GET /v1/profiles/mpn").then(|| ok(&json!({ "mpnId": "1000", "partnerName": "There" })))
}

/// A server whose list of customers is this answer, and whose list of subscriptions is empty.
fn with_list(list: Vec<u8>) -> impl FnMut(&Asked) -> Vec<u8> + Send + 'static {
    move |asked| match usual(asked) {
        Some(answer) => answer,
        None if asked.is("GET /api/v1/exports/customers") => list.clone(),
        None => answer("200 OK", ""),
    }
}

async fn connect(stage: &Stage, server: &str, kind: &str) -> ConnectionId {
    stage.create(&Stage::fields(server.parse().unwrap(), "client", "s3cr3t", kind)).await
}

async fn wrong_lists_end_the_run_and_nothing_is_written(app: TestApp) {
    let stage = Stage::set(app).await;
    let (server, address) = ApiServer::start(|_| Vec::new());
    let connection = connect(&stage, &address.to_string(), "portal").await;
    let good = customer(1, "Good");
    let huge = "x".repeat(10 * 1024 * 1024);
    let deep = format!("{}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let cases: Vec<(&str, Vec<u8>, F)> = vec![
        (
            "an id twice",
            answer("200 OK", &lines(&[good.clone(), customer(2, "B"), good.clone()])),
            F::Repeated,
        ),
        ("no JSON", answer("200 OK", &format!("{good}\n<html>")), F::Malformed),
        (
            "no name",
            answer("200 OK", &lines(&[json!({ "id": id(1).to_string(), "companyProfile": {} })])),
            F::Malformed,
        ),
        ("a name of 10 MB", answer("200 OK", &lines(&[good.clone(), customer(2, &huge)])), F::TooLarge),
        ("too deep", answer("200 OK", &deep), F::Malformed),
        ("not text", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\xff\xfe\n\n".to_vec(), F::Malformed),
        ("forbidden", answer("403 No", r#"{"code":"2032","description":"no role"}"#), F::Denied),
        ("a redirect", answer("302 Found\r\nLocation: http://127.0.0.1:1/", ""), F::Answer),
        ("no HTTP", b"SSH-2.0-OpenSSH\r\n\r\n".to_vec(), F::NoHttp),
    ];
    for (what, list, kind) in cases {
        server.say(with_list(list));
        let run = stage.run(connection).await;
        assert_eq!((run.state.as_str(), fault(&run).kind), ("failed", kind), "{what}: {:?}", run.fault);
        assert_eq!(counts(&stage.app), (0, 0), "{what}");
        let page = stage.admin.get(&format!("{LIST}/{connection}/runs/{}", run.id)).await;
        assert_eq!(page.status.as_u16(), 200, "{what}");
    }
    // A list that was cut is read again later.
    let cut =
        format!("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{}", lines(std::slice::from_ref(&good)));
    let short = answer("200 OK\r\nX-Total-Rows: 5", &lines(&[good]));
    for list in [cut.into_bytes(), short] {
        server.say(with_list(list));
        let run = stage.run(connection).await;
        assert_eq!((run.state.as_str(), fault(&run).kind), ("reading", F::Cut), "{:?}", run.fault);
        stage.act(connection, &format!("runs/{}/removal", run.id)).await;
    }
}

async fn wrong_pages_end_the_run_and_nothing_is_written(app: TestApp) {
    let stage = Stage::set(app).await;
    let (server, address) = ApiServer::start(|_| Vec::new());
    let connection = connect(&stage, &address.to_string(), "vendor").await;
    let page = |items: Vec<Value>, uri: &str, token: &str| {
        let next = json!({ "uri": uri, "method": "GET", "headers": [{ "key": "MS-ContinuationToken", "value": token }] });
        ok(&json!({ "totalCount": items.len(), "items": items, "links": { "next": next } }))
    };
    // Each answer leads to the next token; the last one leads back.
    let cycle = move |asked: &Asked| {
        usual(asked).unwrap_or_else(|| match asked.header("MS-ContinuationToken") {
            None => page(vec![customer(1, "A")], "/customers?size=500&seekOperation=Next", "one"),
            Some("one") => page(vec![customer(2, "B")], "/customers?size=500&seekOperation=Next", "two"),
            _ => page(vec![customer(3, "C")], "/customers?size=500&seekOperation=Next", "one"),
        })
    };
    server.say(cycle);
    let run = stage.run(connection).await;
    assert_eq!((run.state.as_str(), fault(&run).kind), ("failed", F::Cycle), "{:?}", run.fault);
    for uri in ["https://evil.example/v1/customers", "//evil.example/", "customers", "/customers\r\nX: y"] {
        server.say(move |asked| usual(asked).unwrap_or_else(|| page(vec![], uri, "x")));
        let run = stage.run(connection).await;
        assert_eq!(run.state.as_str(), "failed", "{uri}: {:?}", run.fault);
        assert!(matches!(fault(&run).kind, F::Malformed | F::Cycle), "{uri}: {:?}", run.fault);
        assert!(server.asked().iter().all(|asked| !asked.head.iter().any(|line| line.starts_with("X:"))));
    }
    let large = format!(r#"{{"items":[],"x":"{}"}}"#, "x".repeat(17 * 1024 * 1024));
    server.say(move |asked| usual(asked).unwrap_or_else(|| answer("200 OK", &large)));
    assert_eq!(fault(&stage.run(connection).await).kind, F::TooLarge);
    // The details of a customer name another one.
    server.say(move |asked| {
        usual(asked).unwrap_or_else(|| match asked.line.as_str() {
            "GET /v1/customers?size=500" => ok(&json!({ "items": [customer(1, "A")] })),
            _ => ok(&customer(2, "B")),
        })
    });
    assert_eq!(fault(&stage.run(connection).await).kind, F::Malformed);
    assert_eq!(counts(&stage.app), (0, 0));
}

async fn the_fault_has_the_words_and_the_number_of_the_server(app: TestApp) {
    let stage = Stage::set(app).await;
    let said = r#"{"code":"2032","description":"Needs the role <b>Admin agent</b>"}"#;
    let head = "403 Forbidden\r\nMS-CorrelationId: 5c2d-77\r\nDate: Mon, 01 Jan 2001 00:00:00 GMT";
    let (_, address) = ApiServer::start(with_list(answer(head, said)));
    let connection = connect(&stage, &address.to_string(), "portal").await;
    let run = stage.run(connection).await;
    let fault = fault(&run);
    assert_eq!((fault.status, fault.words.as_str()), (Some(403), "Needs the role <b>Admin agent</b>"));
    assert_eq!(fault.correlation_id.as_deref(), Some("5c2d-77"));
    assert!(fault.clock_minutes.unwrap() < -1_000_000, "{fault:?}");
    for path in [format!("{LIST}/{connection}/runs/{}", run.id), format!("{LIST}/{connection}")] {
        let page = stage.admin.get(&path).await.text();
        assert!(page.contains("Needs the role &#60;b&#62;Admin agent&#60;/b&#62;"), "{page}");
        assert!(page.contains("5c2d-77"), "{page}");
    }
    let log = stage.app.log_of(&stage.provider, "connection");
    let failed: Vec<_> = log.iter().filter(|(action, _)| action == "portal_fail_connection").collect();
    assert_eq!(failed.len(), 1, "{log:?}");
    // The next failure is not told again.
    stage.run(connection).await;
    let log = stage.app.log_of(&stage.provider, "connection");
    assert_eq!(log.iter().filter(|(action, _)| action == "portal_fail_connection").count(), 1);
}

async fn a_server_that_fails_for_a_moment_is_asked_again(app: TestApp) {
    let stage = Stage::set(app).await;
    let count = AtomicUsize::new(0);
    let list = answer("200 OK", &lines(&[customer(1, "A"), customer(2, "B")]));
    let (_, address) = ApiServer::start(move |asked| match usual(asked) {
        Some(answer) => answer,
        None => match count.fetch_add(1, Ordering::SeqCst) {
            0 => answer("500 Oops", "x"),
            1 => answer("429 Slow\r\nRetry-After: 1", "{}"),
            2 => answer("401 Expired", "{}"),
            3 => Vec::new(),
            4 => list.clone(),
            _ => answer("200 OK", ""),
        },
    });
    let connection = connect(&stage, &address.to_string(), "portal").await;
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "preview", "{:?}", run.fault);
    assert_eq!(content(&run).rows, [2, 0, 0]);
}

async fn a_busy_server_is_left_alone_until_it_says(app: TestApp) {
    let stage = Stage::set(app).await;
    let (server, address) = ApiServer::start(with_list(answer("429 Slow\r\nRetry-After: 1800", "{}")));
    let connection = connect(&stage, &address.to_string(), "portal").await;
    let run = stage.run(connection).await;
    assert_eq!((run.state.as_str(), fault(&run).kind, run.failures), ("reading", F::Busy, 0));
    let wait = run.next_at.unwrap() - clock::now();
    assert!(wait > TimeDelta::minutes(29) && wait <= TimeDelta::minutes(30), "{wait}");
    let asked = server.asked().len();
    assert_eq!((stage.work().await, server.asked().len()), (0, asked), "it is left alone");
    server.say(with_list(answer("200 OK", &lines(&[customer(1, "A")]))));
    let (portal, later) = (stage.app.portal.state.clone(), clock::now() + TimeDelta::minutes(31));
    actix_web::web::block(move || work::run_waiting(&portal, later)).await.unwrap().unwrap();
    assert_eq!(stage.newest(connection).state.as_str(), "preview");
}

async fn a_server_that_keeps_failing_ends_the_run_after_a_few_attempts(app: TestApp) {
    let stage = Stage::set(app).await;
    let (_, address) = ApiServer::start(|asked| {
        usual(asked).unwrap_or_else(|| answer("502 Bad\r\nRetry-After: 60", "down"))
    });
    let connection = connect(&stage, &address.to_string(), "portal").await;
    let mut run = stage.run(connection).await;
    for round in 1..4 {
        assert_eq!((run.state.as_str(), run.failures), ("reading", round), "{:?}", run.fault);
        let soon = diesel::update(connection_runs::table).set(connection_runs::next_at.eq(clock::now()));
        stage.app.portal.db.write_now(|c| Ok(soon.execute(c)?)).unwrap();
        stage.work().await;
        run = stage.newest(connection);
    }
    assert_eq!((run.state.as_str(), fault(&run).status), ("failed", Some(502)));
}

async fn a_refused_sign_in_pauses_the_connection(app: TestApp) {
    let stage = Stage::set(app).await;
    let said = r#"{"error":"invalid_client","error_description":"unknown client"}"#;
    let (server, address) = ApiServer::start(move |_| answer("401 No", said));
    let connection = connect(&stage, &address.to_string(), "portal").await;
    let run = stage.run(connection).await;
    assert_eq!((fault(&run).kind, fault(&run).words.as_str()), (F::SignIn, "unknown client"));
    let reason = connections::table.find(connection).select(connections::pause_reason);
    let reason: Option<String> = stage.app.portal.db.read_now(|c| Ok(reason.first(c)?)).unwrap();
    assert_eq!(reason.as_deref(), Some("sign-in"));
    let asked = server.asked().len();
    stage.act(connection, "runs").await;
    assert_eq!((stage.work().await, server.asked().len()), (0, asked));
    let tested = stage.act(connection, "test").await;
    assert_eq!(tested.status.as_u16(), 303);
    server.say(with_list(answer("200 OK", "")));
    let early = stage.act(connection, "test").await;
    assert_eq!(early.status.as_u16(), 429, "it was tested a moment ago");
}

async fn another_partner_pauses_the_connection(app: TestApp) {
    let stage = Stage::set(app).await;
    let (server, address) = ApiServer::start(with_list(answer("200 OK", &lines(&[customer(1, "A")]))));
    let connection = connect(&stage, &address.to_string(), "portal").await;
    stage.first_run(connection).await;
    let mut list = with_list(answer("200 OK", &lines(&[customer(9, "Another partner's")])));
    server.say(move |asked| match asked.is("GET /v1/profiles/mpn") {
        true => ok(&json!({ "mpnId": "6666", "partnerName": "Others" })),
        false => list(asked),
    });
    let run = stage.run(connection).await;
    assert_eq!((fault(&run).kind, fault(&run).words.as_str()), (F::Partner, "Others"));
    assert_eq!(counts(&stage.app).0, 1);
}

async fn the_budget_of_an_hour_is_kept(app: TestApp) {
    let stage = Stage::set(app).await;
    let items: Vec<Value> = (1..100).map(|number| customer(number, "A")).collect();
    let pages = Arc::new(items);
    let (server, address) = ApiServer::start(move |asked| {
        usual(asked).unwrap_or_else(|| match asked.line.as_str() {
            "GET /v1/customers?size=500" => ok(&json!({ "items": *pages })),
            line if line.ends_with("/subscriptions") => ok(&json!({ "items": [] })),
            line => {
                let number = pages.iter().find(|one| line.ends_with(one["id"].as_str().unwrap())).unwrap();
                ok(number)
            }
        })
    });
    let mut fields = Stage::fields(address, "client", "s3cr3t", "vendor");
    fields
        .iter_mut()
        .filter(|(name, _)| *name == "hourly_budget")
        .for_each(|(_, value)| *value = "60".to_owned());
    let connection = stage.create(&fields).await;
    let run = stage.run(connection).await;
    assert_eq!((run.state.as_str(), fault(&run).kind), ("reading", F::Budget), "{:?}", run.fault);
    assert!(server.asked().len() <= 60, "{}", server.asked().len());
    let before = content(&run).details;
    assert!(before > 0, "details of some customers are stored");
    // In the next hour it continues where it was.
    let anew = diesel::update(connections::table)
        .set(connections::budget_from.eq(clock::now() - TimeDelta::hours(2)));
    let soon = diesel::update(connection_runs::table).set(connection_runs::next_at.eq(clock::now()));
    stage.app.portal.db.write_now(|c| Ok(anew.execute(c)? + soon.execute(c)?)).unwrap();
    stage.work().await;
    let run = stage.newest(connection);
    assert!(content(&run).details > before, "{:?}", run.fault);
    assert!(server.asked().len() <= 120, "{}", server.asked().len());
}

async fn addresses_that_are_not_public_are_not_reached(app: TestApp) {
    let stage = Stage::set(app).await;
    let fields = Stage::fields("127.0.0.1:9".parse().unwrap(), "client", "s3cr3t", "portal");
    for base in [
        "http://10.0.0.1",
        "https://192.168.1.1/",
        "https://[::1]/",
        "ftp://a.example",
        "https://u:p@a.example",
    ] {
        let mut wrong: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        wrong.iter_mut().filter(|(name, _)| *name == "base_url").for_each(|(_, value)| *value = base);
        let reply = stage.admin.submit(&format!("{LIST}/new"), &format!("{LIST}/new"), &wrong).await;
        assert_eq!(
            (reply.status.as_u16(), reply.attributes("[data-error]", "data-error")),
            (422, vec!["base_url".to_owned()]),
            "{base}"
        );
        assert_eq!(reply.value("input[name=base_url]"), base, "what was typed stays");
        assert!(!reply.text().contains("s3cr3t"), "but not a secret");
    }
    // A name that leads to an address of this machine, which only the operator's exception for 127.0.0.1 allows.
    let mut named = fields.clone();
    named.iter_mut().filter(|(name, _)| ["base_url", "token_url"].contains(name)).for_each(|(_, value)| {
        *value = "https://localhost.invalid".to_owned();
    });
    let connection = stage.create(&named).await;
    let mut run = stage.run(connection).await;
    assert!(matches!(fault(&run).kind, F::UnknownHost | F::Failed), "{:?}", run.fault);
    run.state = stage.newest(connection).state;
    assert_eq!(run.state.as_str(), "reading", "it may be known later");
}

async fn rows_that_the_rules_refuse_are_listed_and_the_others_written(app: TestApp) {
    let stage = Stage::set(app).await;
    let gone = stage.app.customer(&stage.provider, 3, "Gone", "gone.example");
    stage.app.end(&stage.provider, gone);
    let list = [customer(1, "A"), customer(2, &"x".repeat(2_000)), customer(3, "Gone"), customer(4, "D")];
    let (_, address) = ApiServer::start(with_list(answer("200 OK", &lines(&list))));
    let connection = connect(&stage, &address.to_string(), "portal").await;
    let run = stage.first_run(connection).await;
    let found = content(&run);
    let report =
        found.report(partner_portal::features::connections::runs::model::RunPart::Customers).unwrap();
    assert_eq!((report.rows, report.added, report.bad), (4, 2, 2));
    assert_eq!(counts(&stage.app).0, 3);
    let page = stage.admin.get(&format!("{LIST}/{connection}/runs/{}", run.id)).await;
    let refused = page.all("[data-refused] th");
    assert_eq!(refused.len(), 2, "{refused:?}");
    for id in [crate::support::cast::id(2), crate::support::cast::id(3)] {
        assert!(refused.iter().any(|row| row.contains(&id.to_string())), "{refused:?}");
    }
    assert!(refused.iter().any(|row| row.starts_with("Gone, ")), "{refused:?}");
}
