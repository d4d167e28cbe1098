//! The overview: every number equals the list that it leads to, for each type of partner and in time zones on both sides of
//! midnight; who sees what; and the figures of days.

mod daily;
mod sample;

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::{Browser, Reply, TestApp, until};
use diesel::prelude::*;
use partner_portal::db::schema::partners;
use partner_portal::domain::Partner;
use std::collections::BTreeSet;

on_both_databases! {
    every_number_is_that_of_its_list
    shows_only_what_the_partner_and_the_role_have
    names_a_malformed_parameter_and_shows_the_page
    says_that_nothing_waits_and_draws_nothing
    shows_all_changes_or_only_those_of_the_user
    an_import_and_a_bulk_change_lead_to_their_pages
}

/// Two time zones that never have the same date.
const ZONES: [&str; 2] = ["Pacific/Kiritimati", "Pacific/Pago_Pago"];

fn move_to(app: &TestApp, partner: &Partner, zone: &str) {
    let change = diesel::update(partners::table.find(partner.id)).set(partners::time_zone.eq(zone));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

/// Follows every link with a number, and returns the kinds of numbers and how many there were.
async fn follow(browser: &Browser, page: &str) -> usize {
    let overview = browser.get(page).await;
    assert_eq!(overview.status.as_u16(), 200, "{page}: {}", overview.text());
    let counts = overview.attributes("main [data-count]", "data-count");
    let links = overview.attributes("main [data-count]", "href");
    assert_eq!(counts.len(), links.len());
    let unique: BTreeSet<(String, String)> = links.into_iter().zip(counts).collect();
    for (link, count) in &unique {
        let list = browser.get(link).await;
        assert_eq!((list.status.as_u16(), list.total()), (200, count.clone()), "{page} → {link}");
    }
    let licenses = overview.attributes("main [data-licenses]", "data-licenses");
    for (link, sum) in overview.attributes("main [data-licenses]", "href").iter().zip(&licenses) {
        let list = browser.get(link).await;
        let shown =
            if list.total() == "0" { "0".to_owned() } else { list.all("[data-total] b")[1].replace(',', "") };
        assert_eq!(shown, *sum, "{page} → {link}");
    }
    unique.len()
}

async fn every_number_is_that_of_its_list(app: TestApp) {
    let cast = app.cast();
    sample::fill(&app, &cast);
    for zone in ZONES {
        for partner in [&cast.provider, &cast.reseller, &cast.direct] {
            move_to(&app, partner, zone);
        }
        for email in ["aa@1000.example", "sa@2000.example", "ga@4000.example", "ba@1000.example"] {
            let browser = app.signed_in(email).await;
            for page in ["/?days=7", "/", "/?days=90"] {
                let followed = follow(&browser, page).await;
                let least = if email.contains("4000") { 8 } else { 20 };
                assert!(followed >= least, "{email} {page}: only {followed} numbers");
            }
        }
    }
}

fn items(page: &Reply) -> Vec<String> {
    page.attributes("[data-item]", "data-item")
}

async fn shows_only_what_the_partner_and_the_role_have(app: TestApp) {
    let cast = app.cast();
    sample::fill(&app, &cast);
    let page = async |email: &str| app.signed_in(email).await.get("/").await;
    let provider = page("aa@1000.example").await;
    let all = ["deletions", "orders", "undecided", "undelivered", "referrals", "expiring"];
    assert_eq!(items(&provider), all, "in the order of importance");
    let helpdesk = page("ha@1000.example").await;
    assert_eq!(items(&helpdesk), ["deletions"], "decides nothing");
    let reseller = page("sa@2000.example").await;
    assert_eq!(items(&reseller), ["deletions", "referrals", "asked"]);
    assert!(items(&page("ga@4000.example").await).is_empty(), "a direct partner has no order requests");
    for reply in [provider, helpdesk, reseller] {
        assert_eq!(reply.all("h1").len(), 1);
        assert!(reply.all("svg[role=img]").len() >= 4);
        for name in reply.attributes("svg[role=img]", "aria-label") {
            assert!(name.len() > 10, "{name}");
        }
    }
    let nobody = app.signed_in("none@1000.example").await;
    let reply = nobody.get("/").await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, "/profile"));
}

async fn names_a_malformed_parameter_and_shows_the_page(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    for (address, field) in [("/?days=8", "days"), ("/?days=%3Cb%3E&mine=1", "days"), ("/?mine=yes", "mine")]
    {
        let reply = browser.get(address).await;
        assert_eq!(reply.status.as_u16(), 422, "{address}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field]);
        assert_eq!(reply.all("h1"), ["Overview"]);
    }
}

async fn says_that_nothing_waits_and_draws_nothing(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let reply = browser.get("/").await;
    assert!(reply.text().contains("Nothing is waiting for you."));
    assert!(reply.text().contains("No subscription renews, ends or is deleted in this period."));
    assert!(reply.all("#statuses").is_empty() && reply.all("#products").is_empty());
    assert_eq!(reply.attributes("nav.nav [aria-current]", "href"), ["/"]);
    assert_eq!(follow(&browser, "/").await, 10, "zeros are numbers too");
}

async fn shows_all_changes_or_only_those_of_the_user(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    for (email, name) in [("aa@1000.example", "one"), ("sa@1000.example", "two")] {
        let id = app.subscription(&cast.provider, customer, "Plan A", None);
        let browser = app.signed_in(email).await;
        let page = format!("/customers/{customer}/subscriptions/{id}");
        let fields = [("nickname", name), ("version", "1")];
        let reply = browser.submit(&page, &format!("{page}/nickname"), &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    }
    let browser = app.signed_in("aa@1000.example").await;
    let actors = |reply: &Reply| reply.all(".feed .by");
    let all = browser.get("/").await;
    assert_eq!(&actors(&all)[..2], ["sa@1000.example", "aa@1000.example"]);
    assert_eq!(all.attributes(".feed a", "href")[0], format!("/customers/{customer}/subscriptions"));
    let mine = browser.get("/?mine=1").await;
    assert_eq!(actors(&mine), ["aa@1000.example"]);
    assert!(mine.attributes("main a", "href").iter().any(|link| link.starts_with("/activity?user=")));
}

async fn an_import_and_a_bulk_change_lead_to_their_pages(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example").to_string();
    let browser = app.signed_in("ga@1000.example").await;
    let file = format!(
        "Microsoft ID,Company name,Primary domain name,Relationship\n{},New,new.example,Reseller\n",
        id(2)
    );
    assert_eq!(browser.upload("customers", "customers.csv", file.as_bytes()).await.status.as_u16(), 303);
    let fields =
        [("list", "customers"), ("act", "tag"), ("chosen", "yes"), ("id", &customer), ("names", "VIP")];
    assert_eq!(browser.submit("/help/keys", "/bulk", &fields).await.status.as_u16(), 303);
    let has_both = async || items(&browser.get("/").await) == ["import", "bulk"];
    assert!(until(has_both).await, "{:?}", items(&browser.get("/").await));
    for link in browser.get("/").await.attributes("[data-item] a", "href") {
        assert_eq!(browser.get(&link).await.status.as_u16(), 200, "{link}");
    }
    let other = app.signed_in("aa@1000.example").await;
    assert!(items(&other.get("/").await).is_empty(), "they are the user's own");
}
