//! Partnerships: requested by a link, authorized by a Global admin of an indirect reseller, shown to both partners,
//! ended.

use crate::on_both_databases;
use crate::support::forms::in_30_days;
use crate::support::{Browser, TestApp};
use partner_portal::config::MfaRequirement;
use partner_portal::config::Settings;
use partner_portal::domain::PartnerKind;

on_both_databases! {
    requests_and_authorizes_a_partnership
    a_user_management_admin_manages_partnership_requests
    only_a_resellers_global_admin_can_authorize
    authorizing_requires_the_demanded_second_factor
    the_provider_sees_its_resellers
    the_reseller_sees_its_providers_and_what_they_share
    an_ended_partnership_stays_visible
    rejections_name_the_required_partner_type
}

async fn requested(browser: &Browser) -> (String, String) {
    let until = in_30_days();
    let fields = [("language", "zh-TW"), ("recipient", "ga@5000.example"), ("valid_until", until.as_str())];
    let reply = browser.submit("/indirect-resellers/new", "/indirect-resellers", &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let at = reply.header("location");
    let link = browser.get(&at).await.attributes("textarea[name=body]", "data-link").concat();
    (at, link[link.find("/invitations/").unwrap()..].to_owned())
}

async fn requests_and_authorizes_a_partnership(app: TestApp) {
    let cast = app.cast();
    let new = app.partner("5000", PartnerKind::IndirectReseller);
    let browser = app.signed_in("aa@1000.example").await;
    let (at, link) = requested(&browser).await;
    assert!(browser.get(&at).await.all("textarea[name=body]").concat().contains("間接提供者"));
    let page = app.browser().get(&link).await;
    assert!(page.status.as_u16() == 200 && page.attributes("a[href^='/sign-in']", "href").len() == 1);
    let admin = app.signed_in("ga@5000.example").await;
    let accept = format!("{link}/acceptance");
    let unconfirmed = admin.submit(&link, &accept, &[]).await;
    assert_eq!(unconfirmed.attributes("[data-error]", "data-error"), ["confirm"]);
    let reply = admin.submit(&link, &accept, &[("confirm", "yes")]).await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, "/indirect-providers"));
    assert_eq!(admin.submit(&link, &accept, &[("confirm", "yes")]).await.status.as_u16(), 409);
    assert_eq!(admin.get("/indirect-providers").await.ids(), ["1000"]);
    assert!(browser.get("/indirect-resellers").await.ids().contains(&"5000".to_owned()));
    for partner in [&cast.provider, &new] {
        let made = app.log_of(partner, "partner_relationship");
        let of_new = made.iter().filter(|(_, details)| details.contains("5000")).count();
        assert_eq!(of_new, 1, "{}: {made:?}", partner.mpn_id);
    }
    assert_eq!(browser.get("/customers").await.total(), "0", "neither partner sees the other's customers");
}

async fn a_user_management_admin_manages_partnership_requests(app: TestApp) {
    app.cast();
    let browser = app.signed_in("um@1000.example").await;
    let (at, link) = requested(&browser).await;
    let page = browser.get(&at).await;
    let message = [
        ("recipient", "ga@5000.example"),
        ("subject", "파트너 관계"),
        ("body", &page.all("textarea[name=body]").concat()),
        ("version", &page.value("input[name=version]")),
        ("do", "done"),
    ];
    assert_eq!(browser.submit(&at, &at, &message).await.status.as_u16(), 303);
    assert_eq!(browser.get(&at).await.attributes(".status", "data-state"), ["sent"]);
    assert_eq!(browser.submit(&at, &format!("{at}/revocation"), &[]).await.status.as_u16(), 303);
    assert_eq!(app.browser().get(&link).await.status.as_u16(), 410);
    // A colleague's partnership request can be managed too; a request to a customer cannot.
    let admin = app.signed_in("ga@1000.example").await;
    let (partnership, _) = requested(&admin).await;
    assert_eq!(browser.submit(&at, &format!("{partnership}/link"), &[]).await.status.as_u16(), 303);
    let until = in_30_days();
    let fields = [("language", "en"), ("recipient", "it@c.example"), ("valid_until", until.as_str())];
    let drafted = admin.submit("/relationship-requests/new", "/relationship-requests", &fields).await;
    let customer = drafted.header("location");
    assert!(!browser.get(&customer).await.text().contains("/invitations/"), "its link is not shown");
    let forms: [(&str, &[(&str, &str)]); 4] = [
        ("", &[("subject", "x"), ("body", "x")]),
        ("/link", &[]),
        ("/revocation", &[]),
        ("/decision", &[("decision", "same")]),
    ];
    for (what, form) in forms {
        let reply = browser.submit(&at, &format!("{customer}{what}"), form).await;
        assert_eq!(reply.status.as_u16(), 403, "{what}");
    }
    // A sales agent can still manage only its own requests.
    let sales = app.signed_in("sa@1000.example").await;
    assert_eq!(sales.submit(&at, &format!("{partnership}/revocation"), &[]).await.status.as_u16(), 403);
}

async fn only_a_resellers_global_admin_can_authorize(app: TestApp) {
    app.cast();
    app.partner("5000", PartnerKind::IndirectReseller);
    let (_, link) = requested(&app.signed_in("ga@1000.example").await).await;
    for who in ["aa@5000.example", "sa@5000.example", "ga@4000.example", "ga@1000.example"] {
        let browser = app.signed_in(who).await;
        for what in ["acceptance", "declination"] {
            let reply = browser.submit(&link, &format!("{link}/{what}"), &[("confirm", "yes")]).await;
            assert_eq!(reply.status.as_u16(), 403, "{who} {what}");
        }
    }
    let visitor = app.browser();
    let reply = visitor.submit(&link, &format!("{link}/acceptance"), &[("confirm", "yes")]).await;
    assert_eq!(reply.status.as_u16(), 403);
    let admin = app.signed_in("ga@5000.example").await;
    let reply = admin.submit(&link, &format!("{link}/declination"), &[]).await;
    assert_eq!(reply.status.as_u16(), 303);
    assert!(admin.get("/indirect-providers").await.ids().is_empty());
    let manager = app.signed_in("um@1000.example").await;
    assert_eq!(manager.get("/indirect-resellers/new").await.status.as_u16(), 200);
    let helpdesk = app.signed_in("ha@1000.example").await;
    assert_eq!(helpdesk.get("/indirect-resellers/new").await.status.as_u16(), 403);
}

/// A8: the public page permits nothing that the portal's own pages would not permit.
async fn authorizing_requires_the_demanded_second_factor(app: TestApp) {
    app.cast();
    app.partner("5000", PartnerKind::IndirectReseller);
    let (_, link) = requested(&app.signed_in("ga@1000.example").await).await;
    let settings = Settings { portal_require_mfa: MfaRequirement::Admins, ..Settings::default() };
    let demanding = TestApp::with(app.portal.db.clone(), settings).await;
    let admin = demanding.signed_in("ga@5000.example").await;
    let led = admin.get(&link).await.header("location");
    assert!(led.starts_with("/profile/second-factor?next=%2Finvitations%2F"), "{led}");
    for what in ["acceptance", "declination"] {
        let reply =
            admin.submit("/profile/second-factor", &format!("{link}/{what}"), &[("confirm", "yes")]).await;
        assert_eq!(reply.header("location"), "/profile/second-factor", "{what}");
    }
    let later = app.signed_in("ga@5000.example").await;
    assert!(later.get("/indirect-providers").await.ids().is_empty());
    assert_eq!(later.get(&link).await.status.as_u16(), 200, "it is still pending");
}

async fn the_provider_sees_its_resellers(app: TestApp) {
    let cast = app.cast();
    let sold = app.customer(&cast.provider, 1, "Sold", "sold.example");
    app.subscription(&cast.provider, sold, "One", Some(&cast.reseller));
    app.subscription(&cast.provider, sold, "Two", Some(&cast.reseller));
    app.associate(&cast.provider, &cast.reseller, sold);
    let named = app.customer(&cast.provider, 2, "Named", "named.example");
    app.associate(&cast.provider, &cast.reseller, named);
    let gone = app.customer(&cast.provider, 3, "Gone", "gone.example");
    app.associate(&cast.provider, &cast.reseller, gone);
    app.end(&cast.provider, gone);
    let page = app.signed_in("sa@1000.example").await.get("/indirect-resellers").await;
    assert_eq!((page.ids(), page.total().as_str()), (vec!["2000".to_owned(), "3000".to_owned()], "2"));
    assert_eq!(page.all("td.num"), ["2", "0"], "each active customer once");
    assert!(page.attributes("a", "href").contains(&"/customers/new?reseller=2000".to_owned()));
    for other in ["ga@2000.example", "ga@4000.example", "ba@1000.example"] {
        assert_eq!(
            app.signed_in(other).await.get("/indirect-resellers").await.status.as_u16(),
            403,
            "{other}"
        );
    }
}

async fn the_reseller_sees_its_providers_and_what_they_share(app: TestApp) {
    let cast = app.cast();
    let shared = app.customer(&cast.provider, 1, "ZZCANARY provider's name", "shared.example");
    app.subscription(&cast.provider, shared, "One", Some(&cast.reseller));
    app.customer(&cast.reseller, 1, "Our name", "shared.example");
    let not_ours = app.customer(&cast.provider, 2, "ZZCANARY", "other.example");
    app.subscription(&cast.provider, not_ours, "One", Some(&cast.reseller));
    app.customer(&cast.reseller, 3, "Only ours", "ours.example");
    let browser = app.signed_in("aa@2000.example").await;
    let page = browser.get("/indirect-providers").await;
    assert_eq!((page.ids(), page.all("td.num")), (vec!["1000".to_owned()], vec!["1".to_owned()]));
    assert!(page.attributes("a", "href").contains(&"/relationship-requests/new?provider=1000".to_owned()));
    let page = browser.get("/indirect-providers/1000").await;
    assert_eq!((page.ids(), page.total().as_str()), (vec![shared.to_string()], "1"));
    assert!(page.text().contains("Our name") && !page.text().contains("ZZCANARY"));
    for (path, status) in [("4000", 404), ("x", 404), ("1000?page=2", 422), ("1000?page=x", 422)] {
        assert_eq!(
            browser.get(&format!("/indirect-providers/{path}")).await.status.as_u16(),
            status,
            "{path}"
        );
    }
    assert_eq!(app.signed_in("ga@1000.example").await.get("/indirect-providers").await.status.as_u16(), 403);
}

async fn an_ended_partnership_stays_visible(app: TestApp) {
    let cast = app.cast();
    let shared = app.customer(&cast.provider, 1, "Shared", "shared.example");
    app.subscription(&cast.provider, shared, "One", Some(&cast.reseller));
    app.customer(&cast.reseller, 1, "Our name", "shared.example");
    let sales = app.signed_in("sa@1000.example").await;
    assert_eq!(sales.get("/indirect-resellers/2000/removal").await.status.as_u16(), 403);
    let admin = app.signed_in("aa@1000.example").await;
    let until = in_30_days();
    let inviting = app.signed_in("aa@2000.example").await;
    let form = [("language", "en"), ("valid_until", until.as_str()), ("provider", "1000")];
    let asked = inviting.submit("/relationship-requests/new", "/relationship-requests", &form).await;
    assert_eq!(asked.status.as_u16(), 303);
    let removal = "/indirect-resellers/2000/removal";
    assert_eq!(admin.get(removal).await.status.as_u16(), 200);
    assert_eq!(admin.submit(removal, removal, &[]).await.status.as_u16(), 303);
    assert_eq!(admin.submit("/indirect-resellers", removal, &[]).await.status.as_u16(), 404, "once");
    assert_eq!(admin.get("/indirect-resellers/4000/removal").await.status.as_u16(), 404);
    let page = admin.get("/indirect-resellers").await;
    assert_eq!(page.ids(), ["3000", "2000"], "former ones last");
    assert_eq!(page.attributes(".status", "data-state"), ["active", "expired"]);
    assert_eq!(page.all("td.num"), ["0", "1"], "former associations stay visible");
    assert_eq!(admin.get("/customers?reseller=2000").await.total(), "1", "and can be filtered by");
    let state = inviting.get(&asked.header("location")).await.attributes(".status", "data-state");
    assert_eq!(state, ["revoked"], "joint requests are revoked");
    let reseller = app.signed_in("aa@2000.example").await;
    assert_eq!(reseller.get("/indirect-providers").await.attributes(".status", "data-state"), ["expired"]);
    assert_eq!(reseller.get("/customers").await.total(), "1", "both keep their customers");
    assert_eq!(admin.get("/customers").await.total(), "1");
    assert_eq!(reseller.get("/relationship-requests/new?provider=1000").await.status.as_u16(), 404);
    for partner in [&cast.provider, &cast.reseller] {
        let log = app.log_of(partner, "partner_relationship");
        assert_eq!(log.iter().filter(|(action, _)| action == "remove_partner_relationship").count(), 1);
    }
}

async fn rejections_name_the_required_partner_type(app: TestApp) {
    app.cast();
    let kinds = [
        ("4000", "/indirect-resellers", "partner type: Direct partner", "types: Indirect provider."),
        ("4000", "/indirect-resellers/new", "partner type: Direct partner", "types: Indirect provider."),
        ("4000", "/indirect-providers", "partner type: Direct partner", "types: Indirect reseller."),
        ("1000", "/indirect-providers", "partner type: Indirect provider", "types: Indirect reseller."),
        ("2000", "/indirect-resellers", "partner type: Indirect reseller", "types: Indirect provider."),
    ];
    for (partner, path, is, needed) in kinds {
        for role in ["ga", "ha", "none"] {
            let page = app.signed_in(&format!("{role}@{partner}.example")).await.get(path).await;
            let said = page.all("main").concat();
            assert_eq!(page.status.as_u16(), 403, "{role} {path}");
            assert!(said.contains(is) && said.contains(needed), "{role} {path}: {said}");
            assert!(!said.contains("Global admin"), "no role helps: {said}");
        }
    }
    let page = app.signed_in("ha@1000.example").await.get("/indirect-resellers/new").await;
    assert!(page.all("main").concat().contains("Global admin"), "here a role helps");
}
