//! Mail over real SMTP conversations: delivery, and what happens when the server is unreachable, busy or rejects a
//! message.

use crate::on_both_databases;
use crate::support::forms::{draft_request, send_draft};
use crate::support::smtp::{Say, Smtp};
use crate::support::{Browser, TestApp, runs_long_tests, until};
use diesel::prelude::*;
use partner_portal::db::pause;
use partner_portal::db::schema::outbox;
use std::collections::HashSet;

on_both_databases! {
    sends_a_request_with_a_working_link
    an_acceptance_is_confirmed_by_mail_with_its_details
    prevents_header_injection
    retries_a_busy_server_with_the_same_message_id
    shows_the_servers_rejection_and_allows_a_retry
    an_unreachable_server_delays_no_page
    resends_an_unconfirmed_message_with_the_same_id
    two_workers_deliver_each_message_once
    delivers_many_messages_through_an_unreliable_server
    the_queue_does_not_store_the_link
    does_not_send_a_revoked_request
    delivers_nothing_while_paused
    many_messages_of_one_partner_do_not_delay_others
    a_worker_without_its_lease_does_not_record_a_result
    placeholder_text_in_input_is_mailed_literally
    encodes_international_domains_for_any_server
    the_list_shows_the_delivery_state
}

async fn drafted(browser: &Browser, recipient: &str, language: &str) -> String {
    draft_request(browser, "/relationship-requests", recipient, language).await
}

/// Makes every failed message due, except those that are being delivered.
fn due_now(app: &TestApp) {
    let failed = outbox::table.filter(outbox::last_error.is_not_null());
    let due = diesel::update(failed).set(outbox::not_before.eq(partner_portal::clock::now()));
    app.portal.db.write_now(|c| Ok(due.execute(c)?)).unwrap();
}

async fn sends_a_request_with_a_working_link(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    for (number, (language, words)) in
        [("en", "would like to be your reseller"), ("ko", "요청드립니다"), ("zh-TW", "雲端訂閱經銷商")]
            .into_iter()
            .enumerate()
    {
        let at = drafted(&browser, "jiwoo@saebyeok.example", language).await;
        let link = browser.get(&at).await.attributes("textarea[name=body]", "data-link").concat();
        let reply = send_draft(&browser, &at).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("location").as_str()),
            (303, "/relationship-requests")
        );
        smtp.arrived(number + 1).await;
        let mail = smtp.mails().pop().unwrap();
        assert_eq!(mail.recipients, ["RCPT TO:<jiwoo@saebyeok.example>"]);
        assert_eq!(mail.header("Reply-To"), "aa@1000.example");
        assert!(
            mail.header("From").contains("portal@portal.example")
                && mail.header("From").contains("Partner 1000")
        );
        assert!(mail.header("Message-ID").ends_with("@portal.example>"));
        let (text, html) = (mail.part("text/plain"), mail.part("text/html"));
        assert!(text.contains(words) && text.contains(&link), "{text}");
        assert!(html.contains(words) && html.contains(&format!("href=\"{link}\"")), "{html}");
        assert!(!text.contains("{link}") && !html.contains("{link}"));
        let path = link[link.find("/invitations/").unwrap()..].to_owned();
        assert_eq!(app.browser().get(&path).await.status.as_u16(), 200);
    }
    let list = browser.get("/relationship-requests").await;
    assert_eq!(list.attributes(".status", "data-state"), ["opened"; 3]);
    let log = app.log_of(&cast.provider, "relationship_request");
    assert_eq!(log.iter().filter(|(action, _)| action.contains("send")).count(), 3);
}

async fn an_acceptance_is_confirmed_by_mail_with_its_details(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let said = [
        ("en", ["Company name: C0", "Primary domain name: c0.example"], "accepted this request on "),
        (
            "ko",
            ["회사 이름: C1", "주 도메인 이름: c1.example"],
            "다음 파트너의 요청을 수락하셨습니다: Partner 1000",
        ),
        ("zh-TW", ["公司名稱：C2", "主要網域名稱：c2.example"], "接受下列合作夥伴的要求：Partner 1000"),
    ];
    for (number, (language, lines, sentence)) in said.into_iter().enumerate() {
        let at = drafted(&browser, "it@c.example", language).await;
        let link = browser.get(&at).await.attributes("textarea[name=body]", "data-link").concat();
        let path = link[link.find("/invitations/").unwrap()..].to_owned();
        let (company, domain) = (format!("C{number}"), format!("c{number}.example"));
        let answer = [
            ("company_name", company.as_str()),
            ("domain", &domain),
            ("person_name", "지우"),
            ("email", "jiwoo@c.example"),
            ("confirm", "yes"),
        ];
        let reply = app.browser().submit(&path, &format!("{path}/acceptance"), &answer).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
        smtp.arrived(number + 1).await;
        let mail = smtp.mails().pop().unwrap();
        assert_eq!(mail.recipients, ["RCPT TO:<jiwoo@c.example>"]);
        let text = mail.part("text/plain");
        assert!(lines.iter().all(|line| text.lines().any(|told| told == *line)), "{text}");
        assert!(text.contains(sentence) && text.contains("지우"), "{text}");
    }
}

async fn prevents_header_injection(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "a@b.example", "en").await;
    let page = browser.get(&at).await;
    let link = page.attributes("textarea[name=body]", "data-link").concat();
    let body = format!("<script>alert(1)</script>\n\n.\n\nBcc: evil@e.example\n\n{link}\n\n{{{{7*7}}}}");
    for (subject, to) in
        [("x\r\nBcc: evil@e.example", "a@b.example"), ("x", "a@b.example\r\nBcc: evil@e.example")]
    {
        let fields = [("recipient", to), ("subject", subject), ("body", body.as_str()), ("version", "1")];
        assert_eq!(browser.submit(&at, &format!("{at}/delivery"), &fields).await.status.as_u16(), 422);
    }
    let fields =
        [("recipient", "a@b.example"), ("subject", "제목 🎉"), ("body", body.as_str()), ("version", "1")];
    assert_eq!(browser.submit(&at, &format!("{at}/delivery"), &fields).await.status.as_u16(), 303);
    smtp.arrived(1).await;
    let mail = smtp.mails().pop().unwrap();
    assert_eq!(mail.recipients.len(), 1);
    assert_eq!(mail.header("Subject"), "제목 🎉");
    let mut headers = mail.headers();
    headers.sort();
    let golden = [
        "Auto-Submitted",
        "Content-Language",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Reply-To",
        "Subject",
        "To",
    ];
    assert_eq!(headers, golden);
    let html = mail.part("text/html");
    assert!(!html.contains("<script>") && html.contains("{{7*7}}"));
    assert!(mail.part("text/plain").contains("\n\n.\n\nBcc: evil@e.example\n\n"));
}

async fn retries_a_busy_server_with_the_same_message_id(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    smtp.say([Say::Line("451 try again"), Say::Line("451 not yet")]);
    let at = drafted(&browser, "a@b.example", "en").await;
    assert_eq!(send_draft(&browser, &at).await.status.as_u16(), 303);
    let retried = until(async || {
        due_now(&app);
        app.portal.mailer().deliver_due().unwrap();
        smtp.mails().len() == 1
    });
    assert!(retried.await);
    let page = browser.get(&at).await;
    assert!(
        page.all("[data-state=accepted]").iter().any(|words| words.contains("Handed to the mail server"))
    );
}

async fn shows_the_servers_rejection_and_allows_a_retry(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    smtp.say([Say::Line("550 no such mailbox here")]);
    let at = drafted(&browser, "a@b.example", "en").await;
    send_draft(&browser, &at).await;
    assert!(until(async || browser.get(&at).await.text().contains("no such mailbox here")).await);
    assert!(browser.get(&at).await.text().contains("Not delivered"));
    due_now(&app);
    assert_eq!(
        app.portal.mailer().deliver_due().unwrap(),
        0,
        "a permanently rejected message waits for staff"
    );
    assert_eq!(browser.submit(&at, &format!("{at}/retry"), &[]).await.status.as_u16(), 303);
    smtp.arrived(1).await;
}

async fn an_unreachable_server_delays_no_page(app: TestApp) {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "a@b.example", "en").await;
    assert_eq!(send_draft(&browser, &at).await.status.as_u16(), 303);
    due_now(&app);
    assert_eq!(app.portal.mailer().deliver_due().unwrap(), 0);
    let waiting: i64 = app
        .portal
        .db
        .read_now(|c| Ok(outbox::table.filter(outbox::sent_at.is_null()).count().get_result(c)?))
        .unwrap();
    assert_eq!(waiting, 1);
    assert!(browser.get(&at).await.text().contains("Waiting for the mail server"));
}

async fn resends_an_unconfirmed_message_with_the_same_id(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    smtp.say([Say::HangUp]);
    let at = drafted(&browser, "a@b.example", "en").await;
    send_draft(&browser, &at).await;
    smtp.arrived(1).await;
    let repeated = until(async || {
        due_now(&app);
        app.portal.mailer().deliver_due().unwrap();
        smtp.mails().len() > 1
    });
    assert!(repeated.await);
    let ids: HashSet<String> = smtp.mails().iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!((smtp.mails().len(), ids.len()), (2, 1));
}

async fn delivers_nothing_while_paused(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    app.portal.db.write_now(|c| pause::pause(c, partner_portal::clock::now())).unwrap();
    let at = drafted(&browser, "a@b.example", "en").await;
    send_draft(&browser, &at).await;
    assert_eq!((app.portal.mailer().deliver_due().unwrap(), smtp.mails().len()), (0, 0));
    assert!(app.portal.db.write_now(pause::resume).unwrap());
    app.portal.mailer().deliver_due().unwrap();
    smtp.arrived(1).await;
}

/// Inserts messages directly into the outbox.
fn letters(app: &TestApp, partner: i32, count: usize) {
    let now = partner_portal::clock::now();
    let row = |number: usize| {
        (
            outbox::id.eq(uuid::Uuid::new_v4().to_string()),
            outbox::partner_id.eq(partner),
            outbox::recipient.eq(format!("c{number}@b.example")),
            outbox::reply_to.eq("a@b.example"),
            outbox::language.eq("en"),
            outbox::subject.eq("S"),
            outbox::text.eq(r#"["T"]"#),
            outbox::created_at.eq(now),
            outbox::not_before.eq(now),
        )
    };
    let add = |c: &mut _| {
        (0..count).try_for_each(|number| {
            diesel::insert_into(outbox::table).values(row(number)).execute(c).map(|_| ())
        })?;
        Ok(())
    };
    app.portal.db.write_now(add).unwrap();
}

/// Runs this many workers concurrently and returns the number of messages they delivered in total.
fn at_once(app: &TestApp, workers: usize) -> usize {
    let worker = |_| {
        let portal = app.portal.clone();
        std::thread::spawn(move || portal.mailer().deliver_due().unwrap())
    };
    let workers: Vec<_> = (0..workers).map(worker).collect();
    workers.into_iter().map(|worker| worker.join().unwrap()).sum()
}

fn delivered_count(app: &TestApp) -> usize {
    let delivered = outbox::table.filter(outbox::sent_at.is_not_null()).count();
    app.portal.db.read_now(|c| Ok(delivered.get_result::<i64>(c)?)).unwrap() as usize
}

async fn two_workers_deliver_each_message_once(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    let cast = app.cast();
    letters(&app, cast.provider.id.0, 120);
    let delivered = at_once(&app, 3);
    let ids: HashSet<String> = smtp.mails().iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!((delivered, smtp.mails().len(), ids.len()), (120, 120, 120));
}

async fn delivers_many_messages_through_an_unreliable_server(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    let cast = app.cast();
    let many = if runs_long_tests() { 1_000 } else { 150 };
    letters(&app, cast.provider.id.0, many);
    // Three of ten messages are rejected at random.
    let mut random = vec![0; 3 * many];
    getrandom::fill(&mut random).unwrap();
    smtp.say(random.into_iter().map(|byte: u8| Say::Line(if byte < 77 { "451 busy" } else { "250 ok" })));
    let began = std::time::Instant::now();
    while delivered_count(&app) < many && began.elapsed().as_secs() < 120 {
        due_now(&app);
        at_once(&app, 8);
    }
    let ids: HashSet<String> = smtp.mails().iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!((smtp.mails().len(), ids.len()), (many, many));
    let forgotten: i64 = app
        .portal
        .db
        .read_now(|c| Ok(outbox::table.filter(outbox::text.eq("")).count().get_result(c)?))
        .unwrap();
    assert_eq!(forgotten, many as i64, "the text of delivered messages is deleted");
}

async fn the_queue_does_not_store_the_link(app: TestApp) {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "a@b.example", "en").await;
    let link = browser.get(&at).await.attributes("textarea[name=body]", "data-link").concat();
    let token = link.rsplit('/').next().unwrap();
    send_draft(&browser, &at).await;
    let texts: Vec<String> =
        app.portal.db.read_now(|c| Ok(outbox::table.select(outbox::text).load(c)?)).unwrap();
    assert!(texts.len() == 1 && !texts[0].contains(token));
    let pieces: Vec<String> = serde_json::from_str(&texts[0]).unwrap();
    assert_eq!(pieces.len(), 2, "the link is between the two parts");
    use partner_portal::db::schema::{relationship_requests as requests, request_links as links};
    let bodies: Vec<String> =
        app.portal.db.read_now(|c| Ok(requests::table.select(requests::body).load(c)?)).unwrap();
    let hashes: Vec<String> =
        app.portal.db.read_now(|c| Ok(links::table.select(links::token_hash).load(c)?)).unwrap();
    assert!(!bodies.concat().contains(token) && !hashes.contains(&token.to_owned()));
}

async fn does_not_send_a_revoked_request(app: TestApp) {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "a@b.example", "en").await;
    send_draft(&browser, &at).await;
    browser.submit(&at, &format!("{at}/revocation"), &[]).await;
    let left: i64 = app.portal.db.read_now(|c| Ok(outbox::table.count().get_result(c)?)).unwrap();
    assert_eq!(left, 0);
}

/// The second partner's message is delivered second.
async fn many_messages_of_one_partner_do_not_delay_others(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    let cast = app.cast();
    letters(&app, cast.provider.id.0, 20);
    let other = "the only one of its partner";
    letters(&app, cast.direct.id.0, 1);
    let own = outbox::table.filter(outbox::partner_id.eq(cast.direct.id.0));
    let change = diesel::update(own).set(outbox::subject.eq(other));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    app.portal.mailer().deliver_due().unwrap();
    let subjects: Vec<String> = smtp.mails().iter().map(|mail| mail.header("Subject")).collect();
    assert_eq!((subjects.len(), subjects.iter().position(|subject| subject == other)), (21, Some(1)));
}

async fn a_worker_without_its_lease_does_not_record_a_result(app: TestApp) {
    use partner_portal::domain::PartnerId;
    use partner_portal::mail::delivery::{ClaimedMail, delivered, record_refusal, take_due};
    let cast = app.cast();
    letters(&app, cast.provider.id.0, 1);
    let take = || match app.portal.db.write_now(|c| take_due(c, PartnerId(0))).unwrap() {
        ClaimedMail::Claimed(letter, _) => letter,
        other => panic!("{other:?}"),
    };
    let slow = take();
    let due = diesel::update(outbox::table).set(outbox::not_before.eq(partner_portal::clock::now()));
    app.portal.db.write_now(|c| Ok(due.execute(c)?)).unwrap();
    let quick = take();
    let state = || {
        let columns = (outbox::sent_at.is_not_null(), outbox::held, outbox::last_error);
        app.portal
            .db
            .read_now(|c| Ok(outbox::table.select(columns).first::<(bool, bool, Option<String>)>(c)?))
            .unwrap()
    };
    app.portal.db.write_now(|c| record_refusal(c, &slow, "550 too late", true)).unwrap();
    assert_eq!(state(), (false, false, None), "another worker has it");
    app.portal.db.write_now(|c| delivered(c, &quick.id)).unwrap();
    app.portal.db.write_now(|c| record_refusal(c, &slow, "550 too late", true)).unwrap();
    app.portal.db.write_now(|c| record_refusal(c, &quick, "550 too late", true)).unwrap();
    assert_eq!(state(), (true, false, None));
}

/// A3: a subject, body or name with placeholder text arrives unchanged; the link is where staff put it.
async fn placeholder_text_in_input_is_mailed_literally(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    use partner_portal::db::schema::users;
    let row = users::table.filter(users::email_key.eq("aa@1000.example"));
    let change = diesel::update(row).set(users::name.eq("Ann {link} {valid_until} {$name}"));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "a@b.example", "en").await;
    let page = browser.get(&at).await;
    let link = page.attributes("textarea[name=body]", "data-link").concat();
    let body = page.all("textarea[name=body]").concat();
    assert_eq!(body.matches(&link).count(), 1, "the name does not receive the link: {body}");
    let body = format!("{{name}} {{$name}}\n\n{body}");
    let version = page.value("input[name=version]");
    let fields = [
        ("recipient", "a@b.example"),
        ("subject", "S {link} {valid_until}"),
        ("body", body.as_str()),
        ("version", version.as_str()),
    ];
    browser.submit(&at, &format!("{at}/delivery"), &fields).await;
    smtp.arrived(1).await;
    let mail = smtp.mails().swap_remove(0);
    assert_eq!(mail.header("Subject"), "S {link} {valid_until}");
    let text = mail.part("text/plain");
    assert!(text.starts_with("{name} {$name}") && text.matches(&link).count() == 1, "{text}");
    browser.submit(&at, &format!("{at}/reminder"), &[]).await;
    smtp.arrived(2).await;
    let text = smtp.mails().swap_remove(1).part("text/plain");
    assert!(text.contains("Ann {link} {valid_until} {$name}") && text.matches(&link).count() == 1, "{text}");
}

/// A domain is encoded so that every server accepts it, and shown to people decoded.
async fn encodes_international_domains_for_any_server(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let at = drafted(&browser, "jo@münchen.example", "en").await;
    send_draft(&browser, &at).await;
    smtp.arrived(1).await;
    assert_eq!(smtp.mails()[0].recipients.concat(), "RCPT TO:<jo@xn--mnchen-3ya.example>");
    assert!(browser.get(&at).await.text().contains("jo@münchen.example"));
    let at = drafted(&browser, "김@한강.example", "ko").await;
    send_draft(&browser, &at).await;
    until(async || browser.get(&at).await.text().contains("SMTPUTF8")).await;
    let page = browser.get(&at).await.text();
    assert!(
        page.contains("SMTPUTF8") && page.contains("Not delivered"),
        "rejected permanently, with the reason: {page}"
    );
}

mod postgres_only {
    /// B2. SQLite has a single writer, so no other change can come in between.
    #[actix_web::test]
    async fn a_stale_change_leaves_messages_unchanged() {
        if let Some((db, _dropped)) = crate::support::database::postgres() {
            super::run_stale_change(crate::support::TestApp::over(db).await).await;
        }
    }
}

/// Another user changes the request after the handler has read it and before it writes: the handler must detect this
/// before it changes a message.
async fn run_stale_change(app: TestApp) {
    use diesel::connection::SimpleConnection;
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    for act in ["reminder", "link", "revocation"] {
        let at = drafted(&browser, "a@b.example", "en").await;
        send_draft(&browser, &at).await;
        let id = at.rsplit('/').next().unwrap().to_owned();
        let letters = || {
            let own = outbox::table.filter(outbox::request_id.eq(&id)).select((outbox::id, outbox::kind));
            let mut rows: Vec<(String, String)> = app.portal.db.read_now(|c| Ok(own.load(c)?)).unwrap();
            rows.sort();
            rows
        };
        let before = letters();
        assert_eq!(before.len(), 1, "{act}");
        let (locked, is_locked) = std::sync::mpsc::channel();
        let (db, other) = (app.portal.db.clone(), id.clone());
        let meanwhile = std::thread::spawn(move || {
            db.write_now(|c| {
                c.batch_execute(&format!(
                    "UPDATE relationship_requests SET version = version + 1 WHERE id = '{other}'"
                ))?;
                locked.send(()).unwrap();
                wait_for_blocked_connection(c);
                Ok(())
            })
            .unwrap();
        });
        is_locked.recv().unwrap();
        let reply = browser.submit(&at, &format!("{at}/{act}"), &[]).await;
        meanwhile.join().unwrap();
        assert_eq!(reply.status.as_u16(), 303, "{act}");
        assert_eq!(letters(), before, "{act}");
        assert!(browser.get(&at).await.text().contains("Sent"), "{act}");
    }
}

/// Waits until another connection to this database waits for a lock.
fn wait_for_blocked_connection(c: &mut partner_portal::db::DbConnection) {
    let waiting =
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..400 {
        // PostgreSQL caches statistics views within a transaction.
        diesel::sql_query("SELECT pg_stat_clear_snapshot()").execute(c).unwrap();
        if diesel::sql_query(waiting).execute(c).unwrap() > 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("nobody waits");
}

/// The list does not show "Sent" for a message that is waiting or was rejected.
async fn the_list_shows_the_delivery_state(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let status = async || browser.get("/relationship-requests").await.all("tbody .status");
    smtp.say([Say::Line("451 busy")]);
    let at = drafted(&browser, "a@b.example", "en").await;
    send_draft(&browser, &at).await;
    assert_eq!(status().await, ["Waiting for the mail server"]);
    let tried = async |times: i32| {
        let attempts = || {
            let attempts = outbox::table.filter(outbox::last_error.is_not_null()).select(outbox::attempts);
            app.portal.db.read_now(|c| Ok(attempts.load::<i32>(c)?)).unwrap()
        };
        assert!(until(async || attempts() == [times]).await, "tried {:?} times", attempts());
    };
    tried(1).await;
    assert_eq!(status().await, ["Waiting for the mail server"]);
    smtp.say([Say::Line("550 no such mailbox here")]);
    due_now(&app);
    app.portal.mailer().deliver_due().unwrap();
    assert_eq!(status().await, ["Not delivered"]);
    browser.submit(&at, &format!("{at}/retry"), &[]).await;
    smtp.arrived(1).await;
    assert!(until(async || delivered_count(&app) == 1).await);
    assert_eq!(status().await, ["Sent"]);
}
