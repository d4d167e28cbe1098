//! The organization profile over HTTP: permissions, validation and log entries.

use crate::on_both_databases;
use crate::support::forms::in_30_days;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::db::schema::{activity_entries, subscriptions};
use partner_portal::features::organization::queries::business_profile;
use partner_portal::i18n::time_zone::today;

on_both_databases! {
    a_global_admin_edits_the_profile
    a_billing_admin_edits_the_tax_id
    rejects_invalid_values
    rejects_a_stale_form
    shows_only_the_users_own_organization
    lists_go_by_the_days_of_the_partners_time_zone
    shows_the_business_profile_where_help_says
}

const PAGE: &str = "/account-settings/organization";
const EDIT: &str = "/account-settings/organization/edit";
const TAX_ID: &str = "/account-settings/organization/tax-id";

fn details(app: &TestApp) -> Vec<serde_json::Value> {
    let entries = activity_entries::table.filter(activity_entries::action.eq("portal_update_organization"));
    let texts: Vec<String> = app
        .portal
        .db
        .read_now(|c| Ok(entries.order(activity_entries::id).select(activity_entries::details).load(c)?))
        .unwrap();
    texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
}

async fn save(browser: &Browser, changed: &[(&str, &str)]) -> Reply {
    let shown = browser.get(EDIT).await;
    let version = shown.value("input[name=version]");
    save_version(browser, &version, changed).await
}

async fn save_version(browser: &Browser, version: &str, changed: &[(&str, &str)]) -> Reply {
    let mut fields =
        vec![("legal_name", "한강 디스트리뷰션 주식회사"), ("city", "서울"), ("version", version)];
    fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    fields.extend(changed);
    browser.submit(EDIT, EDIT, &fields).await
}

/// Two zones in which it is never the same day.
const ZONES: [chrono_tz::Tz; 2] = [chrono_tz::Tz::Pacific__Kiritimati, chrono_tz::Tz::Pacific__Pago_Pago];

async fn lists_go_by_the_days_of_the_partners_time_zone(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛", "hanbit.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", None);
    let browser = app.signed_in("ga@1000.example").await;
    let form = browser.get(EDIT).await;
    assert_eq!(form.value("#time_zone option[selected]"), "", "that of the country at first");
    assert!(browser.get(PAGE).await.text().contains("Asia/Seoul"));
    let days = ZONES.map(today);
    let change = diesel::update(subscriptions::table.filter(subscriptions::subscription_id.eq(&sold)));
    let change = change.set((subscriptions::renews_on.eq(days[0]), subscriptions::auto_renew.eq(false)));
    app.portal
        .db
        .write_now(|c| {
            change.execute(c)?;
            partner_portal::search::subscriptions_changed(c, cast.provider.id, [customer..=customer])
        })
        .unwrap();
    for (zone, is_today) in ZONES.iter().zip([true, false]) {
        let reply = save(&browser, &[("time_zone", zone.name())]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
        assert_eq!(browser.get(EDIT).await.value("#time_zone option[selected]"), zone.name());
        let total = |is_found: bool| if is_found { "1" } else { "0" };
        for list in ["/subscriptions", "/customers"] {
            assert_eq!(
                browser.get(&format!("{list}?renews=0")).await.total(),
                total(is_today),
                "{list} {zone}"
            );
        }
        // The customer was added just now.
        for (day, other) in days.iter().zip(ZONES) {
            let list = format!("/customers?since={day}&until={day}");
            assert_eq!(browser.get(&list).await.total(), total(*zone == other), "{list} {zone}");
        }
        let footer = browser.get(PAGE).await.all("footer").concat();
        let city = zone.name().split('/').nth(1).unwrap().replace('_', " ");
        assert!(footer.contains(&city), "users see times in it: {footer}");
    }
    let log = details(&app);
    assert_eq!(log[1]["before"]["time_zone"], "Pacific/Kiritimati");
    assert_eq!(log[1]["after"]["time_zone"], "Pacific/Pago_Pago");
    let reply = save(&browser, &[("time_zone", "Mars/Olympus")]).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert_eq!(reply.attributes("p[data-error]", "data-error"), ["time_zone"]);
    assert_eq!(save(&browser, &[("time_zone", "")]).await.status.as_u16(), 303);
    assert!(browser.get(PAGE).await.text().contains("Asia/Seoul"));
}

async fn a_global_admin_edits_the_profile(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let about = "클라우드를 유통합니다.\r\n👩‍💻 <b>& more";
    let reply = save(&browser, &[("about", about), ("web_page", "https://www.hangang.example/ko?a=1")]).await;
    assert_eq!(reply.header("location"), PAGE, "{}", reply.text());
    let shown = browser.get(PAGE).await;
    assert!(shown.text().contains("한강 디스트리뷰션 주식회사") && !shown.text().contains("<b>& more"));
    assert_eq!(shown.attributes("a[rel=noreferrer]", "href"), ["https://www.hangang.example/ko?a=1"]);
    let log = details(&app);
    assert_eq!(log.len(), 1);
    assert_eq!((&log[0]["before"]["city"], &log[0]["after"]["city"]), (&"".into(), &"서울".into()));
    let profile = app.portal.db.read_now(|c| business_profile(c, cast.provider.id)).unwrap();
    assert_eq!(profile.web_page, "https://www.hangang.example/ko?a=1");
    let other = app.portal.db.read_now(|c| business_profile(c, cast.reseller.id)).unwrap();
    assert!(other.is_empty());
    save(&browser, &[("about", about), ("web_page", "https://www.hangang.example/ko?a=1")]).await;
    assert_eq!(details(&app).len(), 1, "without a change, nothing is logged");
}

async fn a_billing_admin_edits_the_tax_id(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ba@1000.example").await;
    assert_eq!(browser.get(EDIT).await.status.as_u16(), 403);
    let shown = browser.get(TAX_ID).await;
    let version = shown.value("input[name=version]");
    let fields = [("tax_id", "123-45-67890"), ("version", &version)];
    assert_eq!(browser.submit(TAX_ID, TAX_ID, &fields).await.header("location"), PAGE);
    let admin = app.signed_in("ga@1000.example").await;
    for foreign in [("tax_id", "stolen"), ("partner_id", "2")] {
        assert_eq!(
            save(&admin, &[foreign]).await.status.as_u16(),
            422,
            "the other form does not have this field"
        );
    }
    assert!(admin.get(PAGE).await.text().contains("123-45-67890"));
    assert_eq!(details(&app).len(), 1);
    for name in ["um", "aa", "sa", "ha"] {
        let browser = app.signed_in(&format!("{name}@1000.example")).await;
        assert_eq!(browser.get(TAX_ID).await.status.as_u16(), 403, "{name}");
        let page = browser.get(PAGE).await;
        assert_eq!((page.status.as_u16(), page.all("[aria-disabled]").len()), (200, 1), "{name}");
        assert_eq!(browser.submit(PAGE, EDIT, &[("legal_name", "x")]).await.status.as_u16(), 403, "{name}");
    }
}

async fn rejects_invalid_values(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let long = "가".repeat(1001);
    for (field, value) in [
        ("legal_name", ""),
        ("city", "a\u{0}b"),
        ("about", long.as_str()),
        ("about", "a\u{202e}b"),
        ("web_page", "javascript:alert(1)"),
        ("web_page", "https://user@evil.example"),
        ("web_page", "https://localhost"),
        ("web_page", "ftp://x.example"),
        ("contact_email", "nobody"),
        ("support_phone", "call me"),
        ("postal_code", "123456789012345678901"),
    ] {
        let reply = save(&browser, &[(field, value)]).await;
        assert_eq!(reply.status.as_u16(), 422, "{field}: {value}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), [field]);
    }
    assert_eq!(save(&browser, &[("version", "x")]).await.status.as_u16(), 422);
    assert!(details(&app).is_empty());
}

async fn rejects_a_stale_form(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    assert_eq!(save_version(&browser, "0", &[]).await.status.as_u16(), 303);
    let stale = save_version(&browser, "0", &[("city", "부산")]).await;
    assert_eq!((stale.status.as_u16(), stale.value("#city")), (409, "부산".to_owned()), "input is kept");
    assert_eq!(
        save_version(&browser, &stale.value("input[name=version]"), &[("city", "부산")])
            .await
            .status
            .as_u16(),
        303
    );
    assert_eq!(details(&app).len(), 2);
}

async fn shows_only_the_users_own_organization(app: TestApp) {
    app.cast();
    save(&app.signed_in("ga@2000.example").await, &[("city", "ZZCANARY")]).await;
    for email in ["ga@1000.example", "ga@3000.example", "ga@4000.example"] {
        assert!(!app.signed_in(email).await.get(PAGE).await.text().contains("ZZCANARY"), "{email}");
    }
    assert_eq!(app.signed_in("none@2000.example").await.get(PAGE).await.status.as_u16(), 403);
}

/// B18.
async fn shows_the_business_profile_where_help_says(app: TestApp) {
    app.cast();
    let reseller = app.signed_in("ga@2000.example").await;
    let profile = [("about", "We run clouds.\r\n<b>All</b> of them"), ("industries", "Retail")];
    save(&reseller, &profile).await;
    let list = app.signed_in("ga@1000.example").await.get("/indirect-resellers").await;
    let shown = list.all("[data-profile=\"2000\"]").concat();
    assert!(shown.contains("We run clouds.") && shown.contains("<b>All</b> of them"), "{shown}");
    assert!(list.all("[data-profile=\"3000\"]").is_empty(), "it has no profile");
    let until = in_30_days();
    let fields = [
        ("language", "ko"),
        ("recipient", "jiwoo@saebyeok.example"),
        ("valid_until", &until),
        ("delegated_admin", "yes"),
    ];
    let made = reseller.submit("/relationship-requests/new", "/relationship-requests", &fields).await;
    let page = reseller.get(&made.header("location")).await;
    let link = page.attributes("textarea[name=body]", "data-link").concat();
    let page = app.browser().get(&link[link.find("/invitations/").unwrap()..]).await;
    let shown = page.all("[data-profile=\"2000\"]").concat();
    assert!(shown.contains("Partner 2000 소개") && shown.contains("Retail"), "{shown}");
}
