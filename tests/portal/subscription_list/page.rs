//! The page and the export over HTTP.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::Cast;
use actix_web::http::Method;
use diesel::prelude::*;
use partner_portal::db::schema::subscriptions as s;
use partner_portal::domain::MicrosoftId;
use partner_portal::i18n::time_zone::today;
use partner_portal::search::subscriptions_changed;

on_both_databases! {
    lists_the_subscriptions_of_all_customers_with_exact_totals
    filters_are_shown_and_can_be_removed_one_by_one
    searches_customers_products_and_ids
    an_invalid_parameter_is_named_and_what_was_typed_is_kept
    a_reseller_sees_what_its_provider_sold_through_it
    the_export_has_the_rows_of_the_list_and_is_logged
    a_head_request_counts_the_rows_and_logs_nothing
    follows_the_changes_of_pages_and_jobs
}

struct Sold {
    cast: Cast,
    customers: [MicrosoftId; 2],
    /// The Subscription IDs.
    ids: [String; 3],
}

/// Two customers with three subscriptions: one ends in ten days, one renews in 20, one is deleted in five.
fn sold(app: &TestApp) -> Sold {
    let cast = app.cast();
    let first = app.customer(&cast.provider, 1, "한빛소프트", "hanbit.example");
    let second = app.customer(&cast.provider, 2, "Zeta", "zeta.example");
    let ids = [
        app.subscription(&cast.provider, first, "Microsoft 365 E3", Some(&cast.reseller)),
        app.subscription(&cast.provider, second, "Power BI Pro", None),
        app.subscription(&cast.provider, second, "Visio", None),
    ];
    let day = |days| today(chrono_tz::Tz::Asia__Seoul) + chrono::TimeDelta::days(days);
    let change = |c: &mut _| {
        let row = |id: &String| s::table.filter(s::subscription_id.eq(id.clone()));
        let ends = (s::renews_on.eq(day(10)), s::auto_renew.eq(false), s::billing_cycle.eq("annual"));
        diesel::update(row(&ids[0])).set(ends).execute(c)?;
        diesel::update(row(&ids[1])).set((s::renews_on.eq(day(20)), s::quantity.eq(1_200))).execute(c)?;
        let deleted = (s::status.eq("suspended"), s::deletes_on.eq(day(5)));
        diesel::update(row(&ids[2])).set(deleted).execute(c)?;
        subscriptions_changed(c, cast.provider.id, [first..=second])
    };
    app.portal.db.write_now(change).unwrap();
    Sold { cast, customers: [first, second], ids }
}

async fn lists_the_subscriptions_of_all_customers_with_exact_totals(app: TestApp) {
    let sold = sold(&app);
    let page = app.signed_in("ha@1000.example").await.get("/subscriptions").await;
    assert_eq!(page.status.as_u16(), 200);
    assert_eq!(page.ids(), [&sold.ids[2], &sold.ids[0], &sold.ids[1]].map(String::as_str), "soonest first");
    assert_eq!(page.total(), "3");
    assert!(page.all("#found").concat().contains("1,214"), "{:?}", page.all("#found"));
    assert_eq!(page.all(".flag"), ["in 5 days", "in 10 days"]);
    assert_eq!(page.attributes(".flag", "data-tone"), ["danger", "warning"]);
    let links = page.attributes("tbody a", "href");
    let own = format!("/customers/{}/subscriptions/{}", sold.customers[0], sold.ids[0]);
    assert!(links.contains(&own), "{links:?}");
    assert!(links.contains(&format!("/customers/{}/subscriptions", sold.customers[0])));
    assert!(page.all("nav a[aria-current]").concat().contains("Subscriptions"));
    let other = app.signed_in("ga@4000.example").await.get("/subscriptions").await;
    assert_eq!((other.total(), other.ids().len()), ("0".to_owned(), 0), "another partner's are not shown");
    assert_eq!(app.signed_in("none@1000.example").await.get("/subscriptions").await.status.as_u16(), 403);
}

async fn filters_are_shown_and_can_be_removed_one_by_one(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ga@1000.example").await;
    for (query, ids) in [
        ("status=suspended", vec![2]),
        ("renews=7", vec![2]),
        ("renews=30", vec![2, 0, 1]),
        ("renews=30&status=active", vec![0, 1]),
        ("auto_renew=off", vec![0]),
        ("cycle=annual", vec![0]),
        ("reseller=2000", vec![0]),
        ("reseller=none", vec![2, 1]),
        ("reseller=3000", vec![]),
        ("reseller=4000", vec![]),
        ("offer=Visio", vec![2]),
        ("sort=-quantity", vec![1, 0, 2]),
        ("sort=product", vec![0, 1, 2]),
        ("sort=customer", vec![1, 2, 0]),
    ] {
        let page = browser.get(&format!("/subscriptions?{query}")).await;
        let mut expected: Vec<&str> = ids.iter().map(|at: &usize| sold.ids[*at].as_str()).collect();
        let mut found = page.ids();
        if query == "sort=customer" || query == "sort=-quantity" {
            // Equal values are in the order of ids, which are random.
            expected.sort_unstable();
            found.sort_unstable();
        }
        assert_eq!(found, expected, "{query}");
        assert_eq!(page.total(), ids.len().to_string(), "{query}");
    }
    let page = browser.get("/subscriptions?status=active&renews=30&sort=product").await;
    let chips = page.attributes(".chips a", "href");
    assert_eq!(
        chips,
        [
            "/subscriptions?renews=30&sort=product",
            "/subscriptions?status=active&sort=product",
            "/subscriptions?sort=product"
        ]
    );
    let empty = browser.get("/subscriptions?status=expired").await;
    assert_eq!(empty.attributes(".empty a", "href"), ["/subscriptions"]);
}

fn searched(q: &str) -> String {
    format!("/subscriptions?{}", serde_urlencoded::to_string([("q", q)]).unwrap())
}

async fn searches_customers_products_and_ids(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ga@1000.example").await;
    let microsoft_id = sold.customers[0].to_string();
    for (q, ids) in [
        ("한빛", vec![0]),
        ("zeta.example", vec![2, 1]),
        ("zeta visio", vec![2]),
        ("365 hanbit", vec![0]),
        (&sold.ids[1][..8], vec![1]),
        (sold.ids[1].as_str(), vec![1]),
        (microsoft_id.as_str(), vec![0]),
        ("nothing", vec![]),
    ] {
        let page = browser.get(&searched(q)).await;
        let expected: Vec<&str> = ids.iter().map(|at: &usize| sold.ids[*at].as_str()).collect();
        assert_eq!(page.ids(), expected, "{q}");
        assert_eq!(page.value("#q"), q);
    }
}

async fn an_invalid_parameter_is_named_and_what_was_typed_is_kept(app: TestApp) {
    sold(&app);
    let browser = app.signed_in("ga@1000.example").await;
    for field in ["status", "cycle", "auto_renew", "renews", "reseller", "sort", "after", "before"] {
        let page = browser.get(&format!("/subscriptions?{field}=%3F")).await;
        assert_eq!(page.status.as_u16(), 422, "{field}");
        assert_eq!(page.attributes("[data-error]", "data-error"), [field]);
        assert_eq!(page.total(), "3", "{field}");
        let file = browser.get(&format!("/subscriptions.csv?{field}=%3F")).await;
        let has_no_pages = ["after", "before"].contains(&field);
        assert_eq!(file.status.as_u16(), if has_no_pages { 200 } else { 422 }, "{field}");
    }
    let page = browser.get("/subscriptions?from=2026-12-05&to=2026-12-01").await;
    assert_eq!(page.attributes("[data-error]", "data-error"), ["renews"]);
    assert_eq!((page.value("#from"), page.value("#to")), ("2026-12-05".to_owned(), "2026-12-01".to_owned()));
}

async fn a_reseller_sees_what_its_provider_sold_through_it(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ga@2000.example").await;
    assert_eq!(browser.get("/subscriptions").await.total(), "0", "the customer is not in its list");
    app.customer(&sold.cast.reseller, 1, "우리 한빛", "hanbit.example");
    let page = browser.get("/subscriptions").await;
    assert_eq!(page.ids(), [sold.ids[0].as_str()]);
    assert!(page.text().contains("우리 한빛") && !page.text().contains("한빛소프트"));
    assert!(page.text().contains("Partner 1000"), "it says who sold it");
    assert_eq!(browser.get(&searched("한빛소프트")).await.total(), "0", "it searches its own names");
    assert!(!page.text().contains("Visio"), "products of others are no choice");
    let ended = sold.customers[0];
    app.end(&sold.cast.provider, ended);
    assert_eq!(browser.get("/subscriptions").await.total(), "1", "the provider ended, the reseller did not");
    assert_eq!(app.signed_in("ga@1000.example").await.get("/subscriptions").await.total(), "2");
    app.end(&sold.cast.reseller, ended);
    assert_eq!(browser.get("/subscriptions").await.total(), "0");
}

async fn the_export_has_the_rows_of_the_list_and_is_logged(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ga@1000.example").await;
    let file = browser.get("/subscriptions.csv?lang=en&renews=30&status=active").await;
    assert_eq!(file.header("x-total-rows"), "2");
    let text = file.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0].trim_start_matches('\u{FEFF}'),
        "Microsoft ID,Company name,Primary domain name,Subscription ID,Subscription,Quantity,Status,Reseller,\
         Billing cycle,Auto-renewal,Term ends"
    );
    let day = today(chrono_tz::Tz::Asia__Seoul) + chrono::TimeDelta::days(10);
    let row = format!(
        "{},한빛소프트,hanbit.example,{},Microsoft 365 E3,7,Active,2000,Annual,Off,{day}",
        sold.customers[0], sold.ids[0]
    );
    assert_eq!((lines[1], lines.len()), (row.as_str(), 3));
    let log = app.log_of(&sold.cast.provider, "subscription");
    assert!(log.iter().any(|(_, details)| details.contains("subscriptions.csv")), "{log:?}");
    assert_eq!(app.signed_in("um@1000.example").await.get("/subscriptions.csv").await.status.as_u16(), 403);
}

async fn a_head_request_counts_the_rows_and_logs_nothing(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ga@1000.example").await;
    let head = browser.send(crate::support::request(&Method::HEAD, "/subscriptions.csv")).await;
    assert_eq!((head.status.as_u16(), head.header("x-total-rows")), (200, "3".to_owned()));
    assert!(app.log_of(&sold.cast.provider, "subscription").is_empty());
}

async fn follows_the_changes_of_pages_and_jobs(app: TestApp) {
    let sold = sold(&app);
    let browser = app.signed_in("ga@1000.example").await;
    assert_eq!(browser.get("/subscriptions?status=suspended").await.total(), "1");
    let page = format!("/customers/{}/subscriptions/{}", sold.customers[1], sold.ids[1]);
    let version = browser.get(&page).await.attributes("[data-version]", "data-version").concat();
    browser.submit(&page, &format!("{page}/suspension"), &[("version", &version)]).await;
    assert_eq!(browser.get("/subscriptions?status=suspended").await.total(), "2");
    let other = app.second().await;
    assert_eq!(
        other.signed_in("ga@1000.example").await.get("/subscriptions?status=suspended").await.total(),
        "2"
    );
    app.end(&sold.cast.provider, sold.customers[1]);
    assert_eq!(browser.get("/subscriptions").await.total(), "1");
}
