//! Who reaches what: every route of the map × every kind of person × every kind of id, on both databases, kept as
//! one snapshot. A new route, or a role that reaches more than before, shows in review.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use actix_web::http::Method;
use diesel::prelude::*;
use partner_portal::customers::model::MicrosoftId;
use partner_portal::db::schema::orders;
use partner_portal::partners::model::Partner;
use partner_portal::routes;
use partner_portal::users::model::Roles;
use partner_portal::users::queries::by_email;
use std::collections::BTreeMap;
use std::fmt::Write;
use support::cast::ROLES;
use support::{Browser, TestApp};

on_both_databases! { routes_by_person_and_id roles_are_what_the_table_says }

/// Reads the map, so that no route can be left out.
async fn routes_by_person_and_id(app: TestApp) {
    let cast = app.cast();
    let own = app.customer(&cast.provider, 1, "Own", "own.example");
    let sold = app.subscription(&cast.provider, own, "Plan", Some(&cast.reseller));
    let linked = app.customer(&cast.reseller, 2, "ZZCANARY linked", "linked.example");
    let foreign = app.customer(&cast.direct, 3, "ZZCANARY foreign", "foreign.example");
    let removed = app.customer(&cast.provider, 4, "ZZGONE removed", "removed.example");
    let orders = [
        order(&app, &cast.provider, own),
        order(&app, &cast.direct, foreign),
        order(&app, &cast.direct, foreign),
        order(&app, &cast.provider, removed),
        support::cast::id(98).to_string(),
    ];
    let referrals = [
        referral(&app, &cast.provider, None),
        referral(&app, &cast.reseller, None),
        referral(&app, &cast.direct, None),
        referral(&app, &cast.reseller, Some(&cast.provider)),
        support::cast::id(98).to_string(),
    ];
    app.end(&cast.provider, removed);
    let ids = [
        ("own", own),
        ("linked", linked),
        ("foreign", foreign),
        ("removed", removed),
        ("random", support::cast::id(99)),
    ];

    let mut table = String::new();
    let (mut people, users) = (people(&app).await, users(&app));
    for line in routes::lines() {
        let by_customer = line.path.contains('{')
            && !["{token}", "{receipt}", "{mpn_id}", "{issuer}"]
                .iter()
                .any(|place| line.path.contains(place));
        let kinds = if by_customer { 5 } else { 1 };
        for (((kind, id), order), referral) in ids.iter().zip(&orders).zip(&referrals).take(kinds) {
            let path = line.path.replace("/orders/{id}", &format!("/orders/{order}"));
            let path = path.replace("/referrals/{id}", &format!("/referrals/{referral}"));
            let path = path.replace("{id}", &id.to_string()).replace("{text}", &id.to_string());
            let path = path.replace("{file:.*}", "none.css").replace("{sid}", &sold);
            let path = path
                .replace("{draft}", &id.to_string())
                .replace("{token}", "no-such-link")
                .replace("{mpn_id}", "4000")
                .replace("{issuer}", "none")
                .replace("{receipt}", "x");
            let path = path.replace("{user}", &users[kind].to_string()).replace("{act}", "deactivation");
            let what = match kinds {
                1 => format!("{} {}", line.method, line.path),
                _ => format!("{} {} ({kind})", line.method, line.path),
            };
            let answers = answers(&people, &line.method, &path).await;
            writeln!(table, "{what:<56} {answers}").unwrap();
            // A form that did something may have ended the sessions.
            let ends = ["/sign-", "/step-up", "/profile", "/account-settings"]
                .iter()
                .any(|start| path.starts_with(start));
            if line.method == Method::POST && ends && answers.contains(" 303") {
                people = self::people(&app).await;
            }
        }
    }
    insta::assert_snapshot!("access_matrix", table);
}

/// A person for every kind of id: of the provider, of its reseller, of a stranger, and two that nobody has.
fn users(app: &TestApp) -> BTreeMap<&'static str, i32> {
    let id = |email: &str| app.portal.db.read_now(|c| by_email(c, email)).unwrap().unwrap().user;
    BTreeMap::from([
        ("own", id("ga@1000.example")),
        ("linked", id("ga@2000.example")),
        ("foreign", id("ga@4000.example")),
        ("removed", 1_000_001),
        ("random", 1_000_000),
    ])
}

/// A person of every role at the provider, signed in.
async fn people(app: &TestApp) -> Vec<(&'static str, Browser)> {
    let mut people = vec![("anon", app.browser())];
    for (name, _) in ROLES {
        people.push((name, app.signed_in(&format!("{name}@1000.example")).await));
    }
    people
}

/// An order request that was declined; answers its id.
fn order(app: &TestApp, seller: &Partner, customer: MicrosoftId) -> String {
    let id = uuid::Uuid::new_v4().to_string();
    let row = (
        orders::id.eq(&id),
        orders::partner_id.eq(seller.id.0),
        orders::microsoft_id.eq(customer.to_string()),
        orders::status.eq("declined"),
        orders::is_request.eq(true),
        orders::made_by.eq("Somebody"),
        orders::made_at.eq(partner_portal::clock::now()),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(orders::table).values(row).execute(c)?)).unwrap();
    id
}

/// A referral that nobody answered in time: one that this partner works on, or the fourth, which the provider referred
/// to its reseller; answers its id.
fn referral(app: &TestApp, partner: &Partner, referrer: Option<&Partner>) -> String {
    let is_foreign = referrer.is_none() && partner.mpn_id != "1000";
    let (id, company) = (uuid::Uuid::new_v4(), if is_foreign { "ZZCANARY" } else { "Lead" });
    app.referral(id, (partner, referrer), ("expired", company), partner_portal::clock::now());
    id.to_string()
}

/// The answers to nobody and to each role, in columns.
async fn answers(people: &[(&str, Browser)], method: &Method, path: &str) -> String {
    let mut columns = Vec::new();
    for (name, browser) in people {
        columns.push(format!("{name} {}", answer(browser, method, path).await));
    }
    columns.join("  ")
}

async fn answer(browser: &Browser, method: &Method, path: &str) -> u16 {
    let reply = if method == Method::POST {
        browser.submit("/help/keys", path, &[]).await
    } else {
        browser.get(path).await
    };
    assert!(!reply.text().contains("ZZCANARY"), "{path} shows what is another partner's");
    let lists_removed = path == "/customers/removed";
    assert!(lists_removed || !reply.text().contains("ZZGONE"), "{path} shows a customer that was removed");
    reply.status.as_u16()
}

/// The map's third column is what handlers really ask for.
async fn roles_are_what_the_table_says(app: TestApp) {
    let cast = app.cast();
    let own: MicrosoftId = app.customer(&cast.provider, 1, "Own", "own.example");
    let sold = app.subscription(&cast.provider, own, "Plan", None);
    let (visitor, people) = (app.browser(), people(&app).await);
    for line in routes::lines() {
        let Some(permission) = line.permission.filter(|_| line.method == Method::GET) else { continue };
        let path = line.path.replace("{id}", &own.to_string()).replace("{text}", &own.to_string());
        let path = path.replace("{sid}", &sold).replace("{mpn_id}", "4000").replace("{act}", "deactivation");
        let path = path.replace("{user}", &users(&app)["own"].to_string());
        assert_eq!(visitor.get(&path).await.status.as_u16(), 303, "{path} asks nobody to sign in");
        for ((name, browser), (_, roles)) in people.iter().skip(1).zip(ROLES) {
            let may = permission.allows(Roles::parse(roles).unwrap(), &cast.provider);
            let refused = browser.get(&path).await.status.as_u16() == 403;
            assert_eq!(may, !refused, "{name} at {path}");
        }
    }
}
