//! The account page of a customer, the switch for Azure reservations, and the customer agreement.

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::{Browser, Reply, TestApp};
use chrono::Days;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{partners, subscriptions};
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::{Partner, PartnerKind};
use serde_json::json;

on_both_databases! {
    shows_the_account_to_every_role
    toggles_azure_reservations
    reservations_require_azure_and_a_permitted_role
    reservation_settings_are_separate_for_each_partner
    records_the_customer_agreement
    reports_invalid_agreement_fields
    returns_to_the_previous_page_after_attesting
    resellers_and_other_clouds_cannot_attest_the_agreement
    customers_of_other_partners_answer_404
}

fn account(customer: MicrosoftId) -> String {
    format!("/customers/{customer}/account")
}

async fn switch(browser: &Browser, customer: MicrosoftId, to: &str) -> Reply {
    let there = format!("/customers/{customer}/permissions");
    browser.submit("/help/keys", &there, &[("purchase", to)]).await
}

fn card(page: &Reply, name: &str) -> String {
    page.all(&format!("section[aria-labelledby={name}]")).concat()
}

async fn shows_the_account_to_every_role(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    app.subscription(&cast.provider, customer, "Power BI Pro", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "Microsoft Azure", None);
    for role in ["ga", "ba", "um", "aa", "sa", "ha"] {
        let page = app.signed_in(&format!("{role}@1000.example")).await.get(&account(customer)).await;
        assert_eq!(page.status.as_u16(), 200, "{role}");
        assert!(card(&page, "profile").contains(&customer.to_string()));
        let partners = card(&page, "partners");
        assert!(partners.contains("Partner 2000") && partners.contains("1 of 2"), "{role}: {partners}");
        assert!(partners.contains("Partner 1000"), "the seller supports: {partners}");
        let danger = card(&page, "danger");
        assert!(danger.contains("Remove reseller relationship") && danger.contains("2 active"), "{danger}");
        let links = page.attributes("section[aria-labelledby=danger] a", "href").len();
        assert_eq!(links, usize::from(role == "ga"), "{role}");
    }
    app.customer(&cast.reseller, 1, "Ours", "hanbit.example");
    let page = app.signed_in("aa@2000.example").await.get(&account(customer)).await;
    let (partners, danger) = (card(&page, "partners"), card(&page, "danger"));
    assert!(partners.contains("Indirect providers") && partners.contains("1 of 1"), "{partners}");
    assert!(danger.contains("Remove customer relationship") && !danger.contains("active"), "{danger}");
    assert!(card(&page, "agreement").contains("Their indirect provider does this."));
    for language in ["ko", "zh-TW"] {
        let request = actix_web::test::TestRequest::get().uri(&account(customer));
        let page = app.signed_in("aa@2000.example").await;
        let page = page.send(request.insert_header(("accept-language", language))).await;
        assert!(!page.all("main").concat().contains("reseller"), "no English in {language}");
    }
}

async fn toggles_azure_reservations(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    app.subscription(&cast.provider, customer, "Microsoft Azure", None);
    let browser = app.signed_in("aa@1000.example").await;
    let page = browser.get(&account(customer)).await;
    assert_eq!(page.attributes("[name=purchase]", "aria-pressed"), ["false", "true"], "off by default");
    assert!(card(&page, "permissions").contains("are not notified"));
    for to in ["on", "on", "off", "off", "on"] {
        assert_eq!(switch(&browser, customer, to).await.status.as_u16(), 303);
        let pressed =
            browser.get(&account(customer)).await.attributes("[name=purchase][aria-pressed=true]", "value");
        assert_eq!(pressed, [to]);
    }
    let entries = app.changes(&cast.provider);
    let actions: Vec<&str> = entries.iter().map(|(action, _, _)| action.as_str()).collect();
    let (create, delete) = ("create_self_serve_policy", "delete_self_serve_policy");
    assert_eq!(actions, [create, delete, create], "a repeated switch logs no second entry");
    let flip = json!({ "before": { "azure_reservations": "off" }, "after": { "azure_reservations": "on" } });
    assert_eq!((&entries[0].1, &entries[0].2), (&"한빛가온".to_owned(), &flip));
    for bad in ["", "yes", "on\u{0}", "ON"] {
        let reply = switch(&browser, customer, bad).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad:?}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["purchase"]);
    }
    assert_eq!(app.changes(&cast.provider).len(), 3);
}

async fn reservations_require_azure_and_a_permitted_role(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    app.subscription(&cast.provider, customer, "Azureus Pro", None);
    let browser = app.signed_in("ga@1000.example").await;
    assert_eq!(
        browser.get(&account(customer)).await.attributes("[name=purchase][disabled]", "value").len(),
        2
    );
    let refused = switch(&browser, customer, "on").await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.all("[data-error=purchase]").concat().contains("active Azure subscription"));
    app.subscription(&cast.provider, customer, "Microsoft Azure", None);
    assert_eq!(switch(&browser, customer, "on").await.status.as_u16(), 303);
    set_status(&app, "suspended");
    assert_eq!(switch(&browser, customer, "off").await.status.as_u16(), 303, "it can always be switched off");
    assert_eq!(
        switch(&browser, customer, "on").await.status.as_u16(),
        422,
        "a suspended subscription does not count"
    );
    set_status(&app, "active");
    for (role, status) in [("ga", 303), ("aa", 303), ("sa", 403), ("ha", 403), ("ba", 403), ("um", 403)] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        assert_eq!(switch(&browser, customer, "off").await.status.as_u16(), status, "{role}");
        let page = browser.get(&account(customer)).await;
        let reads_only = page.attributes("[name=purchase][disabled]", "value").len() == 2;
        assert_eq!(reads_only, status == 403, "{role} sees it");
        let why = page.all("#no-switch").concat();
        assert_eq!(why.contains("Global admin, Admin agent"), status == 403, "{role}: {why}");
    }
}

fn set_status(app: &TestApp, status: &str) {
    let change = diesel::update(subscriptions::table).set(subscriptions::status.eq(status.to_owned()));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

async fn reservation_settings_are_separate_for_each_partner(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    app.customer(&cast.direct, 1, "Theirs", "hanbit.example");
    app.subscription(&cast.provider, customer, "Microsoft Azure", None);
    app.subscription(&cast.direct, customer, "Microsoft Azure", None);
    let (provider, direct) = (app.signed_in("ga@1000.example").await, app.signed_in("ga@4000.example").await);
    switch(&provider, customer, "on").await;
    attest(&provider, customer, &agreement("오", "2026-01-02")).await;
    let theirs = direct.get(&account(customer)).await;
    assert_eq!(theirs.attributes("[name=purchase][aria-pressed=true]", "value"), ["off"]);
    assert!(card(&theirs, "agreement").contains("Not accepted"));
    assert!(!theirs.text().contains("1000.example"), "nor the actor");
    assert_eq!(app.changes(&cast.direct), []);
    switch(&direct, customer, "on").await;
    switch(&direct, customer, "off").await;
    let ours = provider.get(&account(customer)).await;
    assert_eq!(ours.attributes("[name=purchase][aria-pressed=true]", "value"), ["on"]);
    assert_eq!(app.changes(&cast.provider).len(), 2);
}

type Form = Vec<(&'static str, String)>;

fn agreement(last_name: &str, agreed_on: &str) -> Form {
    [
        ("first_name", "세훈"),
        ("last_name", last_name),
        ("email", "sehun.oh@hanbit.example"),
        ("phone", ""),
        ("agreed_on", agreed_on),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

async fn attest(browser: &Browser, customer: MicrosoftId, form: &Form) -> Reply {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit("/help/keys", &format!("/customers/{customer}/agreement"), &fields).await
}

async fn records_the_customer_agreement(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("sa@1000.example").await;
    let today = clock::now().date().to_string();
    for _ in 0..2 {
        let reply = attest(&browser, customer, &agreement("오", &today)).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, account(customer)));
    }
    let said = card(&browser.get(&account(customer)).await, "agreement");
    for word in ["Accepted", "오세훈", "sehun.oh@hanbit.example", "sa@1000.example"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let entries = app.changes(&cast.provider);
    assert_eq!(entries.len(), 1, "a repeated form is logged once");
    assert_eq!((entries[0].0.as_str(), &entries[0].2["before"]), ("create_agreement", &json!(null)));
    assert_eq!(entries[0].2["after"]["agreed_on"], today);
    let again = browser.get(&format!("/customers/{customer}/agreement")).await;
    assert_eq!((again.value("#last_name"), again.value("#agreed_on")), ("오".into(), today));
    attest(&browser, customer, &agreement("박", "2020-02-29")).await;
    let (_, _, details) = app.changes(&cast.provider).pop().unwrap();
    assert_eq!(
        (&details["before"]["last_name"], &details["after"]["last_name"]),
        (&json!("오"), &json!("박"))
    );
}

async fn reports_invalid_agreement_fields(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("sa@1000.example").await;
    // Two days ahead: tomorrow in Seoul may already be today in UTC.
    let tomorrow = clock::now().date().checked_add_days(Days::new(2)).unwrap().to_string();
    for day in
        ["", "2009-12-31", "0001-01-01", "2026-02-30", "yesterday", "2026-01-01\u{0}", tomorrow.as_str()]
    {
        let reply = attest(&browser, customer, &agreement("오", day)).await;
        assert_eq!(reply.status.as_u16(), 422, "{day:?}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["agreed_on"], "{day:?}");
        assert_eq!(reply.value("#first_name"), "세훈");
    }
    let reply = attest(&browser, customer, &vec![("email", "nobody".into())]).await;
    let faults = reply.attributes("[data-error]", "data-error");
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert_eq!(app.changes(&cast.provider), []);
}

async fn returns_to_the_previous_page_after_attesting(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("sa@1000.example").await;
    let there = format!("/customers/{customer}/agreement");
    let asked = browser.get(&format!("{there}?next=%2Forders%2Fnew%3Fcart%3D1")).await;
    assert_eq!(asked.value("input[name=next]"), "/orders/new?cart=1");
    for (next, to) in
        [("/orders/new?cart=1", "/orders/new?cart=1"), ("//evil.example", "/"), ("https://evil", "/")]
    {
        let mut form = agreement("오", "2026-01-02");
        form.push(("next", next.to_owned()));
        assert_eq!(attest(&browser, customer, &form).await.header("location"), to);
        form.retain(|(name, _)| *name != "email");
        let kept = attest(&browser, customer, &form).await;
        assert_eq!((kept.status.as_u16(), kept.value("input[name=next]")), (422, to.to_owned()));
    }
}

async fn resellers_and_other_clouds_cannot_attest_the_agreement(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.reseller, 1, "한빛가온", "hanbit.example");
    let reseller = app.signed_in("ga@2000.example").await;
    assert_eq!(reseller.get(&format!("/customers/{customer}/agreement")).await.status.as_u16(), 403);
    assert_eq!(attest(&reseller, customer, &agreement("오", "2026-01-02")).await.status.as_u16(), 403);
    let germany: Partner = app.partner("5000", PartnerKind::Direct);
    let in_germany = partners::table.find(germany.id.0);
    let moved = diesel::update(in_germany).set(partners::cloud.eq("germany"));
    app.portal.db.write_now(|c| Ok(moved.execute(c)?)).unwrap();
    let customer = app.customer(&germany, 1, "Kunde", "kunde.example");
    let browser = app.signed_in("ga@5000.example").await;
    assert_eq!(attest(&browser, customer, &agreement("Oh", "2026-01-02")).await.status.as_u16(), 403);
    let said = card(&browser.get(&account(customer)).await, "agreement");
    assert!(said.contains("applies to the global cloud only"), "{said}");
    assert_eq!(app.changes(&cast.reseller).len() + app.changes(&germany).len(), 0);
}

async fn customers_of_other_partners_answer_404(app: TestApp) {
    let cast = app.cast();
    let foreign = app.customer(&cast.direct, 3, "Foreign", "foreign.example");
    let removed = app.customer(&cast.provider, 4, "Removed", "removed.example");
    app.end(&cast.provider, removed);
    let browser = app.signed_in("ga@1000.example").await;
    for id in [foreign, removed, id(99)] {
        assert_eq!(browser.get(&account(id)).await.status.as_u16(), 404);
        assert_eq!(switch(&browser, id, "on").await.status.as_u16(), 404);
        assert_eq!(attest(&browser, id, &agreement("오", "2026-01-02")).await.status.as_u16(), 404);
    }
    assert_eq!(app.changes(&cast.direct), []);
}
