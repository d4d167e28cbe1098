//! Orders over HTTP: the cart and its rules, an indirect reseller's request, its provider's answer, and the log entries
//! of both.

pub mod requests;
mod shop;

use crate::on_both_databases;
use crate::support::cast::Cast;
use crate::support::{Browser, Reply, TestApp};
use actix_web::http::StatusCode;
use diesel::prelude::*;
use partner_portal::audit::Author;
use partner_portal::db::schema::{
    activity_entries, agreements, customer_resellers, partners, partnerships, subscriptions,
};
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::Partner;
use partner_portal::features::import::engine::options::{Options, Target};
use partner_portal::features::import::run::import_offers;

on_both_databases! {
    an_order_of_two_lines_creates_two_subscriptions_and_one_entry
    a_repeated_submission_places_one_order
    ordering_requires_the_agreement
    a_provider_names_the_reseller_of_record
    only_seller_and_reseller_see_an_order
    order_lists_page_and_filter
    the_closed_cloud_rejects_orders
}

const OFFERS: &str = "Offer ID,Name,Publisher,Category,Billing type,Billing cycle,Minimum quantity,\
    Maximum quantity,Parent offer ID,Cancellable\n\
    E3,Microsoft 365 E3,Microsoft,Enterprise,License-based,Annual,1,100,,No\n\
    BASIC,Business Basic,Microsoft,Small business,License-based,Monthly,2,300,,No\n\
    AZURE,Azure plan,Microsoft,Enterprise,Usage-based,None,1,1,,No\n\
    AUDIO,Audio Conferencing,Microsoft,Enterprise,License-based,Annual,1,100,E3,No\n\
    ISV,누리미트,누리소프트,Small business,License-based,Monthly,1,500,,Yes\n";

impl TestApp {
    pub fn offers(&self, partner: &Partner) {
        let author = Author::operator(partner.id);
        let target =
            Target { db: &self.portal.db, log: &self.portal.log, partner, author: &author, noted: None };
        let report =
            import_offers(&target, &mut OFFERS.as_bytes(), &Options::default(), &mut |_| ()).unwrap();
        assert_eq!((report.added, report.bad), (5, 0));
    }

    pub fn attest(&self, partner: &Partner, customer: MicrosoftId) {
        let row = (
            agreements::partner_id.eq(partner.id.0),
            agreements::microsoft_id.eq(customer.to_string()),
            agreements::first_name.eq("Min"),
            agreements::last_name.eq("Kim"),
            agreements::email.eq("min@customer.example"),
            agreements::phone.eq(""),
            agreements::agreed_on.eq(partner_portal::clock::now().date()),
            agreements::attested_by.eq("Ara"),
            agreements::attested_at.eq(partner_portal::clock::now()),
        );
        let done = self
            .portal
            .db
            .write_now(|c| Ok(diesel::insert_into(agreements::table).values(row).execute(c)?));
        done.unwrap();
    }

    /// Name, quantity, reseller of record and order of a customer's subscriptions, by name.
    pub fn bought(&self, customer: MicrosoftId) -> Vec<(String, i32, Option<i32>, Option<String>)> {
        let rows =
            subscriptions::table.filter(subscriptions::microsoft_id.eq(customer.to_string())).select((
                subscriptions::name,
                subscriptions::quantity,
                subscriptions::reseller_id,
                subscriptions::order_id,
            ));
        let mut rows: Vec<(String, i32, Option<i32>, Option<String>)> =
            self.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
        rows.sort();
        rows
    }

    pub fn subscription_id(&self, customer: MicrosoftId, name: &str) -> String {
        let row = subscriptions::table
            .filter(subscriptions::microsoft_id.eq(customer.to_string()).and(subscriptions::name.eq(name)));
        self.portal.db.read_now(|c| Ok(row.select(subscriptions::subscription_id).first(c)?)).unwrap()
    }

    /// A partner's log entries about orders: action, customer name, details.
    pub fn order_log(&self, partner: &Partner) -> Vec<(String, String, serde_json::Value)> {
        let rows = activity_entries::table
            .filter(activity_entries::partner_id.eq(partner.id.0).and(activity_entries::resource.eq("order")))
            .order(activity_entries::seq)
            .select((
                activity_entries::action,
                activity_entries::customer_name.assume_not_null(),
                activity_entries::details,
            ));
        let rows: Vec<(String, String, String)> = self.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
        rows.into_iter().map(|(a, n, d)| (a, n, serde_json::from_str(&d).unwrap())).collect()
    }

    pub fn actions(&self, partner: &Partner) -> Vec<String> {
        self.order_log(partner).into_iter().map(|(action, _, _)| action).collect()
    }
}

/// Fills a cart with these offers and quantities and returns its id.
pub async fn fill(browser: &Browser, customer: MicrosoftId, lines: &[(&str, &str)]) -> String {
    let path = format!("/customers/{customer}/orders/new");
    let mut cart = String::new();
    for (offer, quantity) in lines {
        let row = format!("row:{offer}");
        let fields = [("do", "add"), ("cart", cart.as_str()), ("offer", offer), (row.as_str(), quantity)];
        let reply = browser.submit(&path, &path, &fields).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{offer}: {}", reply.all(".error-summary").concat());
        cart = cart_of(&reply);
    }
    cart
}

fn cart_of(reply: &Reply) -> String {
    let address = reply.header("location");
    let cart = address.split("cart=").nth(1).unwrap().split(['&', '#']).next().unwrap();
    cart.to_owned()
}

/// Places the order of a cart, or sends the request.
pub async fn send(browser: &Browser, customer: MicrosoftId, cart: &str) -> Reply {
    let review = format!("/customers/{customer}/orders/review?cart={cart}");
    browser.submit(&review, "/orders", &[("cart", cart)]).await
}

/// A direct partner with one customer that has accepted the agreement, and a sales agent.
async fn direct(app: &TestApp) -> (Cast, MicrosoftId, Browser) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "한강무역", "hangang.example");
    app.offers(&cast.direct);
    app.attest(&cast.direct, customer);
    let browser = app.signed_in("sa@4000.example").await;
    (cast, customer, browser)
}

async fn an_order_of_two_lines_creates_two_subscriptions_and_one_entry(app: TestApp) {
    let (cast, customer, browser) = direct(&app).await;
    let cart = fill(&browser, customer, &[("E3", "10"), ("ISV", "3")]).await;
    let review = browser.get(&format!("/customers/{customer}/orders/review?cart={cart}")).await;
    assert_eq!(review.status, StatusCode::OK);
    assert_eq!(review.all("tbody tr th b"), ["Microsoft 365 E3", "누리미트"]);
    assert!(app.bought(customer).is_empty(), "nothing is ordered before the last step");
    let reply = send(&browser, customer, &cart).await;
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, format!("/orders/{cart}")));
    let order = Some(cart.clone());
    assert_eq!(
        app.bought(customer),
        [("Microsoft 365 E3".into(), 10, None, order.clone()), ("누리미트".into(), 3, None, order)]
    );
    let log = app.order_log(&cast.direct);
    assert_eq!(log.len(), 1);
    let (action, name, details) = &log[0];
    assert_eq!((action.as_str(), name.as_str()), ("create_order", "한강무역"));
    assert_eq!(details["order_id"], cart);
    assert_eq!(details["lines"].as_array().unwrap().len(), 2);
    assert_eq!(details["lines"][0]["offer_id"], "E3");
    assert_eq!(details["lines"][0]["subscription_id"], app.subscription_id(customer, "Microsoft 365 E3"));
    let done = browser.get(&format!("/orders/{cart}")).await;
    assert_eq!(done.all("[role=status]").len(), 2, "says what was done: {}", done.text());
    assert_eq!(done.attributes("tbody [data-id]", "data-id"), ["E3", "ISV"]);
    let renews = subscriptions::table.filter(subscriptions::name.eq("Microsoft 365 E3"));
    let renews: Option<chrono::NaiveDate> =
        app.portal.db.read_now(|c| Ok(renews.select(subscriptions::renews_on).first(c)?)).unwrap();
    let today = crate::support::cast::today();
    assert_eq!(renews, today.checked_add_months(chrono::Months::new(12)));
}

async fn a_repeated_submission_places_one_order(app: TestApp) {
    let (cast, customer, browser) = direct(&app).await;
    let cart = fill(&browser, customer, &[("E3", "1")]).await;
    let first = send(&browser, customer, &cart).await;
    let again = browser.submit("/orders", "/orders", &[("cart", &cart)]).await;
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!((app.bought(customer).len(), app.actions(&cast.direct).len()), (1, 1));
    let review = browser.get(&format!("/customers/{customer}/orders/review?cart={cart}")).await;
    assert_eq!(review.header("location"), format!("/orders/{cart}"), "the cart redirects to its order");
    let colleague = app.signed_in("aa@4000.example").await;
    let foreign = app.signed_in("sa@1000.example").await;
    assert_eq!(
        colleague.submit("/orders", "/orders", &[("cart", &cart)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(foreign.submit("/orders", "/orders", &[("cart", &cart)]).await.status, StatusCode::NOT_FOUND);
    for bad in ["", "x", "../../etc", &"9".repeat(5_000), "\u{1F980}"] {
        let reply = browser.submit("/orders", "/orders", &[("cart", bad)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
}

async fn ordering_requires_the_agreement(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "No agreement", "no.example");
    app.offers(&cast.direct);
    let browser = app.signed_in("sa@4000.example").await;
    let cart = fill(&browser, customer, &[("E3", "1")]).await;
    let page = browser.get(&format!("/customers/{customer}/orders/new?cart={cart}")).await;
    let link = page.attributes("#agreement a", "href").concat();
    assert!(link.starts_with(&format!("/customers/{customer}/agreement?next=%2Fcustomers%2F")), "{link}");
    let reply = send(&browser, customer, &cart).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.attributes("[data-error]", "data-error"), ["order"]);
    assert!(reply.all("title").concat().starts_with("Error:"));
    assert!(app.bought(customer).is_empty() && app.actions(&cast.direct).is_empty());
    app.attest(&cast.direct, customer);
    assert_eq!(send(&browser, customer, &cart).await.status, StatusCode::SEE_OTHER, "the cart was kept");
}

async fn a_provider_names_the_reseller_of_record(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Provider's name", "c.example");
    app.customer(&cast.reseller, 1, "Reseller's name", "c.example");
    app.offers(&cast.provider);
    app.attest(&cast.provider, customer);
    let browser = app.signed_in("aa@1000.example").await;
    let cart = fill(&browser, customer, &[("BASIC", "5")]).await;
    let path = format!("/customers/{customer}/orders/new");
    let choose = async |mpn_id: &str| {
        let fields =
            [("do", "review"), ("cart", cart.as_str()), ("quantity:BASIC", "5"), ("reseller", mpn_id)];
        browser.submit(&path, &path, &fields).await
    };
    for nobody in ["4000", "9999", "\u{0}", "가"] {
        let reply = choose(nobody).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{nobody}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), ["reseller"]);
    }
    assert_eq!(choose("2000").await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&browser, customer, &cart).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.bought(customer)[0].2, Some(cast.reseller.id.0));
    let named = customer_resellers::table.filter(customer_resellers::reseller_id.eq(cast.reseller.id.0));
    let named: i64 = app.portal.db.read_now(|c| Ok(named.count().get_result(c)?)).unwrap();
    assert_eq!(named, 1, "the customer is associated with the reseller");
    let (theirs, ours) = (app.order_log(&cast.reseller), app.order_log(&cast.provider));
    assert_eq!((theirs[0].1.as_str(), ours[0].1.as_str()), ("Reseller's name", "Provider's name"));
    assert_eq!((theirs.len(), ours.len(), ours[0].2["partner_on_record"].as_str()), (1, 1, Some("2000")));
    assert!(app.order_log(&cast.other_reseller).is_empty());

    // A reseller whose partnership has ended meanwhile.
    let cart = fill(&browser, customer, &[("E3", "1")]).await;
    let ended = diesel::update(partnerships::table.filter(partnerships::reseller_id.eq(cast.reseller.id.0)))
        .set(partnerships::ended_at.eq(partner_portal::clock::now()));
    app.portal.db.write_now(|c| Ok(ended.execute(c)?)).unwrap();
    let reply = send(&browser, customer, &cart).await;
    assert_eq!((reply.status, app.bought(customer).len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
}

async fn only_seller_and_reseller_see_an_order(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Ours", "c.example");
    app.customer(&cast.reseller, 1, "Theirs", "c.example");
    app.offers(&cast.provider);
    app.attest(&cast.provider, customer);
    let browser = app.signed_in("sa@1000.example").await;
    let cart = fill(&browser, customer, &[("E3", "1")]).await;
    let path = format!("/customers/{customer}/orders/new");
    let fields = [("do", "review"), ("cart", cart.as_str()), ("quantity:E3", "1"), ("reseller", "2000")];
    browser.submit(&path, &path, &fields).await;
    send(&browser, customer, &cart).await;
    let sees = async |email: &str| {
        let browser = app.signed_in(email).await;
        let (list, one) = (browser.get("/orders").await, browser.get(&format!("/orders/{cart}")).await);
        (list.ids().len(), one.status.as_u16(), one.all("h1 + p span[translate]").concat())
    };
    assert_eq!(sees("ha@1000.example").await, (1, 200, "Ours".to_owned()));
    assert_eq!(sees("um@2000.example").await, (1, 200, "Theirs".to_owned()));
    assert_eq!(sees("ga@3000.example").await, (0, 404, String::new()));
    assert_eq!(sees("ga@4000.example").await, (0, 404, String::new()));
    app.end(&cast.reseller, customer);
    assert_eq!(sees("ga@2000.example").await, (0, 404, String::new()), "only while it has the customer");
    for role in ["ba", "um", "ha"] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        assert_eq!(browser.get(&path).await.status, StatusCode::FORBIDDEN, "{role}");
        assert_eq!(browser.submit("/orders", "/orders", &[]).await.status, StatusCode::FORBIDDEN, "{role}");
    }
}

async fn order_lists_page_and_filter(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let empty = browser.get("/orders").await;
    assert_eq!((empty.status, empty.total().as_str()), (StatusCode::OK, "0"));
    for _ in 0..51 {
        let cart = fill(&browser, customer, &[("E3", "1")]).await;
        assert_eq!(send(&browser, customer, &cart).await.status, StatusCode::SEE_OTHER);
    }
    let first = browser.get("/orders").await;
    assert_eq!((first.ids().len(), first.total().as_str()), (50, "51"));
    let next = first.attributes("[rel=next]", "href").concat();
    let second = browser.get(&next).await;
    assert_eq!(second.ids().len(), 1);
    assert!(!first.ids().contains(&second.ids()[0]));
    let back = second.attributes("[rel=prev]", "href").concat();
    assert_eq!(browser.get(&back).await.ids(), first.ids());
    assert_eq!(browser.get("/orders?status=placed").await.total(), "51");
    assert_eq!(browser.get("/orders?status=declined").await.total(), "0");
    for bad in ["status=lost", "after=x", "before=1.2", "after=%00"] {
        let reply = browser.get(&format!("/orders?{bad}")).await;
        assert_eq!((reply.status, reply.ids().len()), (StatusCode::UNPROCESSABLE_ENTITY, 50), "{bad}");
    }
    for bad in ["x", "%00", "00000000-0000-4000-8000-000000000000"] {
        assert_eq!(browser.get(&format!("/orders/{bad}")).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
}

async fn the_closed_cloud_rejects_orders(app: TestApp) {
    let (cast, customer, browser) = direct(&app).await;
    let cart = fill(&browser, customer, &[("E3", "1")]).await;
    let closed = diesel::update(partners::table.find(cast.direct.id.0)).set(partners::cloud.eq("germany"));
    app.portal.db.write_now(|c| Ok(closed.execute(c)?)).unwrap();
    let browser = app.signed_in("ga@4000.example").await;
    let page = browser.get(&format!("/customers/{customer}/orders/new")).await;
    assert!(page.text().contains("does not accept new orders") && page.all("form [name=offer]").is_empty());
    let agent = app.signed_in("sa@4000.example").await;
    assert_eq!(send(&agent, customer, &cart).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(app.bought(customer).is_empty());
}
