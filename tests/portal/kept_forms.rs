//! Input is never lost: when a session ends, the language changes, or the password is required again while a form is
//! open.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::forms::in_30_days;
use crate::support::{Browser, Reply, TestApp};
use actix_web::test::TestRequest;
use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{kept_forms, sessions};
use scraper::Selector;

on_both_databases! {
    restores_a_form_sent_after_the_session_ended
    a_stored_form_is_visible_only_to_its_sender
    a_form_without_a_session_is_not_stored
    restores_a_form_from_before_the_latest_sign_in
    restores_a_customers_answer_after_lost_cookies
    restores_a_form_after_reauthentication
    switching_language_keeps_input
    switching_language_keeps_a_visitors_input
    stored_forms_are_limited_and_expire_after_a_day
    returns_to_the_form_after_setting_a_new_password
}

const NAME: &str = "새 이름 \"&<b>";

/// Makes the session idle for too long.
fn idle(app: &TestApp) {
    let then = clock::now() - TimeDelta::hours(3);
    let all = sessions::table;
    let done = app.portal.db.write_now(|c| {
        Ok(diesel::update(all)
            .set((sessions::last_seen_at.eq(then), sessions::proven_at.eq(then)))
            .execute(c)?)
    });
    done.unwrap();
}

/// The fields of a bill-to form, as its page has them, with one changed.
fn typed(page: &Reply) -> Vec<(String, String)> {
    let names = page.attributes("main form.form input[name]", "name");
    let values = names.iter().map(|name| page.value(&format!("main form.form input[name={name}]")));
    let fields = names.iter().cloned().zip(values).map(|(name, value)| match name.as_str() {
        "first_name" => (name, NAME.to_owned()),
        _ => (name, value),
    });
    fields.collect()
}

async fn post(browser: &Browser, action: &str, from: &str, fields: &[(String, String)]) -> Reply {
    let request = TestRequest::post().uri(action).insert_header(("sec-fetch-site", "same-origin"));
    let referer = ("referer", format!("http://127.0.0.1:8080{from}"));
    browser
        .send(request.insert_header(("host", "127.0.0.1:8080")).insert_header(referer).set_form(fields))
        .await
}

/// Signs in on the page that a response redirects to, and returns where that leads.
async fn sign_in(browser: &Browser, reply: &Reply, email: &str) -> String {
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let door = reply.header("location");
    let next = browser.get(&door).await.value("input[name=next]");
    let fields = [("email", email), ("password", PASSWORD), ("next", &next)];
    browser.submit(&door, "/sign-in", &fields).await.header("location")
}

async fn interrupted(app: &TestApp) -> (Browser, Reply, String) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "한강무역", "hangang.example");
    let browser = app.signed_in("sa@4000.example").await;
    let form = format!("/customers/{customer}/bill-to");
    let fields = typed(&browser.get(&form).await);
    idle(app);
    let reply = post(&browser, &form, &form, &fields).await;
    (browser, reply, form)
}

async fn restores_a_form_sent_after_the_session_ended(app: TestApp) {
    let (browser, reply, form) = interrupted(&app).await;
    let back = sign_in(&browser, &reply, "sa@4000.example").await;
    assert!(back.starts_with(&format!("{form}?kept=")), "{back}");
    let page = browser.get(&back).await;
    assert_eq!(page.value("input[name=first_name]"), NAME);
    assert!(page.all("[data-kept]").concat().contains("not saved yet"));
    assert_eq!(browser.get(&form).await.value("input[name=first_name]"), "", "only there");

    // A small form without its own page, sent by a browser without a referrer.
    let customer = form.split('/').nth(2).unwrap();
    let direct = app.portal.db.read_now(|c| partner_portal::db::partners::by_mpn_id(c, "4000"));
    let direct = direct.unwrap().unwrap();
    let id = app.subscription(&direct, customer.parse().unwrap(), "Plan", None);
    let path = format!("/customers/{customer}/subscriptions/{id}");
    let page = browser.get(&path).await;
    let (version, token) = (page.value("[name=version]"), page.value("[name=_csrf]"));
    idle(&app);
    let fields = [("quantity", "12x"), ("version", version.as_str()), ("_csrf", token.as_str())];
    let reply = browser.post(&format!("{path}/quantity"), &fields).await;
    let back = sign_in(&browser, &reply, "sa@4000.example").await;
    let page = browser.get(&back).await;
    assert_eq!((page.status.as_u16(), page.value("#quantity").as_str()), (200, "12x"), "{back}");
    assert_eq!(page.value("#nickname"), "", "another form of the page is unchanged");
}

async fn a_stored_form_is_visible_only_to_its_sender(app: TestApp) {
    let (browser, reply, form) = interrupted(&app).await;
    let back = sign_in(&browser, &reply, "ga@4000.example").await;
    let page = browser.get(&back).await;
    assert_eq!((page.status.as_u16(), page.value("input[name=first_name]").as_str()), (200, ""));
    assert!(page.all("[data-kept]").is_empty() && !page.text().contains("새 이름"));
    let own = app.signed_in("sa@4000.example").await;
    let elsewhere = format!("/profile?{}", back.rsplit_once('?').unwrap().1);
    assert!(own.get(&elsewhere).await.all("[data-kept]").is_empty(), "on its own page only");
    assert_eq!(own.get(&back).await.value("input[name=first_name]"), NAME);
    assert!(own.get(&format!("{form}?kept=x")).await.status.is_success());
}

async fn a_form_without_a_session_is_not_stored(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "한강무역", "hangang.example");
    let browser = app.signed_in("sa@4000.example").await;
    let form = format!("/customers/{customer}/bill-to");
    let fields = typed(&browser.get(&form).await);
    app.portal.db.write_now(|c| Ok(diesel::delete(sessions::table).execute(c)?)).unwrap();
    let reply = post(&browser, &form, &form, &fields).await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, "/sign-in"));
    assert_eq!(kept(&app), 0);
}

/// The user signed in again in another tab, so this tab's form has the token of another session.
async fn restores_a_form_from_before_the_latest_sign_in(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "한강무역", "hangang.example");
    let browser = app.signed_in("sa@4000.example").await;
    let form = format!("/customers/{customer}/bill-to");
    let fields = typed(&browser.get(&form).await);
    browser.cookies.borrow_mut().clear();
    browser.sign_in("sa@4000.example", PASSWORD).await;
    let before = app.log_of(&cast.direct, "customer").len();
    let reply = post(&browser, &form, &form, &fields).await;
    assert_eq!(reply.status.as_u16(), 403);
    assert_eq!(app.log_of(&cast.direct, "customer").len(), before, "nothing was done");
    let again = reply.attributes("main a.button.primary", "href").concat();
    assert!(again.starts_with(&format!("{form}?kept=")), "{again}");
    let page = browser.get(&again).await;
    assert_eq!(page.value("input[name=first_name]"), NAME);
    assert!(page.all("[data-kept]").concat().contains("not saved yet"));
    // Without a session, the owner of the form is unknown.
    let stranger = app.browser();
    stranger.get("/sign-in").await;
    let reply = post(&stranger, &form, &form, &fields).await;
    assert_eq!((reply.status.as_u16(), kept(&app)), (403, 1));
    assert!(reply.attributes("main a.button.primary", "href").is_empty());
}

/// The customer's phone has lost its cookies since the page was opened.
async fn restores_a_customers_answer_after_lost_cookies(app: TestApp) {
    app.cast();
    let staff = app.signed_in("sa@4000.example").await;
    let until = in_30_days();
    let fields = [("language", "ko"), ("recipient", "it@customer.example"), ("valid_until", until.as_str())];
    let reply = staff.submit("/relationship-requests/new", "/relationship-requests", &fields).await;
    let request = staff.get(&reply.header("location")).await;
    let link = request.attributes("textarea[name=body]", "data-link").concat();
    let link = &link[link.find("/invitations/").unwrap()..];
    let browser = app.browser();
    let token = browser.get(link).await.value("input[name=_csrf]");
    browser.cookies.borrow_mut().clear();
    let answer =
        [("company_name", "새벽유통"), ("domain", "saebyeok.example"), ("confirm", "yes"), ("_csrf", &token)];
    let reply = browser.post(&format!("{link}/acceptance"), &answer).await;
    assert_eq!(reply.status.as_u16(), 403);
    let again = reply.attributes("main a.button.primary", "href").concat();
    assert!(again.starts_with(&format!("{link}?kept=")), "{again}");
    let page = browser.get(&again).await;
    assert_eq!(page.value("input[name=company_name]"), "새벽유통");
    assert_eq!(page.attributes("input[name=confirm]", "checked").len(), 1);
    assert_eq!(kept(&app), 0, "visitors store nothing in the database");
    assert_eq!(
        app.browser().get(&again).await.value("input[name=company_name]"),
        "",
        "nobody else can see it"
    );
    // A form that a visitor sends to another page has no owner who could see it again.
    let elsewhere = browser.post("/profile", &[("name", "x"), ("_csrf", &token)]).await;
    assert!(elsewhere.attributes("main a.button.primary", "href").is_empty());
}

fn kept(app: &TestApp) -> i64 {
    app.portal.db.read_now(|c| Ok(kept_forms::table.count().get_result(c)?)).unwrap()
}

async fn restores_a_form_after_reauthentication(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let form = "/account-settings/users/new";
    let page = browser.get(form).await;
    let fields = [("name", "새 사람"), ("email", "new@1000.example"), ("_csrf", &page.value("[name=_csrf]"))];
    let fields: Vec<_> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let then = clock::now() - TimeDelta::hours(1);
    let old = diesel::update(sessions::table).set(sessions::proven_at.eq(then));
    app.portal.db.write_now(|c| Ok(old.execute(c)?)).unwrap();
    let reply = post(&browser, form, form, &fields).await;
    let proof = reply.header("location");
    assert!(proof.starts_with("/step-up?next="), "{proof}");
    let next = browser.get(&proof).await.value("input[name=next]");
    let back = browser.submit(&proof, "/step-up", &[("password", PASSWORD), ("next", &next)]).await;
    let page = browser.get(&back.header("location")).await;
    assert_eq!(
        (page.value("#name"), page.value("#email")),
        ("새 사람".to_owned(), "new@1000.example".to_owned())
    );
}

async fn switching_language_keeps_input(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "한강무역", "hangang.example");
    let browser = app.signed_in("sa@4000.example").await;
    let form = format!("/customers/{customer}/bill-to");
    for (switch, field, value) in [("/language", "lang", "ko"), ("/appearance", "theme", "dark")] {
        let page = browser.get(&form).await;
        // Without JavaScript, the buttons submit the form of the page too.
        let button = format!("button[name={field}][value={value}]");
        let id = page.attributes(&button, "form").concat();
        assert_eq!(page.attributes(&format!("form#{id}"), "action").concat(), form);
        let address = page.attributes(&button, "formaction").concat();
        assert!(address.starts_with(switch), "{address}");
        let buttons = Selector::parse(&format!("button[form={id}], form#{id} button:not([type=button])"));
        let html = page.html();
        let first = html.select(&buttons.unwrap()).next().unwrap();
        assert_ne!(first.attr("name"), Some(field), "Enter does not trigger a switch");
        let mut fields = typed(&page);
        fields.push((field.to_owned(), value.to_owned()));
        let reply = post(&browser, &address, &form, &fields).await;
        let back = reply.header("location");
        assert!(back.starts_with(&format!("{form}?kept=")), "{} {back}", reply.status);
        let page = browser.get(&back).await;
        assert_eq!(page.value("input[name=first_name]"), NAME);
        assert!(page.all("[data-kept]").is_empty(), "nothing was interrupted");
        let version = fields.iter().find(|(name, _)| name == "version").unwrap();
        assert_eq!(page.value("input[name=version]"), version.1);
    }
    assert_eq!(browser.get(&form).await.attributes("html", "lang"), ["ko"]);
    let unknown = [("lang", "ko"), ("return_to", "/"), ("more", "x")];
    assert_eq!(browser.submit(&form, "/language", &unknown).await.status.as_u16(), 422);
    let outside = format!("/language?return_to=//evil.example&of={form}");
    let reply = browser.submit(&form, &outside, &[("lang", "en"), ("first_name", "x")]).await;
    assert!(reply.header("location").starts_with("/?kept="), "{}", reply.header("location"));
}

async fn switching_language_keeps_a_visitors_input(app: TestApp) {
    app.cast();
    let browser = app.browser();
    let page = browser.get("/sign-in?next=/orders").await;
    let address = page.attributes("button[name=lang][value=ko]", "formaction").concat();
    let fields = [("email", "sa@1000.example"), ("password", PASSWORD), ("next", "/orders"), ("lang", "ko")];
    let reply = browser.submit("/sign-in", &address, &fields).await;
    let page = browser.get(&reply.header("location")).await;
    assert_eq!((page.value("#email").as_str(), page.value("#password").as_str()), ("sa@1000.example", ""));
    assert_eq!(
        (page.value("[name=next]").as_str(), page.attributes("html", "lang").concat().as_str()),
        ("/orders", "ko")
    );
    assert_eq!(kept(&app), 0, "visitors store nothing in the database");
    assert!(!browser.cookies.borrow().values().any(|value| value.contains(PASSWORD)));
    let other = app.browser().get(&reply.header("location")).await;
    assert_eq!(other.value("#email"), "");
}

async fn stored_forms_are_limited_and_expire_after_a_day(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@4000.example").await;
    let mut last = String::new();
    for number in 0..8 {
        let fields = [("lang", "en"), ("name", &number.to_string())];
        let reply = browser.submit("/profile", "/language?return_to=/profile&of=/profile", &fields).await;
        last = reply.header("location");
    }
    assert_eq!(kept(&app), 5);
    assert_eq!(browser.get(&last).await.value("input[name=name]"), "7");
    let then = clock::now() - TimeDelta::hours(25);
    let old = diesel::update(kept_forms::table).set(kept_forms::created_at.eq(then));
    app.portal.db.write_now(|c| Ok(old.execute(c)?)).unwrap();
    assert_ne!(browser.get(&last).await.value("input[name=name]"), "7");
    partner_portal::jobs::cleaning::delete_expired(&app.portal).unwrap();
    assert_eq!(kept(&app), 0);
}

async fn returns_to_the_form_after_setting_a_new_password(app: TestApp) {
    let cast = app.cast();
    app.person(&cast.direct, "new@4000.example", "global-admin", true);
    let browser = app.signed_in("new@4000.example").await;
    let first = browser.get("/orders?status=placed").await.header("location");
    assert_eq!(first, "/profile/password?next=%2Forders%3Fstatus%3Dplaced");
    let next = browser.get(&first).await.value("input[name=next]");
    let word = "another long enough pass phrase";
    let fields = [("password", word), ("repeat", word), ("next", next.as_str())];
    let reply = browser.submit(&first, "/profile/password", &fields).await;
    assert_eq!(reply.header("location"), "/orders?status=placed");
}
