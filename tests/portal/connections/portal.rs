//! Another portal: preview, equal lists, rules, and customers that are missing.

use super::stage::{LIST, Remote, Stage, add_bill_to, content, counts, exports};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::id;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{
    activity_entries, connection_customers, connections, customers, subscriptions,
};
use partner_portal::features::connections::runs::model::RunPart;
use partner_portal::features::connections::{due, work};
use partner_portal::search::{list_changed, subscriptions_changed};

on_both_databases! {
    the_first_run_shows_what_it_would_do_and_then_makes_equal_lists
    later_runs_write_by_themselves_and_only_what_differs
    names_that_were_corrected_here_stay
    stored_values_stay_where_they_win
    missing_customers_are_marked_and_never_removed
    a_list_that_lost_most_customers_waits_for_a_person
    a_due_connection_runs_once_from_two_processes
    the_account_of_the_connection_is_the_actor
    a_discarded_run_writes_nothing
    other_partners_and_roles_reach_nothing
}

async fn the_first_run_shows_what_it_would_do_and_then_makes_equal_lists(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..40);
    let connection = stage.connect(&remote, "portal").await;
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "preview", "{:?}", run.fault);
    let found = content(&run);
    let planned = RunPart::ORDER.map(|part| found.report(part).unwrap());
    assert_eq!(
        planned.map(|report| (report.rows, report.added, report.bad)),
        [(39, 39, 0), (19, 19, 0), (39, 39, 0)]
    );
    assert_eq!(counts(&stage.app), (0, 0), "nothing was written");
    let page = stage.admin.get(&format!("{LIST}/{connection}/runs/{}", run.id)).await;
    assert_eq!(page.all("[data-part=customers] [data-count=added]"), ["39"]);

    let run = stage.confirm(connection, run.id).await;
    assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
    let (ours, theirs) = (exports(&stage.app).await, exports(&remote.app).await);
    assert_eq!(ours.0, theirs.0);
    assert_eq!(ours.1, theirs.1);
    assert_eq!((ours.0.len(), ours.1.len()), (39, 40));
    crate::support::summaries::assert_right(&stage.app);
    let page = stage.admin.get(&format!("{LIST}/{connection}")).await;
    assert!(page.text().contains("Partner 1000 1000"), "the page names the partner of the server");
    remote.stop().await;
}

async fn later_runs_write_by_themselves_and_only_what_differs(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..12);
    let connection = stage.connect(&remote, "portal").await;
    stage.first_run(connection).await;
    let again = stage.run(connection).await;
    assert_eq!(again.state.as_str(), "done");
    assert!(content(&again).written.iter().all(|(_, counts)| counts.added + counts.changed == 0));

    remote.fill(12..14);
    rename(&remote.app, 3, "Renamed");
    add_bill_to(&remote.app, &remote.provider, id(4), "Busan");
    change_quantity(&remote.app, 5, 99);
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
    let written = content(&run).written;
    let of = |part| {
        written.iter().find(|(known, _)| *known == part).map(|(_, counts)| (counts.added, counts.changed))
    };
    assert_eq!(of(RunPart::Customers), Some((2, 1)));
    assert_eq!(of(RunPart::BillTo), Some((1, 1)));
    assert_eq!(of(RunPart::Subscriptions).map(|(_, changed)| changed), Some(2));
    assert_eq!(exports(&stage.app).await, exports(&remote.app).await);
    remote.stop().await;
}

async fn names_that_were_corrected_here_stay(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..4);
    let connection = stage.connect(&remote, "portal").await;
    stage.first_run(connection).await;
    let path = format!("/customers/{}/bill-to", id(1));
    let fields = [("company_name", "바로잡은 이름"), ("country", "KR")];
    let version = stage.admin.get(&path).await.value("input[name=version]");
    let mut all = fields.to_vec();
    all.push(("version", version.as_str()));
    let saved = stage.admin.submit(&path, &path, &all).await;
    assert_eq!(saved.status.as_u16(), 303, "{:?}", saved.all("[data-error]"));
    rename(&remote.app, 1, "Their new name");
    rename(&remote.app, 2, "Their other name");
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
    assert_eq!(content(&run).report(RunPart::Customers).unwrap().kept, 1);
    assert_eq!(
        (name(&stage.app, 1), name(&stage.app, 2)),
        ("바로잡은 이름".to_owned(), "Their other name".to_owned())
    );
    remote.stop().await;
}

async fn stored_values_stay_where_they_win(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..6);
    let mut fields = Stage::fields(remote.address, &remote.client_id, &remote.secret, "portal");
    for (name, value) in &mut fields {
        if ["rule_quantity", "rule_bill_to"].contains(name) {
            *value = "ours".to_owned();
        }
        if *name == "rule_name" {
            *value = "theirs".to_owned();
        }
    }
    let connection = stage.create(&fields).await;
    stage.first_run(connection).await;
    let before = exports(&stage.app).await;
    change_quantity(&remote.app, 5, 42);
    add_bill_to(&remote.app, &remote.provider, id(4), "Daegu");
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
    assert_eq!(exports(&stage.app).await, before);
    remote.stop().await;
}

async fn missing_customers_are_marked_and_never_removed(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..8);
    let own = stage.app.customer(&stage.provider, 500, "Only here", "here.example");
    let connection = stage.connect(&remote, "portal").await;
    let preview = stage.run(connection).await;
    assert_eq!((content(&preview).only_here, content(&preview).missing), (1, 0));
    stage.confirm(connection, preview.id).await;

    remote.app.end(&remote.provider, id(2));
    let run = stage.run(connection).await;
    assert_eq!((run.state.as_str(), content(&run).missing), ("done", 1));
    assert_eq!(missing(&stage.app), [id(2).to_string()]);
    assert_eq!(counts(&stage.app).0, 8, "nothing was removed");
    let page = stage.admin.get(&format!("/customers/{}/account", id(2))).await.text();
    assert!(page.contains("Missing at the server of the connection 다른 포털 since"), "{page}");
    let log = stage.app.log_of(&stage.provider, "customer");
    let marks: Vec<&String> = log
        .iter()
        .filter(|(action, _)| action == "portal_mark_missing_customer")
        .map(|(_, details)| details)
        .collect();
    assert_eq!(marks.len(), 1, "{log:?}");
    // Marked once, not in each run.
    assert_eq!(content(&stage.run(connection).await).missing, 0);

    let row = customers::table
        .filter(customers::partner_id.eq(remote.provider.id).and(customers::microsoft_id.eq(id(2))));
    let back = customers::ended_at.eq(None::<chrono::NaiveDateTime>);
    remote
        .app
        .portal
        .db
        .write_now(|c| {
            diesel::update(row).set(back).execute(c)?;
            list_changed(c, remote.provider.id, &[(Vec::new(), vec![0xff; 40])])
        })
        .unwrap();
    assert_eq!(content(&stage.run(connection).await).back, 1);
    assert_eq!(missing(&stage.app), Vec::<String>::new());
    assert!(!missing(&stage.app).contains(&own.to_string()));
    remote.stop().await;
}

async fn a_list_that_lost_most_customers_waits_for_a_person(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..25);
    let connection = stage.connect(&remote, "portal").await;
    stage.first_run(connection).await;
    for number in 1..20 {
        remote.app.end(&remote.provider, id(number));
    }
    let run = stage.run(connection).await;
    assert_eq!((run.state.as_str(), content(&run).missing), ("preview", 19));
    assert_eq!(missing(&stage.app).len(), 0);
    stage.confirm(connection, run.id).await;
    assert_eq!(missing(&stage.app).len(), 19);
    remote.stop().await;
}

async fn a_due_connection_runs_once_from_two_processes(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..30);
    let connection = stage.connect(&remote, "portal").await;
    assert_eq!(due::start_due(&stage.app.portal, clock::now() + chrono::TimeDelta::days(9)).unwrap(), 0);
    stage.first_run(connection).await;
    remote.fill(30..40);
    let tomorrow = clock::now() + chrono::TimeDelta::days(2);
    let (first, second) = (stage.app.portal.state.clone(), stage.app.second().await.portal.state);
    let started = actix_web::web::block(move || {
        let other = std::thread::spawn(move || {
            let started = due::start_due(&second, tomorrow).unwrap();
            work::run_waiting(&second, tomorrow).unwrap();
            started
        });
        let started = due::start_due(&first, tomorrow).unwrap();
        work::run_waiting(&first, tomorrow).unwrap();
        started + other.join().unwrap()
    });
    assert_eq!(started.await.unwrap(), 1);
    stage.work().await;
    let run = stage.newest(connection);
    assert_eq!((run.state.as_str(), run.cause.as_str()), ("done", "schedule"), "{:?}", run.fault);
    assert_eq!(exports(&stage.app).await.0, exports(&remote.app).await.0);
    remote.stop().await;
}

async fn the_account_of_the_connection_is_the_actor(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..4);
    let connection = stage.connect(&remote, "portal").await;
    stage.first_run(connection).await;
    rename(&remote.app, 1, "Renamed");
    // The one who added the connection has left.
    let left =
        diesel::update(partner_portal::db::schema::users::table.find(stage.app.user("ga@1000.example")))
            .set(partner_portal::db::schema::users::active.eq(false));
    stage.app.portal.db.write_now(|c| Ok(left.execute(c)?)).unwrap();
    let tomorrow = clock::now() + chrono::TimeDelta::days(2);
    assert_eq!(due::start_due(&stage.app.portal, tomorrow).unwrap(), 1);
    stage.work().await;
    assert_eq!(name(&stage.app, 1), "Renamed");
    let entries = activity_entries::table
        .filter(
            activity_entries::partner_id
                .eq(stage.provider.id.0)
                .and(activity_entries::action.eq("portal_update_customer")),
        )
        .select((activity_entries::actor_name, activity_entries::details));
    let entries: Vec<(String, String)> = stage.app.portal.db.read_now(|c| Ok(entries.load(c)?)).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].0, "다른 포털");
    assert!(entries[0].1.contains(r#""connection":"다른 포털""#), "{}", entries[0].1);
    let account = connections::table.select(connections::user_id);
    let account: i32 = stage.app.portal.db.read_now(|c| Ok(account.first(c)?)).unwrap();
    let users = stage.app.signed_in("um@1000.example").await.get("/account-settings/users").await;
    assert!(!users.ids().contains(&account.to_string()), "the account is in no list of users");
    remote.stop().await;
}

async fn a_discarded_run_writes_nothing(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..4);
    let connection = stage.connect(&remote, "portal").await;
    let run = stage.run(connection).await;
    // A second run cannot begin meanwhile.
    stage.act(connection, "runs").await;
    assert_eq!(stage.newest(connection).id, run.id);
    stage.act(connection, &format!("runs/{}/removal", run.id)).await;
    assert_eq!(stage.newest(connection).state.as_str(), "discarded");
    assert_eq!((counts(&stage.app), stage.work().await), ((0, 0), 0));
    let removed = stage.act(connection, "removal").await;
    assert_eq!(removed.status.as_u16(), 303);
    assert_eq!(stage.admin.get(&format!("{LIST}/{connection}")).await.status.as_u16(), 404);
    remote.stop().await;
}

async fn other_partners_and_roles_reach_nothing(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..3);
    let connection = stage.connect(&remote, "portal").await;
    let run = stage.run(connection).await;
    for (email, status) in [("ga@2000.example", 404), ("aa@1000.example", 403), ("um@1000.example", 403)] {
        let other = stage.app.signed_in(email).await;
        for path in [format!("{LIST}/{connection}"), format!("{LIST}/{connection}/runs/{}", run.id)] {
            assert_eq!(other.get(&path).await.status.as_u16(), status, "{email} {path}");
        }
        for act in ["runs", "test", "pause", "removal"] {
            let reply = other.submit("/help/keys", &format!("{LIST}/{connection}/{act}"), &[]).await;
            assert_eq!(reply.status.as_u16(), status, "{email} {act}");
        }
    }
    assert_eq!(stage.newest(connection).state.as_str(), "preview");
    remote.stop().await;
}

fn rename(app: &TestApp, number: u128, name: &str) {
    let row = customers::table.filter(customers::microsoft_id.eq(id(number)));
    let values = (
        customers::list_name.eq(name),
        customers::sort_key.eq(partner_portal::text::sort_key(name)),
        customers::version.eq(customers::version + 1),
    );
    let all = vec![(Vec::new(), vec![0xff; 40])];
    app.portal
        .db
        .write_now(|c| {
            let partner: partner_portal::domain::PartnerId = customers::table
                .filter(customers::microsoft_id.eq(id(number)))
                .select(customers::partner_id)
                .first(c)?;
            diesel::update(row).set(values).execute(c)?;
            list_changed(c, partner, &all)
        })
        .unwrap();
}

fn change_quantity(app: &TestApp, number: u128, quantity: i32) {
    let rows = subscriptions::table.filter(subscriptions::microsoft_id.eq(id(number)));
    let values =
        (subscriptions::quantity.eq(quantity), subscriptions::version.eq(subscriptions::version + 1));
    app.portal
        .db
        .write_now(|c| {
            diesel::update(rows).set(values).execute(c)?;
            let partner: partner_portal::domain::PartnerId = customers::table
                .filter(customers::microsoft_id.eq(id(number)))
                .select(customers::partner_id)
                .first(c)?;
            subscriptions_changed(c, partner, [id(number)..=id(number)])
        })
        .unwrap();
}

fn name(app: &TestApp, number: u128) -> String {
    let row = customers::table.filter(customers::microsoft_id.eq(id(number))).select(customers::list_name);
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

fn missing(app: &TestApp) -> Vec<String> {
    let marked = connection_customers::table.filter(connection_customers::missing_since.is_not_null());
    let ids = marked.order(connection_customers::microsoft_id).select(connection_customers::microsoft_id);
    app.portal.db.read_now(|c| Ok(ids.load(c)?)).unwrap()
}
