//! Relationship requests on the staff's side: drafting, the text and its link, sending, lists, permissions.

mod states;

use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp};
use partner_portal::domain::Partner;
use partner_portal::features::relationship_requests::expiry;

on_both_databases! {
    drafts_a_request_in_the_customers_language
    the_link_stays_in_the_text
    rejects_a_stale_form
    marks_a_request_as_sent_and_a_new_link_replaces_the_old
    requests_can_be_extended_revoked_and_expire
    the_text_names_the_current_expiry_day
    a_sales_agent_requests_no_administration_and_manages_only_its_own
    requests_of_other_partners_answer_404
    a_former_customer_can_be_invited_again
    the_list_shows_each_state_and_pages
    reports_invalid_fields_and_keeps_input
    a_search_shows_pending_requests_separately
    page_texts_match_the_state_and_kind_of_request
    enter_triggers_the_main_button_and_the_link_precedes_the_signature
}

const NEW: &str = "/relationship-requests/new";

/// The fields of a valid request.
fn fields<'a>(language: &'a str, recipient: &'a str, until: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("language", language), ("recipient", recipient), ("valid_until", until), ("delegated_admin", "yes")]
}

fn in_days(days: i64) -> String {
    (crate::support::cast::today() + chrono::TimeDelta::days(days)).to_string()
}

/// Drafts a request and returns its path.
async fn drafted(browser: &Browser, recipient: &str) -> String {
    let until = in_days(30);
    let reply = browser.submit(NEW, "/relationship-requests", &fields("ko", recipient, &until)).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    reply.header("location")
}

fn link(page: &Reply) -> String {
    page.attributes("textarea[name=body]", "data-link").concat()
}

/// The path of the link, as a customer's browser requests it.
fn path(link: &str) -> String {
    link[link.find("/invitations/").unwrap()..].to_owned()
}

fn actions(app: &TestApp, partner: &Partner) -> Vec<String> {
    let log = app.log_of(partner, "relationship_request");
    log.into_iter()
        .map(|(action, _)| action.replace("portal_", "").replace("_relationship_request", ""))
        .collect()
}

async fn drafts_a_request_in_the_customers_language(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let new = browser.get(NEW).await;
    assert_eq!(new.status.as_u16(), 200);
    assert_eq!(new.attributes("input[name=delegated_admin][checked]", "value"), ["yes"]);
    let page = browser.get(&drafted(&browser, "jiwoo@saebyeok.example").await).await;
    let (body, link) = (page.all("textarea[name=body]").concat(), link(&page));
    assert!(link.starts_with("http://127.0.0.1:8080/invitations/") && body.contains(&link), "{body}");
    assert!(body.contains("재판매인 관계를 요청드립니다") && body.contains("Partner 1000"));
    assert_eq!(page.value("input[name=recipient]"), "jiwoo@saebyeok.example");
    assert!(
        page.attributes("#mailto", "href").concat().starts_with("mailto:jiwoo@saebyeok.example?subject=")
    );
    assert!(page.all("[formaction$=delivery]").is_empty(), "there is no mail server");
    assert_eq!(actions(&app, &cast.provider), ["create"]);
    let stored = app.log_of(&cast.provider, "relationship_request")[0].1.clone();
    assert!(!stored.contains(&path(&link)[13..]), "the log does not hold the token");
}

async fn the_link_stays_in_the_text(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "").await;
    let page = browser.get(&at).await;
    let (link, version) = (link(&page), page.value("input[name=version]"));
    let without =
        [("recipient", ""), ("subject", "Subject"), ("body", "No link here"), ("version", &version)];
    let reply = browser.submit(&at, &at, &without).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert_eq!(reply.attributes("[data-error]", "data-error"), ["body"]);
    assert_eq!(reply.all("textarea[name=body]"), ["No link here"]);
    assert!(reply.all("title").concat().starts_with("Error:"));
    let put_back = [&without[..], &[("do", "put-back")]].concat();
    let reply = browser.submit(&at, &at, &put_back).await;
    assert_eq!(reply.status.as_u16(), 200);
    assert_eq!(reply.all("textarea[name=body]"), [format!("No link here\n\n{link}")]);
    let text = format!("Hello\r\n{link}");
    let good =
        [("recipient", "a@b.example"), ("subject", "S"), ("body", text.as_str()), ("version", &version)];
    let reply = browser.submit(&at, &at, &good).await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, at.clone()));
    assert_eq!(browser.get(&at).await.all("textarea[name=body]"), [format!("Hello\n{link}")]);
    assert_eq!(actions(&app, &cast.provider), ["create", "update"]);
    let other = "http://127.0.0.1:8080/invitations/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let forged = [("subject", "S"), ("body", other), ("version", "2")];
    assert_eq!(
        browser.submit(&at, &at, &forged).await.status.as_u16(),
        422,
        "another link does not count as the link"
    );
}

async fn rejects_a_stale_form(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "").await;
    let link = link(&browser.get(&at).await);
    let form = [("subject", "First"), ("body", link.as_str()), ("version", "1"), ("recipient", "")];
    assert_eq!(browser.submit(&at, &at, &form).await.status.as_u16(), 303);
    let again = [("subject", "Second"), ("body", link.as_str()), ("version", "1"), ("recipient", "")];
    let reply = browser.submit(&at, &at, &again).await;
    assert_eq!(reply.status.as_u16(), 409);
    assert_eq!(
        (reply.value("input[name=subject]"), reply.value("input[name=version]")),
        ("Second".into(), "2".into())
    );
    assert_eq!(browser.get(&at).await.value("input[name=subject]"), "First");
    assert_eq!(actions(&app, &cast.provider), ["create", "update"]);
}

async fn marks_a_request_as_sent_and_a_new_link_replaces_the_old(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "a@b.example").await;
    let page = browser.get(&at).await;
    let old = link(&page);
    let done = [
        ("recipient", "a@b.example"),
        ("subject", &page.value("input[name=subject]")),
        ("body", &page.all("textarea[name=body]").concat()),
        ("version", "1"),
        ("do", "done"),
    ];
    let reply = browser.submit(&at, &at, &done).await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, "/relationship-requests"));
    let list = browser.get("/relationship-requests").await;
    assert_eq!((list.total().as_str(), list.ids().len()), ("1", 1));
    assert_eq!(list.attributes(".status", "data-state"), ["sent"]);
    assert_eq!(list.all("tr.is-new").len(), 1);
    assert_eq!(app.browser().get(&path(&old)).await.status.as_u16(), 200);
    assert_eq!(browser.submit(&at, &format!("{at}/link"), &[]).await.status.as_u16(), 303);
    let new = link(&browser.get(&at).await);
    assert_ne!(old, new);
    let visitor = app.browser();
    assert_eq!(visitor.get(&path(&old)).await.status.as_u16(), 410);
    assert_eq!(visitor.get(&path(&new)).await.status.as_u16(), 200);
    assert_eq!(actions(&app, &cast.provider), ["create", "send", "open", "update", "open"]);
}

/// After an extension, or with a new link for an expired request, the text names the new day; texts from earlier
/// versions too.
async fn the_text_names_the_current_expiry_day(app: TestApp) {
    use partner_portal::i18n::Locale;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "a@b.example").await;
    let text = || async { browser.get(&at).await.all("textarea[name=body]").concat() };
    let day = |days: i64| Locale::Ko.date(in_days(days).parse().unwrap());
    assert!(text().await.contains(&day(30)));
    browser.submit(&at, &format!("{at}/extension"), &[("valid_until", &in_days(60))]).await;
    assert!(text().await.contains(&day(60)) && !text().await.contains(&day(30)), "{}", text().await);
    past(&app, &at);
    assert_eq!(expiry::run(&app.portal).unwrap(), 1);
    browser.submit(&at, &format!("{at}/link"), &[]).await;
    assert!(text().await.contains(&day(30)) && !text().await.contains(&day(-1)), "{}", text().await);
    assert!(!text().await.contains("valid_until"));
    use diesel::prelude::*;
    use partner_portal::db::schema::relationship_requests::dsl;
    let old = diesel::update(dsl::relationship_requests).set(dsl::body.eq(format!("{} {{link}}", day(30))));
    app.portal.db.write_now(|c| Ok(old.execute(c)?)).unwrap();
    browser.submit(&at, &format!("{at}/extension"), &[("valid_until", &in_days(61))]).await;
    assert!(text().await.starts_with(&day(61)), "{}", text().await);
}

async fn requests_can_be_extended_revoked_and_expire(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "a@b.example").await;
    let link = path(&link(&browser.get(&at).await));
    let later = in_days(60);
    let extension = format!("{at}/extension");
    assert_eq!(browser.submit(&at, &extension, &[("valid_until", &later)]).await.status.as_u16(), 303);
    for bad in ["", "2020-01-01", "9999-01-01", "tomorrow"] {
        assert_eq!(
            browser.submit(&at, &extension, &[("valid_until", bad)]).await.status.as_u16(),
            422,
            "{bad}"
        );
    }
    let last = in_days(365);
    assert_eq!(browser.submit(&at, &extension, &[("valid_until", &last)]).await.status.as_u16(), 303);
    let offered = browser.get(&at).await.value("#valid_until");
    assert_eq!(offered, last, "the form offers no day that it refuses");
    assert_eq!(expiry::run(&app.portal).unwrap(), 0);
    past(&app, &at);
    assert_eq!(app.browser().get(&link).await.status.as_u16(), 410, "even before the job has run");
    assert_eq!(expiry::run(&app.portal).unwrap(), 1);
    assert_eq!(expiry::run(&app.portal).unwrap(), 0);
    assert_eq!(browser.get("/relationship-requests?state=expired").await.total(), "1");
    assert_eq!(browser.submit(&at, &extension, &[("valid_until", &later)]).await.status.as_u16(), 303);
    assert_eq!(app.browser().get(&link).await.status.as_u16(), 200, "extended, the same link works again");
    assert_eq!(browser.submit(&at, &format!("{at}/revocation"), &[]).await.status.as_u16(), 303);
    assert_eq!(app.browser().get(&link).await.status.as_u16(), 410);
    browser.submit(&at, &format!("{at}/revocation"), &[]).await;
    assert_eq!(browser.get("/relationship-requests?state=revoked").await.total(), "1");
    let extended = "extend_relationship";
    let expected = ["create", extended, extended, "expire", extended, "open", "revoke"];
    assert_eq!(actions(&app, &cast.provider), expected);
}

/// Makes yesterday its last day.
fn past(app: &TestApp, at: &str) {
    use diesel::prelude::*;
    use partner_portal::db::schema::relationship_requests as requests;
    let id = at.rsplit('/').next().unwrap();
    let yesterday = crate::support::cast::today() - chrono::TimeDelta::days(1);
    let row = requests::table.find(id);
    let set = app
        .portal
        .db
        .write_now(|c| Ok(diesel::update(row).set(requests::valid_until.eq(yesterday)).execute(c)?));
    assert_eq!(set.unwrap(), 1);
}

async fn a_sales_agent_requests_no_administration_and_manages_only_its_own(app: TestApp) {
    app.cast();
    let (sales, admin) = (app.signed_in("sa@1000.example").await, app.signed_in("ga@1000.example").await);
    let own = drafted(&sales, "own@b.example").await;
    assert_eq!(sales.get(NEW).await.all("input[name=delegated_admin]").len(), 0);
    let page = admin.get(&own).await;
    assert!(page.text().contains("Not included"), "a sales agent's checkbox is ignored");
    let theirs = drafted(&admin, "theirs@b.example").await;
    let page = sales.get(&theirs).await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(!page.text().contains("/invitations/"), "a colleague's link is not shown to a sales agent");
    let (message, later) = ([("subject", "x"), ("body", "x")], in_days(40));
    let later = [("valid_until", later.as_str())];
    for (what, form) in [("", &message[..]), ("/link", &[]), ("/revocation", &[]), ("/extension", &later)] {
        let reply = sales.submit(NEW, &format!("{theirs}{what}"), form).await;
        assert_eq!(reply.status.as_u16(), 403, "{what}");
    }
    assert_eq!(sales.submit(&own, &format!("{own}/revocation"), &[]).await.status.as_u16(), 303);
    let helpdesk = app.signed_in("ha@1000.example").await;
    assert_eq!(helpdesk.get(NEW).await.status.as_u16(), 403);
    let list = helpdesk.get("/relationship-requests").await;
    assert_eq!((list.status.as_u16(), list.total().as_str()), (200, "1"));
    assert!(!helpdesk.get(&theirs).await.text().contains("/invitations/"));
}

async fn requests_of_other_partners_answer_404(app: TestApp) {
    app.cast();
    let at = drafted(&app.signed_in("ga@1000.example").await, "a@b.example").await;
    for other in ["ga@2000.example", "ga@4000.example"] {
        let browser = app.signed_in(other).await;
        assert_eq!(browser.get(&at).await.status.as_u16(), 404, "{other}");
        assert_eq!(browser.get("/relationship-requests").await.total(), "0");
        for what in ["", "/link", "/revocation", "/decision", "/retry"] {
            let form = [("decision", "same")];
            let form = if what == "/decision" { &form[..] } else { &[] };
            let reply = browser.submit(NEW, &format!("{at}{what}"), form).await;
            assert_eq!(reply.status.as_u16(), 404, "{other} {what}");
        }
    }
}

async fn a_former_customer_can_be_invited_again(app: TestApp) {
    let cast = app.cast();
    let ended = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    app.end(&cast.provider, ended);
    let active = app.customer(&cast.provider, 2, "Active", "active.example");
    let foreign = app.customer(&cast.direct, 3, "Foreign", "foreign.example");
    app.end(&cast.direct, foreign);
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get(&format!("{NEW}?customer={ended}")).await;
    assert!(page.text().contains("한강무역"));
    assert_eq!(page.value("input[name=customer]"), ended.to_string());
    for other in [active.to_string(), foreign.to_string(), "7".to_owned()] {
        assert_eq!(browser.get(&format!("{NEW}?customer={other}")).await.status.as_u16(), 404, "{other}");
    }
    let (until, customer) = (in_days(9), ended.to_string());
    let form = [&fields("en", "", &until)[..], &[("customer", customer.as_str())]].concat();
    let reply = browser.submit(NEW, "/relationship-requests", &form).await;
    assert_eq!(reply.status.as_u16(), 303);
}

async fn the_list_shows_each_state_and_pages(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    for number in 0..53 {
        drafted(&browser, &format!("c{number}@b.example")).await;
    }
    let first = browser.get("/relationship-requests?state=waiting").await;
    assert_eq!((first.total().as_str(), first.ids().len()), ("53", 50));
    let next = first.attributes("a[rel=next]", "href").concat();
    let second = browser.get(&next).await;
    assert_eq!(second.ids().len(), 3);
    assert!(second.ids().iter().all(|id| !first.ids().contains(id)));
    assert!(
        first.attributes("a[rel=prev]", "href").is_empty()
            && second.attributes("a[rel=next]", "href").is_empty()
    );
    let back = second.attributes("a[rel=prev]", "href").concat();
    assert_eq!(browser.get(&back).await.ids(), first.ids(), "and back again");
    for tab in ["accepted", "declined", "expired", "revoked"] {
        assert_eq!(browser.get(&format!("/relationship-requests?state={tab}")).await.total(), "0");
    }
    for bad in ["state=nonsense", "after=7", "after=x.y", "after=999999999999999999.x", "before=7"] {
        let reply = browser.get(&format!("/relationship-requests?{bad}")).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad}");
        assert_eq!(reply.ids().len(), 50);
    }
}

async fn reports_invalid_fields_and_keeps_input(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let until = in_days(3);
    for (field, bad) in [
        ("recipient", "nobody"),
        ("recipient", "a@b.example\r\nBcc: c@d.example"),
        ("recipient", "a@b.example,c@d.example"),
        ("language", "tlh"),
        ("valid_until", "2026-02-30"),
        ("valid_until", "2020-01-01"),
    ] {
        let mut form = fields("en", "", &until);
        form.iter_mut().filter(|(name, _)| *name == field).for_each(|(_, value)| *value = bad);
        let reply = browser.submit(NEW, "/relationship-requests", &form).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field], "{bad}");
    }
    let at = drafted(&browser, "").await;
    let link = link(&browser.get(&at).await);
    let (long, many) = (format!("{link}{}", "가".repeat(4_001)), "제".repeat(201));
    let (turning, control) = (format!("{link}\u{202e}"), format!("{link}\u{7}"));
    for (field, subject, body) in [
        ("subject", "", link.as_str()),
        ("subject", "a\r\nBcc: c@d.example", &link),
        ("subject", &many, &link),
        ("body", "🎉", &long),
        ("body", "🎉", &turning),
        ("body", "🎉", &control),
    ] {
        let form = [("subject", subject), ("body", body), ("version", "1"), ("recipient", "")];
        let reply = browser.submit(&at, &at, &form).await;
        assert_eq!(reply.status.as_u16(), 422, "{subject} {body}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field]);
    }
    let form = [("subject", "🎉 {{7*7}} <b>"), ("body", link.as_str()), ("version", "1"), ("recipient", "")];
    assert_eq!(browser.submit(&at, &at, &form).await.status.as_u16(), 303);
    assert_eq!(browser.get(&at).await.value("input[name=subject]"), "🎉 {{7*7}} <b>");
    assert_eq!(
        browser.submit(&at, &format!("{at}/delivery"), &form).await.status.as_u16(),
        422,
        "no mail server"
    );
    assert_eq!(actions(&app, &cast.provider), ["create", "update"]);
    assert_eq!(browser.get("/relationship-requests/7").await.status.as_u16(), 404);
}

async fn a_search_shows_pending_requests_separately(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Saebyeok Ltd", "saebyeok.example");
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "jiwoo@saebyeok.example").await;
    drafted(&browser, "other@else.example").await;
    let list = browser.get("/customers?q=SAEBYEOK").await;
    assert_eq!((list.total().as_str(), list.ids().len()), ("1", 1), "requests are not counted");
    assert_eq!(list.attributes("#waiting-requests a", "href"), std::slice::from_ref(&at));
    assert!(browser.get("/customers").await.attributes("#waiting-requests a", "href").is_empty());
    assert!(!browser.get("/customers.csv?q=saebyeok").await.text().contains("jiwoo"));
    let foreign = app.signed_in("ga@4000.example").await.get("/customers?q=saebyeok").await;
    assert!(!foreign.text().contains("jiwoo"));
}

async fn page_texts_match_the_state_and_kind_of_request(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "jiwoo@saebyeok.example").await;
    let page = browser.get(&at).await;
    assert_eq!(page.all("[aria-current=step]"), ["Not sent yet"]);
    let (body, version) = (page.all("textarea[name=body]").concat(), page.value("input[name=version]"));
    let done = [("subject", "S"), ("body", body.as_str()), ("version", &version), ("do", "done")];
    assert_eq!(browser.submit(&at, &at, &done).await.status.as_u16(), 303);
    let sent = browser.get(&at).await;
    assert_eq!(sent.all("[aria-current=step]"), ["Not opened yet"], "it is not a draft anymore");
    assert!(sent.all("[name=do][value=done]").is_empty());
    assert!(!sent.all("main").concat().contains("to mark the request as sent"));

    let until = in_days(30);
    let wanted = [("language", "en"), ("recipient", "ga@5000.example"), ("valid_until", until.as_str())];
    let reply = browser.submit("/indirect-resellers/new", "/indirect-resellers", &wanted).await;
    let page = browser.get(&reply.header("location")).await;
    let said = page.all("main").concat();
    assert!(said.contains("reseller") && !said.to_lowercase().contains("customer"), "{said}");
    let broken = [("subject", "S"), ("body", "no link"), ("version", "1")];
    let address = reply.header("location");
    let refused = browser.submit(&address, &address, &broken).await.all("main").concat();
    assert!(!refused.to_lowercase().contains("customer"), "{refused}");
}

async fn enter_triggers_the_main_button_and_the_link_precedes_the_signature(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "").await;
    let page = browser.get(&at).await;
    let of_draft = format!("form[action='{at}'] button:not([type=button])");
    assert_eq!(page.attributes(&of_draft, "value")[0], "save", "there is no mail server");
    let (body, link) = (page.all("textarea[name=body]").concat(), link(&page));
    let version = page.value("input[name=version]");
    let without = body.replace(&format!("{link}\n\n"), "");
    assert!(!without.contains(&link) && without != body, "{body}");
    let put_back = [("subject", "S"), ("body", &without), ("version", &version), ("do", "put-back")];
    let shown = browser.submit(&at, &at, &put_back).await.all("textarea[name=body]").concat();
    let signature = shown.rsplit("\n\n").next().unwrap().to_owned();
    assert!(signature.contains("ga@1000.example"), "{shown}");
    assert!(shown.ends_with(&format!("{link}\n\n{signature}")), "{shown}");
}
