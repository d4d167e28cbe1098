//! The line above the log: the customer that the search picks, the filters that are set, and the export.

use crate::activity::log::{author, noted};
use crate::support::TestApp;
use crate::support::cast::id;
use partner_portal::audit::Action;
use serde_json::json;

pub async fn a_search_by_id_shows_the_customers_name(app: TestApp) {
    let cast = app.cast();
    let own = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let ended = app.customer(&cast.provider, 2, "Gone Ltd", "gone.example");
    app.end(&cast.provider, ended);
    let foreign = app.customer(&cast.direct, 3, "ZZCANARY foreign", "foreign.example");
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((own, "한강무역")), json!({}));
    let browser = app.signed_in("ga@1000.example").await;
    for (customer, told, domain) in [
        (own, "한강무역 hangang.example".to_owned(), Some("hangang.example")),
        (ended, "Gone Ltd gone.example".to_owned(), Some("gone.example")),
        (foreign, foreign.to_string(), None),
        (id(99), id(99).to_string(), None),
    ] {
        let page = browser
            .get(&format!("/activity?q={}&resource=customer", customer.to_string().to_uppercase()))
            .await;
        let chip = page.all("[data-picked] .chip");
        assert_eq!(chip, [format!("Remove: Customer: {told}")]);
        assert_eq!(page.attributes("[data-picked] .chip", "title"), Vec::from_iter(domain));
        assert_eq!(page.attributes("[data-picked] .chip", "href"), ["/activity?resource=customer"]);
        assert_eq!(
            page.attributes("#find input[name=q]", "value"),
            [customer.to_string()],
            "other filters keep it"
        );
        assert!(!page.text().contains("ZZCANARY"), "no name of another partner's customer");
    }
    let page = browser.get("/activity?q=hangang").await;
    assert_eq!((page.all("[data-picked]").len(), page.value("#q").as_str()), (0, "hangang"));
    let of_customer = browser.get(&format!("/customers/{own}/activity")).await;
    assert_eq!(of_customer.all("[data-picked], #q").len(), 0, "the page is about the customer already");
}

pub async fn more_filters_are_open_while_one_is_set(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let person = author(&app, "aa@1000.example").user.unwrap().0;
    noted(&app, "aa@1000.example", Action::CreateOrder, None, json!({}));
    for (query, open, chips) in [
        (String::new(), 0, vec![]),
        ("?q=contoso".to_owned(), 0, vec!["Affected customer: contoso"]),
        ("?from=2026-01-01".to_owned(), 0, vec![]),
        (
            format!("?user={person}&action=create_order&resource=customer"),
            1,
            vec!["Action: Created an order", "Partner user: aa@1000.example", "Resource: Customer"],
        ),
        ("?action=nonsense".to_owned(), 1, vec![]),
        ("?user=operator".to_owned(), 1, vec!["Partner user: The operator"]),
    ] {
        let page = browser.get(&format!("/activity{query}")).await;
        assert_eq!(page.all("details.more[open]").len(), open, "{query}");
        let told: Vec<String> =
            page.all("main ul.chips .chip").iter().map(|chip| chip.replacen("Remove: ", "", 1)).collect();
        assert_eq!(told, chips, "{query}");
        assert_eq!(page.all("select").len(), 3, "closed filters are in the form too");
    }
    let page = browser.get("/activity?from=2026-02-30").await;
    assert_eq!(
        page.attributes("details.drop[open] input", "name"),
        ["from", "to"],
        "where the day is corrected"
    );
}

pub async fn pages_and_exports_keep_the_filters(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    for number in 0..60 {
        noted(
            &app,
            "aa@1000.example",
            Action::CreateOrder,
            Some((customer, "Contoso")),
            json!({ "quantity": number }),
        );
    }
    let browser = app.signed_in("ga@1000.example").await;
    let person = author(&app, "aa@1000.example").user.unwrap().0;
    let filters = format!("from=2026-01-01&q={customer}&action=create_order&user={person}&resource=customer");
    let page = browser.get(&format!("/activity?{filters}")).await;
    assert_eq!((page.total().as_str(), page.ids().len()), ("60", 50));
    let next = page.attributes("a[rel=next]", "href").concat();
    assert!(next.starts_with(&format!("/activity?{filters}&after=")), "{next}");
    let second = browser.get(&next).await;
    assert_eq!((second.ids().len(), second.all("[data-picked]").len()), (10, 1));
    let menu = "details.drop a[download]";
    assert_eq!(
        page.attributes(menu, "href"),
        [
            format!("/activity.xlsx?{filters}"),
            format!("/activity.csv?{filters}"),
            format!("/activity.csv?{filters}&detailed=1"),
        ]
    );
    let labels = page.all(menu);
    assert!(
        labels[..2] == ["Excel workbook (.xlsx)", "CSV file (.csv)"]
            && labels[2].starts_with("CSV with proof")
            && labels[2].contains("chain value"),
        "{labels:?}"
    );
    for link in page.attributes(menu, "href") {
        assert_eq!(browser.get(&link).await.header("x-total-rows"), "60", "{link}");
    }
    let periods = page.attributes("details.drop .sheet a:not([download], [href^='/reports'])", "href");
    assert!(
        periods.len() == 5 && periods.iter().all(|link| link.contains("user=") && link.contains("q=")),
        "{periods:?}"
    );
}
