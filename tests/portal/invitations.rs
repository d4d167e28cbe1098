//! The customer's page behind a personal link: opening it decides nothing, one answer wins, and an already known
//! company is left to staff without revealing it.

use crate::on_both_databases;
use crate::support::cast::{Cast, id};
use crate::support::{Browser, Reply, TestApp};
use actix_web::test::TestRequest;
use diesel::prelude::*;
use futures_util::future::join_all;
use partner_portal::db::schema::{customer_resellers, customers, relationship_requests as requests};
use partner_portal::domain::{Cloud, Partner};

on_both_databases! {
    opening_the_link_is_logged_once_and_decides_nothing
    an_acceptance_creates_a_customer
    a_joint_request_gives_both_partners_the_customer
    one_of_many_concurrent_answers_wins
    declining_accepts_a_reason
    staff_of_the_inviting_partner_cannot_answer
    leaves_a_known_company_to_staff_without_revealing_it
    each_partner_decides_for_itself
    a_requested_former_customer_becomes_active_again
    closed_requests_cannot_be_answered
    guessed_links_answer_404_and_are_rate_limited
    reports_invalid_fields_and_keeps_input
    shows_the_page_in_the_customers_language
    requests_in_national_clouds_include_administration
}

fn until() -> String {
    (partner_portal::clock::now() + chrono::TimeDelta::days(30)).date().to_string()
}

/// Drafts a request and returns its path and the path of its link.
async fn invite(browser: &Browser, more: &[(&str, &str)]) -> (String, String) {
    let until = until();
    let mut fields =
        vec![("language", "ko"), ("recipient", "jiwoo@saebyeok.example"), ("valid_until", &until)];
    fields.extend([("delegated_admin", "yes")]);
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    let reply = browser.submit("/relationship-requests/new", "/relationship-requests", &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let at = reply.header("location");
    let link = browser.get(&at).await.attributes("textarea[name=body]", "data-link").concat();
    (at, link[link.find("/invitations/").unwrap()..].to_owned())
}

const ANSWER: [(&str, &str); 5] = [
    ("company_name", "새벽유통"),
    ("domain", "Saebyeok.example"),
    ("person_name", "서지우"),
    ("email", "jiwoo@saebyeok.example"),
    ("confirm", "yes"),
];

async fn accept(browser: &Browser, link: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = ANSWER.to_vec();
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    browser.submit(link, &format!("{link}/acceptance"), &fields).await
}

fn status(reply: &Reply) -> u16 {
    reply.status.as_u16()
}

/// Name, domain, administration and whether it is active, of every customer of a partner.
fn held(app: &TestApp, partner: &Partner) -> Vec<(String, String, String, bool, bool)> {
    let columns = (
        customers::microsoft_id,
        customers::list_name,
        customers::domain,
        customers::delegated_admin,
        customers::ended_at.is_null(),
    );
    let rows = customers::table
        .filter(customers::partner_id.eq(partner.id.0))
        .select(columns)
        .order(customers::list_name);
    app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
}

fn actions(app: &TestApp, partner: &Partner) -> Vec<String> {
    let mut log = app.log_of(partner, "relationship_request");
    log.extend(app.log_of(partner, "customer"));
    log.into_iter()
        .map(|(action, _)| action.replace("portal_", "").replace("_relationship_request", ""))
        .collect()
}

async fn opening_the_link_is_logged_once_and_decides_nothing(app: TestApp) {
    let cast = app.cast();
    let (_, link) = invite(&app.signed_in("ga@1000.example").await, &[]).await;
    let visitor = app.browser();
    let head = visitor.send(TestRequest::default().method(actix_web::http::Method::HEAD).uri(&link)).await;
    assert_ne!(status(&head), 500);
    visitor.send(TestRequest::get().uri(&link).insert_header(("sec-purpose", "prefetch"))).await;
    assert_eq!(actions(&app, &cast.provider), ["create"]);
    for _ in 0..5 {
        assert_eq!(status(&visitor.get(&link).await), 200);
    }
    assert_eq!(actions(&app, &cast.provider), ["create", "open"]);
    let page = visitor.get(&link).await;
    assert_eq!(page.header("cache-control"), "no-store");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'self'"));
    assert!(
        !page.text().contains("http://")
            || !page.attributes("[href^='http'],[src^='http']", "href").iter().any(|_| true)
    );
    for field in ["company_name", "domain", "person_name", "email", "microsoft_id", "confirm"] {
        assert_eq!(page.all(&format!("[name={field}]")).len(), 1, "{field}");
    }
    assert_eq!(held(&app, &cast.provider), []);
}

async fn an_acceptance_creates_a_customer(app: TestApp) {
    let cast = app.cast();
    let (at, link) = invite(&app.signed_in("ga@1000.example").await, &[]).await;
    let visitor = app.browser();
    let reply = accept(&visitor, &link, &[]).await;
    assert_eq!(status(&reply), 303, "{}", reply.text());
    assert!(
        reply.header("location").starts_with("/answers/") && !reply.header("location").contains(&link[13..])
    );
    let thanks = visitor.get(&reply.header("location")).await;
    assert_eq!(status(&thanks), 200);
    assert!(thanks.text().contains("새벽유통") && thanks.text().contains("Partner 1000"));
    let [(customer, name, domain, admin, active)] = &held(&app, &cast.provider)[..] else {
        panic!("one customer")
    };
    assert_eq!(
        (name.as_str(), domain.as_str(), *admin, *active),
        ("새벽유통", "saebyeok.example", true, true)
    );
    let browser = app.signed_in("sa@1000.example").await;
    assert_eq!(browser.get("/customers?q=saebyeok").await.ids(), std::slice::from_ref(customer));
    assert_eq!(browser.get("/relationship-requests?state=accepted").await.total(), "1");
    assert!(browser.get(&at).await.text().contains(&format!("/customers/{customer}/account")));
    assert_eq!(actions(&app, &cast.provider), ["create", "open", "accept"]);
    assert_eq!(status(&accept(&visitor, &link, &[]).await), 409);
    assert_eq!(status(&visitor.get(&link).await), 409);
    assert_eq!(held(&app, &cast.provider).len(), 1);
}

async fn a_joint_request_gives_both_partners_the_customer(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@2000.example").await;
    let new = browser.get("/relationship-requests/new?provider=1000").await;
    assert_eq!(new.attributes("select[name=provider] option[selected]", "value"), ["1000"]);
    let (at, link) = invite(&browser, &[("provider", "1000")]).await;
    let provider = app.signed_in("ga@1000.example").await;
    assert_eq!(status(&provider.get(&at).await), 404, "a draft is the reseller's own");
    let page = app.browser().get(&link).await;
    assert!(page.text().contains("Partner 2000") && page.text().contains("Partner 1000"));
    let given = id(77).to_string().to_uppercase();
    assert_eq!(status(&accept(&app.browser(), &link, &[("microsoft_id", &given)]).await), 303);
    let (ours, theirs) = (held(&app, &cast.reseller), held(&app, &cast.provider));
    assert_eq!((ours.len(), theirs.len()), (1, 1));
    assert_eq!((ours[0].0.clone(), theirs[0].0.clone()), (id(77).to_string(), id(77).to_string()));
    assert!(ours[0].3 && !theirs[0].3, "administration for the reseller, ordering for the provider");
    let linked: Vec<(i32, i32)> = app
        .portal
        .db
        .read_now(|c| {
            let columns = (customer_resellers::partner_id, customer_resellers::reseller_id);
            Ok(customer_resellers::table.select(columns).load(c)?)
        })
        .unwrap();
    assert_eq!(linked, [(cast.provider.id.0, cast.reseller.id.0)]);
    assert_eq!(provider.get("/customers?reseller=2000").await.total(), "1");
    assert_eq!(actions(&app, &cast.reseller), ["create", "open", "accept"]);
    assert_eq!(actions(&app, &cast.provider), ["accept"]);
    let page = provider.get(&at).await;
    assert_eq!(status(&page), 200);
    assert!(!page.text().contains("/invitations/"));
    for not_ours in ["4000", "9", "2000"] {
        let form = [("language", "en"), ("valid_until", &until()), ("provider", not_ours)];
        let reply = browser.submit("/relationship-requests/new", "/relationship-requests", &form).await;
        assert_eq!(status(&reply), 404, "{not_ours}");
    }
    let sales = app.signed_in("sa@2000.example").await;
    assert_eq!(status(&sales.get("/relationship-requests/new?provider=1000").await), 403);
}

async fn one_of_many_concurrent_answers_wins(app: TestApp) {
    let cast = app.cast();
    let (_, link) = invite(&app.signed_in("ga@1000.example").await, &[]).await;
    let visitors: Vec<Browser> = (0..12).map(|_| app.browser()).collect();
    let answers = visitors.iter().map(async |visitor| accept(visitor, &link, &[]).await.status.as_u16());
    let mut statuses = join_all(answers).await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 303);
    assert!(statuses[1..].iter().all(|status| *status == 409), "{statuses:?}");
    assert_eq!(held(&app, &cast.provider).len(), 1);
    let accepted = actions(&app, &cast.provider).into_iter().filter(|action| action == "accept").count();
    assert_eq!(accepted, 1);
}

async fn declining_accepts_a_reason(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let (at, link) = invite(&browser, &[]).await;
    let visitor = app.browser();
    let decline = format!("{link}/declination");
    let long = "이".repeat(501);
    assert_eq!(status(&visitor.submit(&link, &decline, &[("reason", &long)]).await), 422);
    let reply = visitor.submit(&link, &decline, &[("reason", "We stay\r\nwith our reseller <b>")]).await;
    assert_eq!(status(&reply), 303);
    assert_eq!(status(&visitor.get(&reply.header("location")).await), 200);
    assert_eq!(status(&accept(&visitor, &link, &[]).await), 409);
    let list = browser.get("/relationship-requests?state=declined").await;
    assert!(
        list.text().contains("We stay with our reseller &lt;b&gt;") || list.text().contains("&#60;b&#62;")
    );
    assert_eq!(browser.get(&at).await.attributes(".status", "data-state")[0], "declined");
    assert_eq!(held(&app, &cast.provider), []);
    assert_eq!(actions(&app, &cast.provider), ["create", "open", "decline"]);
}

async fn staff_of_the_inviting_partner_cannot_answer(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@2000.example").await;
    let (_, link) = invite(&browser, &[("provider", "1000")]).await;
    for insider in ["none@2000.example", "ga@2000.example", "sa@1000.example"] {
        let staff = app.signed_in(insider).await;
        assert_eq!(status(&staff.get(&link).await), 200, "{insider} can open it");
        assert_eq!(status(&accept(&staff, &link, &[]).await), 403, "{insider}");
        assert_eq!(status(&staff.submit(&link, &format!("{link}/declination"), &[]).await), 403, "{insider}");
    }
    assert_eq!(actions(&app, &cast.reseller), ["create"], "and it does not count as opened by the customer");
    let outsider = app.signed_in("ga@4000.example").await;
    assert_eq!(
        status(&accept(&outsider, &link, &[]).await),
        303,
        "staff of another partner can be a customer"
    );
    assert_eq!(status(&app.browser().post(&format!("{link}/acceptance"), &ANSWER).await), 403, "no token");
}

async fn leaves_a_known_company_to_staff_without_revealing_it(app: TestApp) {
    let cast = app.cast();
    let known = app.customer(&cast.provider, 1, "Saebyeok", "saebyeok.example");
    let ended = app.customer(&cast.provider, 2, "Ended", "ended.example");
    app.end(&cast.provider, ended);
    let browser = app.signed_in("ga@1000.example").await;
    let fresh = {
        let (_, link) = invite(&browser, &[]).await;
        let reply = accept(&app.browser(), &link, &[("domain", "fresh.example")]).await;
        app.browser().get(&reply.header("location")).await.text()
    };
    let ended_id = ended.to_string();
    for (more, decision, left) in [
        (vec![], "same", 3),
        (vec![("microsoft_id", ended_id.as_str()), ("domain", "x.example")], "another", 4),
        (vec![("domain", "ended.example")], "same", 4),
    ] {
        let (at, link) = invite(&browser, &[]).await;
        let reply = accept(&app.browser(), &link, &more).await;
        assert_eq!(status(&reply), 303);
        let thanks = app.browser().get(&reply.header("location")).await.text();
        let shape = |text: &str| text.lines().count();
        assert_eq!(shape(&thanks), shape(&fresh), "the customer gets the same message");
        let list = browser.get("/relationship-requests?state=accepted").await;
        assert!(list.text().contains("needs a decision"));
        let decide = format!("{at}/decision");
        assert_eq!(status(&browser.submit(&at, &decide, &[("decision", "merge")]).await), 422);
        assert_eq!(status(&browser.submit(&at, &decide, &[("decision", decision)]).await), 303);
        assert_eq!(status(&browser.submit(&at, &decide, &[("decision", decision)]).await), 404, "once");
        assert_eq!(held(&app, &cast.provider).len(), left, "{more:?}");
    }
    let rows = held(&app, &cast.provider);
    assert!(
        rows.iter().any(|row| row.0 == known.to_string() && row.1 == "Saebyeok"),
        "its name does not change"
    );
    assert!(rows.iter().any(|row| row.0 == ended.to_string() && row.4), "staff restored the former customer");
}

async fn each_partner_decides_for_itself(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "ZZCANARY", "saebyeok.example");
    let browser = app.signed_in("aa@2000.example").await;
    let (at, link) = invite(&browser, &[("provider", "1000")]).await;
    assert_eq!(status(&accept(&app.browser(), &link, &[]).await), 303);
    assert_eq!(held(&app, &cast.reseller).len(), 1, "the reseller has its customer");
    let page = browser.get(&at).await.text();
    assert!(
        !page.contains("ZZCANARY") && !page.contains("Existing customer"),
        "and learns nothing of the provider's list"
    );
    assert_eq!(status(&browser.submit(&at, &format!("{at}/decision"), &[("decision", "same")]).await), 404);
    let provider = app.signed_in("ga@1000.example").await;
    assert!(provider.get(&at).await.text().contains("ZZCANARY"));
    let sales = app.signed_in("sa@1000.example").await;
    assert_eq!(status(&sales.submit(&at, &format!("{at}/decision"), &[("decision", "same")]).await), 403);
    assert_eq!(status(&provider.submit(&at, &format!("{at}/decision"), &[("decision", "same")]).await), 303);
    assert_eq!(held(&app, &cast.provider).len(), 1);
    assert_eq!(provider.get("/customers?reseller=2000").await.total(), "1");
    for (_, details) in app.log_of(&cast.reseller, "relationship_request") {
        assert!(!details.contains("undecided"), "{details}");
    }
}

async fn a_requested_former_customer_becomes_active_again(app: TestApp) {
    let cast = app.cast();
    let ended = app.customer(&cast.provider, 1, "Our own name", "old.example");
    app.end(&cast.provider, ended);
    let (_, link) =
        invite(&app.signed_in("ga@1000.example").await, &[("customer", &ended.to_string())]).await;
    assert_eq!(status(&accept(&app.browser(), &link, &[]).await), 303);
    let rows = held(&app, &cast.provider);
    assert_eq!(
        (rows.len(), rows[0].0.clone(), rows[0].1.as_str(), rows[0].4),
        (1, ended.to_string(), "Our own name", true)
    );
    let (action, name, details) = app.changes(&cast.provider).pop().unwrap();
    assert_eq!((action.as_str(), name.as_str()), ("portal_accept_relationship_request", "Our own name"));
    assert_eq!(details["outcome"], "back", "one entry has the acceptance and its result");
}

async fn closed_requests_cannot_be_answered(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let (at, revoked) = invite(&browser, &[]).await;
    let visitor = app.browser();
    visitor.get(&revoked).await;
    browser.submit(&at, &format!("{at}/revocation"), &[]).await;
    assert_eq!(
        (status(&visitor.get(&revoked).await), status(&accept(&visitor, &revoked, &[]).await)),
        (410, 410)
    );
    let (at, old) = invite(&browser, &[]).await;
    browser.submit(&at, &format!("{at}/link"), &[]).await;
    assert_eq!(status(&accept(&visitor, &old, &[]).await), 410, "an old link after a new one");
    let (_, expired) = invite(&browser, &[]).await;
    let yesterday = crate::support::cast::today() - chrono::TimeDelta::days(1);
    let set = requests::valid_until.eq(yesterday);
    app.portal.db.write_now(|c| Ok(diesel::update(requests::table).set(set).execute(c)?)).unwrap();
    let page = visitor.get(&expired).await;
    assert_eq!(status(&page), 410);
    assert!(page.attributes("a[href^=mailto]", "href").concat().contains("ga@1000.example"));
    assert_eq!(status(&accept(&visitor, &expired, &[]).await), 410);
    assert_eq!(status(&visitor.submit(&expired, &format!("{expired}/declination"), &[]).await), 410);
    assert_eq!(held(&app, &cast.provider), []);
}

async fn guessed_links_answer_404_and_are_rate_limited(app: TestApp) {
    app.cast();
    let (_, link) = invite(&app.signed_in("ga@1000.example").await, &[]).await;
    let visitor = app.browser();
    let mut statuses = Vec::new();
    for number in 0..40 {
        let guess = format!("/invitations/{number:0>43}");
        let reply = visitor.get(&guess).await;
        assert!(!reply.text().contains("Partner 1000"));
        statuses.push(status(&reply));
    }
    assert!(statuses[..29].iter().all(|status| *status == 404), "{statuses:?}");
    assert_eq!(statuses[39], 429);
    assert_eq!(status(&visitor.get(&link).await), 200, "a genuine link is not rate-limited");
    for odd in ["/invitations/x", "/invitations/%00", "/invitations/..%2f", "/answers/x", "/answers/1.2"] {
        assert!([404, 429, 400].contains(&status(&visitor.get(odd).await)), "{odd}");
    }
}

async fn reports_invalid_fields_and_keeps_input(app: TestApp) {
    let cast = app.cast();
    let (_, link) = invite(&app.signed_in("ga@1000.example").await, &[]).await;
    let visitor = app.browser();
    let long = "가".repeat(201);
    for (field, bad) in [
        ("company_name", ""),
        ("company_name", long.as_str()),
        ("company_name", "a\u{202e}b"),
        ("company_name", "a\r\nBcc: x@y.example"),
        ("domain", "http://saebyeok.example/"),
        ("domain", "nodot"),
        ("person_name", "\u{0}"),
        ("email", "nobody"),
        ("microsoft_id", "7"),
        ("microsoft_id", "00000000-0000-0000-0000-000000000000"),
        ("confirm", ""),
    ] {
        let reply = accept(&visitor, &link, &[(field, bad)]).await;
        assert_eq!(status(&reply), 422, "{field} {bad}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field], "{bad}");
        assert!(field == "person_name" || reply.value("input[name=person_name]") == "서지우", "kept");
    }
    assert_eq!(held(&app, &cast.provider), []);
    let emoji = accept(&visitor, &link, &[("company_name", "🎉 <script>")]).await;
    assert_eq!(status(&emoji), 303);
    assert!(!visitor.get(&emoji.header("location")).await.text().contains("<script>"));
}

async fn shows_the_page_in_the_customers_language(app: TestApp) {
    app.cast();
    let (_, link) = invite(&app.signed_in("ga@1000.example").await, &[]).await;
    let visitor = app.browser();
    let page = visitor.send(TestRequest::get().uri(&link).insert_header(("accept-language", "en"))).await;
    assert_eq!(page.attributes("html", "lang"), ["ko"]);
    let switched = visitor.submit(&link, "/language", &[("lang", "zh-TW"), ("return_to", &link)]).await;
    assert_eq!(switched.header("location"), link);
    assert_eq!(visitor.get(&link).await.attributes("html", "lang"), ["zh-Hant"]);
}

async fn requests_in_national_clouds_include_administration(app: TestApp) {
    let Cast { direct, .. } = app.cast();
    let move_to = |cloud: Cloud| {
        use partner_portal::db::schema::partners;
        let set = partners::cloud.eq(cloud.as_str());
        app.portal
            .db
            .write_now(|c| Ok(diesel::update(partners::table.find(direct.id.0)).set(set).execute(c)?))
            .unwrap();
    };
    move_to(Cloud::UsGovernment);
    let browser = app.signed_in("aa@4000.example").await;
    let new = browser.get("/relationship-requests/new").await;
    assert_eq!(new.all("input[name=delegated_admin]").len(), 0, "there is no choice");
    let (at, _) = invite(&browser, &[("delegated_admin", "")]).await;
    assert!(browser.get(&at).await.text().contains("Included"));
    let sales = app.signed_in("sa@4000.example").await;
    assert_eq!(
        status(&sales.get("/relationship-requests/new").await),
        403,
        "a sales agent may not request it"
    );
    move_to(Cloud::Germany);
    assert_eq!(status(&browser.get("/relationship-requests/new").await), 403);
}
