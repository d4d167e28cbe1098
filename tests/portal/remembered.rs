//! The user of a session or token, and what pages show around their rows, is remembered until any process changes something
//! in the database.

use crate::on_both_databases;
use crate::support::{Reply, TestApp};
use actix_web::http::StatusCode;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::connection::SimpleConnection;
use partner_portal::audit::Author;
use partner_portal::auth::Scope;
use partner_portal::auth::actor::active_person;
use partner_portal::auth::remembered::{Remembered, Valid};
use partner_portal::auth::scope::ViewCustomers;
use partner_portal::auth::scope_memory::ScopeMemory;
use partner_portal::clock;
use partner_portal::domain::UserId;
use std::cell::Cell;
use std::sync::Arc;

on_both_databases! {
    is_asked_for_once_while_nothing_changes
    is_asked_for_again_outside_of_its_time
    what_was_not_found_is_asked_for_again
    a_role_that_another_process_takes_away_is_gone_at_the_next_request
    a_value_is_read_once_for_its_user_or_partner_while_nothing_changes
    what_is_around_a_list_is_that_of_the_user_and_changes_with_another_process
}

/// Looks for a caller; each time the database is asked, the answer is a higher number.
struct Asker {
    app: TestApp,
    remembered: Remembered<u32>,
    asked: Cell<u32>,
}

impl Asker {
    fn new(app: TestApp) -> Self {
        Asker { app, remembered: Remembered::default(), asked: Cell::default() }
    }

    async fn ask(&self, after: NaiveDateTime, before: NaiveDateTime) -> Option<u32> {
        let value = self.asked.get() + 1;
        let found = Some(Valid { value, after, before });
        let answer = self.remembered.find(&self.app.portal.db, "key", move |_| Ok(found)).await.unwrap();
        if answer == Some(value) {
            self.asked.set(value);
        }
        answer
    }

    /// Asks for a caller that is valid for an hour.
    async fn lasting(&self) -> Option<u32> {
        let now = clock::now();
        self.ask(now - TimeDelta::hours(1), now + TimeDelta::hours(1)).await
    }

    /// PostgreSQL has no number that tells whether something changed, so it is asked at each request.
    fn remembers(&self) -> bool {
        !self.app.portal.db.backend().is_postgres()
    }

    fn write(&self, sql: &str) {
        self.app.portal.db.write_now(|c| Ok(c.batch_execute(sql)?)).unwrap();
    }
}

async fn is_asked_for_once_while_nothing_changes(app: TestApp) {
    app.cast();
    let asker = Asker::new(app);
    for _ in 0..3 {
        asker.lasting().await;
    }
    assert_eq!(asker.asked.get(), if asker.remembers() { 1 } else { 3 });
    let before = asker.asked.get();
    asker.write("UPDATE partners SET name = name || '!'");
    assert_eq!(asker.lasting().await, Some(before + 1), "any change counts");
    let second = asker.app.second().await;
    second.portal.db.write_now(|c| Ok(c.batch_execute("UPDATE partners SET name = 'x'")?)).unwrap();
    assert_eq!(asker.lasting().await, Some(before + 2), "also of another process");
    let undone = asker.app.portal.db.write_now(|c| {
        c.batch_execute("UPDATE partners SET name = 'y'")?;
        Err::<(), _>(partner_portal::error::Error::NotFound)
    });
    assert!(undone.is_err());
    if asker.remembers() {
        assert_eq!(asker.lasting().await, Some(before + 2), "a rollback changes nothing");
    }
}

async fn is_asked_for_again_outside_of_its_time(app: TestApp) {
    let (asker, now, hour) = (Asker::new(app), clock::now(), TimeDelta::hours(1));
    assert_eq!(asker.ask(now - hour, now - TimeDelta::milliseconds(1)).await, Some(1));
    assert_eq!(asker.ask(now - hour, now + hour).await, Some(2), "it had ended");
    asker.write("CREATE TABLE another (id INTEGER)");
    assert_eq!(asker.ask(now + hour, now + hour * 2).await, Some(3));
    assert_eq!(asker.lasting().await, Some(4), "it had not begun: the clock was set back");
}

async fn what_was_not_found_is_asked_for_again(app: TestApp) {
    let asker = Asker::new(app);
    let nothing = asker.remembered.find(&asker.app.portal.db, "key", |_| Ok(None)).await.unwrap();
    assert_eq!(nothing, None);
    assert_eq!(asker.lasting().await, Some(1));
}

async fn a_role_that_another_process_takes_away_is_gone_at_the_next_request(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let program = app.program("ga@4000.example");
    for _ in 0..2 {
        assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
        assert_eq!(program.get("/v1/customers").await.status, StatusCode::OK);
    }
    let second = app.second().await;
    let change = "UPDATE users SET admin_role = NULL, agent_role = NULL WHERE email_key = 'ga@4000.example'";
    second.portal.db.write_now(|c| Ok(c.batch_execute(change)?)).unwrap();
    assert_eq!(browser.get("/customers").await.status, StatusCode::FORBIDDEN);
    assert_eq!(program.get("/v1/customers").await.status, StatusCode::FORBIDDEN);
}

/// A value of [`ScopeMemory`]: how often one was read.
struct Number(u32);

async fn a_value_is_read_once_for_its_user_or_partner_while_nothing_changes(app: TestApp) {
    app.cast();
    let db = &app.portal.db;
    let remembers = !db.backend().is_postgres();
    let memory = Arc::new(ScopeMemory::default());
    let reads = Cell::new(0);
    let read = || {
        reads.set(reads.get() + 1);
        Ok(Number(reads.get()))
    };
    let scope = |email: &str| {
        let user = UserId(app.user(email));
        let person = db.read_now(|c| active_person(c, user)).unwrap().unwrap();
        let author = Author::system(person.partner.id);
        Scope::<ViewCustomers>::for_job(person, author).unwrap()
    };
    let [ga, ha, other] = ["ga@1000.example", "ha@1000.example", "ga@4000.example"].map(scope);
    let of_user = |scope| memory.recall(scope, db).of_user(read).unwrap().0;
    let of_partner = |scope| memory.recall(scope, db).of_partner(read).unwrap().0;
    let all = || {
        [of_user(&ga), of_user(&ha), of_user(&other), of_partner(&ga), of_partner(&ha), of_partner(&other)]
    };
    let write = || db.write_now(|c| Ok(c.batch_execute("UPDATE partners SET name = name || '!'")?)).unwrap();
    assert_eq!(all(), if remembers { [1, 2, 3, 4, 4, 5] } else { [1, 2, 3, 4, 5, 6] });
    assert_eq!(all(), if remembers { [1, 2, 3, 4, 4, 5] } else { [7, 8, 9, 10, 11, 12] });
    write();
    let before = reads.get();
    assert_eq!(of_user(&ga), before + 1, "any change counts");
    let mut recall = memory.recall(&ga, db);
    write();
    recall.check();
    assert_eq!(recall.of_user(read).unwrap().0, before + 2, "a change before the transaction");
    assert_eq!(of_user(&ga), before + 3, "what was read in between is not remembered");
}

async fn what_is_around_a_list_is_that_of_the_user_and_changes_with_another_process(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    let (provider, helpdesk) =
        (app.signed_in("ga@1000.example").await, app.signed_in("ha@1000.example").await);
    let direct = app.signed_in("ga@4000.example").await;
    let has = |page: &Reply, text: &str| page.text().contains(text);
    let has_country =
        |page: &Reply| page.all("#results thead th").iter().any(|head| head == "Country/region");
    for _ in 0..2 {
        let page = provider.get("/customers").await;
        assert!(has(&page, "Partner 2000") && page.total() == "1" && !has_country(&page));
        let page = direct.get("/customers").await;
        assert!(!has(&page, "Partner 2000") && page.total() == "0", "of another partner");
    }
    let second = app.second().await;
    let changes = "UPDATE partners SET name = 'Renamed' WHERE mpn_id = '2000'; \
        UPDATE users SET customer_columns = 'country' WHERE email_key = 'ga@1000.example'";
    second.portal.db.write_now(|c| Ok(c.batch_execute(changes)?)).unwrap();
    second.customer(&cast.provider, 2, "Fabrikam", "fabrikam.example");
    for _ in 0..2 {
        let page = provider.get("/customers").await;
        assert!(has(&page, "Renamed") && !has(&page, "Partner 2000"), "the name of a reseller");
        assert!(page.total() == "2" && has(&page, "Fabrikam"), "the number of customers");
        assert!(has_country(&page), "the columns of the user");
        let page = helpdesk.get("/customers").await;
        assert!(has(&page, "Renamed") && !has_country(&page), "the columns of another user");
    }
}
