//! Random operations on a parent, two add-ons and an independent subscription: the portal must behave like a simple
//! model, on both databases. The model does not compute dates: it takes them from the portal and checks their bounds.

mod model;

use crate::subscriptions::fixtures;
use crate::support::cast::{Cast, id};
use crate::support::{Browser, TestApp, database};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use model::{Model, Operation, State};
use partner_portal::db::Db;
use partner_portal::db::schema::subscriptions;
use partner_portal::db::schema::subscriptions::dsl as s;
use partner_portal::domain::MicrosoftId;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::Cell;

#[test]
fn behaves_like_the_model_on_sqlite() {
    let (db, _folder) = database::sqlite();
    drive(db);
}

#[test]
fn behaves_like_the_model_on_postgres() {
    if let Some((db, _dropped)) = database::postgres() {
        drive(db);
    }
}

fn drive(db: Db) {
    let system = actix_web::rt::System::new();
    let stage = system.block_on(Stage::set(db));
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let lives = prop::collection::vec(operation(), 1..30);
    let played = runner
        .run(&lives, |operations| system.block_on(stage.play(&operations)).map_err(TestCaseError::fail));
    played.unwrap();
}

fn operation() -> impl Strategy<Value = Operation> {
    let which = 0..4_usize;
    prop_oneof![
        2 => (which.clone(), 0..13).prop_map(|(at, quantity)| Operation::Quantity(at, quantity)),
        2 => (which.clone(), any::<bool>()).prop_map(|(at, on)| Operation::AutoRenew(at, on)),
        4 => which.clone().prop_map(Operation::Suspend),
        5 => which.clone().prop_map(Operation::Reactivate),
        1 => which.clone().prop_map(Operation::Cancel),
        1 => which.clone().prop_map(Operation::Keep),
        3 => (which.clone(), 0..13).prop_map(|(at, quantity)| Operation::Plan(at, quantity)),
        1 => which.prop_map(Operation::Undo),
        1 => Just(Operation::SuspendAll),
        3 => (1..40_i64).prop_map(Operation::Days),
    ]
}

/// The portal and its users: seller and reseller of record in turn.
struct Stage {
    app: TestApp,
    cast: Cast,
    people: [(Browser, String); 2],
    lives: Cell<u128>,
}

impl Stage {
    async fn set(db: Db) -> Self {
        let app = TestApp::over(db).await;
        let cast = app.cast();
        let mut people = Vec::new();
        for email in ["ga@1000.example", "ga@2000.example"] {
            let browser = app.signed_in(email).await;
            let token = browser.get("/help/keys").await.value("input[name=_csrf]");
            people.push((browser, token));
        }
        let people = people.try_into().ok().unwrap();
        Stage { app, cast, people, lives: Cell::new(0) }
    }

    async fn play(&self, operations: &[Operation]) -> Result<(), String> {
        let (customer, ids) = self.insert_subscriptions();
        let mut model = Model::default();
        self.compare(&mut model, &ids, "at first")?;
        for (turn, operation) in operations.iter().enumerate() {
            let before = self.entries();
            let (expected, answer) = if let Operation::Days(days) = operation {
                self.pass(&ids, *days);
                (model.pass(*days), true)
            } else {
                let (accepted, changed) = model.apply(operation);
                (usize::from(changed), self.send(turn, operation, customer, &ids).await == accepted)
            };
            let step = format!("step {turn}: {operation:?}");
            if !answer {
                return Err(format!("{step}: not the answer that the model gives"));
            }
            self.compare(&mut model, &ids, &step)?;
            let written = self.entries() - before;
            if written != expected {
                return Err(format!("{step}: {written} entries, and not {expected}"));
            }
        }
        Ok(())
    }

    /// A parent (monthly, cancellable, ten days old), two add-ons (the first annual and cancellable), and an
    /// independent subscription.
    fn insert_subscriptions(&self) -> (MicrosoftId, [String; 4]) {
        self.lives.set(self.lives.get() + 1);
        let number = self.lives.get();
        let (provider, reseller) = (&self.cast.provider, &self.cast.reseller);
        let customer = self.app.customer(provider, number, "Name", "name.example");
        self.app.customer(reseller, number, "Name", "name.example");
        let ids = ["Parent", "First", "Second", "Alone"]
            .map(|name| self.app.subscription(provider, customer, name, Some(reseller)));
        for id in &ids {
            fixtures::set(&self.app, id, "created_at", &fixtures::moment(-10));
        }
        fixtures::set(&self.app, &ids[1], "parent_id", &ids[0]);
        fixtures::set(&self.app, &ids[2], "parent_id", &ids[0]);
        fixtures::offer(&self.app, provider, &ids[0], 1..=10, true, "monthly");
        fixtures::offer(&self.app, provider, &ids[1], 1..=10, true, "annual");
        fixtures::set(&self.app, &ids[0], "renews_on", &fixtures::day(20));
        fixtures::set(&self.app, &ids[1], "renews_on", &fixtures::day(50));
        assert_eq!(customer, id(number));
        (customer, ids)
    }

    /// Sends an operation; returns whether the portal accepted it.
    async fn send(
        &self,
        turn: usize,
        operation: &Operation,
        customer: MicrosoftId,
        ids: &[String; 4],
    ) -> bool {
        let list = format!("/customers/{customer}/subscriptions");
        let (browser, token) = match operation {
            Operation::SuspendAll => &self.people[0],
            _ => &self.people[turn % 2],
        };
        let Some((at, what, typed)) = operation.form() else {
            let reply = browser.post(&format!("{list}/suspension"), &[("_csrf", token)]).await;
            return reply.status.as_u16() == 303;
        };
        let version = fixtures::get(&self.app, &ids[at], "version");
        let mut form = vec![("_csrf", token.as_str()), ("version", version.as_str())];
        form.extend(typed.iter().map(|(field, value)| (*field, value.as_str())));
        let reply = browser.post(&format!("{list}/{}/{what}", ids[at]), &form).await;
        assert!(matches!(reply.status.as_u16(), 303 | 422), "{} {}", reply.status, reply.text());
        reply.status.as_u16() == 303
    }

    /// Lets days pass by moving all dates back.
    fn pass(&self, ids: &[String; 4], days: i64) {
        let by = TimeDelta::days(days);
        for id in ids {
            let row = subscriptions::table.filter(s::subscription_id.eq(id));
            let columns = (s::created_at, s::renews_on, s::cancels_on, s::deletes_on);
            let earlier = |day: Option<NaiveDate>| day.map(|day| day - by);
            let moved = self.app.portal.db.write_now(|c| {
                type Days = (NaiveDateTime, Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>);
                let (created, renews, cancels, deletes) = row.select(columns).first::<Days>(c)?;
                let values = (
                    s::created_at.eq(created - by),
                    s::renews_on.eq(earlier(renews)),
                    s::cancels_on.eq(earlier(cancels)),
                    s::deletes_on.eq(earlier(deletes)),
                );
                Ok(diesel::update(row).set(values).execute(c)?)
            });
            moved.unwrap();
        }
        partner_portal::features::subscriptions::change::due_job::run(&self.app.portal).unwrap();
    }

    fn compare(&self, model: &mut Model, ids: &[String; 4], step: &str) -> Result<(), String> {
        let states = ids.each_ref().map(|id| self.state(id, ids));
        model.take_days_over(&states).map_err(|said| format!("{step}: {said}"))?;
        if states == model.states {
            Ok(())
        } else {
            Err(format!("{step}: {states:#?}, and not {:#?}", model.states))
        }
    }

    fn state(&self, id: &str, ids: &[String; 4]) -> State {
        let row = subscriptions::table.filter(s::subscription_id.eq(id));
        let first = (s::status, s::quantity, s::renewal_quantity, s::auto_renew, s::suspended_with);
        let days = (s::renews_on, s::cancels_on, s::deletes_on);
        type First = (String, i32, Option<i32>, bool, Option<String>);
        type Dates = (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>);
        let read =
            self.app.portal.db.read_now(|c| Ok(row.select((first, days)).first::<(First, Dates)>(c)?));
        let ((status, quantity, planned, auto_renew, with), (renews, cancels, deletes)) = read.unwrap();
        let days_to = |day: NaiveDate| (day - crate::support::cast::today()).num_days();
        assert!(cancels.is_none() || cancels == renews, "a cancellation replaces a renewal");
        State {
            status,
            quantity,
            planned,
            auto_renew,
            with_parent: with.is_some_and(|with| with == ids[0]),
            cancels: cancels.is_some(),
            renews: renews.map(days_to),
            deletes: deletes.map(days_to),
        }
    }

    fn entries(&self) -> usize {
        let logs = [&self.cast.provider, &self.cast.reseller]
            .map(|partner| fixtures::entries(&self.app, partner.id));
        let [own, told] =
            logs.map(|log| log.into_iter().filter(|one| one.action.contains("subscription")).count());
        assert_eq!(own, told, "both logs have the same entries");
        own
    }
}
