//! Two portals in which people change much at the same time: after each run the lists are what the rules make of both.

use super::stage::{Remote, Stage, add_bill_to};
use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::{TestApp, runs_long_tests};
use diesel::prelude::*;
use partner_portal::db::schema::{customers, subscriptions};
use partner_portal::domain::Partner;
use partner_portal::search::{list_changed, subscriptions_changed};
use partner_portal::text::sort_key;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

on_both_databases! {
    after_random_changes_on_both_sides_the_server_wins_everywhere
    after_random_changes_on_both_sides_each_field_follows_its_rule
}

/// Customers that both portals have from the first run on.
const SHARED: u64 = 60;

/// The first number of customers that one side adds later.
const ADDED: u128 = 10_000;

/// A small generator of numbers, always the same ones.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// One side, whose people change its lists.
struct Side<'a> {
    app: &'a TestApp,
    partner: &'a Partner,
    /// The number of the next customer that it adds; `None` if it adds none.
    next: Option<u128>,
}

impl Side<'_> {
    /// Changes something by chance.
    fn change(&mut self, random: &mut Random) {
        let number = u128::from(random.below(SHARED)) + 1;
        let value = random.below(90) + 1;
        match (random.below(6), self.next) {
            (0, _) => self.change_customer(number, Some(&format!("Renamed {value}")), None),
            (1, _) => self.change_customer(number, None, Some(&format!("d{value}.example"))),
            (2, _) => self.change_subscriptions(number, i32::try_from(value).ok(), None),
            (3, _) => {
                let status = if value.is_multiple_of(2) { "active" } else { "suspended" };
                self.change_subscriptions(number, None, Some(status));
            }
            (4, Some(next)) => {
                let name = format!("New {next}");
                let customer = self.app.customer(self.partner, next, &name, &format!("n{next}.example"));
                self.app.subscription(self.partner, customer, "Suite", None);
                self.next = Some(next + 1);
            }
            _ => add_bill_to(self.app, self.partner, id(number), &format!("Busan {value}")),
        }
    }

    fn change_customer(&self, number: u128, name: Option<&str>, domain: Option<&str>) {
        let row = customers::table
            .filter(customers::partner_id.eq(self.partner.id).and(customers::microsoft_id.eq(id(number))));
        let values = (
            name.map(|name| (customers::list_name.eq(name), customers::sort_key.eq(sort_key(name)))),
            domain.map(|domain| customers::domain.eq(domain)),
            customers::version.eq(customers::version + 1),
        );
        let changed = self.app.portal.db.write_now(|c| {
            assert_eq!(diesel::update(row).set(values).execute(c)?, 1);
            list_changed(c, self.partner.id, &[(Vec::new(), vec![0xff; 40])])
        });
        changed.unwrap();
    }

    fn change_subscriptions(&self, number: u128, quantity: Option<i32>, status: Option<&str>) {
        let rows = subscriptions::table.filter(
            subscriptions::partner_id.eq(self.partner.id).and(subscriptions::microsoft_id.eq(id(number))),
        );
        let values = (
            quantity.map(|quantity| subscriptions::quantity.eq(quantity)),
            status.map(|status| subscriptions::status.eq(status)),
            subscriptions::version.eq(subscriptions::version + 1),
        );
        let changed = self.app.portal.db.write_now(|c| {
            diesel::update(rows).set(values).execute(c)?;
            subscriptions_changed(c, self.partner.id, [id(number)..=id(number)])
        });
        changed.unwrap();
    }
}

/// What a portal exports, by id, as far as a connection reads it.
type Exported = BTreeMap<String, Value>;

/// The values that follow one rule: its name, and where they are in a line.
const RULES: [(&str, &[&str]); 6] = [
    ("rule_name", &["/companyProfile/companyName"]),
    ("rule_domain", &["/companyProfile/domain"]),
    (
        "rule_bill_to",
        &[
            "/billingProfile/firstName",
            "/billingProfile/lastName",
            "/billingProfile/email",
            "/billingProfile/defaultAddress",
        ],
    ),
    ("rule_product", &["/offerName"]),
    ("rule_quantity", &["/quantity"]),
    ("rule_status", &["/status"]),
];

async fn exported(app: &TestApp) -> Exported {
    let program = app.program("ga@1000.example");
    let mut all = Exported::new();
    for list in ["customers", "subscriptions"] {
        let lines = program.get(&format!("/api/v1/exports/{list}?format=ndjson")).await;
        assert_eq!(lines.status.as_u16(), 200, "{}", lines.text());
        for line in lines.text().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let mut kept = serde_json::Map::new();
            for path in RULES.iter().flat_map(|(_, paths)| *paths) {
                let value = line.pointer(path).cloned();
                kept.extend(value.map(|value| ((*path).to_owned(), value)));
            }
            assert!(all.insert(line["id"].as_str().unwrap().to_owned(), kept.into()).is_none());
        }
    }
    all
}

/// The hash of what a portal exports.
fn hash(all: &Exported) -> String {
    let text = serde_json::to_string(all).unwrap();
    format!("{:x}", Sha256::digest(text.as_bytes()))
}

/// What the rules make of both sides: `ours` are the names of rules by which the stored value wins.
fn merged(here: &Exported, there: &Exported, ours: &[&str]) -> Exported {
    let mut merged = here.clone();
    for (id, theirs) in there {
        let Some(stored) = merged.get_mut(id) else {
            merged.insert(id.clone(), theirs.clone());
            continue;
        };
        for (rule, paths) in RULES {
            let country = |one: &Value| {
                let country = one["/billingProfile/defaultAddress"]["country"].as_str();
                country.is_some_and(|country| !country.is_empty())
            };
            let wins = match rule {
                // Without an address there is nothing to take, or nothing that could win.
                "rule_bill_to" => country(theirs) && (!country(stored) || !ours.contains(&rule)),
                rule => !ours.contains(&rule),
            };
            for path in paths.iter().filter(|path| wins && theirs.get(**path).is_some()) {
                stored[*path] = theirs[*path].clone();
            }
        }
    }
    merged
}

/// Lets people on both sides change much, several times, and compares the lists after each run.
async fn change_and_compare(app: TestApp, ours: &[&str], seed: u64) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..u128::from(SHARED) + 1);
    // What only this portal has would stay, so that the lists could not become equal.
    (1..=SHARED).for_each(|number| {
        add_bill_to(&remote.app, &remote.provider, id(number.into()), &format!("Seoul {number}"));
    });
    let mut fields = Stage::fields(remote.address, &remote.client_id, &remote.secret, "portal");
    for (name, value) in &mut fields {
        if name.starts_with("rule_") {
            *value = if ours.contains(name) { "ours" } else { "theirs" }.to_owned();
        }
    }
    let connection = stage.create(&fields).await;
    stage.first_run(connection).await;
    let (here, there) = (exported(&stage.app).await, exported(&remote.app).await);
    assert_eq!(hash(&here), hash(&there), "after the first run");

    // Where the server wins everywhere, nothing is added here, so that the lists become equal.
    let adds = (!ours.is_empty()).then_some(2 * ADDED);
    let mut sides = [
        Side { app: &stage.app, partner: &stage.provider, next: adds },
        Side { app: &remote.app, partner: &remote.provider, next: Some(ADDED) },
    ];
    let mut random = Random(seed);
    let changes = if runs_long_tests() { 1_000 } else { 200 };
    for round in 0..4 {
        for _ in 0..changes / 4 {
            let side = random.below(2) as usize;
            sides[side].change(&mut random);
        }
        let (here, there) = (exported(&stage.app).await, exported(&remote.app).await);
        assert_ne!(hash(&here), hash(&there), "round {round}: the changes differ");
        let expected = merged(&here, &there, ours);
        let run = stage.run(connection).await;
        assert_eq!(run.state.as_str(), "done", "round {round}: {:?}", run.fault);
        let here = exported(&stage.app).await;
        for (id, expected) in &expected {
            assert_eq!(here.get(id), Some(expected), "round {round}: {id}");
        }
        assert_eq!(hash(&here), hash(&expected), "round {round}");
        if ours.is_empty() {
            assert_eq!(hash(&here), hash(&there), "round {round}: the server wins everywhere");
        }
        crate::support::summaries::assert_right(&stage.app);
    }
    remote.stop().await;
}

async fn after_random_changes_on_both_sides_the_server_wins_everywhere(app: TestApp) {
    change_and_compare(app, &[], 11).await;
}

async fn after_random_changes_on_both_sides_each_field_follows_its_rule(app: TestApp) {
    change_and_compare(app, &["rule_domain", "rule_bill_to", "rule_quantity"], 12).await;
}
