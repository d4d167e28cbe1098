//! Changes at the renewal of a subscription: planning, undoing and carrying them out, and where they are shown.

use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::subscriptions::fixtures::{entries, form, set};
use crate::support::TestApp;
use crate::support::cast::Cast;
use diesel::prelude::*;
use partner_portal::db::schema::offers;
use partner_portal::domain::{MicrosoftId, Partner};
use partner_portal::features::subscriptions::change::due_job;
use serde_json::{Value, json};
use std::thread;

on_both_databases! {
    plans_and_carries_out_each_kind_of_change
    do_not_renew_is_one_of_the_changes
    a_plan_can_be_undone_until_it_is_carried_out
    names_the_field_that_must_be_corrected
    a_product_is_found_by_id_or_name
    another_offer_needs_the_role_that_orders
    a_reseller_plans_quantities_only
    concurrent_jobs_carry_a_plan_out_once
    an_impossible_plan_is_dropped_and_logged
    add_ons_hold_their_parent_to_its_offer
    the_lists_show_what_is_planned
    a_page_shows_the_commitment
    names_are_text_and_not_markup
}

const E5: (&str, &str, &str) = ("E5", "Microsoft 365 E5", "annual");
const E3: (&str, &str, &str) = ("E3", "Microsoft 365 E3", "annual");
const E5_MONTHLY: (&str, &str, &str) = ("E5M", "Microsoft 365 E5", "monthly");

/// The fields of a form.
type Fields = &'static [(&'static str, &'static str)];

/// A subscription to E5 for 25 users that renews in 30 days, of a reseller that has the customer too.
struct Sold {
    cast: Cast,
    customer: MicrosoftId,
    id: String,
    page: String,
}

fn sold(app: &TestApp) -> Sold {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    app.customer(&cast.reseller, 1, "Hangang", "hangang.example");
    for (offer, quantity) in [(E5, 1..=300), (E3, 5..=40), (E5_MONTHLY, 1..=300)] {
        fixtures::catalog_offer(app, &cast.provider, offer, quantity);
    }
    let id = app.subscription(&cast.provider, customer, E5.1, Some(&cast.reseller));
    subscribe(app, &id, E5);
    let page = format!("/customers/{customer}/subscriptions/{id}");
    Sold { cast, customer, id, page }
}

fn subscribe(app: &TestApp, id: &str, (offer, _, cycle): (&str, &str, &str)) {
    for (column, value) in
        [("offer_id", offer), ("billing_cycle", cycle), ("quantity", "25"), ("renews_on", &fixtures::day(30))]
    {
        set(app, id, column, value);
    }
}

fn carry_out(app: &TestApp, id: &str) -> usize {
    set(app, id, "renews_on", &fixtures::day(0));
    due_job::run(&app.portal).unwrap()
}

fn remove_offer(app: &TestApp, seller: &Partner, id: &str) {
    let row = offers::table.find((seller.id.0, id.to_owned()));
    app.portal.db.write_now(|c| Ok(diesel::delete(row).execute(c)?)).unwrap();
}

/// What the columns have after the change is carried out: quantity, name, offer, cycle.
fn state(app: &TestApp, id: &str) -> [String; 4] {
    ["quantity", "name", "offer_id", "billing_cycle"].map(|column| fixtures::get(app, id, column))
}

async fn plans_and_carries_out_each_kind_of_change(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("sa@1000.example").await;
    let kinds: [(Fields, &str, &str, [&str; 4]); 4] = [
        (&[("quantity", "18")], "18", "25 → 18", ["18", E5.1, "E5", "annual"]),
        (&[("cycle", "monthly")], "E5M monthly", "annual → monthly billing", ["25", E5.1, "E5M", "monthly"]),
        (&[("offer", "E3")], "E3 annual", "→ Microsoft 365 E3", ["25", E3.1, "E3", "annual"]),
        (
            &[("offer", "E3"), ("quantity", "30"), ("cycle", ""), ("renew", "yes")],
            "30 E3 annual",
            "→ Microsoft 365 E3 · 25 → 30",
            ["30", E3.1, "E3", "annual"],
        ),
    ];
    for (fields, plan, words, after) in kinds {
        let one = app.subscription(&sold.cast.provider, sold.customer, E5.1, Some(&sold.cast.reseller));
        subscribe(&app, &one, E5);
        let page = format!("/customers/{}/subscriptions/{one}", sold.customer);
        let before = entries(&app, sold.cast.provider.id).len();
        let reply = form(&browser, &page, "at-renewal", fields).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, page.clone()), "{plan}");
        assert_eq!(fixtures::get(&app, &one, "plan"), plan);
        assert_eq!(state(&app, &one), ["25", E5.1, "E5", "annual"], "not before the renewal");
        let shown = browser.get(&page).await;
        assert_eq!(shown.all("main [data-planned]"), [format!("At renewal: {words}")]);
        let again = form(&browser, &page, "at-renewal", fields).await;
        assert_eq!(again.status.as_u16(), 303);
        for partner in [&sold.cast.provider, &sold.cast.reseller] {
            let entry = &entries(&app, partner.id)[0];
            assert_eq!(
                (entry.action.as_str(), entry.actor.as_str()),
                ("update_subscription", "sa@1000.example")
            );
            assert!(entry.details["before"]["renewal_quantity"].is_null());
        }
        assert_eq!(entries(&app, sold.cast.provider.id).len(), before + 1, "{plan}: planned once");
        assert_eq!(due_job::run(&app.portal).unwrap(), 0);
        assert_eq!(carry_out(&app, &one), 1, "{plan}");
        assert_eq!(
            (state(&app, &one), fixtures::get(&app, &one, "plan")),
            (after.map(str::to_owned), String::new())
        );
        assert_eq!(due_job::run(&app.portal).unwrap(), 0, "{plan}: carried out once");
        let months = if after[3] == "monthly" { 27..=32 } else { 364..=367 };
        let renews: chrono::NaiveDate = fixtures::get(&app, &one, "renews_on").parse().unwrap();
        assert!(months.contains(&(renews - crate::support::cast::today()).num_days()), "{renews}");
        let logs = [&sold.cast.provider, &sold.cast.reseller].map(|partner| entries(&app, partner.id));
        assert_eq!(logs[0].len(), before + 2, "{plan}: the renewal and its changes are one entry");
        for log in &logs {
            assert_eq!((log[0].actor.as_str(), &log[0].details["name"]), ("system", &json!(E5.1)));
            assert!(log[0].details["after"]["renews_on"].is_string());
            assert!(log[0].details.get("renewed_unchanged").is_none());
        }
        assert!(!browser.get(&page).await.all("main").concat().contains("At renewal:"));
    }
    let planned = form(&browser, &sold.page, "at-renewal", &[("offer", "E3"), ("quantity", "30")]).await;
    assert_eq!(planned.status.as_u16(), 303);
    let details = &entries(&app, sold.cast.reseller.id)[0].details;
    let after = json!({ "renewal_quantity": 30, "renewal_offer": E3.1, "renewal_cycle": "annual" });
    assert_eq!(details["after"], after);
    let log = app.signed_in("sa@2000.example").await.get("/activity").await;
    assert!(log.text().contains("Offer at renewal"), "{}", log.text());
}

async fn do_not_renew_is_one_of_the_changes(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ha@1000.example").await;
    form(&browser, &sold.page, "at-renewal", &[("quantity", "18")]).await;
    let reply = form(&browser, &sold.page, "at-renewal", &[("quantity", "17"), ("renew", "no")]).await;
    assert_eq!(reply.status.as_u16(), 303);
    let columns = || ["auto_renew", "plan"].map(|column| fixtures::get(&app, &sold.id, column));
    assert_eq!(columns(), ["false", ""], "nothing else happens then");
    let page = browser.get(&sold.page).await;
    assert_eq!(page.all("main [data-planned]"), ["At renewal: do not renew"]);
    let refused = form(&browser, &sold.page, "at-renewal", &[("quantity", "17")]).await;
    assert_eq!(refused.attributes("[data-error]", "data-error"), ["renew"]);
    assert!(refused.text().contains("Auto-renew is off. Select “Renew”"));
    assert_eq!(form(&browser, &sold.page, "at-renewal/withdrawal", &[]).await.status.as_u16(), 303);
    assert_eq!(columns(), ["true", ""]);
    form(&browser, &sold.page, "at-renewal", &[("renew", "no")]).await;
    assert_eq!(
        form(&browser, &sold.page, "at-renewal", &[("quantity", "17"), ("renew", "yes")])
            .await
            .status
            .as_u16(),
        303
    );
    assert_eq!(columns(), ["true", "17"]);
    form(&browser, &sold.page, "renewal", &[("auto_renew", "false")]).await;
    assert_eq!(columns(), ["false", ""], "the switch of auto-renewal is the same");
    assert_eq!(carry_out(&app, &sold.id), 1);
    assert_eq!(fixtures::get(&app, &sold.id, "status"), "suspended");
}

async fn a_plan_can_be_undone_until_it_is_carried_out(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ha@1000.example").await;
    form(&browser, &sold.page, "at-renewal", &[("quantity", "18")]).await;
    let version = fixtures::get(&app, &sold.id, "version");
    for stale in ["1", "", "zzz"] {
        for what in ["at-renewal", "at-renewal/withdrawal"] {
            let fields = [("version", stale), ("quantity", "17")];
            let reply = browser.submit(&sold.page, &format!("{}/{what}", sold.page), &fields).await;
            assert_eq!(reply.status.as_u16(), 409, "{what} {stale:?}");
            assert_eq!(reply.attributes("[data-error]", "data-error"), ["at_renewal"]);
            assert_eq!(reply.value("#renewal-quantity"), "17", "input is kept");
            assert_eq!(reply.value("#quantity"), "25", "the other form is not concerned");
        }
    }
    let before = entries(&app, sold.cast.provider.id).len();
    for _ in 0..2 {
        let fields = [("version", version.as_str())];
        let undo = format!("{}/at-renewal/withdrawal", sold.page);
        assert_eq!(browser.submit(&sold.page, &undo, &fields).await.status.as_u16(), 303);
    }
    assert_eq!(fixtures::get(&app, &sold.id, "plan"), "");
    let logged = entries(&app, sold.cast.provider.id);
    assert_eq!(logged.len(), before + 1, "undone once");
    assert_eq!(logged[0].details["before"], json!({ "renewal_quantity": 18 }));
    assert_eq!(logged[0].details["after"], json!({ "renewal_quantity": Value::Null }));
    form(&browser, &sold.page, "at-renewal", &[("quantity", "18")]).await;
    let seen = fixtures::get(&app, &sold.id, "version");
    carry_out(&app, &sold.id);
    let undo = format!("{}/at-renewal/withdrawal", sold.page);
    browser.submit(&sold.page, &undo, &[("version", &seen)]).await;
    assert_eq!(fixtures::get(&app, &sold.id, "quantity"), "18", "too late");
    form(&browser, &sold.page, "at-renewal", &[("quantity", "12")]).await;
    form(&browser, &sold.page, "quantity", &[("quantity", "20")]).await;
    assert_eq!(fixtures::get(&app, &sold.id, "plan"), "12", "another quantity now leaves it");
    form(&browser, &sold.page, "suspension", &[]).await;
    assert_eq!(fixtures::get(&app, &sold.id, "plan"), "12");
    set(&app, &sold.id, "renews_on", &fixtures::day(-3));
    assert_eq!(due_job::run(&app.portal).unwrap(), 0, "a suspended subscription does not renew");
    form(&browser, &sold.page, "reactivation", &[]).await;
    let after = ["quantity", "plan", "status"].map(|column| fixtures::get(&app, &sold.id, column));
    assert_eq!(after, ["12", "", "active"], "the new term began while it was suspended");
}

async fn names_the_field_that_must_be_corrected(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("sa@1000.example").await;
    let before = entries(&app, sold.cast.provider.id).len();
    let cases: [(Fields, &str, &str); 12] = [
        (
            &[("quantity", "0")],
            "quantity",
            "Quantity from the next term: enter a whole number from 1 to 10,000,000.",
        ),
        (&[("quantity", "ten")], "quantity", "whole number"),
        (&[("quantity", "301")], "quantity", "enter a whole number from 1 to 300."),
        (&[("quantity", "41"), ("offer", "E3")], "quantity", "enter a whole number from 5 to 40."),
        (&[("offer", "E9")], "offer", "Your catalog has no offer “E9”"),
        (&[("offer", "<b>x</b>")], "offer", "“<b>x</b>”"),
        (&[("offer", "a\u{202e}b")], "offer", "invisible"),
        (&[("cycle", "weekly")], "cycle", "choose an option from the list"),
        (&[("cycle", "one-time")], "cycle", "choose an option from the list"),
        (
            &[("cycle", "monthly"), ("offer", "E3")],
            "cycle",
            "Microsoft 365 E3 is not sold with this billing cycle.",
        ),
        (&[("renew", "maybe")], "renew", "choose an option from the list"),
        (&[("quantity", "18"), ("renew", "")], "renew", "choose an option from the list"),
    ];
    for (fields, field, sentence) in cases {
        let reply = form(&browser, &sold.page, "at-renewal", fields).await;
        assert_eq!(reply.status.as_u16(), 422, "{fields:?}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field], "{fields:?}");
        let said = reply.all("[data-error]");
        assert!(said.concat().contains(sentence), "{fields:?} {said:?}");
        let link = if field == "quantity" { "#renewal-quantity" } else { &format!("#{field}") };
        assert_eq!(reply.attributes(".error-summary a", "href"), [link]);
        assert_eq!(reply.all(link).len(), 1, "the summary leads to the field");
        if let Some((_, typed)) = fields.iter().find(|(name, _)| *name == "quantity") {
            assert_eq!(reply.value("#renewal-quantity"), *typed, "input is kept");
        }
    }
    assert_eq!(entries(&app, sold.cast.provider.id).len(), before, "nothing was logged");
    let late = app.subscription(&sold.cast.provider, sold.customer, "Imported", None);
    let page = format!("/customers/{}/subscriptions/{late}", sold.customer);
    let reply = form(&browser, &page, "at-renewal", &[("quantity", "3")]).await;
    assert!(reply.status.as_u16() == 422 && reply.text().contains("The renewal date is not known"));
    assert!(browser.get(&page).await.all("#at_renewal").is_empty(), "there is no renewal to plan for");
    set(&app, &sold.id, "cancels_on", &fixtures::day(30));
    let reply = form(&browser, &sold.page, "at-renewal", &[("quantity", "3")]).await;
    assert!(reply.status.as_u16() == 422 && reply.text().contains("Select “Keep subscription”"));
}

async fn a_product_is_found_by_id_or_name(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("sa@1000.example").await;
    let page = browser.get(&sold.page).await;
    assert_eq!(page.attributes("#offer option", "value"), ["", "E3"], "one entry for each other product");
    assert_eq!(page.attributes("#cycle option", "value"), ["", "monthly"]);
    for (fields, plan) in [
        ([("offer", "microsoft 365 e3"), ("cycle", "")], "E3 annual"),
        ([("offer", "Microsoft 365 E5"), ("cycle", "monthly")], "E5M monthly"),
        ([("offer", "Microsoft 365 E5"), ("cycle", "")], ""),
        ([("offer", "E5M"), ("cycle", "")], "E5M monthly"),
        ([("offer", ""), ("cycle", "annual")], ""),
    ] {
        let reply = form(&browser, &sold.page, "at-renewal", &fields).await;
        assert_eq!(
            (reply.status.as_u16(), fixtures::get(&app, &sold.id, "plan").as_str()),
            (303, plan),
            "{fields:?}"
        );
    }
    for number in 0..40 {
        let (id, name) = (format!("X{number}"), format!("Other product {number}"));
        fixtures::catalog_offer(&app, &sold.cast.provider, (&id, &name, "annual"), 1..=100);
    }
    let page = browser.get(&sold.page).await;
    assert_eq!((page.all("select#offer").len(), page.all("#offers option").len()), (0, 41));
    form(&browser, &sold.page, "at-renewal", &[("offer", "X7")]).await;
    assert_eq!(browser.get(&sold.page).await.value("#offer"), "X7");
}

async fn another_offer_needs_the_role_that_orders(app: TestApp) {
    let sold = sold(&app);
    let seller = app.signed_in("sa@1000.example").await;
    form(&seller, &sold.page, "at-renewal", &[("offer", "E3")]).await;
    for (role, quantity, offer) in [
        ("ga", 303, 303),
        ("ba", 403, 403),
        ("um", 403, 403),
        ("aa", 303, 303),
        ("sa", 303, 303),
        ("ha", 303, 403),
    ] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        let page = browser.get(&sold.page).await;
        assert_eq!(page.all("#at_renewal").len(), 1, "{role} sees the plan");
        assert_eq!(page.all("#renewal-quantity").len(), usize::from(quantity == 303), "{role}");
        assert_eq!(page.all("#offer, #cycle").len(), if offer == 303 { 2 } else { 0 }, "{role}");
        let sent = form(&browser, &sold.page, "at-renewal", &[("offer", "E3"), ("cycle", "")]).await;
        assert_eq!(sent.status.as_u16(), offer, "{role}");
        let sent = form(&browser, &sold.page, "at-renewal", &[("cycle", "monthly"), ("offer", "")]).await;
        assert_eq!(sent.status.as_u16(), offer, "{role}");
        form(&seller, &sold.page, "at-renewal", &[("offer", "E3"), ("cycle", ""), ("quantity", "")]).await;
        let fields = [("quantity", "18"), ("offer", ""), ("cycle", ""), ("renew", "yes")];
        let sent = form(&browser, &sold.page, "at-renewal", &fields).await;
        assert_eq!(sent.status.as_u16(), quantity, "{role}");
        let plan = match role {
            "ha" => "18 E3 annual",
            _ if quantity == 303 => "18",
            _ => "E3 annual",
        };
        assert_eq!(fixtures::get(&app, &sold.id, "plan"), plan, "{role} leaves what it may not choose");
        form(&seller, &sold.page, "at-renewal", &[("offer", "E3"), ("cycle", ""), ("quantity", "")]).await;
    }
    let helpdesk = app.signed_in("ha@1000.example").await.get(&sold.page).await;
    assert!(helpdesk.all("[data-reason=offer]")[0].contains("You need one of these roles"));
}

async fn a_reseller_plans_quantities_only(app: TestApp) {
    let sold = sold(&app);
    let reseller = app.signed_in("ga@2000.example").await;
    let page = reseller.get(&sold.page).await;
    assert!(page.all("#offer, #cycle").is_empty());
    assert!(page.all("[data-reason=offer]")[0].contains("Ask your provider."));
    let refused = form(&reseller, &sold.page, "at-renewal", &[("offer", "E3")]).await;
    assert_eq!(
        (refused.status.as_u16(), refused.attributes("[data-error]", "data-error")),
        (422, vec!["offer".to_owned()])
    );
    let fields = [("quantity", "18"), ("renew", "yes")];
    assert_eq!(form(&reseller, &sold.page, "at-renewal", &fields).await.status.as_u16(), 303);
    let provider = app.signed_in("sa@1000.example").await;
    assert_eq!(provider.get(&sold.page).await.all("main [data-planned]"), ["At renewal: 25 → 18"]);
    assert_eq!(entries(&app, sold.cast.provider.id)[0].actor, "ga@2000.example");
    form(&provider, &sold.page, "at-renewal", &[("offer", "E3")]).await;
    let planned = reseller.get(&sold.page).await.all("main [data-planned]");
    assert_eq!(planned, ["At renewal: → Microsoft 365 E3 · 25 → 18"]);
    fixtures::end_partnership(&app, &sold.cast.provider, &sold.cast.reseller);
    let refused = form(&reseller, &sold.page, "at-renewal", &[("quantity", "17")]).await;
    assert!(refused.status.as_u16() == 422 && refused.text().contains("Only the provider can change"));
}

async fn concurrent_jobs_carry_a_plan_out_once(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("sa@1000.example").await;
    form(&browser, &sold.page, "at-renewal", &[("quantity", "18")]).await;
    set(&app, &sold.id, "renews_on", &fixtures::day(0));
    let before = entries(&app, sold.cast.provider.id).len();
    let portals = [app.second().await, app.second().await];
    let carried_out: usize = thread::scope(|scope| {
        let jobs = portals.each_ref().map(|one| {
            let state = one.portal.clone();
            scope.spawn(move || due_job::run(&state).unwrap())
        });
        jobs.into_iter().map(|job| job.join().unwrap()).sum()
    });
    assert_eq!(carried_out, 1);
    assert_eq!(["quantity", "plan"].map(|column| fixtures::get(&app, &sold.id, column)), ["18", ""]);
    assert_eq!(entries(&app, sold.cast.provider.id).len(), before + 1);
}

async fn an_impossible_plan_is_dropped_and_logged(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("sa@1000.example").await;
    form(&browser, &sold.page, "at-renewal", &[("offer", "E3"), ("quantity", "30")]).await;
    remove_offer(&app, &sold.cast.provider, "E3");
    let shown = browser.get(&sold.page).await;
    assert_eq!(shown.all("main [data-planned]"), ["At renewal: → E3 · 25 → 30"], "by its id");
    assert_eq!(carry_out(&app, &sold.id), 1);
    assert_eq!(state(&app, &sold.id), ["25", E5.1, "E5", "annual"], "it renews unchanged");
    assert_eq!(fixtures::get(&app, &sold.id, "plan"), "");
    for partner in [&sold.cast.provider, &sold.cast.reseller] {
        let entry = &entries(&app, partner.id)[0];
        assert_eq!(entry.details["renewed_unchanged"], "offer-missing");
    }
    let log = browser.get("/activity").await.text();
    assert!(
        log.contains("Renewed without the planned change: The offer was no longer in the catalog"),
        "{log}"
    );
}

async fn add_ons_hold_their_parent_to_its_offer(app: TestApp) {
    let sold = sold(&app);
    let add_on =
        app.subscription(&sold.cast.provider, sold.customer, "Calling plan", Some(&sold.cast.reseller));
    set(&app, &add_on, "parent_id", &sold.id);
    set(&app, &add_on, "renews_on", &fixtures::day(30));
    let browser = app.signed_in("sa@1000.example").await;
    let refused = form(&browser, &sold.page, "at-renewal", &[("offer", "E3")]).await;
    assert!(
        refused.status.as_u16() == 422 && refused.text().contains("Turn off auto-renew of the add-ons first")
    );
    let page = format!("/customers/{}/subscriptions/{add_on}", sold.customer);
    assert!(browser.get(&page).await.all("#offer, #cycle").is_empty());
    let refused = form(&browser, &page, "at-renewal", &[("offer", "E3")]).await;
    assert!(refused.status.as_u16() == 422 && refused.text().contains("Only its quantity can change"));
    assert_eq!(form(&browser, &page, "at-renewal", &[("quantity", "3")]).await.status.as_u16(), 303);
    assert_eq!(carry_out(&app, &add_on), 1);
    assert_eq!(fixtures::get(&app, &add_on, "quantity"), "3");
    fixtures::no_renewal(&app, &add_on);
    assert_eq!(form(&browser, &sold.page, "at-renewal", &[("offer", "E3")]).await.status.as_u16(), 303);
}

async fn the_lists_show_what_is_planned(app: TestApp) {
    let sold = sold(&app);
    let other = app.subscription(&sold.cast.provider, sold.customer, "Visio", None);
    let browser = app.signed_in("sa@1000.example").await;
    let address = "/subscriptions?at_renewal=scheduled";
    assert_eq!(browser.get(address).await.total(), "0");
    form(&browser, &sold.page, "at-renewal", &[("offer", "E3"), ("quantity", "18")]).await;
    let list = browser.get(address).await;
    assert_eq!((list.total().as_str(), list.ids()), ("1", vec![sold.id.clone()]));
    assert_eq!(list.attributes(".chips a", "href")[0], "/subscriptions");
    let words = "At renewal: → Microsoft 365 E3 · 25 → 18";
    assert_eq!(list.all("tbody .planned"), [words]);
    assert_eq!(browser.get("/subscriptions").await.all("tbody .planned"), [words]);
    let of_customer = browser.get(&format!("/customers/{}/subscriptions", sold.customer)).await;
    assert_eq!((of_customer.ids().len(), of_customer.all("tbody .planned")), (2, vec![words.to_owned()]));
    let reseller = app.signed_in("ba@2000.example").await.get(address).await;
    assert_eq!(reseller.all("tbody .planned"), [words], "the reseller of record sees it");
    let bad = browser.get("/subscriptions?at_renewal=%3Cb%3E").await;
    assert_eq!(
        (bad.status.as_u16(), bad.attributes("[data-error]", "data-error")),
        (422, vec!["at_renewal".to_owned()])
    );
    carry_out(&app, &sold.id);
    assert_eq!(browser.get(address).await.total(), "0", "after the job");
    assert!(browser.get("/subscriptions").await.ids().contains(&other));
}

async fn a_page_shows_the_commitment(app: TestApp) {
    let sold = sold(&app);
    let new = app.subscription(&sold.cast.provider, sold.customer, "ISV", None);
    fixtures::offer(&app, &sold.cast.provider, &new, 1..=10, true, "annual");
    set(&app, &new, "created_at", &fixtures::moment(-4));
    set(&app, &new, "renews_on", &fixtures::day(361));
    let browser = app.signed_in("ha@1000.example").await;
    let said = async |path: &str, selector: &str| browser.get(path).await.all(selector).join(" | ");
    let facts = "section[aria-labelledby=facts] dd";
    assert!(said(&sold.page, facts).await.contains("1 year"), "{}", said(&sold.page, facts).await);
    let page = format!("/customers/{}/subscriptions/{new}", sold.customer);
    let text = said(&page, facts).await;
    assert!(text.contains("Full refund until") && text.contains("(in 10 days)"), "{text}");
    let cells = said("/subscriptions", "td[data-label=Commitment]").await;
    assert!(cells.contains("1 year") && cells.contains("until "), "{cells}");
    assert_eq!(cells.matches("Full refund until").count(), 1, "only where the offer says so: {cells}");
}

async fn names_are_text_and_not_markup(app: TestApp) {
    let sold = sold(&app);
    let hostile = "<img src=x onerror=alert(1)>";
    fixtures::catalog_offer(&app, &sold.cast.provider, ("XSS", hostile, "annual"), 1..=100);
    let browser = app.signed_in("sa@1000.example").await;
    assert_eq!(form(&browser, &sold.page, "at-renewal", &[("offer", "XSS")]).await.status.as_u16(), 303);
    let list = format!("/customers/{}/subscriptions", sold.customer);
    for path in [sold.page.as_str(), "/subscriptions", &list, "/activity"] {
        let page = browser.get(path).await;
        assert!(page.all("img").is_empty(), "{path}");
        assert!(page.all("main").concat().contains(hostile), "{path}");
    }
}
