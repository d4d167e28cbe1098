//! The queries that pages run: how many, and how the databases find the rows.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "queries/recorder.rs"]
mod recorder;
mod support;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use partner_portal::db::schema::relationship_requests as requests;
use support::TestApp;
use support::cast::Cast;
use uuid::Uuid;

recorded_on_both_databases! {
    a_search_asks_as_often_however_many_requests_wait
}

impl TestApp {
    /// Waiting requests of the provider, each of which asks an ended customer again.
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

async fn a_search_asks_as_often_however_many_requests_wait(app: TestApp) {
    let cast = app.cast();
    app.waiting(&cast, 1..2);
    let browser = app.signed_in("ga@1000.example").await;
    let search = async |query: &str| {
        browser.get("/customers?q=warm").await;
        recorder::start();
        let page = browser.get(&format!("/customers?q={query}")).await;
        let asked = recorder::stop().len();
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
