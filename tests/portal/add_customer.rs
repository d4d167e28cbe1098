//! Adding a customer: nothing is written before the last step, the last step writes everything once, going back keeps
//! the input, and nothing about other partners' customers is revealed.

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::forms::{Form, company, send, with};
use crate::support::{Browser, TestApp};
use diesel::prelude::*;
use partner_portal::db::schema::{
    activity_entries, agreements, bill_to, customer_resellers, customers, drafts, offers, orders,
    subscriptions,
};
use partner_portal::domain::{Cloud, Partner};

on_both_databases! {
    a_provider_adds_a_customer_with_all_steps
    a_customer_added_for_a_reseller_appears_in_both_lists
    keeps_the_resellers_existing_customer_and_does_not_reveal_it
    logs_how_each_customer_was_added
    never_shows_credentials_that_only_the_vendor_has
    pages_mark_ids_assigned_by_the_portal
    going_back_keeps_all_input
    a_repeated_submission_adds_one_customer
    two_tabs_add_one_customer
    rejects_a_company_that_is_already_listed
    does_not_reveal_customers_of_another_partner
    an_indirect_reseller_adds_its_own_customer
    shows_only_steps_that_the_role_permits
    another_users_draft_answers_404
    accepts_only_resellers_of_this_provider
    orders_require_the_agreement
    reports_offers_that_changed_meanwhile
    reports_invalid_fields_and_keeps_input
    the_closed_cloud_rejects_new_customers
    a_draft_can_be_resumed_and_discarded
    offers_are_added_to_a_cart_and_keep_the_filter
    what_is_typed_in_other_rows_of_offers_stays
    every_step_shows_the_steps_in_the_same_place
}

/// Sends the first step and returns the path of the draft.
async fn begin(browser: &Browser, form: &Form) -> String {
    let page = browser.get("/customers/new").await;
    assert_eq!(page.status.as_u16(), 200);
    let form = with(form.clone(), "draft", &page.value("input[name=draft]"));
    let reply = send(browser, "/customers/new", &form).await;
    assert_eq!(reply.status.as_u16(), 303, "{:?}", reply.all("[data-error]"));
    let next = reply.header("location");
    next.rsplit_once('/').unwrap().0.to_owned()
}

fn offer(app: &TestApp, partner: &Partner, id: &str, name: &str, parent: Option<&str>) {
    let row = (
        offers::partner_id.eq(partner.id.0),
        offers::offer_id.eq(id),
        offers::name.eq(name),
        offers::publisher.eq("Vendor"),
        offers::category.eq("Online services"),
        offers::billing_type.eq("license"),
        offers::billing_cycle.eq("monthly"),
        offers::minimum_quantity.eq(1),
        offers::maximum_quantity.eq(300),
        offers::parent_offer_id.eq(parent),
        offers::cancellable.eq(false),
    );
    let done = app.portal.db.write_now(|c| Ok(diesel::insert_into(offers::table).values(row).execute(c)?));
    done.unwrap();
}

/// The action and details of a partner's log entries.
fn entries(app: &TestApp, partner: &Partner) -> Vec<(String, String)> {
    let rows = activity_entries::table
        .filter(activity_entries::partner_id.eq(partner.id.0).and(activity_entries::actor_kind.eq("user")))
        .filter(activity_entries::kind.eq("change"))
        .order(activity_entries::seq)
        .select((activity_entries::action, activity_entries::details));
    app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
}

fn rows(app: &TestApp) -> [i64; 7] {
    let counts = app.portal.db.read_now(|c| {
        Ok([
            customers::table.count().get_result(c)?,
            bill_to::table.count().get_result(c)?,
            agreements::table.count().get_result(c)?,
            customer_resellers::table.count().get_result(c)?,
            orders::table.count().get_result(c)?,
            subscriptions::table.count().get_result(c)?,
            activity_entries::table
                .filter(activity_entries::action.eq("add_customer"))
                .count()
                .get_result(c)?,
        ])
    });
    counts.unwrap()
}

async fn a_provider_adds_a_customer_with_all_steps(app: TestApp) {
    let cast = app.cast();
    offer(&app, &cast.provider, "PLAN", "Plan A", None);
    offer(&app, &cast.provider, "OTHER", "Other <b>", None);
    offer(&app, &cast.provider, "ADDON", "Add-on", Some("PLAN"));
    let browser = app.signed_in("sa@1000.example").await;
    let draft = begin(&browser, &company("Hanbit")).await;
    let reply = send(&browser, &format!("{draft}/reseller"), &vec![("reseller", "2000".to_owned())]).await;
    assert_eq!(reply.header("location"), format!("{draft}/subscriptions"));
    let offered = browser.get(&format!("{draft}/subscriptions")).await;
    assert_eq!(offered.ids(), ["OTHER", "PLAN"], "add-ons require a parent");
    let quantities = vec![("quantity-PLAN", "1,2".to_owned()), ("quantity-OTHER", "".to_owned())];
    let reply = send(&browser, &format!("{draft}/subscriptions"), &quantities).await;
    assert_eq!(reply.header("location"), format!("{draft}/review"));
    let review = browser.get(&format!("{draft}/review")).await;
    for shown in
        ["hanbit.onmicrosoft.com", "한빛정밀 주식회사", "Partner 2000", "Plan A", "오세훈", "15 Jan 2026"]
    {
        assert!(review.text().contains(shown), "{shown}");
    }
    assert_eq!(rows(&app), [0; 7], "nothing is created before the last step");
    assert!(entries(&app, &cast.provider).is_empty());

    let done = send(&browser, &format!("{draft}/review"), &Form::new()).await;
    assert_eq!(done.status.as_u16(), 200, "{}", done.text());
    assert_eq!(rows(&app), [2, 1, 1, 1, 1, 1, 2], "the reseller's list and log have it too");
    assert_eq!(browser.get("/customers?q=%ED%95%9C%EB%B9%9B").await.total(), "1", "the search finds it");
    assert_eq!(browser.get("/customers?reseller=2000").await.total(), "1");
    let log = entries(&app, &cast.provider);
    assert_eq!(log.len(), 1, "one entry with everything: {log:?}");
    for told in ["Plan A", "\"quantity\":12", "2000", "hanbit.onmicrosoft.com", "04524", "2026-01-15"] {
        assert!(log[0].1.contains(told), "{told} in {}", log[0].1);
    }
    let told = entries(&app, &cast.reseller);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("hanbit.onmicrosoft.com") && told[0].1.contains("Plan A"), "{told:?}");
    assert!(
        !told[0].1.contains("04524") && !told[0].1.contains("sehun"),
        "only the provider's log has the bill-to: {told:?}"
    );
    let sold: (String, i32, Option<i32>) = app
        .portal
        .db
        .read_now(|c| {
            let columns = (subscriptions::name, subscriptions::quantity, subscriptions::reseller_id);
            Ok(subscriptions::table.select(columns).first(c)?)
        })
        .unwrap();
    assert_eq!(sold, ("Plan A".to_owned(), 12, Some(cast.reseller.id.0)));
}

/// No unusable password is shown, and no account that does not exist is mentioned.
async fn never_shows_credentials_that_only_the_vendor_has(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    let review = browser.get(&format!("{draft}/review")).await.text();
    assert!(review.contains("Assigned by this portal"), "the review says so before: {review}");
    let done = send(&browser, &format!("{draft}/review"), &Form::new()).await;
    let later = browser.get(&format!("{draft}/done")).await;
    for page in [&done, &later] {
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.text().contains("Assigned by this portal."), "{}", page.text());
        assert!(page.text().contains("does not create an account with the vendor"));
        assert!(page.all("#password, #shown").is_empty() && !page.text().contains("admin@hanbit.example"));
    }
    let again = send(&browser, &format!("{draft}/review"), &Form::new()).await;
    assert_eq!((again.status.as_u16(), again.header("location")), (303, format!("{draft}/done")));
    let kept: Vec<String> =
        app.portal.db.read_now(|c| Ok(drafts::table.select(drafts::content).load(c)?)).unwrap();
    assert!(!kept.concat().contains("sehun"), "the discarded input is deleted");
    for step in ["company", "review"] {
        let reply = browser.get(&format!("{draft}/{step}")).await;
        assert_eq!(reply.header("location"), format!("{draft}/done"), "{step}");
    }
}

/// Both the list and the account page. An ID that a user typed is not marked as assigned by the portal, however it was
/// written.
async fn pages_mark_ids_assigned_by_the_portal(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@4000.example").await;
    let typed = "{47AA2DBA-D9E2-4C8D-A09F-001680289E32} ";
    for (domain, form, is_ours) in [
        ("ours.example", company("ours.example"), true),
        ("theirs.example", with(company("theirs.example"), "microsoft_id", typed), false),
    ] {
        let draft = begin(&browser, &form).await;
        let done = send(&browser, &format!("{draft}/review"), &Form::new()).await;
        let id = browser.get(&format!("/customers?q={domain}")).await.ids().concat();
        let row = browser.get(&format!("/customers?expanded={id}")).await;
        let account = browser.get(&format!("/customers/{id}/account")).await;
        for page in [done, row, account] {
            assert_eq!(page.text().contains("Assigned by this portal."), is_ours, "{}", page.text());
            assert!(page.text().contains(&id));
        }
        assert_eq!(id == "47aa2dba-d9e2-4c8d-a09f-001680289e32", !is_ours);
    }
    let draft = browser.get("/customers/new").await.value("input[name=draft]");
    for bad in ["00000000-0000-0000-0000-000000000000", "47aa2dba", "\u{200B}7"] {
        let form = with(with(company("bad.example"), "microsoft_id", bad), "draft", &draft);
        let refused = send(&browser, "/customers/new", &form).await;
        assert_eq!(
            (
                refused.status.as_u16(),
                refused.attributes("[data-error]", "data-error").concat().contains("microsoft_id")
            ),
            (422, true),
            "{bad}"
        );
    }
}

async fn going_back_keeps_all_input(app: TestApp) {
    let cast = app.cast();
    offer(&app, &cast.provider, "PLAN", "Plan A", None);
    offer(&app, &cast.provider, "ZED", "Zed", None);
    let browser = app.signed_in("ga@1000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    send(&browser, &format!("{draft}/reseller"), &vec![("reseller", "3000".to_owned())]).await;
    let typed = vec![
        ("quantity-PLAN", "many".to_owned()),
        ("quantity-ZED", "7".to_owned()),
        ("go", "back".to_owned()),
    ];
    let back = send(&browser, &format!("{draft}/subscriptions"), &typed).await;
    assert_eq!(back.header("location"), format!("{draft}/reseller"));
    let page = browser.get(&format!("{draft}/reseller")).await;
    assert_eq!(page.attributes("option[selected]", "value"), ["3000"]);
    let back = send(
        &browser,
        &format!("{draft}/reseller"),
        &vec![("reseller", "".to_owned()), ("go", "back".to_owned())],
    )
    .await;
    assert_eq!(back.header("location"), format!("{draft}/company"));
    let page = browser.get(&format!("{draft}/company")).await;
    assert_eq!(page.status.as_u16(), 200);
    for (field, value) in [
        ("company_name", "한빛정밀 주식회사"),
        ("domain", "hanbit.example"),
        ("city", "중구"),
        ("agreed_on", "2026-01-15"),
    ] {
        assert_eq!(page.value(&format!("[name={field}]")), value);
    }
    // After signing in again, the draft can be found from the first page.
    browser.submit("/help/keys", "/sign-out", &[]).await;
    let browser = app.signed_in("ga@1000.example").await;
    let begun = browser.get("/customers/new").await.attributes(".links a", "href");
    assert_eq!(begun, [format!("{draft}/company")]);
    let page = browser.get(&format!("{draft}/subscriptions")).await;
    assert_eq!(page.value("#cart-PLAN"), "many");
    assert_eq!(page.attributes("[data-error]", "data-error"), ["quantity-PLAN"]);
    let found = browser.get(&format!("{draft}/subscriptions?q=zed")).await;
    assert_eq!(found.ids(), ["ZED"]);
    assert_eq!(
        found.attributes(".lines input", "name"),
        ["quantity-PLAN", "quantity-ZED"],
        "the cart has all"
    );
    // Enter in a quantity presses the form's first button, which continues and removes nothing.
    assert_eq!(found.attributes("#cart-form button", "value")[0], "next");
    let there = format!("{draft}/subscriptions");
    let typed = vec![
        ("quantity-PLAN", "5".to_owned()),
        ("quantity-ZED", "8".to_owned()),
        ("go", "next".to_owned()),
        ("q", "zed".to_owned()),
    ];
    assert_eq!(send(&browser, &there, &typed).await.header("location"), format!("{draft}/review"));
    let review = browser.get(&format!("{draft}/review")).await;
    assert!(
        review.text().contains("× 5") && review.text().contains("× 8"),
        "offers hidden by the search are kept"
    );
}

async fn a_repeated_submission_adds_one_customer(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    let review = format!("{draft}/review");
    let nothing = Form::new();
    let (one, other) =
        futures_util::future::join(send(&browser, &review, &nothing), send(&browser, &review, &nothing))
            .await;
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 303]);
    assert_eq!(rows(&app)[0], 1);
    assert_eq!(entries(&app, &cast.direct).len(), 1);
}

async fn two_tabs_add_one_customer(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    let other = begin(&browser, &company("hanbit.example")).await;
    assert_eq!(send(&browser, &format!("{draft}/review"), &Form::new()).await.status.as_u16(), 200);
    // A tab that still shows an old step of the same draft changes nothing.
    let late = send(&browser, &format!("{draft}/company"), &company("new.example")).await;
    assert_eq!(late.header("location"), format!("{draft}/done"));
    assert_eq!(send(&browser, &format!("{draft}/review"), &Form::new()).await.status.as_u16(), 303);
    // Another draft for the same company now reports that the company is already listed.
    let known = send(&browser, &format!("{other}/review"), &Form::new()).await;
    assert_eq!(known.status.as_u16(), 422);
    assert_eq!(known.attributes("[data-error]", "data-error"), ["company"]);
    assert_eq!(rows(&app)[0], 1);
}

async fn rejects_a_company_that_is_already_listed(app: TestApp) {
    let cast = app.cast();
    let active = app.customer(&cast.direct, 1, "Active", "active.example");
    let ended = app.customer(&cast.direct, 2, "Ended", "ended.example");
    app.end(&cast.direct, ended);
    let browser = app.signed_in("sa@4000.example").await;
    let by_id = with(company("new.example"), "microsoft_id", &active.to_string().to_uppercase());
    let cases = [
        (company("Active.example"), "domain", format!("/customers/{active}/account")),
        (company("ended.example"), "domain", format!("/relationship-requests/new?customer={ended}")),
        (by_id, "microsoft_id", format!("/customers/{active}/account")),
    ];
    for (form, field, link) in cases {
        let reply = send(&browser, "/customers/new", &form).await;
        assert_eq!(reply.status.as_u16(), 422, "{field}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field]);
        assert_eq!(reply.attributes("[data-known] a", "href"), [link]);
        assert_eq!(reply.value("[name=city]"), "중구", "all input is kept");
    }
    let manager = app.signed_in("um@4000.example").await;
    let reply = send(&manager, "/customers/new", &company("ended.example")).await;
    assert!(
        reply.attributes("[data-known] a", "href").is_empty(),
        "this role may not order; the page names the roles that may"
    );
    assert!(reply.all("[data-known]").concat().contains("Sales agent"));
    assert_eq!(rows(&app)[0], 2);
}

async fn does_not_reveal_customers_of_another_partner(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 5, "Foreign name", "hanbit.example");
    let before = entries(&app, &cast.provider);
    let browser = app.signed_in("ga@4000.example").await;
    let form = with(company("hanbit.example"), "microsoft_id", &id(5).to_string());
    let draft = begin(&browser, &form).await;
    let done = send(&browser, &format!("{draft}/review"), &Form::new()).await;
    assert_eq!(done.status.as_u16(), 200);
    assert!(!done.text().contains("Foreign name"));
    let names: Vec<String> = app
        .portal
        .db
        .read_now(|c| {
            Ok(customers::table.order(customers::partner_id).select(customers::list_name).load(c)?)
        })
        .unwrap();
    assert_eq!(names, ["Foreign name", "한빛정밀 주식회사"], "each partner has its own row");
    assert_eq!(entries(&app, &cast.provider), before);
}

async fn an_indirect_reseller_adds_its_own_customer(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@2000.example").await;
    let form = browser.get("/customers/new").await;
    assert!(form.all("[name=agreement]").is_empty() && form.attributes("#agreed_on", "name").is_empty());
    let draft = begin(&browser, &company("hanbit.example")).await;
    let review = browser.get(&format!("{draft}/review")).await;
    assert!(review.all("#subscriptions ~ *, section p").concat().contains("through an indirect provider"));
    for step in ["reseller", "subscriptions"] {
        assert_eq!(browser.get(&format!("{draft}/{step}")).await.status.as_u16(), 404, "{step}");
    }
    assert_eq!(send(&browser, &format!("{draft}/review"), &Form::new()).await.status.as_u16(), 200);
    assert_eq!(
        rows(&app),
        [1, 1, 0, 0, 0, 0, 1],
        "a reseller attests no agreement, whatever the form contains"
    );
    assert!(entries(&app, &cast.provider).is_empty());
    assert_eq!(entries(&app, &cast.reseller).len(), 1);
}

async fn shows_only_steps_that_the_role_permits(app: TestApp) {
    let cast = app.cast();
    offer(&app, &cast.provider, "PLAN", "Plan A", None);
    for (role, may) in [
        ("ga", true),
        ("um", true),
        ("aa", true),
        ("sa", true),
        ("ba", false),
        ("ha", false),
        ("none", false),
    ] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        let status = browser.get("/customers/new").await.status.as_u16();
        assert_eq!(status, if may { 200 } else { 403 }, "{role}");
        let posted = send(&browser, "/customers/new", &company("x.example")).await.status.as_u16();
        assert_eq!(posted, if may { 303 } else { 403 }, "{role}");
        let button = !browser
            .get("/customers")
            .await
            .attributes(".page-head a[href='/customers/new']", "href")
            .is_empty();
        assert_eq!(button, may, "{role}");
    }
    // A User management admin can add customers without subscriptions and cannot attest the agreement.
    let manager = app.signed_in("um@1000.example").await;
    let draft = begin(&manager, &company("hanbit.example")).await;
    send(&manager, &format!("{draft}/reseller"), &vec![("reseller", String::new())]).await;
    assert_eq!(manager.get(&format!("{draft}/subscriptions")).await.status.as_u16(), 404);
    send(&manager, &format!("{draft}/subscriptions"), &vec![("quantity-PLAN", "5".to_owned())]).await;
    assert_eq!(send(&manager, &format!("{draft}/review"), &Form::new()).await.status.as_u16(), 200);
    assert_eq!(rows(&app), [1, 1, 0, 0, 0, 0, 1]);
}

async fn another_users_draft_answers_404(app: TestApp) {
    app.cast();
    let owner = app.signed_in("ga@1000.example").await;
    let draft = begin(&owner, &company("hanbit.example")).await;
    for other in ["aa@1000.example", "ga@4000.example"] {
        let other = app.signed_in(other).await;
        for step in ["company", "reseller", "subscriptions", "review", "done"] {
            assert_eq!(other.get(&format!("{draft}/{step}")).await.status.as_u16(), 404, "{step}");
        }
        for step in ["company", "reseller", "subscriptions", "review", "disposal"] {
            let form = if step == "company" { company("x.example") } else { Default::default() };
            let reply = send(&other, &format!("{draft}/{step}"), &form).await;
            assert_eq!(reply.status.as_u16(), 404, "{step}");
        }
        let stolen = with(company("y.example"), "draft", draft.rsplit_once('/').unwrap().1);
        assert_eq!(send(&other, "/customers/new", &stolen).await.status.as_u16(), 404);
    }
    for bad in ["x", "00000000-0000-4000-8000-000000000000", "%00", "%F0%9F%98%80"] {
        assert_eq!(owner.get(&format!("/customers/new/{bad}/review")).await.status.as_u16(), 404, "{bad}");
    }
    assert_eq!(owner.get(&format!("{draft}/company")).await.value("[name=domain]"), "hanbit.example");
}

async fn accepts_only_resellers_of_this_provider(app: TestApp) {
    let cast = app.cast();
    app.partner("5000", partner_portal::domain::PartnerKind::IndirectReseller);
    let browser = app.signed_in("ga@1000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    let there = format!("{draft}/reseller");
    for foreign in ["5000", "4000", "9999", "x", "😀", "2000\u{0}", "' OR 1=1"] {
        let reply = send(&browser, &there, &vec![("reseller", foreign.to_owned())]).await;
        assert_eq!(
            (reply.status.as_u16(), reply.attributes("[data-error]", "data-error")),
            (422, vec!["reseller".to_owned()])
        );
        assert!(!reply.text().contains("Partner 5000"));
        assert_eq!(browser.get(&format!("{draft}/review")).await.header("location"), there);
    }
    send(&browser, &there, &vec![("reseller", "2000".to_owned())]).await;
    // The partnership ends while the review page is open.
    assert_eq!(browser.get(&format!("{draft}/review")).await.status.as_u16(), 200);
    use partner_portal::db::schema::partnerships;
    let row = partnerships::table.find((cast.provider.id.0, cast.reseller.id.0));
    let ended = partnerships::ended_at.eq(partner_portal::clock::now());
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(ended).execute(c)?)).unwrap();
    assert_eq!(send(&browser, &format!("{draft}/review"), &Form::new()).await.header("location"), there);
    assert_eq!(rows(&app), [0; 7]);
    let named = browser.get("/customers/new?reseller=3000").await;
    assert_eq!(named.value("input[name=reseller]"), "3000");
}

async fn orders_require_the_agreement(app: TestApp) {
    let cast = app.cast();
    offer(&app, &cast.direct, "PLAN", "Plan A", None);
    let browser = app.signed_in("sa@4000.example").await;
    let draft = begin(&browser, &with(company("hanbit.example"), "agreement", "asked")).await;
    let page = browser.get(&format!("{draft}/subscriptions")).await;
    assert!(page.all(".note").concat().contains("You cannot order yet"));
    assert!(page.ids().is_empty());
    let reply =
        send(&browser, &format!("{draft}/subscriptions"), &vec![("quantity-PLAN", "5".to_owned())]).await;
    assert_eq!(reply.header("location"), format!("{draft}/review"));
    assert!(browser.get(&format!("{draft}/review")).await.text().contains("You cannot order yet"));
    assert_eq!(send(&browser, &format!("{draft}/review"), &Form::new()).await.status.as_u16(), 200);
    assert_eq!(rows(&app), [1, 1, 0, 0, 0, 0, 1]);
}

async fn reports_offers_that_changed_meanwhile(app: TestApp) {
    let cast = app.cast();
    offer(&app, &cast.direct, "PLAN", "Plan A", None);
    offer(&app, &cast.direct, "ADDON", "Add-on", Some("PLAN"));
    let browser = app.signed_in("ga@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    let there = format!("{draft}/subscriptions");
    for bad in ["0.5", "-1", "301", "99999999999", "five", "1\u{0}1x", "😀"] {
        let reply = send(&browser, &there, &vec![("quantity-PLAN", bad.to_owned())]).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["quantity-PLAN"], "{bad}");
    }
    for foreign in ["quantity-ADDON", "quantity-NONE"] {
        let reply =
            send(&browser, &there, &vec![("quantity-PLAN", "1".to_owned()), (foreign, "2".to_owned())]).await;
        assert_eq!(
            (reply.status.as_u16(), reply.attributes("[data-error]", "data-error")),
            (422, vec![foreign.to_owned()])
        );
        send(&browser, &there, &vec![(foreign, String::new())]).await;
    }
    assert_eq!(send(&browser, &there, &vec![("quantity-PLAN", "300".to_owned())]).await.status.as_u16(), 303);
    let gone = diesel::delete(offers::table.filter(offers::offer_id.eq("PLAN")));
    app.portal.db.write_now(|c| Ok(gone.execute(c)?)).unwrap();
    assert_eq!(send(&browser, &format!("{draft}/review"), &Form::new()).await.header("location"), there);
    assert_eq!(rows(&app)[0], 0);
}

async fn reports_invalid_fields_and_keeps_input(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let bad: [(&'static str, &str); 14] = [
        ("company_name", ""),
        ("company_name", &"가".repeat(201)),
        ("company_name", "a\u{202e}b"),
        ("domain", ""),
        ("domain", "-x"),
        ("domain", "http://x.example"),
        ("domain", "x y"),
        ("microsoft_id", "1234"),
        ("microsoft_id", "00000000-0000-0000-0000-000000000000"),
        ("email", "nobody"),
        ("phone", "call me"),
        ("postal_code", "1"),
        ("agreed_on", "2999-01-01"),
        ("agreed_on", "2026-02-30"),
    ];
    for (field, value) in bad {
        let reply = send(&browser, "/customers/new", &with(company("hanbit.example"), field, value)).await;
        assert_eq!(reply.status.as_u16(), 422, "{field} {value:?}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field], "{value:?}");
        assert_eq!(reply.value(&format!("[name={field}]")), value, "input is kept");
        assert!(reply.all("title").concat().starts_with("Error:"));
    }
    let emoji =
        send(&browser, "/customers/new", &with(company("e.example"), "company_name", "Rocket 🚀 Ltd")).await;
    assert_eq!(emoji.status.as_u16(), 303, "4-byte characters count as one character");
    let twice =
        format!("domain=a&domain=b&_csrf={}", browser.get("/help/keys").await.value("input[name=_csrf]"));
    let request = actix_web::test::TestRequest::post()
        .uri("/customers/new")
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload(twice);
    assert_eq!(browser.send(request).await.status.as_u16(), 422);
    let fields = send(
        &browser,
        "/customers/new",
        &vec![("show_fields", "yes".to_owned()), ("country", "US".to_owned())],
    )
    .await;
    assert_eq!((fields.status.as_u16(), fields.all("[data-error]").len()), (200, 0));
    assert_eq!(rows(&app)[0], 0);
}

async fn the_closed_cloud_rejects_new_customers(app: TestApp) {
    let cast = app.cast();
    use partner_portal::db::schema::partners;
    let into = |cloud: Cloud| {
        let row =
            diesel::update(partners::table.find(cast.direct.id.0)).set(partners::cloud.eq(cloud.as_str()));
        app.portal.db.write_now(|c| Ok(row.execute(c)?)).unwrap();
    };
    into(Cloud::Germany);
    let browser = app.signed_in("ga@4000.example").await;
    assert_eq!(browser.get("/customers/new").await.status.as_u16(), 403);
    assert_eq!(send(&browser, "/customers/new", &company("hanbit.example")).await.status.as_u16(), 403);
    // The US Government cloud has no agreement, and orders do not require one.
    into(Cloud::UsGovernment);
    offer(&app, &cast.direct, "PLAN", "Plan A", None);
    let draft = begin(&browser, &company("hanbit.example")).await;
    send(&browser, &format!("{draft}/subscriptions"), &vec![("quantity-PLAN", "5".to_owned())]).await;
    assert_eq!(send(&browser, &format!("{draft}/review"), &Form::new()).await.status.as_u16(), 200);
    assert_eq!(rows(&app), [1, 1, 0, 0, 1, 1, 1]);
}

async fn a_draft_can_be_resumed_and_discarded(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    assert_eq!(browser.get("/customers/new").await.attributes(".links a", "href").len(), 1);
    let reply = send(&browser, &format!("{draft}/disposal"), &Form::new()).await;
    assert_eq!(reply.header("location"), "/customers");
    assert_eq!(browser.get(&format!("{draft}/review")).await.status.as_u16(), 404);
    assert!(browser.get("/customers/new").await.attributes(".links a", "href").is_empty());
}

/// Adds a customer with this domain for reseller 2000 and returns its Microsoft ID.
async fn add_for_reseller(browser: &Browser, form: &Form) -> String {
    let draft = begin(browser, form).await;
    send(browser, &format!("{draft}/reseller"), &vec![("reseller", "2000".to_owned())]).await;
    let done = send(browser, &format!("{draft}/review"), &Form::new()).await;
    assert_eq!(done.status.as_u16(), 200, "{}", done.text());
    let links = done.attributes("#next ~ ul a, section a", "href");
    let account = links.iter().find(|link| link.ends_with("/account")).expect("a link to the account");
    account.split('/').nth(2).unwrap().to_owned()
}

async fn a_customer_added_for_a_reseller_appears_in_both_lists(app: TestApp) {
    app.cast();
    let (provider, reseller) =
        (app.signed_in("aa@1000.example").await, app.signed_in("ha@2000.example").await);
    let other = app.signed_in("ga@3000.example").await;
    let id = add_for_reseller(&provider, &company("hanbit.example")).await;
    for (who, browser) in [("provider", &provider), ("reseller", &reseller)] {
        assert_eq!(
            browser.get("/customers?q=hanbit.example").await.ids(),
            std::slice::from_ref(&id),
            "{who}"
        );
    }
    let account = reseller.get(&format!("/customers/{id}/account")).await;
    assert_eq!(account.status.as_u16(), 200);
    assert!(account.text().contains("Indirect provider"), "how the customer was added");
    assert!(account.text().contains("Not granted"), "only the provider has delegated administration");
    assert!(!account.text().contains("sehun.oh"), "only the provider has the bill-to");
    assert_eq!(other.get(&format!("/customers/{id}/account")).await.status.as_u16(), 404);
}

/// The reseller has the customer as active, as ended, or under the same domain with another Microsoft ID.
async fn keeps_the_resellers_existing_customer_and_does_not_reveal_it(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    app.customer(&cast.reseller, 1, "Held", "held.example");
    app.customer(&cast.reseller, 2, "Ended", "ended.example");
    app.end(&cast.reseller, id(2));
    app.customer(&cast.reseller, 3, "By domain", "domain.example");
    let list = |app: &TestApp| -> Vec<(String, String, String, bool)> {
        let of = customers::table.filter(customers::partner_id.eq(cast.reseller.id.0));
        let columns =
            (customers::microsoft_id, customers::list_name, customers::domain, customers::ended_at.is_null());
        app.portal.db.read_now(|c| Ok(of.order(customers::microsoft_id).select(columns).load(c)?)).unwrap()
    };
    let before = list(&app);
    let with_id = |domain: &str, number: u128| with(company(domain), "microsoft_id", &id(number).to_string());
    for (form, told) in [
        (with_id("held.example", 1), 1),
        (with_id("ended.example", 2), 0),
        (company("domain.example"), 0),
        (company("ended.example.kr"), 1),
    ] {
        let known = entries(&app, &cast.reseller).len();
        let done = add_for_reseller(&browser, &form).await;
        assert!(!done.is_empty());
        assert_eq!(entries(&app, &cast.reseller).len() - known, told, "{form:?}");
    }
    let after = list(&app);
    assert!(before.iter().all(|row| after.contains(row)), "{after:?}");
    assert_eq!(after.len(), before.len() + 1, "only the unknown customer was added");
}

async fn logs_how_each_customer_was_added(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    send(&browser, &format!("{draft}/review"), &Form::new()).await;
    let added = browser.get("/customers?q=hanbit.example").await.ids().concat();
    let page = browser.get(&format!("/customers/{added}/account")).await.text();
    assert!(page.contains("Added by your staff") && !page.contains("Relationship request<"), "{page}");

    let until = (partner_portal::clock::now().date() + chrono::Days::new(30)).to_string();
    let request =
        [("language", "en"), ("recipient", "somebody@asked.example"), ("valid_until", until.as_str())];
    let at = browser
        .submit("/relationship-requests/new", "/relationship-requests", &request)
        .await
        .header("location");
    let link = browser.get(&at).await.attributes("textarea[name=body]", "data-link").concat();
    let link = &link[link.find("/invitations/").expect("a link")..];
    let answer = [
        ("company_name", "Asked"),
        ("domain", "asked.example"),
        ("person_name", "Somebody"),
        ("email", "somebody@asked.example"),
        ("confirm", "yes"),
    ];
    let answered = app.browser().submit(link, &format!("{link}/acceptance"), &answer).await;
    assert_eq!(answered.status.as_u16(), 303, "{}", answered.text());
    let asked = browser.get("/customers?q=asked.example").await.ids().concat();
    let page = browser.get(&format!("/customers/{asked}/account")).await.text();
    assert!(page.contains("<dd>Relationship request</dd>"), "{page}");
    let origins: Vec<(String, bool)> = app
        .portal
        .db
        .read_now(|c| {
            let of = customers::table.filter(customers::partner_id.eq(cast.direct.id.0));
            Ok(of.order(customers::origin).select((customers::origin, customers::id_invented)).load(c)?)
        })
        .unwrap();
    assert_eq!(origins, [("added".to_owned(), true), ("request".to_owned(), true)]);
}

async fn offers_are_added_to_a_cart_and_keep_the_filter(app: TestApp) {
    let cast = app.cast();
    offer(&app, &cast.direct, "PLAN", "Plan A", None);
    offer(&app, &cast.direct, "ZED", "Zed", None);
    let one = diesel::update(offers::table.filter(offers::offer_id.eq("ZED")));
    let one = one.set((offers::maximum_quantity.eq(1), offers::billing_cycle.eq("annual")));
    app.portal.db.write_now(|c| Ok(one.execute(c)?)).unwrap();
    let browser = app.signed_in("ga@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    let there = format!("{draft}/subscriptions");
    let page = browser.get(&format!("{there}?q=plan&term=monthly&category=Online+services")).await;
    assert_eq!(
        (page.ids(), page.all("#range-PLAN")),
        (vec!["PLAN".to_owned()], vec!["1–300 licenses".to_owned()])
    );
    let add = async |offer: &str, quantity: &str| {
        let form = vec![
            ("offer", offer.to_owned()),
            (if offer == "PLAN" { "row:PLAN" } else { "row:ZED" }, quantity.to_owned()),
            ("q", "plan".to_owned()),
            ("term", "monthly".to_owned()),
        ];
        send(&browser, &there, &form).await
    };
    let refused = add("PLAN", "301").await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(refused.all("[data-id=PLAN] [data-error=quantity]").len(), 1, "the error is in the row");
    assert_eq!((refused.value("#offer-PLAN"), refused.all(".lines").len()), ("301".to_owned(), 0));
    assert_eq!(add("PLAN", "300").await.header("location"), format!("{there}?q=plan&term=monthly#row-PLAN"));
    let page = browser.get(&there).await;
    assert_eq!((page.status.as_u16(), page.value("#cart-PLAN")), (200, "300".to_owned()));
    assert_eq!(page.all("[data-id=ZED] td.num"), ["1 license"], "exactly one: no range and no field");
    assert_eq!(add("ADDON", "1").await.status.as_u16(), 422);
    assert_eq!(add("ZED", "1").await.status.as_u16(), 303);
    let remove =
        vec![("remove", "ZED".to_owned()), ("quantity-PLAN", "7".to_owned()), ("term", "monthly".to_owned())];
    assert_eq!(
        send(&browser, &there, &remove).await.header("location"),
        format!("{there}?term=monthly#row-ZED")
    );
    let page = browser.get(&there).await;
    assert_eq!(page.attributes(".lines input", "value"), ["7"], "the other lines are saved");
}

/// Without a script, a button submits all rows.
async fn what_is_typed_in_other_rows_of_offers_stays(app: TestApp) {
    let cast = app.cast();
    for id in ["ONE", "TWO", "THREE"] {
        offer(&app, &cast.direct, id, id, None);
    }
    let browser = app.signed_in("ga@4000.example").await;
    let draft = begin(&browser, &company("hanbit.example")).await;
    let there = format!("{draft}/subscriptions");
    let row = |id: &'static str, quantity: &str| (id, quantity.to_owned());
    let rows = |one: &str, two: &str, three: &str| {
        vec![row("row:ONE", one), row("row:TWO", two), row("row:THREE", three)]
    };
    let press = async |what: (&'static str, &str), mut form: Form| {
        form.push(row(what.0, what.1));
        send(&browser, &there, &form).await
    };
    let quantities = |page: &crate::support::Reply| {
        ["#offer-ONE", "#offer-TWO", "#offer-THREE"].map(|field| page.value(field))
    };
    let added = press(("offer", "ONE"), rows("5", "6", "1")).await;
    assert_eq!(added.header("location"), format!("{there}#row-ONE"));
    let page = browser.get(&there).await;
    assert_eq!(
        page.attributes(".lines input", "value"),
        ["5"],
        "only the row whose button was pressed is added"
    );
    assert_eq!(quantities(&page), ["5", "6", "1"]);
    let refused = press(("do", "set"), rows("5", "7", "x")).await;
    assert_eq!((refused.status.as_u16(), quantities(&refused)), (422, ["5", "7", "x"].map(str::to_owned)));
    let entered = press(("do", "set"), rows("5", "7", "8")).await;
    assert_eq!(entered.header("location"), there, "Enter adds all rows that were changed");
    let mut lines = browser.get(&there).await.attributes(".lines input", "value");
    lines.sort();
    assert_eq!(lines, ["5", "7", "8"]);
}

async fn every_step_shows_the_steps_in_the_same_place(app: TestApp) {
    let cast = app.cast();
    offer(&app, &cast.provider, "PLAN", "Plan A", None);
    let browser = app.signed_in("ga@1000.example").await;
    let steps = ["Company and contact", "Indirect reseller", "Subscriptions", "Review"];
    let check = |page: &crate::support::Reply, current: &str| {
        assert_eq!(page.all(".crumbs + .steps li"), steps, "{current}");
        assert_eq!(page.all(".steps [aria-current=step]").concat(), current);
    };
    check(&browser.get("/customers/new").await, steps[0]);
    let draft = begin(&browser, &company("hanbit.example")).await;
    for (step, current) in ["company", "reseller", "subscriptions", "review"].iter().zip(steps) {
        check(&browser.get(&format!("{draft}/{step}")).await, current);
    }
    let refused =
        send(&browser, &format!("{draft}/subscriptions"), &vec![("quantity-PLAN", "x".to_owned())]).await;
    check(&refused, "Subscriptions");
    send(&browser, &format!("{draft}/subscriptions"), &vec![("quantity-PLAN", String::new())]).await;
    let done = send(&browser, &format!("{draft}/review"), &Form::new()).await;
    check(&done, "");
}
