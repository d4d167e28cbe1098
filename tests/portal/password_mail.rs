//! Passwords and mail: a forgotten password, the first password of a new user, and notices of changes. The tests use
//! real SMTP conversations and follow the mailed links.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::smtp::{Say, Smtp, Taken};
use crate::support::{Browser, Reply, TestApp, request, until};
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{activity_entries, outbox, password_tokens, users};
use partner_portal::web::redact::redact_path;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

on_both_databases! {
    a_mailed_link_sets_a_new_password
    known_and_unknown_addresses_get_the_same_answer
    only_the_newest_link_works_once_and_until_it_expires
    rejects_invalid_addresses_and_ignores_a_forged_host
    requests_for_links_are_rate_limited
    without_a_mail_server_the_page_names_the_role_to_ask
    a_new_user_is_mailed_a_link
    users_are_notified_of_changes
    names_with_placeholder_text_are_mailed_literally
    a_failed_change_sends_no_notice
    the_token_is_never_stored
    links_use_the_public_url_and_ignore_the_host_header
    a_delayed_message_contains_a_valid_link
    does_not_send_a_replaced_or_used_link
}

const FORGOTTEN: &str = "/sign-in/forgotten";
const PHRASE: &str = "quite a fine new phrase";
const PUBLIC: &str = "http://127.0.0.1:8080";

async fn with_mail(app: &TestApp, address: SocketAddr) -> TestApp {
    let app = app.with_mail(address).await;
    app.cast();
    app
}

/// A mail server that is unreachable.
async fn with_unreachable_mail(app: &TestApp) -> TestApp {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    with_mail(app, address).await
}

async fn forgot(browser: &Browser, email: &str) -> Reply {
    browser.submit(FORGOTTEN, FORGOTTEN, &[("email", email)]).await
}

/// The recipient and subject of each stored message.
fn letters(app: &TestApp) -> Vec<(String, String, String)> {
    let columns = (outbox::recipient, outbox::language, outbox::subject);
    let all = outbox::table.order((outbox::created_at, outbox::subject)).select(columns);
    app.portal.db.read_now(|c| Ok(all.load(c)?)).unwrap()
}

fn link_in(mail: &Taken) -> String {
    let text = mail.part("text/plain");
    let line =
        text.lines().find(|line| line.starts_with(PUBLIC)).unwrap_or_else(|| panic!("no link: {text}"));
    assert!(mail.part("text/html").contains(&format!("href=\"{line}\"")));
    line.strip_prefix(PUBLIC).unwrap().trim().to_owned()
}

async fn set(browser: &Browser, link: &str, password: &str) -> Reply {
    browser.submit(link, link, &[("password", password), ("repeat", password)]).await
}

fn speaks(app: &TestApp, email: &str, language: &str) {
    let row = users::table.filter(users::email_key.eq(email));
    let change = diesel::update(row).set(users::language.eq(language));
    assert_eq!(app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap(), 1);
}

fn id(app: &TestApp, email: &str) -> i32 {
    let row = users::table.filter(users::email_key.eq(email)).select(users::id);
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

/// The log entries about passwords and users.
fn entries(app: &TestApp) -> Vec<String> {
    let words = [
        "portal_send_password_link",
        "portal_change_password",
        "update_partner_user",
        "remove_partner_user",
        "portal_change_second_factor",
    ];
    let ours =
        activity_entries::table.filter(activity_entries::action.eq_any(words)).order(activity_entries::id);
    app.portal.db.read_now(|c| Ok(ours.select(activity_entries::action).load(c)?)).unwrap()
}

async fn a_mailed_link_sets_a_new_password(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    speaks(&app, "sa@1000.example", "ko");
    let elsewhere = app.signed_in("sa@1000.example").await;
    let visitor = app.browser();
    assert_eq!(visitor.get("/sign-in").await.attributes("a[href='/sign-in/forgotten']", "href").len(), 1);
    let reply = forgot(&visitor, " SA@1000.example ").await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, "/sign-in"));
    assert!(visitor.get("/sign-in").await.text().contains("is being sent"));
    let mail = smtp.arrived(1).await;
    assert_eq!(mail.recipients, ["RCPT TO:<sa@1000.example>"]);
    assert_eq!(
        (mail.header("Subject").as_str(), mail.header("Content-Language").as_str()),
        ("새 암호 설정", "ko")
    );
    let link = link_in(&mail);
    for _ in 0..3 {
        assert_eq!(visitor.get(&link).await.status.as_u16(), 200, "opening the link does not use it up");
    }
    assert_eq!(set(&visitor, &link, "short").await.status.as_u16(), 422);
    assert_eq!(elsewhere.get("/customers").await.status.as_u16(), 200);
    // The second factor is kept.
    let row = users::table.filter(users::email_key.eq("sa@1000.example"));
    let factor =
        diesel::update(row).set((users::totp_secret.eq("x"), users::totp_confirmed_at.eq(clock::now())));
    app.portal.db.write_now(|c| Ok(factor.execute(c)?)).unwrap();
    assert_eq!(set(&visitor, &link, PHRASE).await.header("location"), "/sign-in");
    assert!(elsewhere.get("/customers").await.header("location").starts_with("/sign-in"), "sessions end");
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 422);
    let way = app.browser().sign_in("sa@1000.example", PHRASE).await.header("location");
    assert!(way.starts_with("/sign-in/second-factor"), "{way}");
    let notice = smtp.arrived(2).await;
    assert_eq!(notice.header("Subject"), "암호가 변경되었습니다");
    assert!(!notice.part("text/plain").contains("/sign-in/password/"));
    assert_eq!(entries(&app), ["portal_send_password_link", "portal_change_password"]);
}

async fn known_and_unknown_addresses_get_the_same_answer(app: TestApp) {
    // Accepts connections but never responds.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let app = with_mail(&app, silent.local_addr().unwrap()).await;
    let inactive = diesel::update(users::table.filter(users::email_key.eq("ha@1000.example")));
    app.portal.db.write_now(|c| Ok(inactive.set(users::active.eq(false)).execute(c)?)).unwrap();
    let mut seen = Vec::new();
    for email in ["nobody@1000.example", "sa@1000.example", "ha@1000.example", "x@elsewhere.example"] {
        let browser = app.browser();
        let began = Instant::now();
        let reply = forgot(&browser, email).await;
        assert!(began.elapsed() < Duration::from_secs(5), "no page waits for the mail server");
        let flash =
            browser.cookies.borrow().iter().find(|(name, _)| name.contains("flash")).unwrap().1.clone();
        seen.push((reply.status, reply.header("location"), reply.body, flash));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(until(async || !letters(&app).is_empty()).await);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(letters(&app).len(), 1, "only the known, active user gets a message");
    assert_eq!(entries(&app), ["portal_send_password_link"]);
}

async fn only_the_newest_link_works_once_and_until_it_expires(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    let visitor = app.browser();
    forgot(&visitor, "sa@1000.example").await;
    let first = link_in(&smtp.arrived(1).await);
    forgot(&visitor, "sa@1000.example").await;
    let second = link_in(&smtp.arrived(2).await);
    assert_ne!(first, second);
    assert_eq!(visitor.get(&first).await.status.as_u16(), 404, "replaced");
    assert_eq!(visitor.get(&second).await.status.as_u16(), 200);
    let token = visitor.get(&second).await.value("input[name=_csrf]");
    let fields = [("password", PHRASE), ("repeat", PHRASE), ("_csrf", token.as_str())];
    let both =
        futures_util::future::join(visitor.post(&second, &fields), visitor.post(&second, &fields)).await;
    let mut answers = [both.0.status.as_u16(), both.1.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 404], "only one of two concurrent uses succeeds");
    assert_eq!(visitor.get(&second).await.status.as_u16(), 404, "used");
    forgot(&visitor, "ha@1000.example").await;
    let third = link_in(&smtp.arrived(4).await);
    let old = diesel::update(password_tokens::table).set(password_tokens::expires_at.eq(clock::now()));
    app.portal.db.write_now(|c| Ok(old.execute(c)?)).unwrap();
    assert_eq!(visitor.get(&third).await.status.as_u16(), 404, "too old");
    assert_eq!(visitor.post(&third, &fields).await.status.as_u16(), 404);
    // Changing the password in another way invalidates the link.
    forgot(&visitor, "um@1000.example").await;
    let fourth = link_in(&smtp.arrived(5).await);
    let owner = app.signed_in("um@1000.example").await;
    let own = [("current", PASSWORD), ("password", PHRASE), ("repeat", PHRASE)];
    assert_eq!(owner.submit("/profile/password", "/profile/password", &own).await.status.as_u16(), 303);
    assert_eq!(visitor.get(&fourth).await.status.as_u16(), 404);
    assert_eq!(visitor.get("/sign-in/password/").await.status.as_u16(), 404);
}

async fn rejects_invalid_addresses_and_ignores_a_forged_host(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    let visitor = app.browser();
    let long = format!("{}@1000.example", "a".repeat(300));
    for email in [
        "",
        "nobody",
        "sa@1000.example\r\nBcc: evil@e.example",
        "sa@1000.example, evil@e.example",
        "<sa@1000.example>",
        "sa@1000.example\u{0}",
        "sa\u{202e}@1000.example\u{7f}",
        &long,
    ] {
        let reply = forgot(&visitor, email).await;
        assert_eq!(reply.status.as_u16(), 422, "{email:?}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["email"], "{email:?}");
    }
    let typed = forgot(&visitor, "<script>alert(1)</script>").await;
    assert_eq!(typed.value("input[name=email]"), "<script>alert(1)</script>");
    assert!(!typed.text().contains("<script>alert") && typed.all("title").concat().starts_with("Error"));
    assert!(letters(&app).is_empty());
    // The link uses the portal's configured URL, whatever the request says.
    let token = visitor.get(FORGOTTEN).await.value("input[name=_csrf]");
    let evil = request(&actix_web::http::Method::POST, FORGOTTEN)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("host", "evil.example"))
        .set_form([("email", "sa@1000.example"), ("_csrf", token.as_str())]);
    assert_eq!(visitor.send(evil).await.status.as_u16(), 303);
    let mail = smtp.arrived(1).await;
    assert_eq!(mail.recipients.len(), 1);
    assert!(!String::from_utf8_lossy(&mail.data).contains("evil"));
    link_in(&mail);
    let forged = [("email", "sa@1000.example"), ("_csrf", "forged")];
    assert_eq!(visitor.post(FORGOTTEN, &forged).await.status.as_u16(), 403);
}

async fn requests_for_links_are_rate_limited(app: TestApp) {
    let app = with_unreachable_mail(&app).await;
    for email in ["sa@1000.example", "nobody@1000.example"] {
        let answers = futures_util::future::join_all(
            (0..3).map(|_| async { forgot(&app.browser(), email).await.status.as_u16() }),
        );
        assert_eq!(answers.await, [303; 3], "{email}");
        let slowed = forgot(&app.browser(), &email.to_uppercase()).await;
        assert_eq!(slowed.status.as_u16(), 429, "{email}");
        assert_eq!(slowed.value("input[name=email]"), email.to_uppercase(), "input is kept");
    }
    let signed_in = app.browser().sign_in("sa@1000.example", PASSWORD).await;
    assert_eq!(signed_in.status.as_u16(), 303, "the user of the address can still sign in");
    let mut others = 0;
    for number in 0..30 {
        match forgot(&app.browser(), &format!("n{number}@1000.example")).await.status.as_u16() {
            303 => others += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(others, 14, "twenty from one IP address, including the six above");
}

async fn without_a_mail_server_the_page_names_the_role_to_ask(app: TestApp) {
    app.cast();
    let visitor = app.browser();
    let door = visitor.get("/sign-in").await;
    assert!(door.text().contains("User management admin") && !door.text().contains(FORGOTTEN));
    let page = visitor.get(FORGOTTEN).await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(
        page.text().contains("User management admin")
            && page.attributes("input[name=email]", "id").is_empty()
    );
    let reply = visitor.submit("/sign-in", FORGOTTEN, &[("email", "sa@1000.example")]).await;
    assert_eq!(reply.status.as_u16(), 404);
    let admin = app.signed_in("ga@1000.example").await;
    assert!(admin.get("/account-settings/users/new").await.attributes("#welcome-mail", "id").is_empty());
    let by_mail = add(&admin, "new@1000.example", "mail").await;
    assert_eq!(by_mail.status.as_u16(), 422);
    let own = [("current", PASSWORD), ("password", PHRASE), ("repeat", PHRASE)];
    admin.submit("/profile/password", "/profile/password", &own).await;
    assert!(letters(&app).is_empty(), "messages that cannot be delivered are not queued");
}

async fn add(admin: &Browser, email: &str, welcome: &str) -> Reply {
    let page = "/account-settings/users/new";
    let fields = [
        ("name", "서지우"),
        ("email", email),
        ("admin_role", "none"),
        ("agent_role", "sales-agent"),
        ("welcome", welcome),
    ];
    admin.submit(page, page, &fields).await
}

async fn a_new_user_is_mailed_a_link(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    speaks(&app, "ga@1000.example", "ko");
    let admin = app.signed_in("ga@1000.example").await;
    let form = admin.get("/account-settings/users/new").await;
    assert_eq!(form.attributes("input[name=welcome][checked]", "value"), ["mail"]);
    let added = add(&admin, "jiwoo@1000.example", "mail").await;
    assert_eq!(added.status.as_u16(), 303, "{}", added.text());
    let mail = smtp.arrived(1).await;
    assert_eq!(mail.recipients, ["RCPT TO:<jiwoo@1000.example>"]);
    assert_eq!(mail.header("Subject"), "계정이 준비되었습니다", "in the language of the user who added them");
    assert!(mail.part("text/plain").starts_with("서지우 님"));
    let (visitor, link) = (app.browser(), link_in(&mail));
    // Requesting a link for their address does not invalidate this one.
    forgot(&app.browser(), "jiwoo@1000.example").await;
    smtp.arrived(2).await;
    assert_eq!(set(&visitor, &link, PHRASE).await.status.as_u16(), 303);
    assert_eq!(visitor.get(&link).await.status.as_u16(), 404);
    let reset = link_in(&smtp.arrived(2).await);
    assert_eq!(visitor.get(&reset).await.status.as_u16(), 404, "the other link becomes invalid");
    assert_eq!(app.browser().sign_in("jiwoo@1000.example", PHRASE).await.header("location"), "/");
    let outranked = add(&app.signed_in("um@1000.example").await, "JIWOO@1000.example", "mail").await;
    assert_eq!(outranked.status.as_u16(), 422);
    assert_eq!(letters(&app).len(), 2, "the first password causes no notice");
}

/// Submits a form of User management for a user.
async fn act(app: &TestApp, admin: &Browser, email: &str, act: &str) -> u16 {
    let page = format!("/account-settings/users/{}/{act}", id(app, email));
    admin.submit(&page, &page, &[]).await.status.as_u16()
}

async fn give_roles(app: &TestApp, admin: &Browser, email: &str, name: &str, agent: &str) -> u16 {
    let page = format!("/account-settings/users/{}/roles", id(app, email));
    let version = admin.get(&page).await.value("input[name=version]");
    let fields =
        [("name", name), ("admin_role", "none"), ("agent_role", agent), ("version", version.as_str())];
    admin.submit(&page, &page, &fields).await.status.as_u16()
}

async fn users_are_notified_of_changes(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    speaks(&app, "sa@1000.example", "zh-TW");
    let admin = app.signed_in("ga@1000.example").await;
    assert_eq!(give_roles(&app, &admin, "sa@1000.example", "Renamed", "sales-agent").await, 303);
    assert_eq!(give_roles(&app, &admin, "sa@1000.example", "Renamed", "helpdesk-agent").await, 303);
    let mail = smtp.arrived(1).await;
    assert_eq!(mail.header("Subject"), "您的角色已變更");
    assert!(mail.part("text/plain").contains(PUBLIC) && mail.part("text/plain").starts_with("Renamed"));
    assert!(mail.headers().iter().all(|name| name != "Reply-To"));
    assert_eq!(act(&app, &admin, "sa@1000.example", "password-reset").await, 200);
    assert_eq!(smtp.arrived(2).await.header("Subject"), "您的密碼已變更");
    let row = users::table.filter(users::email_key.eq("sa@1000.example"));
    let factor =
        diesel::update(row).set((users::totp_secret.eq("x"), users::totp_confirmed_at.eq(clock::now())));
    app.portal.db.write_now(|c| Ok(factor.execute(c)?)).unwrap();
    assert_eq!(act(&app, &admin, "sa@1000.example", "second-factor-reset").await, 303);
    assert_eq!(smtp.arrived(3).await.header("Subject"), "已關閉您的雙步驟驗證");
    assert_eq!(act(&app, &admin, "sa@1000.example", "deactivation").await, 303);
    assert_eq!(smtp.arrived(4).await.header("Subject"), "您的帳戶已停用");
    let own = [("current", PASSWORD), ("password", PHRASE), ("repeat", PHRASE)];
    assert_eq!(admin.submit("/profile/password", "/profile/password", &own).await.status.as_u16(), 303);
    let mail = smtp.arrived(5).await;
    assert_eq!(
        (mail.header("Subject").as_str(), mail.recipients.concat().as_str()),
        ("Your password was changed", "RCPT TO:<ga@1000.example>")
    );
    assert_eq!(act(&app, &admin, "sa@1000.example", "reactivation").await, 303);
    assert_eq!(letters(&app).len(), 5);
    let rows: Vec<(i32, Option<String>, String)> = app
        .portal
        .db
        .read_now(|c| {
            Ok(outbox::table.select((outbox::partner_id, outbox::request_id, outbox::text)).load(c)?)
        })
        .unwrap();
    assert!(rows.iter().all(|(_, request, _)| request.is_none()));
    assert_eq!(entries(&app).len(), 7, "{:?}", entries(&app));
}

/// A3: names, also one's own, cannot suppress or change what the portal mails.
async fn names_with_placeholder_text_are_mailed_literally(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    let admin = app.signed_in("ga@1000.example").await;
    for (number, name) in ["x {link}", "{link}", "{valid_until} {name} { $name }"].iter().enumerate() {
        let agent = ["sales-agent", "helpdesk-agent"][number % 2];
        assert_eq!(give_roles(&app, &admin, "sa@1000.example", name, "none").await, 303);
        assert_eq!(give_roles(&app, &admin, "sa@1000.example", name, agent).await, 303);
        smtp.arrived(2 * number + 2).await;
        let told = |mail: &Taken| {
            mail.header("Subject") == "Your roles were changed" && mail.part("text/plain").contains(name)
        };
        assert!(
            smtp.mails().iter().any(told),
            "{name}: {:?}",
            smtp.mails().last().map(|mail| mail.part("text/plain"))
        );
    }
    assert_eq!(act(&app, &admin, "sa@1000.example", "password-reset").await, 200);
    assert!(smtp.arrived(7).await.part("text/plain").contains("{valid_until} {name} { $name }"));
}

async fn a_failed_change_sends_no_notice(app: TestApp) {
    let app = with_unreachable_mail(&app).await;
    let manager = app.signed_in("um@1000.example").await;
    assert_eq!(act(&app, &manager, "ga@1000.example", "deactivation").await, 422, "outranked");
    assert_eq!(act(&app, &manager, "ga@1000.example", "password-reset").await, 422);
    assert_eq!(act(&app, &manager, "um@1000.example", "deactivation").await, 422, "oneself");
    assert_eq!(act(&app, &manager, "sa@1000.example", "second-factor-reset").await, 422, "there is none");
    let wrong = [("current", "wrong"), ("password", PHRASE), ("repeat", PHRASE)];
    manager.submit("/profile/password", "/profile/password", &wrong).await;
    assert!(letters(&app).is_empty());
}

async fn the_token_is_never_stored(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    forgot(&app.browser(), "sa@1000.example").await;
    let link = link_in(&smtp.arrived(1).await);
    let token = link.rsplit('/').next().unwrap();
    let hashes: Vec<String> = app
        .portal
        .db
        .read_now(|c| Ok(password_tokens::table.select(password_tokens::token_hash).load(c)?))
        .unwrap();
    let texts: Vec<String> =
        app.portal.db.read_now(|c| Ok(outbox::table.select(outbox::text).load(c)?)).unwrap();
    let details: Vec<String> = app
        .portal
        .db
        .read_now(|c| Ok(activity_entries::table.select(activity_entries::details).load(c)?))
        .unwrap();
    assert_eq!(hashes.len(), 1);
    assert!(!format!("{hashes:?}{texts:?}{details:?}").contains(token));
    assert_eq!(redact_path(&link), "/sign-in/password/…/");
    assert!(!redact_path(&format!("{link}/more")).contains(token));
}

/// Waits until messages were rejected this many times in total.
async fn refused(app: &TestApp, times: i32) {
    let tries = || {
        let attempts = outbox::table.filter(outbox::last_error.is_not_null()).select(outbox::attempts);
        app.portal.db.read_now(|c| Ok(attempts.load::<i32>(c)?)).unwrap().into_iter().sum::<i32>()
    };
    assert!(until(async || tries() >= times).await, "{} of {times}", tries());
}

fn due_now(app: &TestApp) {
    let change = diesel::update(outbox::table).set(outbox::not_before.eq(clock::now()));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

/// The mail server was unreachable for longer than a link is valid.
async fn a_delayed_message_contains_a_valid_link(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    smtp.say([Say::Line("451 later")]);
    let visitor = app.browser();
    forgot(&visitor, "sa@1000.example").await;
    refused(&app, 1).await;
    let an_hour_ago = clock::now() - chrono::TimeDelta::hours(1);
    let old = diesel::update(password_tokens::table).set(password_tokens::expires_at.eq(an_hour_ago));
    app.portal.db.write_now(|c| Ok(old.execute(c)?)).unwrap();
    due_now(&app);
    assert_eq!(app.portal.mailer().deliver_due().unwrap(), 1);
    let link = link_in(&smtp.arrived(1).await);
    assert_eq!(set(&visitor, &link, PHRASE).await.status.as_u16(), 303);
    let until = password_tokens::table.select(password_tokens::expires_at);
    let until: Vec<chrono::NaiveDateTime> = app.portal.db.read_now(|c| Ok(until.load(c)?)).unwrap();
    assert!(until.iter().all(|until| *until <= clock::now() + chrono::TimeDelta::minutes(30)), "{until:?}");
}

async fn does_not_send_a_replaced_or_used_link(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    let visitor = app.browser();
    for tries in 1..=2 {
        smtp.say([Say::Line("451 later")]);
        forgot(&visitor, "sa@1000.example").await;
        refused(&app, tries).await;
    }
    due_now(&app);
    assert_eq!(app.portal.mailer().deliver_due().unwrap(), 1, "only the newest");
    let link = link_in(&smtp.arrived(1).await);
    assert_eq!(visitor.get(&link).await.status.as_u16(), 200);
    assert_eq!(letters(&app).len(), 1, "the other one was deleted");
    smtp.say([Say::Line("451 later")]);
    forgot(&visitor, "ha@1000.example").await;
    refused(&app, 1).await;
    let used = diesel::delete(password_tokens::table);
    app.portal.db.write_now(|c| Ok(used.execute(c)?)).unwrap();
    due_now(&app);
    assert_eq!(app.portal.mailer().deliver_due().unwrap(), 0);
    assert_eq!(smtp.mails().len(), 1);
}

/// T30: a forged host never gets into a message.
async fn links_use_the_public_url_and_ignore_the_host_header(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = with_mail(&app, address).await;
    let visitor = app.browser();
    let token = visitor.get(FORGOTTEN).await.value("input[name=_csrf]");
    let form = [("email", "sa@1000.example"), ("_csrf", token.as_str())];
    let sent =
        request(&actix_web::http::Method::POST, FORGOTTEN).insert_header(("sec-fetch-site", "same-origin"));
    let sent = sent
        .insert_header(("host", "evil.example"))
        .insert_header(("x-forwarded-host", "evil.example"))
        .insert_header(("forwarded", "host=evil.example"));
    let reply = visitor.send(sent.set_form(form)).await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, "/sign-in"));
    let mail = smtp.arrived(1).await;
    assert!(link_in(&mail).starts_with("/sign-in/password/"));
    assert!(!String::from_utf8_lossy(&mail.data).contains("evil"));
}
