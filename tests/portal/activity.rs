//! The activity log over HTTP: which entries it shows to whom, filters, and invalid parameters.

mod bounded;
mod clocks;
mod erase;
mod examples;
mod export;
mod log;
mod rotation;
mod sentences;
mod tampering;
mod toolbar;

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::id;
use actix_web::http::StatusCode;
use log::noted;
use partner_portal::audit::Action;
use serde_json::json;

on_both_databases! {
    lists_newest_entries_first_with_actor_action_and_customer
    never_shows_entries_of_another_partner
    pages_fifty_entries_in_both_directions
    filters_entries_and_links_their_values
    finds_a_customer_by_every_former_name
    filters_by_name_among_many_customers
    the_log_of_a_customer_is_a_tab_of_its_pages
    a_row_says_what_happened
    new_entries_store_what_their_sentence_needs
    a_search_by_id_shows_the_customers_name
    more_filters_are_open_while_one_is_set
    pages_and_exports_keep_the_filters
    an_expanded_entry_shows_what_changed
    only_user_managers_see_sign_ins
    reports_invalid_parameters_and_still_shows_the_page
    a_long_search_stops_and_can_be_continued
    pairs_of_filters_find_exactly_the_matching_entries
    uses_the_readers_days_and_the_same_instants_everywhere
    distinguishes_the_repeated_hour
    announces_new_entries
    shows_the_log_in_three_languages
    csv_matches_the_page
    detailed_csv_contains_the_chain_values
    detailed_csv_identifies_users_by_stable_ids
    exports_are_counted_and_logged
    concurrent_exports_are_counted_one_by_one
    export_command_writes_the_same_file
    an_intact_log_verifies
    detects_an_edited_entry
    detects_a_copied_chain_value
    detects_a_deleted_entry
    detects_an_inserted_entry
    detects_reordered_entries
    detects_a_truncated_log
    detects_an_emptied_log
    recorded_heads_detect_a_restored_older_log
    each_chain_starts_from_its_partner
    detects_an_unreadable_entry
    an_old_export_detects_entries_rewritten_with_another_key
    keeps_typed_days_in_their_fields
    erases_a_person_and_keeps_the_log_intact
    erases_a_customer_from_log_and_search
    marks_erased_values_in_three_languages
    an_erased_value_leaves_no_salt_and_cannot_be_restored
    erases_values_during_concurrent_writes
    a_log_verifies_across_secrets
    the_former_secret_cannot_continue_a_log
    what_depends_on_the_secret_is_sealed_again_or_ends
}

use bounded::*;
use clocks::*;
use erase::*;
use export::*;
use rotation::*;
use sentences::*;
use tampering::*;
use toolbar::*;

async fn the_log_of_a_customer_is_a_tab_of_its_pages(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let other = app.customer(&cast.provider, 2, "Other", "other.example");
    let removed = app.customer(&cast.provider, 3, "Gone Ltd", "gone.example");
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((customer, "한강무역")), json!({}));
    noted(&app, "sa@1000.example", Action::CreateOrder, Some((customer, "한강무역")), json!({}));
    noted(&app, "sa@1000.example", Action::CreateOrder, Some((other, "Other")), json!({}));
    app.end(&cast.provider, removed);
    let browser = app.signed_in("ha@1000.example").await;
    let address = format!("/customers/{customer}/activity");
    for page in ["subscriptions", "account", "notes", "activity"] {
        let page = browser.get(&format!("/customers/{customer}/{page}")).await;
        assert_eq!(page.attributes(".tabs a", "href")[3], address);
        assert_eq!(page.all("h1"), ["한강무역"]);
        assert!(page.all(".ident")[0].contains("hangang.example"));
        assert_eq!(page.attributes(".ident [data-copy]", "data-copy"), [customer.to_string()]);
        assert_eq!(page.all(".tabs [aria-current=page]").len(), 1);
    }
    let page = browser.get(&address).await;
    assert_eq!(
        (page.total().as_str(), page.all("tbody a.name").len()),
        ("2", 0),
        "no column for the customer"
    );
    let filtered = browser.get(&format!("{address}?action=create_order&q=Other")).await;
    assert_eq!((filtered.total().as_str(), filtered.all("h1")), ("1", vec!["한강무역".to_owned()]));
    let entry = &page.ids()[1];
    let open = browser.get(&format!("{address}?expanded={entry}")).await;
    assert_eq!(open.all("tr.detail").len(), 1);
    let links = page.attributes(".expander, .chips a, .sheet a:not([download], [href^='/reports'])", "href");
    assert!(links.iter().all(|link| link.starts_with(&address)), "{links:?}");
    let export = page.attributes("a[download]", "href");
    assert!(export.iter().all(|link| link.contains(&format!("q={customer}"))), "{export:?}");
    assert_eq!(browser.get(&format!("{address}?from=x")).await.status.as_u16(), 422);
    for missing in [removed, id(9)] {
        assert_eq!(browser.get(&format!("/customers/{missing}/activity")).await.status.as_u16(), 404);
    }
    let foreign = app.signed_in("ga@4000.example").await.get(&address).await;
    assert_eq!(foreign.status.as_u16(), 404);
    let hidden = browser.get(&format!("{address}?kind=access")).await;
    assert_eq!(hidden.status.as_u16(), 403, "sign-ins and exports need a permission here too");
}

async fn lists_newest_entries_first_with_actor_action_and_customer(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let removed = app.customer(&cast.provider, 2, "Gone Ltd", "gone.example");
    app.end(&cast.provider, removed);
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((customer, "한강무역")), json!({}));
    noted(&app, "sa@1000.example", Action::CreateOrder, Some((removed, "Gone Ltd")), json!({}));
    let page = app.signed_in("ga@1000.example").await.get("/activity?action=").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let rows = page.all("tbody tr[data-id]");
    assert!(rows[0].contains("Gone Ltd") && rows[0].contains("Created an order"), "{rows:?}");
    assert!(rows[0].contains("sa@1000.example"));
    assert!(rows[1].contains("한강무역") && rows[1].contains("Updated the bill-to"), "{rows:?}");
    let names = page.attributes("tbody a.name", "href");
    assert_eq!(names, [format!("/customers/{customer}/subscriptions")], "a removed customer is not a link");
    assert_eq!(page.total(), rows.len().to_string());
    assert!(page.all("nav[aria-label=Main] a[aria-current=page]").concat().contains("Activity log"));
    let ids: Vec<i64> = page.ids().iter().map(|id| id.parse().unwrap()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]), "{ids:?}");
}

async fn never_shows_entries_of_another_partner(app: TestApp) {
    let cast = app.cast();
    let foreign = app.customer(&cast.direct, 3, "ZZCANARY foreign", "foreign.example");
    noted(
        &app,
        "aa@4000.example",
        Action::UpdateBillTo,
        Some((foreign, "ZZCANARY foreign")),
        json!({"name": "ZZCANARY"}),
    );
    let them = app.signed_in("ga@4000.example").await;
    let theirs = them.get("/activity").await;
    assert!(theirs.text().contains("ZZCANARY"));
    let actor = theirs.attributes("tbody a[href*='user=']", "href")[0].rsplit('=').next().unwrap().to_owned();
    let us = app.signed_in("ga@1000.example").await;
    for path in [
        "/activity".to_owned(),
        format!("/activity?q={foreign}"),
        "/activity?q=ZZCANARY".to_owned(),
        format!("/activity?user={actor}"),
        "/activity.csv?detailed=1".to_owned(),
        format!("/activity?expanded={}", theirs.ids()[0]),
        format!("/activity?after={}", 9_999_999),
    ] {
        let page = us.get(&path).await;
        let rows = page.all("tbody tr[data-id]").concat() + &page.all("tr.detail").concat();
        assert!(!rows.contains("ZZCANARY") && !page.text().contains("ZZCANARY foreign"), "{path}");
    }
    assert_eq!(us.get(&format!("/activity?q={foreign}")).await.total(), "0");
    assert_eq!(us.get(&format!("/activity?user={actor}")).await.total(), "0");
}

async fn pages_fifty_entries_in_both_directions(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    for number in 0..120 {
        noted(
            &app,
            "aa@1000.example",
            Action::UpdateBillTo,
            Some((customer, "Contoso")),
            json!({ "quantity": number }),
        );
    }
    let browser = app.signed_in("ga@1000.example").await;
    let (mut path, mut seen) = ("/activity?action=update_customer_billing_profile".to_owned(), Vec::new());
    let mut pages = Vec::new();
    loop {
        let page = browser.get(&path).await;
        assert_eq!(page.total(), "120");
        seen.extend(page.ids());
        pages.push(page.ids());
        let Some(next) = page.attributes("a[rel=next]", "href").pop() else {
            let previous = page.attributes("a[rel=prev]", "href").pop().unwrap();
            let back = browser.get(&previous).await;
            assert_eq!(back.ids(), pages[pages.len() - 2]);
            break;
        };
        path = next;
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    seen.dedup();
    assert_eq!(seen.len(), 120);
}

async fn filters_entries_and_links_their_values(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((customer, "Contoso")), json!({}));
    noted(&app, "sa@1000.example", Action::UpdateBillTo, Some((customer, "Contoso")), json!({}));
    noted(&app, "sa@1000.example", Action::CreateOrder, Some((customer, "Contoso")), json!({}));
    let browser = app.signed_in("ga@1000.example").await;
    let total = async |path: &str| browser.get(path).await.total();
    assert_eq!(total("/activity?action=create_order").await, "1");
    assert_eq!(total("/activity?action=update_customer_billing_profile").await, "2");
    assert_eq!(total("/activity?resource=customer").await, "3");
    assert_eq!(total("/activity?resource=order").await, "0");
    let everything = browser.get("/activity").await;
    let first = everything.ids()[0].clone();
    let opened = browser.get(&format!("/activity?expanded={first}")).await;
    let links = opened.attributes(&format!("#e{first} a.value, .stacked a"), "href");
    assert_eq!(links.len(), 4, "user, action, resource, customer: {links:?}");
    for link in links {
        let narrowed = browser.get(&link).await.total().parse::<u32>().unwrap();
        assert!(narrowed > 0 && narrowed < everything.total().parse().unwrap(), "{link}");
    }
    let operator = total("/activity?user=operator").await.parse::<u32>().unwrap();
    assert!(operator > 5, "the operator created the cast");
    assert_eq!(total("/activity?from=2020-01-01&to=2020-01-31").await, "0");
    assert_eq!(total("/activity?from=1926-01-01&to=2926-01-01&q=contoso").await, "3");
}

async fn finds_a_customer_by_every_former_name(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온소프트", "hanbit.example");
    let removed = app.customer(&cast.provider, 2, "Söderberg AB", "soder.example");
    app.end(&cast.provider, removed);
    noted(&app, "aa@1000.example", Action::UpdateBillToName, Some((customer, "한빛가온")), json!({}));
    noted(&app, "aa@1000.example", Action::CreateOrder, Some((customer, "한빛가온소프트")), json!({}));
    noted(
        &app,
        "aa@1000.example",
        Action::RemoveCustomerRelationship,
        Some((removed, "Söderberg AB")),
        json!({}),
    );
    let browser = app.signed_in("ga@1000.example").await;
    for (q, total) in [
        ("가온", "2"),
        ("소프트", "2"),
        ("hanbit.example", "2"),
        ("SODERBERG", "1"),
        ("soderberg ab", "1"),
        ("soderberg 가온", "0"),
        ("%25_'", "0"),
        (customer.to_string().to_uppercase().as_str(), "2"),
        (id(99).to_string().as_str(), "0"),
    ] {
        assert_eq!(browser.get(&format!("/activity?q={}", log::encoded(q))).await.total(), total, "{q}");
    }
    // Later entries are found too, although the names are cached in memory.
    noted(&app, "aa@1000.example", Action::UpdateBillToName, Some((customer, "Nova Name")), json!({}));
    assert_eq!(browser.get("/activity?q=nova").await.total(), "3");
}

async fn filters_by_name_among_many_customers(app: TestApp) {
    let cast = app.cast();
    log::many_customers(&app, &cast.provider, 17_000);
    for number in [5_u128, 16_000] {
        let name = format!("Bulk {number:05}");
        noted(&app, "aa@1000.example", Action::CreateOrder, Some((id(1_000_000 + number), &name)), json!({}));
    }
    let other = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    noted(&app, "aa@1000.example", Action::CreateOrder, Some((other, "Contoso")), json!({}));
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get("/activity?q=bulk").await;
    assert_eq!((page.total().as_str(), page.ids().len()), ("2", 2));
    let file = browser.get("/activity.csv?q=bulk").await;
    assert_eq!((file.header("x-total-rows").as_str(), file.text().lines().count()), ("2", 3));
}

async fn an_expanded_entry_shows_what_changed(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    let details = json!({ "before": { "quantity": 45, "status": "active", "note": "<b>x" },
        "after": { "quantity": 50, "status": "active", "note": "\u{202e}y" },
        "lines": [{ "offer_name": "Microsoft 365 E3", "quantity": 5 }, { "offer_name": "Visio", "quantity": 1 }] });
    noted(&app, "aa@1000.example", Action::UpdateSubscription, Some((customer, "Contoso")), details);
    let browser = app.signed_in("ga@1000.example").await;
    let first = browser.get("/activity").await.ids()[0].clone();
    let page = browser.get(&format!("/activity?expanded={first}")).await;
    assert_eq!(page.all("table.diff tbody th"), ["Quantity", "Note"]);
    assert_eq!(page.all("table.diff del"), ["45", "<b>x"]);
    let facts = page.all(".panel dl.facts:not(.stacked) dd");
    assert_eq!(facts, ["Offer name: Microsoft 365 E3 · Quantity: 5", "Offer name: Visio · Quantity: 1"]);
    assert!(page.all("details.disclosure pre")[0].contains(r#""quantity":45"#));
    assert!(page.all(".stacked dd").join(" ").contains("Succeeded"));
    assert_eq!(page.attributes("tr.open a.expander", "href"), [format!("/activity#e{first}")]);
}

async fn only_user_managers_see_sign_ins(app: TestApp) {
    app.cast();
    app.browser().sign_in("ga@1000.example", "wrong").await;
    for (name, may) in
        [("ga", true), ("um", true), ("aa", false), ("sa", false), ("ba", false), ("none", false)]
    {
        let browser = app.signed_in(&format!("{name}@1000.example")).await;
        for path in ["/activity?kind=access", "/activity?action=portal_sign_in", "/activity.csv?kind=access"]
        {
            let status = browser.get(path).await.status;
            assert_eq!(status == StatusCode::OK, may, "{name} {path} {status}");
        }
        let switch = browser.get("/activity").await.attributes("a[href*='kind=access']", "href").len();
        assert_eq!(switch > 0, may, "{name}");
    }
    let browser = app.signed_in("um@1000.example").await;
    let page = browser.get("/activity?kind=access").await;
    let text = page.all("tbody").concat();
    assert!(
        text.contains("Signed in") && text.contains("Sign-in refused") && text.contains("Exported a list")
    );
    assert!(!text.contains("Added a user"));
    let refused = browser.get("/activity?action=portal_refused_sign_in").await;
    let entry = refused.ids()[0].clone();
    let opened = browser.get(&format!("/activity?kind=access&expanded={entry}")).await;
    assert!(opened.all(".stacked dd").join(" ").contains("Denied"));
}

async fn reports_invalid_parameters_and_still_shows_the_page(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let long = format!("q={}", "x".repeat(1_100));
    for (query, field) in [
        ("from=2026-02-30", "from"),
        ("to=yesterday", "to"),
        ("from=2026-03-02&to=2026-03-01", "from"),
        ("from=-99999-01-01", "from"),
        ("to=9999-12-31", "to"),
        ("action=drop_table", "action"),
        ("user=ga%40x", "user"),
        ("user=99999999999999", "user"),
        ("resource=%F0%9F%98%80", "resource"),
        ("kind=secret", "kind"),
        ("expanded=x", "expanded"),
        ("after=x", "after"),
        ("after=-5", "after"),
        ("after=424242", "after"),
        ("after=1&before=1", "before"),
        (long.as_str(), "q"),
        ("from=2026-02-30&action=no", "from"),
    ] {
        let page = browser.get(&format!("/activity?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(page.attributes("[data-error]", "data-error"), [field], "{query}");
        assert!(!page.ids().is_empty(), "{query} still shows the log");
        assert!(page.all("title")[0].starts_with("Error:"), "{query}");
        if !matches!(field, "after" | "before" | "expanded") {
            let file = browser.get(&format!("/activity.csv?{query}")).await;
            assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        }
    }
    for fine in ["q=%00%F0%9F%98%80", "user=2147483647", "expanded=424242", "from=2926-01-01", "q=+"] {
        assert_eq!(browser.get(&format!("/activity?{fine}")).await.status, StatusCode::OK, "{fine}");
    }
    for bad in ["", "?since=", "?since=x", "?since=1&asked=x"] {
        assert_eq!(browser.get(&format!("/activity/news{bad}")).await.status, 422, "{bad}");
    }
    assert_eq!(browser.get("/activity.csv?detailed=yes").await.status, 422);
    assert_eq!(browser.get("/activity.csv?lang=fr").await.status, 422);
}

async fn announces_new_entries(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let address = browser.get("/activity").await.attributes("#news", "data-hx-get").concat();
    assert!(!browser.get(&address).await.text().contains("<p>"));
    noted(&app, "sa@1000.example", Action::CreateOrder, None, json!({}));
    noted(&app, "sa@1000.example", Action::SignIn, None, json!({}));
    noted(&app, "sa@1000.example", Action::CreateOrder, None, json!({}));
    assert!(
        browser.get(&address).await.text().starts_with("<p>2 new entries – <a href=\"/activity\">Show</a>")
    );
    assert!(browser.get("/activity/news?since=-99999").await.text().contains("new entries"));
    let last = browser.get(&format!("{address}&asked=9")).await.text();
    assert!(!last.contains("hx-get="), "a hidden window stops polling: {last}");
    assert_eq!(browser.get("/activity/news?since=1&kind=access").await.status, StatusCode::FORBIDDEN);
}

async fn shows_the_log_in_three_languages(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((customer, "Contoso")), json!({}));
    for (language, title, action, operator) in
        [("ko", "활동 로그", "청구지 업데이트", "운영자"), ("zh-TW", "活動記錄", "已更新帳單地址", "營運者")]
    {
        let browser = app.signed_in("ga@1000.example").await;
        browser.submit("/customers", "/language", &[("lang", language)]).await;
        let page = browser.get("/activity").await;
        assert_eq!(page.all("h1"), [title]);
        let rows = page.all("tbody").concat();
        assert!(rows.contains(action) && rows.contains(operator), "{rows}");
        let file = browser.get("/activity.csv").await.text();
        assert!(file.contains(action) && file.contains(operator), "{file}");
        assert!(browser.get("/activity.csv?lang=en").await.text().contains("Updated the bill-to"));
    }
}

async fn keeps_typed_days_in_their_fields(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    for (from, to) in
        [("2026-03-02", "2026-03-01"), ("2026-02-30", "2026-03-01"), ("2026-03-02", "0000-99-99")]
    {
        let page = browser.get(&format!("/activity?from={from}&to={to}&q=contoso")).await;
        assert_eq!(page.status.as_u16(), 422, "{from} {to}");
        assert_eq!((page.value("#from").as_str(), page.value("#to").as_str()), (from, to));
        assert_eq!((page.value("#q").as_str(), page.all("[data-error]").len()), ("contoso", 1));
    }
    let long = "x".repeat(2_000);
    let page = browser.get(&format!("/activity?q={long}")).await;
    assert_eq!((page.status.as_u16(), page.value("#q")), (422, long));
}
