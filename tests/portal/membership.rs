//! A partner's list after each change of it: which customers are found, in which order, and isolation from other
//! partners.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::id;
use diesel::prelude::*;
use partner_portal::audit::{Action, Activity, Author, Tx};
use partner_portal::db::schema::customers;
use partner_portal::domain::Origin;
use partner_portal::domain::Partner;
use partner_portal::error::{Error, Result};
use partner_portal::features::customers::membership;
use partner_portal::features::customers::membership::{EndRelationship, KnownCustomer, NewCustomer};
use partner_portal::features::customers::rename::{Rename, rename_customer};
use partner_portal::search::recompute_sort_keys;
use serde_json::json;

on_both_databases! {
    search_follows_adding_renaming_removing_and_returning
    finds_known_customers_by_id_and_domain
    recomputes_outdated_sort_keys
}

/// Runs a change as this partner, with one log entry.
fn change<T>(app: &TestApp, partner: &Partner, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    let entry = Activity::new(Action::UpdateCustomer, "customer", json!({}));
    app.portal.log.record_now(&Author::operator(partner.id), |tx| Ok((work(tx)?, vec![entry])))
}

fn new(number: u128, name: &str, domain: &str) -> NewCustomer {
    let (name, domain) = (name.to_owned(), domain.to_owned());
    NewCustomer {
        id: id(number),
        name,
        domain,
        delegated_admin: true,
        origin: Origin::Added,
        id_invented: false,
    }
}

async fn names(app: &TestApp, email: &str, q: &str) -> Vec<String> {
    let page = app.signed_in(email).await.get(&format!("/customers?q={q}")).await;
    page.all("[data-id] .name")
}

async fn search_follows_adding_renaming_removing_and_returning(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.direct, 1, "Same id elsewhere", "same.example");
    change(&app, &cast.provider, |tx| {
        membership::add(tx, cast.provider.id, &new(1, "Zebra", "zebra.example"))
    })
    .unwrap();
    change(&app, &cast.provider, |tx| membership::add(tx, cast.provider.id, &new(2, "Middle", "m.example")))
        .unwrap();
    assert_eq!(names(&app, "ga@1000.example", "").await, ["Middle", "Zebra"]);

    let rename = |version, name: &'static str| {
        change(&app, &cast.provider, move |tx| {
            rename_customer(tx, cast.provider.id, id(1), version, Rename::To(name))
        })
    };
    rename(1, "Aardvark").unwrap();
    assert_eq!(names(&app, "ga@1000.example", "").await, ["Aardvark", "Middle"]);
    assert_eq!(
        names(&app, "ga@1000.example", "zebra").await,
        ["Aardvark"],
        "still found by its domain and its former name"
    );
    assert!(matches!(rename(1, "Other"), Err(Error::Stale)), "the version is old");
    assert_eq!(names(&app, "ga@1000.example", "").await, ["Aardvark", "Middle"]);
    assert_eq!(names(&app, "ga@4000.example", "").await, ["Same id elsewhere"]);

    let ending = EndRelationship { by: "김아라", reason: "moved", ends_delegated_admin: true };
    let end = || {
        change(&app, &cast.provider, |tx| membership::end_relationship(tx, cast.provider.id, id(1), &ending))
    };
    end().unwrap();
    assert_eq!(names(&app, "ga@1000.example", "").await, ["Middle"]);
    assert!(matches!(end(), Err(Error::NotFound)), "it has ended already");
    assert!(matches!(rename(3, "Gone"), Err(Error::NotFound)));

    let said = ("Other name", "other.example");
    let back =
        || change(&app, &cast.provider, |tx| membership::restore(tx, cast.provider.id, id(1), false, said));
    assert_eq!(back().unwrap(), "Aardvark");
    assert_eq!(names(&app, "ga@1000.example", "").await, ["Aardvark", "Middle"]);
    assert!(matches!(back(), Err(Error::NotFound)), "it is back already");
}

async fn finds_known_customers_by_id_and_domain(app: TestApp) {
    let cast = app.cast();
    for (number, domain) in [(1, "a.example"), (2, "a.example.com"), (3, "b.a.example")] {
        app.customer(&cast.provider, number, &format!("Customer {number}"), domain);
    }
    app.customer(&cast.provider, 4, "Ended", "ended.example");
    app.end(&cast.provider, id(4));
    // A change that is rolled back leaves nothing in memory.
    let lists = app.portal.lists.clone();
    let given_up: Result<()> = change(&app, &cast.provider, |tx| {
        membership::add(tx, cast.provider.id, &new(9, "Never", "never.example"))?;
        let found = membership::by_domain(tx, &lists, cast.provider.id, "never.example")?;
        assert_eq!(found.map(|known| known.id), Some(id(9)), "inside, it is there");
        Err(Error::NotFound)
    });
    assert!(given_up.is_err());
    app.customer(&cast.provider, 5, "Customer 5", "five.example");
    assert!(names(&app, "ga@1000.example", "never").await.is_empty());
    let lists = app.portal.lists.clone();
    let by_domain = |partner: &Partner, domain: &'static str| -> Option<KnownCustomer> {
        change(&app, partner, |tx| membership::by_domain(tx, &lists, partner.id, domain)).unwrap()
    };
    let found = |known: Option<KnownCustomer>| known.map(|known| (known.id, known.active));
    assert_eq!(found(by_domain(&cast.provider, "a.example")), Some((id(1), true)));
    assert_eq!(found(by_domain(&cast.provider, "a.example.com")), Some((id(2), true)));
    assert_eq!(found(by_domain(&cast.provider, "ended.example")), Some((id(4), false)));
    assert_eq!(found(by_domain(&cast.provider, "example")), None);
    assert_eq!(found(by_domain(&cast.direct, "a.example")), None, "it belongs to another partner");
    let by_id = change(&app, &cast.direct, |tx| membership::by_id(tx, cast.direct.id, id(1))).unwrap();
    assert_eq!(by_id, None);
}

/// A portal with other collation data starts: sort keys are recomputed, and lists use the new order.
async fn recomputes_outdated_sort_keys(app: TestApp) {
    let cast = app.cast();
    for (number, name) in [(1, "Alpha"), (2, "  Beta"), (3, "Gamma")] {
        app.customer(&cast.provider, number, name, &format!("{number}.example"));
    }
    assert_eq!(names(&app, "ga@1000.example", "example").await, ["Alpha", "Beta", "Gamma"]);
    let spoilt = app.portal.db.write_now(|c| {
        let rows = customers::table.filter(customers::microsoft_id.eq(id(1).to_string()));
        Ok(diesel::update(rows).set(customers::sort_key.eq(vec![0xFEu8])).execute(c)?)
    });
    assert_eq!(spoilt.unwrap(), 1);
    assert_eq!(names(&app, "ga@1000.example", "").await, ["Beta", "Gamma", "Alpha"]);
    assert_eq!(recompute_sort_keys(&app.portal.db).unwrap().changed, 1);
    assert_eq!(names(&app, "ga@1000.example", "").await, ["Alpha", "Beta", "Gamma"]);
    assert_eq!(names(&app, "ga@1000.example", "example").await, ["Alpha", "Beta", "Gamma"]);
    assert_eq!(recompute_sort_keys(&app.portal.db).unwrap().changed, 0);
}
