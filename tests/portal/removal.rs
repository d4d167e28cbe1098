//! Ending the relationship with a customer, for each type of partner, and the list of ended relationships.

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::db::schema::{customers, subscriptions};
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::Partner;

on_both_databases! {
    lists_what_prevents_the_removal
    ends_the_relationship_when_nothing_prevents_it
    an_indirect_reseller_can_always_end_and_keeps_administration
    requires_the_name_and_a_confirmation
    ending_affects_only_one_partner
    rules_depend_on_partner_type_and_role
    lists_removed_customers
    pages_and_searches_removed_customers
    limits_removed_customers_to_days
    answers_garbage_without_failing
}

fn path(customer: MicrosoftId) -> String {
    format!("/customers/{customer}/removal")
}

async fn end(browser: &Browser, customer: MicrosoftId, name: &str, reason: &str, confirm: &str) -> Reply {
    let fields = [("company_name", name), ("reason", reason), ("confirm", confirm)];
    browser.submit("/help/keys", &path(customer), &fields).await
}

fn set_status(app: &TestApp, name: &str, status: &str) {
    let rows = subscriptions::table.filter(subscriptions::name.eq(name.to_owned()));
    let change = diesel::update(rows).set(subscriptions::status.eq(status.to_owned()));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

fn is_delegated(app: &TestApp, partner: &Partner, customer: MicrosoftId) -> bool {
    let row = customers::table
        .filter(customers::partner_id.eq(partner.id.0).and(customers::microsoft_id.eq(customer.to_string())));
    app.portal.db.read_now(|c| Ok(row.select(customers::delegated_admin).first(c)?)).unwrap()
}

async fn lists_what_prevents_the_removal(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    app.subscription(&cast.provider, customer, "Power BI Pro", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "Old plan", None);
    set_status(&app, "Old plan", "suspended");
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get(&path(customer)).await;
    assert_eq!((page.total().as_str(), page.ids().len()), ("1", 1));
    let way = page.attributes("section[aria-labelledby=way] a.name", "href");
    assert_eq!(way, [format!("/customers/{customer}/subscriptions/{}", page.ids()[0])]);
    let suspend = format!("/customers/{customer}/subscriptions/suspension");
    assert_eq!(page.attributes("section[aria-labelledby=way] form", "action"), [suspend]);
    assert_eq!(page.value("input[name=return_to]"), path(customer));
    assert_eq!(page.attributes("button.danger[disabled]", "aria-describedby"), ["why"]);
    let refused = end(&browser, customer, "한빛가온", "", "yes").await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(refused.attributes("[data-error]", "data-error"), ["way"]);
    assert_eq!(browser.get("/customers").await.total(), "1");
    assert_eq!(app.changes(&cast.provider), []);
    for (status, blocks) in [("pending", true), ("deleted", false), ("expired", false), ("disabled", false)] {
        set_status(&app, "Power BI Pro", status);
        let page = browser.get(&path(customer)).await;
        assert_eq!(page.ids().len(), usize::from(blocks), "{status}");
    }
}

async fn ends_the_relationship_when_nothing_prevents_it(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    app.customer(&cast.provider, 2, "Stays", "stays.example");
    app.subscription(&cast.provider, customer, "Power BI Pro", None);
    set_status(&app, "Power BI Pro", "suspended");
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get(&path(customer)).await;
    assert!(page.all("section[aria-labelledby=happens]").concat().contains("delegated admin privileges end"));
    // As macOS may type it: the same letters, decomposed.
    let typed = "\u{1112}\u{1161}\u{11ab}빛가온 ";
    let reply = end(&browser, customer, typed, "  계약 종료 🤝 ", "yes").await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/customers/removed".into()));

    assert_eq!(browser.get("/customers").await.ids(), [id(2).to_string()]);
    assert_eq!(browser.get("/customers?q=hanbit").await.total(), "0");
    assert!(!browser.get("/customers.csv").await.text().contains("hanbit"));
    for gone in ["", "/account", "/subscriptions", "/bill-to", "/removal"] {
        assert_eq!(browser.get(&format!("/customers/{customer}{gone}")).await.status.as_u16(), 404, "{gone}");
    }
    for jump in [customer.to_string(), "hanbit.example".to_owned()] {
        assert_eq!(browser.get(&format!("/c/{jump}")).await.status.as_u16(), 404);
    }
    assert!(!is_delegated(&app, &cast.provider, customer), "delegated administration ends with it");

    let entries = app.changes(&cast.provider);
    assert_eq!(entries.len(), 1, "{entries:?}");
    let (action, name, details) = &entries[0];
    assert_eq!((action.as_str(), name.as_str()), ("remove_partner_customer_relationship", "한빛가온"));
    assert_eq!(details["reason"], "계약 종료 🤝");
    assert_eq!(
        (&details["before"]["delegated_admin"], &details["after"]["delegated_admin"]),
        (&true.into(), &false.into())
    );
    let said = details["confirmation"].as_str().unwrap();
    for part in ["good faith", "legitimate business purpose", "harmless", "notice of termination"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(end(&browser, customer, "한빛가온", "", "yes").await.status.as_u16(), 404, "only once");
    assert_eq!(app.changes(&cast.provider).len(), 1);
}

async fn an_indirect_reseller_can_always_end_and_keeps_administration(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Provider's name", "shared.example");
    app.customer(&cast.reseller, 1, "Reseller's name", "shared.example");
    app.subscription(&cast.provider, customer, "Power BI Pro", Some(&cast.reseller));
    let browser = app.signed_in("aa@2000.example").await;
    let page = browser.get(&path(customer)).await;
    assert_eq!(page.all("section[aria-labelledby=way]").len(), 0);
    assert!(page.all("section[aria-labelledby=stays]").concat().contains("delegated admin privileges"));
    assert!(page.all("section[aria-labelledby=happens]").concat().contains("no longer see"), "but a warning");
    assert_eq!(page.attributes("button.danger[disabled]", "class").len(), 0);
    assert_eq!(end(&browser, customer, "Reseller's name", "", "yes").await.status.as_u16(), 303);
    assert!(is_delegated(&app, &cast.reseller, customer));
    let removed = browser.get("/customers/removed").await;
    assert!(removed.all("tbody").concat().contains("Still granted"));
    let sold = browser.get(&format!("/customers/{customer}/subscriptions")).await;
    assert_eq!(sold.status.as_u16(), 404, "nor what the provider sold through it");
    let provider = app.signed_in("ga@1000.example").await;
    assert_eq!(provider.get("/customers").await.total(), "1", "the provider keeps the customer");
    assert!(
        provider.get(&format!("/customers/{customer}/subscriptions")).await.text().contains("Power BI Pro")
    );
    assert_eq!(app.changes(&cast.provider), [], "and its log has no entry");
}

async fn requires_the_name_and_a_confirmation(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso  Ltd", "contoso.example");
    let browser = app.signed_in("ga@1000.example").await;
    let long = "가".repeat(501);
    for (name, reason, confirm, faults) in [
        ("", "", "", vec!["company_name", "confirm"]),
        ("contoso ltd", "", "yes", vec!["company_name"]),
        ("Contoso Ltd", "", "no", vec!["confirm"]),
        ("Contoso Ltd", long.as_str(), "yes", vec!["reason"]),
        ("Contoso Ltd", "a\u{0}b", "yes", vec!["reason"]),
    ] {
        let reply = end(&browser, customer, name, reason, confirm).await;
        assert_eq!(reply.status.as_u16(), 422, "{name} {confirm}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), faults);
        assert_eq!(
            (reply.value("#company_name"), reply.value("#reason")),
            (name.into(), reason.replace('\0', "\u{fffd}"))
        );
        assert!(reply.all("title")[0].starts_with("Error:"));
    }
    assert_eq!(app.changes(&cast.provider), []);
    assert_eq!(
        end(&browser, customer, "Contoso Ltd", "", "yes").await.status.as_u16(),
        303,
        "spaces do not matter"
    );
}

async fn ending_affects_only_one_partner(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Ours", "shared.example");
    app.customer(&cast.direct, 1, "ZZOWN theirs", "shared.example");
    app.subscription(&cast.direct, customer, "ZZOWN plan", None);
    let provider = app.signed_in("ga@1000.example").await;
    let page = provider.get(&path(customer)).await;
    assert!(!page.text().contains("ZZOWN"), "subscriptions sold by others do not prevent it");
    assert_eq!(end(&provider, customer, "Ours", "ZZREASON", "yes").await.status.as_u16(), 303);
    let direct = app.signed_in("ga@4000.example").await;
    assert_eq!(direct.get("/customers").await.ids(), [customer.to_string()]);
    assert!(is_delegated(&app, &cast.direct, customer));
    let theirs = direct.get("/customers/removed").await;
    assert_eq!((theirs.total().as_str(), theirs.text().contains("ZZREASON")), ("0", false));
    assert_eq!(app.changes(&cast.direct), []);
}

async fn rules_depend_on_partner_type_and_role(app: TestApp) {
    let cast = app.cast();
    for (partner, mpn_id, may) in [
        (&cast.provider, "1000", vec!["ga"]),
        (&cast.direct, "4000", vec!["ga"]),
        (&cast.reseller, "2000", vec!["ga", "aa"]),
    ] {
        let customer = app.customer(partner, 7, "Customer", "customer.example");
        for role in ["ga", "ba", "um", "aa", "sa", "ha"] {
            let browser = app.signed_in(&format!("{role}@{mpn_id}.example")).await;
            let status = browser.get(&path(customer)).await.status.as_u16();
            assert_eq!(status, if may.contains(&role) { 200 } else { 403 }, "{role} of {mpn_id}");
            if !may.contains(&role) {
                assert_eq!(end(&browser, customer, "Customer", "", "yes").await.status.as_u16(), 403);
            }
            assert_eq!(browser.get("/customers/removed").await.status.as_u16(), 200, "{role} sees the list");
        }
    }
}

async fn lists_removed_customers(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("ga@1000.example").await;
    assert_eq!(browser.get("/customers/removed").await.total(), "0");
    end(&browser, customer, "한빛가온", "moved away", "yes").await;
    let list = browser.get("/customers/removed").await;
    assert_eq!((list.total(), list.ids()), ("1".into(), vec![customer.to_string()]));
    let row = list.all("tbody").concat();
    for said in ["한빛가온", "hanbit.example", "ga@1000.example", "moved away", "Not granted"] {
        assert!(row.contains(said), "{said}: {row}");
    }
    let again = format!("/relationship-requests/new?customer={customer}");
    assert_eq!(list.attributes("tbody a", "href"), [again]);
    let helpdesk = app.signed_in("ha@1000.example").await.get("/customers/removed").await;
    assert_eq!(helpdesk.attributes("tbody a", "href").len(), 0);
    assert!(helpdesk.all("main").concat().contains("You need one of these roles"));
}

async fn pages_and_searches_removed_customers(app: TestApp) {
    let cast = app.cast();
    for number in 1..=120 {
        let customer =
            app.customer(&cast.provider, number, &format!("Gone {number:03}"), &format!("g{number}.example"));
        app.end(&cast.provider, customer);
    }
    app.customer(&cast.provider, 500, "Gone but here", "here.example");
    let browser = app.signed_in("sa@1000.example").await;
    for list in ["/customers/removed", "/customers/removed?q=gone"] {
        let mut pages = vec![browser.get(list).await];
        while let Some(next) = pages.last().unwrap().attributes("[rel=next]", "href").pop() {
            pages.push(browser.get(&next).await);
        }
        let sizes: Vec<usize> = pages.iter().map(|page| page.ids().len()).collect();
        assert_eq!(sizes, [50, 50, 20], "{list}");
        let mut all: Vec<String> = pages.iter().flat_map(Reply::ids).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 120, "{list}: no duplicate and no gap");
        assert!(pages.iter().all(|page| page.total() == "120"));
        let back = pages[2].attributes("[rel=prev]", "href").pop().unwrap();
        assert_eq!(browser.get(&back).await.ids(), pages[1].ids(), "{list}");
        let start = pages[1].attributes("[rel=prev]", "href").pop().unwrap();
        let start = browser.get(&start).await;
        assert_eq!(
            (start.ids(), start.attributes("[rel=prev]", "href").len()),
            (pages[0].ids(), 0),
            "{list}"
        );
    }
    assert_eq!(browser.get("/customers/removed?q=GONE%20017").await.all("tbody .name"), ["Gone 017"]);
    assert_eq!(
        browser.get(&format!("/customers/removed?q={}", id(17))).await.all("tbody .name"),
        ["Gone 017"]
    );
    assert_eq!(browser.get("/customers/removed?q=nobody").await.total(), "0");
}

async fn answers_garbage_without_failing(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Gone", "gone.example");
    app.end(&cast.provider, customer);
    let foreign = app.customer(&cast.direct, 3, "Foreign", "foreign.example");
    let browser = app.signed_in("ga@1000.example").await;
    let long = "x".repeat(1_100);
    for (field, value) in
        [("after", "x"), ("before", "1."), ("after", "99999999999999999.1"), ("q", long.as_str())]
    {
        let page = browser.get(&format!("/customers/removed?{field}={value}")).await;
        assert_eq!(page.status.as_u16(), 422, "{field}={value}");
        assert_eq!(page.attributes("[data-error]", "data-error"), [field]);
        assert_eq!(page.total(), "1", "the list is still shown");
    }
    for query in ["%00", "%F0%9F%98%80", "%E2%80%AE", "%27%20OR%201=1", "%3Cscript%3E"] {
        let page = browser.get(&format!("/customers/removed?q={query}")).await;
        assert!([200, 422].contains(&page.status.as_u16()), "{query}");
    }
    for id in [foreign, customer, id(99)] {
        assert_eq!(browser.get(&path(id)).await.status.as_u16(), 404);
        assert_eq!(end(&browser, id, "Foreign", "", "yes").await.status.as_u16(), 404);
    }
    assert_eq!(browser.get("/customers/removed/removal").await.status.as_u16(), 404);
}

async fn limits_removed_customers_to_days(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "Hanbit", "hanbit.example");
    app.end(&cast.direct, customer);
    let browser = app.signed_in("ga@4000.example").await;
    let today = partner_portal::i18n::time_zone::today(chrono_tz::Tz::Asia__Seoul);
    let (before, after) = (today.pred_opt().unwrap(), today.succ_opt().unwrap());
    for (from, to, total) in [
        (today.to_string(), today.to_string(), "1"),
        (before.to_string(), String::new(), "1"),
        (after.to_string(), String::new(), "0"),
        (String::new(), before.to_string(), "0"),
    ] {
        let list = browser.get(&format!("/customers/removed?from={from}&to={to}")).await;
        assert_eq!((list.status.as_u16(), list.total().as_str()), (200, total), "{from}..{to}");
        assert_eq!(list.value("#from"), from, "what was typed stays");
    }
    let turned = format!("from={after}&to={before}");
    for (query, field) in [("from=x", "from"), ("to=2026-02-30", "to"), (turned.as_str(), "from")] {
        let list = browser.get(&format!("/customers/removed?{query}")).await;
        assert_eq!((list.status.as_u16(), list.total().as_str()), (422, "1"), "{query}");
        assert_eq!(list.attributes("[data-error]", "data-error"), [field], "{query}");
    }
}
