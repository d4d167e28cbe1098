//! The choices of a user for each event, with defaults by role.

use super::{events, insert};
use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp};
use partner_portal::domain::NoticeEvent;

on_both_databases! {
    a_chosen_level_decides_what_the_portal_shows
    the_defaults_depend_on_the_roles_and_come_back
    security_events_are_shown_and_fixed
    a_bad_value_is_reported_and_what_was_chosen_stays
}

const PAGE: &str = "/profile/notifications";

async fn save(browser: &Browser, fields: &[(&str, &str)]) -> Reply {
    browser.submit(PAGE, PAGE, fields).await
}

fn chosen(page: &Reply, event: &str) -> String {
    page.value(&format!("input[name={event}][checked]"))
}

async fn a_chosen_level_decides_what_the_portal_shows(app: TestApp) {
    let cast = app.cast();
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1);
    insert(&app, &cast.direct, NoticeEvent::MonthlyRenewal, 1);
    let browser = app.signed_in("sa@4000.example").await;
    assert_eq!(events(&browser).await, ["subscription-ends"]);
    let saved = save(&browser, &[("subscription-ends", "off"), ("monthly-renewal", "portal")]).await;
    assert_eq!((saved.status.as_u16(), saved.header("location")), (303, PAGE.to_owned()));
    assert_eq!(events(&browser).await, ["monthly-renewal"]);
    assert_eq!(browser.get(PAGE).await.all("#bell .badge"), ["1"]);
    let other = app.signed_in("aa@4000.example").await;
    assert_eq!(events(&other).await, ["subscription-ends"], "others choose for themselves");
}

async fn the_defaults_depend_on_the_roles_and_come_back(app: TestApp) {
    app.cast();
    let agent = app.signed_in("sa@4000.example").await;
    let billing = app.signed_in("ba@4000.example").await;
    assert_eq!(chosen(&agent.get(PAGE).await, "mail-failed"), "at-once");
    assert_eq!(chosen(&billing.get(PAGE).await, "mail-failed"), "off");
    assert!(
        chosen(&agent.get(PAGE).await, "order-requested").is_empty(),
        "a direct partner decides no orders"
    );
    save(&agent, &[("mail-failed", "portal"), ("digest", "off"), ("digest_hour", "17"), ("letters", "yes")])
        .await;
    let page = agent.get(PAGE).await;
    assert_eq!(chosen(&page, "mail-failed"), "portal");
    assert_eq!((chosen(&page, "digest"), page.value("option[selected]")), ("off".into(), "17".into()));
    assert_eq!(page.value("input[name=letters][checked]"), "yes");
    assert_eq!(save(&agent, &[("defaults", "yes")]).await.status.as_u16(), 303);
    let page = agent.get(PAGE).await;
    assert_eq!((chosen(&page, "mail-failed"), chosen(&page, "digest")), ("at-once".into(), "daily".into()));
}

async fn security_events_are_shown_and_fixed(app: TestApp) {
    app.cast();
    let browser = app.signed_in("none@4000.example").await;
    let page = browser.get(PAGE).await;
    assert_eq!(page.attributes("fieldset.setting", "id"), ["new-device", "account-changed"]);
    assert_eq!(page.attributes("fieldset.setting[disabled]", "id").len(), 2);
    save(&browser, &[("new-device", "off")]).await;
    assert_eq!(chosen(&browser.get(PAGE).await, "new-device"), "at-once");
}

async fn a_bad_value_is_reported_and_what_was_chosen_stays(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@4000.example").await;
    let fields =
        [("request-opened", "at-once"), ("referral", "loud"), ("digest", "hourly"), ("digest_hour", "24")];
    let page = save(&browser, &fields).await;
    assert_eq!(page.status.as_u16(), 422);
    assert_eq!(page.attributes("[data-error]", "data-error"), ["referral", "digest", "digest_hour"]);
    assert_eq!(chosen(&page, "request-opened"), "at-once", "what was typed is kept");
    assert_eq!(chosen(&browser.get(PAGE).await, "request-opened"), "portal", "nothing was saved");
    assert_eq!(save(&browser, &[("no-such-event", "off")]).await.status.as_u16(), 422);
}
