//! The search in the header: what it finds, for whom, and where an id leads. And the counts in the main menu.

use crate::on_both_databases;
use crate::orders::{fill, send};
use crate::support::cast::id;
use crate::support::forms::draft_request;
use crate::support::{Browser, Reply, TestApp};
use partner_portal::clock;
use uuid::Uuid;

on_both_databases! {
    finds_customers_by_name_domain_and_id
    finds_orders_and_subscriptions_of_matching_customers
    finds_requests_and_users
    an_id_leads_to_its_page
    does_not_find_what_belongs_to_other_partners
    shows_only_what_the_user_may_see
    says_that_nothing_was_found_and_keeps_the_text
    the_menu_counts_what_waits_for_the_user
}

async fn search(browser: &Browser, q: &str) -> Reply {
    let query = serde_urlencoded::to_string([("q", q)]).unwrap();
    browser.get(&format!("/search?{query}")).await
}

/// The names of the results of a kind.
fn hits(reply: &Reply, kind: &str) -> Vec<String> {
    reply.all(&format!("[data-kind={kind}] .name"))
}

async fn finds_customers_by_name_domain_and_id(app: TestApp) {
    let cast = app.cast();
    for number in 1..=7 {
        app.customer(&cast.provider, number, &format!("한빛 {number}"), &format!("hanbit{number}.example"));
    }
    let gone = app.customer(&cast.provider, 8, "한빛 8", "hanbit8.example");
    app.end(&cast.provider, gone);
    let browser = app.signed_in("ha@1000.example").await;
    let page = search(&browser, "한빛").await;
    assert_eq!(hits(&page, "customers"), ["한빛 1", "한빛 2", "한빛 3", "한빛 4", "한빛 5"]);
    assert_eq!(page.all("[data-kind=customers] header a"), ["All 7 customers"]);
    let all = page.attributes("[data-kind=customers] header a", "href")[0].clone();
    assert_eq!(browser.get(&all).await.total(), "7");
    assert_eq!(page.all("mark").len(), 5, "what matched is marked");
    assert_eq!(hits(&search(&browser, "HANBIT3.example").await, "customers"), ["한빛 3"]);
    let other = app.customer(&cast.provider, 0x8f0c_1b2a << 96, "By id", "by-id.example").to_string();
    for typed in [&other[..8], &other[..13], &other[..35], &other[..8].to_uppercase()] {
        assert_eq!(hits(&search(&browser, typed).await, "customers"), ["By id"], "{typed}");
    }
    assert_eq!(hits(&search(&browser, &other[..7]).await, "customers"), Vec::<String>::new());
}

async fn finds_orders_and_subscriptions_of_matching_customers(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let other = app.customer(&cast.provider, 2, "Other", "other.example");
    app.offers(&cast.provider);
    app.attest(&cast.provider, customer);
    let subscription = app.subscription(&cast.provider, customer, "Power BI Pro", None);
    app.subscription(&cast.provider, other, "Another", None);
    let browser = app.signed_in("sa@1000.example").await;
    let cart = fill(&browser, customer, &[("E3", "4")]).await;
    send(&browser, customer, &cart).await;
    let page = search(&browser, "한강").await;
    assert!(hits(&page, "subscriptions").contains(&"Power BI Pro".to_owned()));
    assert!(!hits(&page, "subscriptions").contains(&"Another".to_owned()));
    assert_eq!(page.attributes("[data-kind=orders] li", "data-id"), [cart.as_str()]);
    assert_eq!(page.all("[data-kind=subscriptions] mark")[0], "한강");
    let page = search(&browser, &subscription[..8]).await;
    assert_eq!(page.attributes("[data-kind=subscriptions] li", "data-id"), [subscription.as_str()]);
    let page = search(&browser, &cart[..8]).await;
    assert_eq!(page.attributes("[data-kind=orders] li", "data-id"), [cart.as_str()]);
}

async fn finds_requests_and_users(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let request = draft_request(&browser, "/relationship-requests", "it@museum.example", "en").await;
    let request_id = request.rsplit('/').next().unwrap();
    for typed in ["museum", &request_id[..8]] {
        let page = search(&browser, typed).await;
        assert_eq!(page.attributes("[data-kind=requests] li", "data-id"), [request_id], "{typed}");
    }
    let page = search(&browser, "sa@1000").await;
    assert_eq!(page.attributes("[data-kind=users] .name", "href").len(), 1);
}

async fn an_id_leads_to_its_page(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let subscription = app.subscription(&cast.provider, customer, "Power BI Pro", Some(&cast.reseller));
    app.customer(&cast.reseller, 1, "Same customer", "hangang.example");
    let referral = Uuid::new_v4();
    app.referral(referral, (&cast.reseller, Some(&cast.provider)), ("received", "Lead"), clock::now());
    let browser = app.signed_in("ga@1000.example").await;
    let request = draft_request(&browser, "/relationship-requests", "it@museum.example", "en").await;
    let request_id = request.rsplit('/').next().unwrap().to_owned();
    let own_page = format!("/customers/{customer}/subscriptions/{subscription}");
    for (typed, page) in [
        (customer.to_string(), format!("/customers/{customer}/subscriptions")),
        (
            format!(" {{{}}} ", customer.to_string().to_uppercase()),
            format!("/customers/{customer}/subscriptions"),
        ),
        (subscription.clone(), own_page.clone()),
        (request_id.clone(), request.clone()),
        (referral.to_string(), format!("/referrals/{referral}")),
    ] {
        let reply = search(&browser, &typed).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, page), "{typed}");
    }
    let reseller = app.signed_in("ga@2000.example").await;
    assert_eq!(search(&reseller, &subscription).await.header("location"), own_page, "as reseller of record");
    assert_eq!(search(&reseller, &request_id).await.status.as_u16(), 200, "a draft of another partner");
}

async fn does_not_find_what_belongs_to_other_partners(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Secret", "secret.example");
    let subscription = app.subscription(&cast.provider, customer, "Power BI Pro", None);
    let gone = app.customer(&cast.direct, 2, "Gone secret", "gone-secret.example");
    let ended = app.subscription(&cast.direct, gone, "Power BI Pro", None);
    app.end(&cast.direct, gone);
    let own = app.signed_in("ga@1000.example").await;
    draft_request(&own, "/relationship-requests", "it@secret.example", "en").await;
    let browser = app.signed_in("ga@4000.example").await;
    let typed = [
        "secret",
        "1000.example",
        &customer.to_string(),
        &subscription,
        &subscription[..8],
        &ended,
        &gone.to_string(),
    ]
    .map(str::to_owned);
    for typed in typed {
        let page = search(&browser, &typed).await;
        assert_eq!((page.status.as_u16(), page.all(".hits li").len()), (200, 0), "{typed}");
    }
}

async fn shows_only_what_the_user_may_see(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "1000.example GmbH", "c.example");
    let admin = app.signed_in("ga@1000.example").await;
    let page = search(&admin, "1000.example").await;
    assert_eq!((hits(&page, "customers").len(), hits(&page, "users").len()), (1, 5));
    let nobody = app.signed_in("none@1000.example").await;
    let page = search(&nobody, "1000.example").await;
    assert_eq!((page.status.as_u16(), page.all(".hits li").len()), (200, 0));
    assert_eq!(search(&nobody, &id(1).to_string()).await.status.as_u16(), 200);
    assert!(nobody.get("/profile").await.all("header form[role=search]").is_empty());
}

async fn says_that_nothing_was_found_and_keeps_the_text(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let page = search(&browser, "<b>x</b> \"y\"").await;
    assert_eq!(page.value("#everywhere"), "<b>x</b> \"y\"");
    assert!(page.all(".empty h2")[0].contains("<b>x</b>"), "{}", page.text());
    for q in ["", " \t ", "%", "\u{0}", "😀"] {
        assert_eq!(search(&browser, q).await.status.as_u16(), 200, "{q:?}");
    }
    let long = search(&browser, &"x".repeat(1_025)).await;
    assert_eq!(
        (long.status.as_u16(), long.attributes("[data-error]", "data-error")),
        (422, vec!["q".to_owned()])
    );
}

async fn the_menu_counts_what_waits_for_the_user(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Provider's name", "c.example");
    app.customer(&cast.reseller, 1, "Reseller's name", "c.example");
    app.associate(&cast.provider, &cast.reseller, customer);
    app.offers(&cast.provider);
    let reseller = app.signed_in("sa@2000.example").await;
    let cart = fill(&reseller, customer, &[("E3", "4")]).await;
    send(&reseller, customer, &cart).await;
    app.referral(Uuid::new_v4(), (&cast.reseller, Some(&cast.provider)), ("received", "Lead"), clock::now());
    let counts = async |email: &str| {
        let page = app.signed_in(email).await.get("/profile").await;
        let text = page.all("#nav a").into_iter().filter(|label| label.contains("waiting for you"));
        text.map(|label| label.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(counts("sa@1000.example").await, ["Orders 1 waiting for you"]);
    assert_eq!(counts("ha@1000.example").await, Vec::<String>::new(), "a Helpdesk agent cannot answer it");
    assert_eq!(counts("sa@2000.example").await, ["Referrals 1 waiting for you"]);
    assert_eq!(counts("ga@3000.example").await, Vec::<String>::new());
    app.end(&cast.provider, customer);
    assert_eq!(counts("sa@1000.example").await, Vec::<String>::new(), "the list does not show it either");
}
