//! What people change here goes to the server, if the connection says so: once, with the etag, and with a queue that shows what could
//! not be written and why.

use super::stage::{LIST, Remote, Stage, content, exports};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::api_server::{ApiServer, Asked, answer, ok};
use crate::support::cast::id;
use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{activity_entries, connection_writes, subscriptions};
use partner_portal::domain::ConnectionId;
use partner_portal::features::connections::writing::model::ConnectionWrite;
use partner_portal::features::connections::writing::work;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

on_both_databases! {
    changes_here_are_written_once_and_those_of_the_connection_never
    no_run_replaces_a_change_before_it_is_written
    what_both_sides_changed_waits_for_a_person
    the_rule_of_the_connection_decides_where_it_says_so
    what_the_server_refuses_is_listed_with_its_words
    a_value_that_changed_at_the_server_is_read_again
    a_server_that_asks_to_wait_gets_nothing_until_then
    nothing_is_written_without_the_choice
}

const ALL: [&str; 4] = ["write_bill_to", "write_quantity", "write_status", "write_renewal"];

/// Connects to another portal that lets the connection write, with these values for some fields, and runs it for the first time.
async fn connect(stage: &Stage, remote: &Remote, chosen: &[(&str, &str)]) -> ConnectionId {
    let mut fields = Stage::fields(remote.address, &remote.client_id, &remote.secret, "portal");
    choose(&mut fields, chosen);
    let connection = stage.create(&fields).await;
    stage.first_run(connection).await;
    connection
}

fn choose(fields: &mut [(&'static str, String)], chosen: &[(&str, &str)]) {
    for (name, value) in chosen {
        fields.iter_mut().find(|(field, _)| field == name).unwrap().1 = (*value).to_owned();
    }
}

/// Changes the first subscription of a customer, as a person does.
async fn change(app: &TestApp, number: u128, changes: Value) {
    let path = subscription_path(app, number);
    let changed = app.program("ga@1000.example").with_body(Method::PATCH, &path, &changes).await;
    assert_eq!(changed.status.as_u16(), 200, "{}", changed.text());
}

fn subscription_path(app: &TestApp, number: u128) -> String {
    format!("/v1/customers/{}/subscriptions/{}", id(number), subscription(app, number))
}

fn subscription(app: &TestApp, number: u128) -> String {
    let own = subscriptions::table.filter(subscriptions::microsoft_id.eq(id(number)));
    let first = own.order(subscriptions::subscription_id).select(subscriptions::subscription_id);
    app.portal.db.read_now(|c| Ok(first.first(c)?)).unwrap()
}

fn quantity(app: &TestApp, number: u128) -> i32 {
    let own = subscriptions::table.filter(subscriptions::microsoft_id.eq(id(number)));
    let first = own.order(subscriptions::subscription_id).select(subscriptions::quantity);
    app.portal.db.read_now(|c| Ok(first.first(c)?)).unwrap()
}

/// Changes the contact and address for bills of a customer, as a person does.
async fn move_to(app: &TestApp, number: u128, city: &str) {
    let program = app.program("ga@1000.example");
    let path = format!("/v1/customers/{}/profiles/billing", id(number));
    let mut whole = program.get(&path).await.json();
    whole["defaultAddress"]["city"] = city.into();
    whole["defaultAddress"]["state"] = "서울특별시".into();
    let saved = program.with_body(Method::PUT, &path, &whole).await;
    assert_eq!(saved.status.as_u16(), 200, "{}", saved.text());
}

async fn write(stage: &Stage) -> usize {
    write_at(stage, TimeDelta::zero()).await
}

async fn write_at(stage: &Stage, ahead: TimeDelta) -> usize {
    let portal = stage.app.portal.state.clone();
    actix_web::web::block(move || work::run(&portal, clock::now() + ahead)).await.unwrap().unwrap()
}

fn queue(app: &TestApp) -> Vec<ConnectionWrite> {
    let all = connection_writes::table.order(connection_writes::id).select(ConnectionWrite::as_select());
    app.portal.db.read_now(|c| Ok(all.load(c)?)).unwrap()
}

fn states(app: &TestApp) -> Vec<&'static str> {
    queue(app).iter().map(|one| one.state.as_str()).collect()
}

async fn page(stage: &Stage, connection: ConnectionId) -> String {
    let page = stage.admin.get(&format!("{LIST}/{connection}/writes")).await;
    assert_eq!(page.status.as_u16(), 200);
    page.text()
}

/// The actors and details of the entries about what was written.
fn entries(app: &TestApp) -> Vec<(String, String)> {
    let own = activity_entries::table.filter(activity_entries::action.eq("portal_write_to_server"));
    let all =
        own.order(activity_entries::seq).select((activity_entries::actor_name, activity_entries::details));
    app.portal.db.read_now(|c| Ok(all.load(c)?)).unwrap()
}

async fn changes_here_are_written_once_and_those_of_the_connection_never(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::writable().await);
    remote.fill(1..9);
    let connection = connect(&stage, &remote, &ALL.map(|field| (field, "ask"))).await;
    assert_eq!(
        (write(&stage).await, queue(&stage.app).len()),
        (0, 0),
        "the first run is no change of a person"
    );
    change(&stage.app, 1, json!({ "quantity": 9 })).await;
    change(&stage.app, 1, json!({ "quantity": 12 })).await;
    change(&stage.app, 4, json!({ "status": "suspended" })).await;
    change(&stage.app, 7, json!({ "autoRenewEnabled": false })).await;
    move_to(&stage.app, 2, "Busan").await;
    assert_ne!(exports(&stage.app).await, exports(&remote.app).await);
    assert_eq!(write(&stage).await, 4, "{:?}", queue(&stage.app));
    assert_eq!(states(&stage.app), ["written"; 4]);
    assert_eq!(exports(&stage.app).await.0, exports(&remote.app).await.0);
    assert_eq!(exports(&stage.app).await.1, exports(&remote.app).await.1);
    assert_eq!(quantity(&remote.app, 1), 12);
    let logged = entries(&stage.app);
    assert_eq!(logged.len(), 4);
    assert!(logged.iter().all(|(actor, details)| actor == "다른 포털" && details.contains("\"written\"")));
    assert_eq!(write(&stage).await, 0);

    // What the connection reads is not written back.
    change(&remote.app, 1, json!({ "quantity": 20 })).await;
    move_to(&remote.app, 2, "Daegu").await;
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
    assert_eq!(quantity(&stage.app, 1), 20);
    assert_eq!((write(&stage).await, queue(&stage.app).len()), (0, 4));
    assert_eq!(exports(&stage.app).await, exports(&remote.app).await);
    let shown = page(&stage, connection).await;
    assert_eq!(shown.matches("data-write=\"written\"").count(), 4, "{shown}");
    remote.stop().await;
}

async fn no_run_replaces_a_change_before_it_is_written(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::writable().await);
    remote.fill(1..6);
    let connection = connect(&stage, &remote, &ALL.map(|field| (field, "ask"))).await;
    change(&stage.app, 1, json!({ "quantity": 9 })).await;
    move_to(&stage.app, 2, "Busan").await;
    // The changes are in the log, and not in the queue yet; the server still has the values before.
    let before = exports(&stage.app).await;
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
    assert_eq!(exports(&stage.app).await, before);
    assert!(content(&run).written.iter().all(|(_, counts)| counts.added + counts.changed == 0));
    assert_eq!(write(&stage).await, 2);
    assert_eq!((exports(&remote.app).await, exports(&stage.app).await), (before.clone(), before));
    remote.stop().await;
}

async fn what_both_sides_changed_waits_for_a_person(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::writable().await);
    remote.fill(1..6);
    let connection = connect(&stage, &remote, &ALL.map(|field| (field, "ask"))).await;
    change(&stage.app, 1, json!({ "quantity": 9 })).await;
    change(&remote.app, 1, json!({ "quantity": 11 })).await;
    move_to(&stage.app, 2, "Busan").await;
    move_to(&remote.app, 2, "Daegu").await;
    assert_eq!((write(&stage).await, states(&stage.app)), (0, vec!["conflict"; 2]));
    let shown = page(&stage, connection).await;
    for value in ["11", "Busan", "Daegu"] {
        assert!(shown.contains(value), "{value}: {shown}");
    }
    let of_connection = stage.admin.get(&format!("{LIST}/{connection}")).await.text();
    assert!(of_connection.contains("Changes that need your decision: 2"), "{of_connection}");
    // Until somebody decides, both stay as they are.
    stage.run(connection).await;
    assert_eq!((quantity(&stage.app, 1), quantity(&remote.app, 1)), (9, 11));
    assert_eq!(write(&stage).await, 0);

    let [first, second] = [0, 1].map(|at| queue(&stage.app)[at].id);
    stage.act(connection, &format!("writes/{first}/retry")).await;
    stage.act(connection, &format!("writes/{second}/removal")).await;
    assert_eq!(write(&stage).await, 1);
    assert_eq!(states(&stage.app), ["written", "given-up"]);
    assert_eq!(quantity(&remote.app, 1), 9);
    stage.run(connection).await;
    assert_eq!(exports(&stage.app).await, exports(&remote.app).await);
    assert!(exports(&stage.app).await.0.iter().any(|one| one.to_string().contains("Daegu")));
    let acts: Vec<bool> = entries(&stage.app).iter().map(|(actor, _)| actor == "다른 포털").collect();
    assert_eq!(acts, [false, false, true], "a person tried again and gave up, the connection wrote");
    remote.stop().await;
}

async fn the_rule_of_the_connection_decides_where_it_says_so(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::writable().await);
    remote.fill(1..6);
    let chosen = [("write_quantity", "rule"), ("rule_quantity", "ours"), ("write_bill_to", "rule")];
    let connection = connect(&stage, &remote, &chosen).await;
    change(&stage.app, 1, json!({ "quantity": 9 })).await;
    change(&remote.app, 1, json!({ "quantity": 11 })).await;
    move_to(&stage.app, 2, "Busan").await;
    move_to(&remote.app, 2, "Daegu").await;
    assert_eq!((write(&stage).await, states(&stage.app)), (1, vec!["written", "given-up"]));
    assert_eq!(quantity(&remote.app, 1), 9);
    stage.run(connection).await;
    assert_eq!(exports(&stage.app).await, exports(&remote.app).await);
    remote.stop().await;
}

async fn what_the_server_refuses_is_listed_with_its_words(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::writable().await);
    remote.fill(1..6);
    let connection = connect(&stage, &remote, &[("write_quantity", "ask"), ("write_status", "ask")]).await;
    change(&stage.app, 1, json!({ "quantity": 9 })).await;
    change(&stage.app, 4, json!({ "quantity": 8 })).await;
    // There, the subscription is suspended, and a suspended one keeps its quantity.
    change(&remote.app, 1, json!({ "status": "suspended" })).await;
    assert_eq!((write(&stage).await, states(&stage.app)), (1, vec!["refused", "written"]));
    let fault = queue(&stage.app)[0].last_fault().unwrap().unwrap();
    assert_eq!(fault.status, Some(400), "{fault:?}");
    let shown = page(&stage, connection).await;
    assert!(!fault.words.is_empty() && shown.contains(fault.words.split('’').next().unwrap()), "{shown}");
    assert_eq!(write(&stage).await, 0, "what was refused waits for a person");
    change(&remote.app, 1, json!({ "status": "active" })).await;
    let first = queue(&stage.app)[0].id;
    stage.act(connection, &format!("writes/{first}/retry")).await;
    assert_eq!((write(&stage).await, quantity(&remote.app, 1)), (1, 9));
    // A change that is over cannot be given up.
    let late = stage.act(connection, &format!("writes/{first}/removal")).await;
    assert_eq!((late.status.as_u16(), states(&stage.app)), (303, vec!["written"; 2]));
    remote.stop().await;
}

/// A connection to a server that answers as a test tells it, and a subscription whose quantity was changed here from 7 to 9.
async fn with_server(stage: &Stage) -> (ApiServer, ConnectionId, String) {
    let (server, address) = ApiServer::start(|_| Vec::new());
    let mut fields = Stage::fields(address, "client", "s3cr3t", "portal");
    choose(&mut fields, &[("write_quantity", "ask")]);
    let customer = stage.app.customer(&stage.provider, 1, "Contoso", "contoso.example");
    stage.app.subscription(&stage.provider, customer, "Suite", None);
    let connection = stage.create(&fields).await;
    change(&stage.app, 1, json!({ "quantity": 9 })).await;
    (server, connection, subscription_path(&stage.app, 1))
}

fn token(asked: &Asked) -> Option<Vec<u8>> {
    let granted = json!({ "token_type": "Bearer", "expires_in": 3599, "access_token": "t0ken" });
    asked.is("POST /").then(|| ok(&granted))
}

async fn a_value_that_changed_at_the_server_is_read_again(app: TestApp) {
    let stage = Stage::set(app).await;
    let (server, _, path) = with_server(&stage).await;
    let version = Arc::new(AtomicUsize::new(1));
    let seen = version.clone();
    server.say(move |asked| {
        let etag = format!("e{}", seen.load(Ordering::SeqCst));
        if let Some(token) = token(asked) {
            return token;
        }
        if asked.is("GET /") {
            return ok(&json!({ "quantity": 7, "friendlyName": "Theirs", "attributes": { "etag": etag } }));
        }
        // Somebody renames it between the first reading and the first writing.
        if asked.header("if-match") == Some("\"e1\"") {
            seen.store(2, Ordering::SeqCst);
            return answer("412 Precondition Failed", r#"{"code":"2055","description":"stale"}"#);
        }
        ok(&json!({}))
    });
    assert_eq!((write(&stage).await, states(&stage.app)), (1, vec!["written"]));
    let asked = server.asked();
    let sent: Vec<&Asked> = asked.iter().filter(|asked| asked.is(&format!("PATCH {path}"))).collect();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[1].header("if-match"), Some("\"e2\""));
    let body: Value = serde_json::from_str(&sent[1].body).unwrap();
    assert_eq!((&body["quantity"], &body["friendlyName"]), (&json!(9), &json!("Theirs")));

    // One that changes again and again is left alone for a while.
    change(&stage.app, 1, json!({ "quantity": 10 })).await;
    server.say(|asked| {
        token(asked).unwrap_or_else(|| match asked.is("GET /") {
            true => ok(&json!({ "quantity": 9, "attributes": { "etag": "e" } })),
            false => answer("412 Precondition Failed", "{}"),
        })
    });
    assert_eq!((write(&stage).await, states(&stage.app)), (0, vec!["written", "waiting"]));
    assert!(queue(&stage.app)[1].next_at.is_some());
}

async fn a_server_that_asks_to_wait_gets_nothing_until_then(app: TestApp) {
    let stage = Stage::set(app).await;
    let (server, connection, path) = with_server(&stage).await;
    server.say(|asked| {
        token(asked)
            .unwrap_or_else(|| answer("429 Busy\r\nRetry-After: 900", r#"{"description":"slow down"}"#))
    });
    assert_eq!((write(&stage).await, states(&stage.app)), (0, vec!["waiting"]));
    let asked = server.asked().len();
    assert_eq!(write_at(&stage, TimeDelta::minutes(10)).await, 0);
    assert_eq!(server.asked().len(), asked, "it asked to wait for 15 minutes");
    assert!(page(&stage, connection).await.contains("slow down"));
    // What it then has is what this portal wants: nothing is sent.
    server.say(|asked| token(asked).unwrap_or_else(|| ok(&json!({ "quantity": 9 }))));
    assert_eq!((write_at(&stage, TimeDelta::minutes(20)).await, states(&stage.app)), (0, vec!["written"]));
    assert!(server.asked().iter().all(|asked| !asked.is(&format!("PATCH {path}"))));
}

async fn nothing_is_written_without_the_choice(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::writable().await);
    remote.fill(1..6);
    let connection = connect(&stage, &remote, &[("write_status", "ask")]).await;
    change(&stage.app, 1, json!({ "quantity": 9 })).await;
    assert_eq!((write(&stage).await, queue(&stage.app).len()), (0, 0));
    let run = stage.run(connection).await;
    assert_eq!((run.state.as_str(), quantity(&stage.app, 1)), ("done", 7));
    // A choice that is taken back gives up what waits.
    change(&remote.app, 1, json!({ "status": "suspended" })).await;
    change(&stage.app, 1, json!({ "status": "suspended" })).await;
    change(&stage.app, 1, json!({ "status": "active" })).await;
    assert_eq!((write(&stage).await, states(&stage.app)), (0, vec!["conflict"]));
    let mut fields = Stage::fields(remote.address, &remote.client_id, "", "portal");
    fields.push(("version", "1".to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let edit = format!("{LIST}/{connection}/edit");
    let saved = stage.admin.submit(&edit, &edit, &fields).await;
    assert_eq!((saved.status.as_u16(), states(&stage.app)), (303, vec!["given-up"]), "{}", saved.text());
    // Other partners and roles reach nothing.
    let write = queue(&stage.app)[0].id;
    for (email, status) in [("ga@2000.example", 404), ("aa@1000.example", 403)] {
        let other = stage.app.signed_in(email).await;
        let path = format!("{LIST}/{connection}/writes");
        assert_eq!(other.get(&path).await.status.as_u16(), status, "{email}");
        let reply = other.submit("/help/keys", &format!("{path}/{write}/retry"), &[]).await;
        assert_eq!(reply.status.as_u16(), status, "{email}");
    }
    remote.stop().await;
}
