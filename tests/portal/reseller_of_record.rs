//! Setting the reseller of record: the association, the subscriptions, what each partner sees then, and what is refused.

use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp, summaries};
use diesel::prelude::*;
use partner_portal::db::schema::{customer_resellers, customers, orders, partnerships, subscriptions};
use partner_portal::domain::MicrosoftId;
use serde_json::json;

on_both_databases! {
    a_customer_moves_to_another_reseller
    each_reseller_is_told_only_what_concerns_it
    the_former_reseller_stays_readable_and_can_come_back
    deleted_subscriptions_stay_with_their_reseller
    invalid_choices_are_refused
    an_undecided_order_of_another_reseller_is_in_the_way
    a_concurrent_change_is_not_overwritten
    only_admins_of_providers_set_it
}

fn address(customer: MicrosoftId) -> String {
    format!("/customers/{customer}/reseller")
}

async fn set(browser: &Browser, customer: MicrosoftId, reseller: &str) -> Reply {
    let page = address(customer);
    let seen = browser.get(&page).await.value("input[name=seen]");
    browser.submit(&page, &page, &[("reseller", reseller), ("reason", "Region moved"), ("seen", &seen)]).await
}

/// Returns the reseller of record of each subscription, by name.
fn resellers_of(app: &TestApp, customer: MicrosoftId) -> Vec<Option<i32>> {
    let rows = subscriptions::table
        .filter(subscriptions::microsoft_id.eq(customer.to_string()))
        .order(subscriptions::name)
        .select(subscriptions::reseller_id);
    app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
}

async fn a_customer_moves_to_another_reseller(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    app.customer(&cast.reseller, 1, "Hanbit at 2000", "hanbit.example");
    app.customer(&cast.other_reseller, 1, "Hanbit at 3000", "hanbit.example");
    app.subscription(&cast.provider, customer, "sub-1", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "sub-2", None);
    let browser = app.signed_in("aa@1000.example").await;
    let (old, new) = (app.signed_in("aa@2000.example").await, app.signed_in("aa@3000.example").await);
    let count = async |browser: &Browser| {
        let page = browser.get(&format!("/customers/{customer}/subscriptions")).await;
        (page.ids().len(), browser.get("/subscriptions").await.total())
    };
    assert_eq!((count(&old).await, count(&new).await), ((1, "1".into()), (0, "0".into())));

    let page = browser.get(&address(customer)).await;
    assert_eq!(page.all("dd").concat().trim(), "Partner 2000");
    assert!(page.all(".consequences li").concat().starts_with("2 subscriptions"));
    let reply = set(&browser, customer, "3000").await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    assert_eq!(
        resellers_of(&app, customer),
        [Some(cast.other_reseller.id.0), Some(cast.other_reseller.id.0)]
    );
    assert_eq!((count(&old).await, count(&new).await), ((0, "0".into()), (2, "2".into())));

    let listed = async |reseller: &str| browser.get(&format!("/customers?reseller={reseller}")).await.total();
    assert_eq!((listed("3000").await, listed("2000").await), ("1".into(), "0".into()));
    assert_eq!((listed("former").await, listed("none").await), ("1".into(), "0".into()));
    let account = browser.get(&format!("/customers/{customer}/account")).await;
    let shown = account.all("section[aria-labelledby=partners] dd").concat();
    assert!(shown.contains("(former)"), "{shown}");
    let theirs = browser.get("/indirect-resellers").await;
    assert_eq!(
        theirs.all("tr[data-id='2000'] td.num").first().map(String::as_str),
        Some("0"),
        "{}",
        theirs.text()
    );
    assert_eq!(theirs.all("tr[data-id='3000'] td.num").first().map(String::as_str), Some("1"));
    for (partner, name) in [(&cast.reseller, "Hanbit at 2000"), (&cast.other_reseller, "Hanbit at 3000")] {
        let rows =
            customers::table.filter(customers::partner_id.eq(partner.id).and(customers::ended_at.is_null()));
        let names: Vec<String> =
            app.portal.db.read_now(|c| Ok(rows.select(customers::list_name).load(c)?)).unwrap();
        assert_eq!(names, [name], "no list changes");
    }
    summaries::assert_right(&app);

    assert_eq!(set(&browser, customer, "3000").await.status.as_u16(), 303);
    assert_eq!(app.log_of(&cast.provider, "customer").len(), 1, "nothing changed");
    assert_eq!(set(&browser, customer, "none").await.status.as_u16(), 303);
    assert_eq!(resellers_of(&app, customer), [None, None]);
    assert_eq!((listed("none").await, listed("former").await), ("1".into(), "1".into()));
    summaries::assert_right(&app);
}

async fn each_reseller_is_told_only_what_concerns_it(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    app.customer(&cast.reseller, 1, "Hanbit", "hanbit.example");
    app.customer(&cast.other_reseller, 1, "Hanbit", "hanbit.example");
    app.subscription(&cast.provider, customer, "sub-1", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "sub-2", None);
    set(&app.signed_in("ga@1000.example").await, customer, "3000").await;
    let of = |partner| app.changes(partner).into_iter().map(|change| change.2).collect::<Vec<_>>();
    let entry = |before, after, count, reason| {
        json!({
            "before": { "reseller": before }, "after": { "reseller": after },
            "subscriptions": count, "reason": reason,
        })
    };
    assert_eq!(of(&cast.provider), [entry(Some("2000"), Some("3000"), 2, Some("Region moved"))]);
    assert_eq!(of(&cast.reseller), [entry(Some("2000"), None, 1, None)]);
    assert_eq!(of(&cast.other_reseller), [entry(None, Some("3000"), 2, None)]);
}

async fn the_former_reseller_stays_readable_and_can_come_back(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    app.associate(&cast.provider, &cast.reseller, customer);
    let browser = app.signed_in("ga@1000.example").await;
    for reseller in ["3000", "2000"] {
        assert_eq!(set(&browser, customer, reseller).await.status.as_u16(), 303);
        summaries::assert_right(&app);
    }
    let rows = customer_resellers::table
        .order(customer_resellers::reseller_id)
        .select((customer_resellers::reseller_id, customer_resellers::ended_at.is_null()));
    let rows: Vec<(i32, bool)> = app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
    assert_eq!(rows[0], (cast.reseller.id.0, true));
    assert!(rows.len() == 2 && !rows[1].1);
    let found = browser.get("/customers?reseller=2000").await;
    assert_eq!(found.ids(), [customer.to_string()]);
}

async fn deleted_subscriptions_stay_with_their_reseller(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    app.subscription(&cast.provider, customer, "sub-1", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "sub-2", Some(&cast.reseller));
    let first = subscriptions::table.filter(subscriptions::name.eq("sub-1"));
    app.portal
        .db
        .write_now(|c| Ok(diesel::update(first).set(subscriptions::status.eq("deleted")).execute(c)?))
        .unwrap();
    let browser = app.signed_in("ga@1000.example").await;
    assert_eq!(set(&browser, customer, "3000").await.status.as_u16(), 303);
    let now = resellers_of(&app, customer);
    assert_eq!(now[0], Some(cast.reseller.id.0));
    assert_ne!(now[1], Some(cast.reseller.id.0));
    assert_eq!(browser.get("/customers?reseller=2000").await.total(), "0");
    summaries::assert_right(&app);
}

async fn invalid_choices_are_refused(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("ga@1000.example").await;
    for bad in ["", "9999", "4000", "1000", "'; --"] {
        let reply = set(&browser, customer, bad).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["reseller"], "{bad}");
        assert_eq!(reply.value("input[name=reason]"), "Region moved");
    }
    let live = partnerships::table.filter(partnerships::provider_id.eq(cast.provider.id));
    let ended = partnerships::ended_at.eq(partner_portal::clock::now());
    app.portal.db.write_now(|c| Ok(diesel::update(live).set(ended).execute(c)?)).unwrap();
    assert_eq!(set(&browser, customer, "3000").await.status.as_u16(), 422, "the partnership ended");
    assert!(app.changes(&cast.provider).is_empty());
    let other = app.customer(&cast.direct, 7, "Theirs", "theirs.example");
    assert_eq!(browser.get(&address(other)).await.status.as_u16(), 404);
}

async fn an_undecided_order_of_another_reseller_is_in_the_way(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let order = (
        orders::id.eq("00000000-0000-0000-0000-0000000000aa"),
        orders::partner_id.eq(cast.provider.id),
        orders::microsoft_id.eq(customer),
        orders::reseller_id.eq(Some(cast.reseller.id)),
        orders::status.eq("requested"),
        orders::is_request.eq(true),
        orders::made_by.eq("Somebody"),
        orders::made_at.eq(partner_portal::clock::now()),
        orders::shown_to_seller.eq(true),
        orders::shown_to_reseller.eq(true),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(orders::table).values(order).execute(c)?)).unwrap();
    let browser = app.signed_in("ga@1000.example").await;
    let reply = set(&browser, customer, "3000").await;
    assert_eq!(reply.status.as_u16(), 422);
    assert!(reply.all("[data-error=reseller]").concat().contains("waiting for your decision"));
    assert_eq!(set(&browser, customer, "2000").await.status.as_u16(), 303, "that reseller ordered it");
}

async fn a_concurrent_change_is_not_overwritten(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("ga@1000.example").await;
    let page = address(customer);
    set(&browser, customer, "2000").await;
    let late = [("reseller", "3000"), ("reason", ""), ("seen", "")];
    let reply = browser.submit(&page, &page, &late).await;
    assert_eq!(reply.status.as_u16(), 409);
    assert_eq!(reply.attributes("[data-error]", "data-error"), ["seen"]);
    assert_eq!(reply.attributes("option[selected]", "value").concat(), "3000", "the choice is kept");
    assert_eq!(reply.value("input[name=seen]"), "2000");
}

async fn only_admins_of_providers_set_it(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    app.customer(&cast.reseller, 1, "Hanbit", "hanbit.example");
    for (email, status) in [
        ("ga@1000.example", 200),
        ("aa@1000.example", 200),
        ("sa@1000.example", 403),
        ("ha@1000.example", 403),
        ("ba@1000.example", 403),
        ("um@1000.example", 403),
        ("ga@2000.example", 403),
        ("ga@4000.example", 403),
    ] {
        let browser = app.signed_in(email).await;
        assert_eq!(browser.get(&address(customer)).await.status.as_u16(), status, "{email}");
        let links = browser.get(&format!("/customers/{customer}/account")).await;
        let links = links.attributes("a[href$='/reseller']", "href").len();
        assert_eq!(links, usize::from(status == 200), "{email}");
    }
}
