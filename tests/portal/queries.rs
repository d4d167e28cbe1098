//! The queries that pages run: their number, and the indexes they use.

mod plans;
mod recorder;
mod walk;

use crate::recorded_on_both_databases;
use crate::support::TestApp;
use crate::support::cast::Cast;
use actix_web::http::StatusCode;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::audit::{Action, Activity, Author};
use partner_portal::db::DbConnection;
use partner_portal::db::schema::{customers, relationship_requests as requests};
use partner_portal::demo::seed;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

recorded_on_both_databases! {
    a_search_runs_a_constant_number_of_queries
    every_page_query_uses_an_index
    the_log_runs_a_constant_number_of_queries
}

impl TestApp {
    /// Pending requests of the provider, one for each of these ended customers.
    fn waiting(&self, cast: &Cast, numbers: std::ops::Range<u128>) {
        for number in numbers {
            let ended = self.customer(&cast.provider, number, &format!("Ended {number}"), "ended.example");
            self.end(&cast.provider, ended);
            let at = partner_portal::clock::now();
            let row = (
                requests::id.eq(Uuid::from_u128(number).to_string()),
                requests::partner_id.eq(cast.provider.id.0),
                requests::kind.eq("customer"),
                requests::language.eq("en"),
                requests::delegated_admin.eq(true),
                requests::recipient.eq(format!("person{number}@ended.example")),
                (requests::subject.eq("A subject"), requests::body.eq("{link}")),
                requests::status.eq("sent"),
                requests::valid_until.eq(at.date() + chrono::TimeDelta::days(30)),
                (requests::link_seq.eq(1), requests::version.eq(1)),
                (requests::created_by.eq(1), requests::created_name.eq("Somebody")),
                (requests::created_email.eq("ga@1000.example"), requests::created_at.eq(at)),
                (requests::changed_by.eq("Somebody"), requests::changed_at.eq(at)),
                requests::again_for.eq(ended.to_string()),
            );
            let made = |c: &mut _| Ok(diesel::insert_into(requests::table).values(row).execute(c)?);
            self.portal.db.write_now(made).unwrap();
        }
    }
}

async fn a_search_runs_a_constant_number_of_queries(app: TestApp) {
    let cast = app.cast();
    app.waiting(&cast, 1..2);
    let app = app.alone().await;
    let browser = app.signed_in("ga@1000.example").await;
    let search = async |query: &str| {
        browser.get("/customers?q=warm").await;
        recorder::start(&app);
        let page = browser.get(&format!("/customers?q={query}")).await;
        let asked = recorder::stop(&app).len();
        assert_eq!(page.status, StatusCode::OK);
        (asked, page.attributes("#waiting-requests a", "href").len())
    };
    let few = search("nothing-has-this").await;
    app.waiting(&cast, 2..1_000);
    assert_eq!(search("nothing-has-this").await, few);
    let (asked, shown) = search("ended").await;
    assert!(asked <= few.0 + 1, "{asked} against {few:?}");
    assert_eq!(shown, 5);
}

/// Inserts a queued message for each customer and updates PostgreSQL's statistics: without them it assumes that hardly
/// any message is queued and reads the whole table.
fn letters(app: &TestApp) {
    let many = "INSERT INTO outbox (id, partner_id, recipient, reply_to, language, subject, text, created_at, not_before,
                                    attempts, held, kind, link)
                SELECT microsoft_id || partner_id, partner_id, 'it@customer.example', '', 'en', 'Subject', '[]', customer_since, customer_since,
                       0, FALSE, 'notice', 'none' FROM customers";
    let written = app.portal.db.write_now(|c| {
        c.batch_execute(many)?;
        if let DbConnection::Postgres(c) = c {
            c.batch_execute("ANALYZE outbox")?;
        }
        Ok(())
    });
    written.unwrap();
}

/// Neither more entries, nor more customers in them, nor a search that picks a customer adds a query.
async fn the_log_runs_a_constant_number_of_queries(app: TestApp) {
    let cast = app.cast();
    let author = Author::operator(cast.provider.id);
    let note = |numbers: std::ops::Range<u128>| {
        for number in numbers {
            let name = format!("Customer {number}");
            let customer = app.customer(&cast.provider, number, &name, "some.example");
            let details = json!({ "name": "E3", "before": { "quantity": 1 }, "after": { "quantity": 2 } });
            let entry = Activity::for_customer(Action::UpdateSubscription, customer, &name, details);
            app.portal.log.record_now(&author, |_| Ok(((), vec![entry]))).unwrap();
        }
    };
    note(1..2);
    let browser = app.signed_in("ga@1000.example").await;
    let log = async |query: &str| {
        browser.get("/activity").await;
        recorder::start(&app);
        let page = browser.get(&format!("/activity{query}")).await;
        let asked = recorder::stop(&app).len();
        assert_eq!(page.status, StatusCode::OK);
        (asked, page.ids().len())
    };
    let (few, rows) = log("?action=update_subscription").await;
    let (picked, _) = log(&format!("?q={}", crate::support::cast::id(1))).await;
    assert_eq!(rows, 1);
    note(2..31);
    assert_eq!(log("?action=update_subscription").await, (few, 30));
    assert_eq!(log(&format!("?q={}", crate::support::cast::id(9))).await, (picked, 1));
    let searched = log("?q=some.example").await;
    assert_eq!(searched.1, 30);
    assert!(picked <= searched.0, "{picked} queries to pick a customer, {} to search", searched.0);
}

/// Corrects a Microsoft ID that the portal assigned; the sample channel has no such ID.
async fn correct_an_id(app: &TestApp, seen: &mut impl FnMut(&str)) {
    let browser = app.browser();
    browser.sign_in("ara.kim@hangang.example", seed::PASSWORD).await;
    let id = browser.get("/customers").await.ids()[0].clone();
    let assigned = customers::table.filter(customers::microsoft_id.eq(&id));
    let assigned = diesel::update(assigned).set(customers::id_invented.eq(true));
    app.portal.db.write_now(|c| Ok(assigned.execute(c)?)).unwrap();
    let page = format!("/customers/{id}/microsoft-id");
    let version = browser.get(&page).await.value("input[name=version]");
    let new = Uuid::from_u128(7).to_string();
    seen("");
    let fields = [("microsoft_id", new.as_str()), ("version", &version), ("confirm", "yes")];
    let corrected = browser.submit(&page, &page, &fields).await;
    assert_eq!(corrected.header("location"), format!("/customers/{new}/account"), "{}", corrected.text());
    browser.get(&page).await;
    seen("correction of a Microsoft ID");
}

/// A Global admin of each type of partner visits every page of the sample channel; then the background jobs run.
async fn every_page_query_uses_an_index(app: TestApp) {
    let app = app.alone().await;
    seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 150).unwrap();
    letters(&app);
    let mut asked: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = |what: &str| {
        for query in recorder::stop(&app) {
            asked.entry(plans::without_values(&query)).or_insert_with(|| what.to_owned());
        }
        recorder::start(&app);
    };
    for email in ["ara.kim@hangang.example", "jiwoo.seo@solbit.example", "grace.rivera@bluepine.example"] {
        let browser = app.browser();
        seen("");
        let signed_in = browser.sign_in(email, seed::PASSWORD).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{}", signed_in.text());
        walk::walk(&browser, "/customers", &mut seen).await;
    }
    correct_an_id(&app, &mut seen).await;
    partner_portal::jobs::cleaning::delete_expired(&app.portal).unwrap();
    seen("cleaning");
    recorder::stop(&app);

    let mut found = Vec::new();
    for (sql, what) in &asked {
        let whole = app.portal.db.write_now(|c| plans::read_whole(sql, c)).unwrap();
        let whole: Vec<_> = whole.iter().filter(|table| !plans::is_short(table)).collect();
        if !whole.is_empty() {
            found.push(format!("{what} reads {whole:?} from end to end: {sql}"));
        }
    }
    assert!(asked.len() > 100, "{} queries were recorded", asked.len());
    assert!(found.is_empty(), "{} of {}:\n{}", found.len(), asked.len(), found.join("\n"));
}
