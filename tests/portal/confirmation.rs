//! Irreversible actions ask for confirmation: no single button performs them, with or without JavaScript.

use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp, forms};
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::orders;
use scraper::{ElementRef, Selector};
use uuid::Uuid;

on_both_databases! {
    suspending_a_subscription_asks_for_confirmation
    revoking_and_declining_a_request_ask_for_confirmation
    closing_a_referral_asks_for_confirmation
    ending_sessions_asks_for_confirmation
    discarding_a_draft_asks_for_confirmation
    decisions_ask_for_confirmation
}

/// Asserts that every button that submits to `action` is in a dialog that names `whom`, is opened by another button,
/// and can be closed without an effect. `action` is the end of the URL.
fn assert_confirmation(page: &Reply, action: &str, whom: &str) {
    let html = page.html();
    let of = |selector: &str| Selector::parse(selector).unwrap();
    let form = format!("form[action$='{action}'] button:not([type=button]):not([formaction])");
    let both = format!("{form}, button[formaction$='{action}']");
    let buttons: Vec<ElementRef<'_>> = html.select(&of(&both)).collect();
    assert!(!buttons.is_empty(), "{action} is on the page: {}", page.text());
    for button in buttons {
        let asks = |element: &ElementRef<'_>| {
            element.attr("popover").is_some() && element.attr("role") == Some("dialog")
        };
        let question = button.ancestors().filter_map(ElementRef::wrap).find(asks);
        let question = question.unwrap_or_else(|| panic!("{action} asks nothing: {}", button.html()));
        let said = question.text().collect::<String>();
        assert!(said.contains(whom), "{action}: {said}");
        let id = question.attr("id").unwrap();
        let opener = format!("button[type=button][popovertarget='{id}']:not([popovertargetaction])");
        assert_eq!(html.select(&of(&opener)).count(), 1, "one button opens {id}");
        let way_back = of("button[type=button][popovertargetaction=hide]");
        assert_eq!(question.select(&way_back).count(), 1, "{id} can be closed");
        let labelled = format!("#{}", question.attr("aria-labelledby").unwrap());
        assert_eq!(html.select(&of(&labelled)).count(), 1);
    }
}

async fn suspending_a_subscription_asks_for_confirmation(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "한강무역", "hangang.example");
    let id = app.subscription(&cast.direct, customer, "Office 365 E3", None);
    let browser = app.signed_in("ga@4000.example").await;
    let path = format!("/customers/{customer}/subscriptions/{id}");
    let page = browser.get(&path).await;
    assert_confirmation(&page, "/suspension", "Office 365 E3");
    assert_confirmation(&page, "/suspension", "한강무역");
    assert_confirmation(
        &browser.get(&format!("/customers/{customer}/removal")).await,
        "/suspension",
        "한강무역",
    );
    let reader = app.signed_in("um@4000.example").await.get(&path).await;
    assert_eq!(reader.attributes("#suspension[data-reason]", "id").len(), 1, "a line says why not");
    assert!(reader.attributes("form[action$='/suspension']", "action").is_empty());
}

/// Sends a relationship request; returns its path and the path of its link.
async fn asked(browser: &Browser, form: &str, action: &str) -> (String, String) {
    let until = (clock::now() + chrono::TimeDelta::days(9)).date().to_string();
    let fields = [("language", "en"), ("recipient", "a@5000.example"), ("valid_until", until.as_str())];
    let at = browser.submit(form, action, &fields).await.header("location");
    let link = browser.get(&at).await.attributes("textarea", "data-link").concat();
    (at, link[link.find("/invitations/").unwrap()..].to_owned())
}

async fn revoking_and_declining_a_request_ask_for_confirmation(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let (at, link) = asked(&browser, "/relationship-requests/new", "/relationship-requests").await;
    let page = browser.get(&at).await;
    assert_confirmation(&page, "/revocation", "a@5000.example");
    assert_confirmation(&page, "/link", "a@5000.example");
    assert_confirmation(&app.browser().get(&link).await, "/declination", "the link stops working");
}

async fn closing_a_referral_asks_for_confirmation(app: TestApp) {
    let cast = app.cast();
    let id = Uuid::from_u128(7);
    app.referral(id, (&cast.direct, None), ("accepted", "한빛정밀"), clock::now());
    let page = app.signed_in("ga@4000.example").await.get(&format!("/referrals/{id}")).await;
    assert_confirmation(&page, "/won", "한빛정밀");
    assert_confirmation(&page, "/lost", "한빛정밀");
}

async fn ending_sessions_asks_for_confirmation(app: TestApp) {
    app.cast();
    app.signed_in("ga@1000.example").await;
    let page = app.signed_in("ga@1000.example").await.get("/profile/sessions").await;
    assert_confirmation(&page, "/profile/sessions", "signed out there immediately");
}

async fn discarding_a_draft_asks_for_confirmation(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let draft = browser.get("/customers/new").await.value("input[name=draft]");
    let company = forms::with(forms::company("hanbit.example"), "draft", &draft);
    let begun = forms::send(&browser, "/customers/new", &company).await;
    assert_eq!(begun.status.as_u16(), 303, "{}", begun.text());
    assert_confirmation(&browser.get("/customers/new").await, "/disposal", "한빛정밀");
    let draft = begun.header("location").rsplit_once('/').unwrap().0.to_owned();
    assert_confirmation(&browser.get(&format!("{draft}/review")).await, "/disposal", "한빛정밀");
}

/// Assigning an acceptance, and approving a reseller's order: both create customers or subscriptions immediately.
async fn decisions_ask_for_confirmation(app: TestApp) {
    let cast = app.cast();
    let known = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let browser = app.signed_in("ga@1000.example").await;
    let (at, link) = asked(&browser, "/relationship-requests/new", "/relationship-requests").await;
    let answer = [
        ("company_name", "Hangang Trading"),
        ("domain", "hangang.example"),
        ("person_name", "Somebody"),
        ("email", "somebody@hangang.example"),
        ("confirm", "yes"),
    ];
    let answered = app.browser().submit(&link, &format!("{link}/acceptance"), &answer).await;
    assert_eq!(answered.status.as_u16(), 303, "{}", answered.text());
    let page = browser.get(&at).await;
    assert_confirmation(&page, "/decision", "한강무역");
    assert_eq!(page.attributes("[name=decision]", "value"), ["same", "another"]);

    let id = Uuid::from_u128(9);
    let order = (
        orders::id.eq(id.to_string()),
        orders::partner_id.eq(cast.provider.id.0),
        orders::microsoft_id.eq(known.to_string()),
        orders::reseller_id.eq(cast.reseller.id.0),
        orders::status.eq("requested"),
        orders::is_request.eq(true),
        orders::made_by.eq("Somebody"),
        orders::made_at.eq(clock::now()),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(orders::table).values(order).execute(c)?)).unwrap();
    assert_confirmation(&browser.get(&format!("/orders/{id}")).await, "/approval", "한강무역");
}
