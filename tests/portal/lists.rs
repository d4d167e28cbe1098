//! The frame that all list pages share: the number of rows, the table's region, and the note about an invalid parameter.

use crate::on_both_databases;
use crate::support::{Reply, TestApp};

on_both_databases! {
    every_list_has_one_total_and_a_named_region
    every_list_reports_an_invalid_parameter_and_is_still_shown
    a_list_without_rows_says_so
}

/// The lists of a provider, each with a row after [`fill`], and an invalid parameter of each that has parameters.
const FILLED: &[(&str, &str)] = &[
    ("/customers", "after"),
    ("/customers/removed", "after"),
    ("/subscriptions", "after"),
    ("/activity", "after"),
    ("/account-settings/users", "page"),
    ("/account-settings/tags", "page"),
    ("/views", ""),
    ("/reports", ""),
    ("/indirect-resellers", ""),
    ("/profile/sessions", ""),
    ("/profile/tokens", ""),
    ("/account-settings/applications", ""),
];

/// The lists of a provider that have no rows after [`fill`].
const EMPTY: &[&str] = &["/orders", "/relationship-requests", "/referrals"];

async fn fill(app: &TestApp) {
    let cast = app.cast();
    let kept = app.customer(&cast.provider, 1, "Kept", "kept.example");
    app.subscription(&cast.provider, kept, "Plan", None);
    let ended = app.customer(&cast.provider, 2, "Ended", "ended.example");
    app.end(&cast.provider, ended);
    let browser = app.signed_in("ga@1000.example").await;
    let language = [("lang", "en")];
    browser.submit("/profile", "/language", &language).await;
    let tag = [("name", "VIP"), ("hue", "teal"), ("merge", "")];
    browser.submit("/account-settings/tags/new", "/account-settings/tags/new", &tag).await;
    let view = [("list", "customers"), ("name", "Kept"), ("filter", "q=kept")];
    browser.submit("/help/keys", "/views", &view).await;
    let report = [
        ("list", "customers"),
        ("name", "Kept"),
        ("schedule", "weekly"),
        ("time", "08:00"),
        ("format", "csv"),
    ];
    let me = app.user("ga@1000.example");
    let to = format!("to-{me}");
    let report: Vec<_> = report.into_iter().chain([(to.as_str(), "yes")]).collect();
    browser.submit("/help/keys", "/reports", &report).await;
    let token = [("name", "Kept"), ("customers", "read"), ("days", "30")];
    browser.submit("/profile/tokens", "/profile/tokens", &token).await;
    let application = [
        ("name", "Kept"),
        ("admin_role", "none"),
        ("agent_role", "sales-agent"),
        ("customers", "read"),
        ("days", "90"),
    ];
    let register = "/account-settings/applications/new";
    browser.submit(register, register, &application).await;
    let organization = "/account-settings/organization/edit";
    browser.submit(organization, organization, &[("legal_name", "Legal")]).await;
}

fn assert_frame(page: &Reply, list: &str) {
    assert_eq!(page.attributes("[data-total]", "data-total").len(), 1, "{list}");
    assert_eq!(page.all("main h1").len(), 1, "{list}");
    let region = ".scroll[role=region][tabindex='0']";
    assert_eq!(page.attributes(region, "aria-label"), page.all("main h1"), "{list}");
    assert_eq!(page.all(&format!("{region} > table.table.cards > caption")).len(), 1, "{list}");
    assert!(!page.ids().is_empty(), "{list}");
}

async fn every_list_has_one_total_and_a_named_region(app: TestApp) {
    fill(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    for (list, _) in FILLED {
        let page = browser.get(list).await;
        assert_eq!(page.status.as_u16(), 200, "{list}");
        assert_frame(&page, list);
    }
    assert_frame(&app.signed_in("ga@2000.example").await.get("/indirect-providers").await, "providers");
}

async fn every_list_reports_an_invalid_parameter_and_is_still_shown(app: TestApp) {
    fill(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    for (list, field) in FILLED.iter().filter(|(_, field)| !field.is_empty()) {
        let page = browser.get(&format!("{list}?{field}=x")).await;
        assert_eq!(page.status.as_u16(), 422, "{list}");
        let note = ".note[data-tone=danger][role=alert]";
        assert_eq!(page.attributes(note, "data-error"), [*field], "{list}");
        assert!(page.all("title").concat().starts_with("Error: "), "{list}");
        assert_frame(&page, list);
    }
    for (list, parameter) in
        [("/orders", "status"), ("/relationship-requests", "state"), ("/referrals", "status")]
    {
        for field in [parameter, "after", "before"] {
            let page = browser.get(&format!("{list}?{field}=x")).await;
            assert_eq!(page.status.as_u16(), 422, "{list}");
            assert_eq!(page.attributes(".note[data-tone=danger]", "data-error"), [field], "{list}");
        }
    }
}

async fn a_list_without_rows_says_so(app: TestApp) {
    fill(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    for list in EMPTY {
        let page = browser.get(list).await;
        assert_eq!(page.attributes(".empty[data-total]", "data-total"), ["0"], "{list}");
        assert_eq!(page.attributes("[data-total]", "data-total"), ["0"], "{list}");
        assert!(page.all("table").is_empty(), "{list}");
    }
}
