//! What an operator watches: `/metrics` and the page `/operator`.

use crate::on_both_databases;
use crate::reference::page::{check, code, row};
use crate::support::{Reply, TestApp};
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::config::{MfaRequirement, Settings};
use partner_portal::db::schema::{outbox, users};
use partner_portal::monitoring::job_kind::JobKind;
use serde_json::Value;

on_both_databases! {
    metrics_count_requests_and_list_the_state
    documentation_of_metrics_is_up_to_date
    metrics_are_not_for_everybody
    only_operators_see_the_server
    the_mail_queue_shows_no_recipient_and_can_be_sent
    diagnostics_contain_no_personal_data
    only_the_command_line_changes_an_operator
    an_operator_needs_a_second_factor
    failing_jobs_and_pauses_need_attention
}

const OPERATOR: &str = "ga@1000.example";

fn write(app: &TestApp, sql: &str) {
    use diesel::connection::SimpleConnection;
    app.portal.db.write_now(|c| Ok(c.batch_execute(sql)?)).unwrap();
}

fn make_operator(app: &TestApp) {
    write(app, &format!("UPDATE users SET is_operator = TRUE WHERE email = '{OPERATOR}'"));
}

/// Inserts a message that the mail server has refused twice.
fn queue(app: &TestApp, id: &str, recipient: &str, held: bool) {
    let values = format!(
        "INSERT INTO outbox (id, partner_id, recipient, reply_to, language, subject, text, created_at, not_before, attempts,
            held, kind, link, last_error)
         SELECT '{id}', id, '{recipient}', '', 'en', 'Secret subject', '[]', '2026-11-21 10:00:00', '2036-11-21 10:00:00', 2,
            {held}, 'notice', 'none', '451 {recipient} try again later' FROM partners WHERE mpn_id = '2000'"
    );
    write(app, &values);
}

async fn metrics(app: &TestApp) -> String {
    let reply = app.browser().get("/metrics").await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.text());
    assert!(reply.header("content-type").starts_with("application/openmetrics-text; version=1.0.0"));
    reply.text()
}

fn value(metrics: &str, series: &str) -> f64 {
    let line = metrics.lines().find(|line| line.split(' ').next() == Some(series));
    let line = line.unwrap_or_else(|| panic!("{series} is not in\n{metrics}"));
    line.split(' ').nth(1).unwrap().parse().unwrap()
}

async fn metrics_count_requests_and_list_the_state(app: TestApp) {
    app.cast();
    let app = app.alone().await;
    let browser = app.signed_in(OPERATOR).await;
    for _ in 0..3 {
        browser.get("/customers").await;
    }
    app.browser().get("/no/such/page").await;
    app.browser().send(TestRequest::default().method("BREW".parse().unwrap()).uri("/customers")).await;
    queue(&app, "waiting", "it@customer.example", false);
    queue(&app, "held", "it@customer.example", true);
    let text = metrics(&app).await;
    assert!(text.ends_with("# EOF\n"));
    let prefix = "partner_portal_";
    let of = |series: &str| value(&text, &format!("{prefix}{series}"));
    assert_eq!(of("http_requests_total{method=\"GET\",route=\"/customers\",status=\"200\"}"), 3.0);
    assert_eq!(of("http_requests_total{method=\"GET\",route=\"none\",status=\"404\"}"), 1.0);
    assert_eq!(of("http_requests_total{method=\"other\",route=\"/customers\",status=\"405\"}"), 1.0);
    assert!(of("http_request_duration_seconds_count{route=\"/customers\"}") >= 4.0);
    assert_eq!(of("http_requests_in_flight"), 1.0, "this one");
    assert_eq!(of("outbox_messages{state=\"retrying\"}"), 1.0);
    assert_eq!(of("outbox_messages{state=\"held\"}"), 1.0);
    assert!(of("outbox_oldest_seconds") > 0.0);
    assert_eq!(of("jobs_paused"), 0.0);
    assert_eq!(of("activity_log_verified"), 1.0);
    assert!(of("database_bytes") > 100_000.0);
    assert!(of("database_connections{pool=\"read\",state=\"idle\"}") >= 1.0);
    assert!(!text.contains("customer.example"), "no personal data");
}

/// The list of metrics is that of a portal that has just made a backup and run a job.
async fn documentation_of_metrics_is_up_to_date(app: TestApp) {
    app.cast();
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { portal_secret_file: folder.path().join("secret"), ..Settings::default() };
    let app = TestApp::with(app.portal.db.clone(), settings).await.alone().await;
    app.portal.job_runs.record(JobKind::Mail.as_str(), std::time::Duration::ZERO, Ok(1));
    let backup = "{\"at\":\"2026-11-28T03:30:00\",\"file\":\"a.tar.gz\",\"bytes\":1,\"error\":null}";
    write(&app, &format!("INSERT INTO settings (key, value) VALUES ('last_backup', '{backup}')"));
    app.browser().get("/healthz").await;
    let text = metrics(&app).await;
    let mut table = row(["metric", "type", "labels", "meaning"]) + "|---|---|---|---|\n";
    for help in text.lines().filter_map(|line| line.strip_prefix("# HELP ")) {
        let (name, meaning) = help.split_once(' ').unwrap();
        let kind = text.lines().find_map(|line| line.strip_prefix(&format!("# TYPE {name} "))).unwrap();
        let series = text.lines().find(|line| {
            let rest = line
                .strip_prefix(name)
                .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_'));
            !line.starts_with('#') && rest.is_some_and(|rest| rest.starts_with([' ', '{']))
        });
        let labels =
            series.and_then(|line| Some(line.split_once('{')?.1.split_once('}')?.0)).unwrap_or_default();
        let labels: Vec<String> = labels
            .split("\",")
            .filter_map(|label| label.split_once("=\""))
            .filter(|(label, _)| *label != "le")
            .map(|(label, _)| code(label))
            .collect();
        let name = if kind == "counter" { format!("{name}_total") } else { name.to_owned() };
        table += &row([code(&name).as_str(), kind, &labels.join(", "), meaning.trim_end_matches('.')]);
    }
    check("docs/reference/metrics.md", &table);
}

async fn metrics_are_not_for_everybody(app: TestApp) {
    app.cast();
    for header in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
        let request = TestRequest::get().uri("/metrics").insert_header((header, "203.0.113.7"));
        assert_eq!(app.browser().send(request).await.status.as_u16(), 404, "a proxy passed it on: {header}");
    }
    let settings = Settings {
        portal_metrics_token: Some("0123456789abcdef".to_owned()),
        portal_require_mfa: MfaRequirement::Off,
        ..Settings::default()
    };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let browser = app.browser();
    let with = async |value: &str| {
        browser.send(TestRequest::get().uri("/metrics").insert_header(("authorization", value))).await
    };
    assert_eq!(app.browser().get("/metrics").await.status.as_u16(), 404);
    for wrong in ["Bearer 0123456789abcde", "Bearer ", "0123456789abcdef", "Basic 0123456789abcdef"] {
        assert_eq!(with(wrong).await.status.as_u16(), 404, "{wrong}");
    }
    assert_eq!(with("Bearer 0123456789abcdef").await.status.as_u16(), 200);
}

async fn only_operators_see_the_server(app: TestApp) {
    app.cast();
    let admin = app.signed_in(OPERATOR).await;
    assert_eq!(admin.get("/operator").await.status.as_u16(), 404, "a Global admin is no operator");
    assert!(!admin.get("/customers").await.text().contains("href=\"/operator\""));
    make_operator(&app);
    let page = admin.get("/operator").await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.text());
    assert!(admin.get("/customers").await.text().contains("href=\"/operator\""), "in the account menu");
    let subjects = page.all(".checks b");
    assert!(
        subjects.contains(&"Backup".to_owned()) && subjects.contains(&"Version".to_owned()),
        "{subjects:?}"
    );
    assert!(page.all(".disclosure td").iter().any(|text| text == "Default"));
    write(&app, "UPDATE sessions SET proven_at = '2020-01-01 00:00:00'");
    let stale = admin.get("/operator").await;
    assert_eq!(stale.header("location"), "/step-up?next=%2Foperator", "the password is demanded again");
}

async fn the_mail_queue_shows_no_recipient_and_can_be_sent(app: TestApp) {
    app.cast();
    make_operator(&app);
    queue(&app, "waiting", "it@customer.example", false);
    queue(&app, "held", "boss@customer.example", true);
    let operator = app.signed_in(OPERATOR).await;
    let page = operator.get("/operator").await;
    assert_eq!(page.ids(), ["held", "waiting"]);
    let text = page.text();
    assert!(text.contains("i…@customer.example") && text.contains("451 b…@customer.example try again later"));
    for personal in ["it@customer", "boss@customer", "Secret subject"] {
        assert!(!text.contains(personal), "{personal}");
    }
    let due = |app: &TestApp| -> Vec<String> {
        let due = outbox::table.filter(outbox::not_before.le(partner_portal::clock::now()));
        let due = due.filter(outbox::held.eq(false)).order(outbox::id).select(outbox::id);
        app.portal.db.read_now(|c| Ok(due.load(c)?)).unwrap()
    };
    let sent = operator.submit("/operator", "/operator/mail", &[("message", "all")]).await;
    assert_eq!(sent.header("location"), "/operator");
    assert_eq!(due(&app), ["waiting"], "a held message is released automatically");
    operator.submit("/operator", "/operator/mail", &[("message", "held")]).await;
    assert_eq!(due(&app), ["held", "waiting"]);
    let gone = operator.submit("/operator", "/operator/mail", &[("message", "no-such")]).await;
    assert_eq!(gone.status.as_u16(), 303);
    let log = app.portal.db.read_now(|c| {
        use partner_portal::db::schema::activity_entries as log;
        let entries = log::table.filter(log::action.eq("portal_send_queued_mail")).count();
        Ok(entries.get_result::<i64>(c)?)
    });
    assert_eq!(log.unwrap(), 2);
}

async fn diagnostics_contain_no_personal_data(app: TestApp) {
    app.cast();
    make_operator(&app);
    queue(&app, "waiting", "it@customer.example", false);
    let operator = app.signed_in(OPERATOR).await;
    let file = operator.get("/operator/diagnostics.json").await;
    assert_eq!(file.status.as_u16(), 200, "{}", file.text());
    assert!(
        file.header("content-disposition").starts_with("attachment; filename=\"partner-portal-diagnostics-")
    );
    let text = file.text();
    let content: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(content["mail"]["retrying"], 1);
    assert_eq!(content["program"], env!("CARGO_PKG_VERSION"));
    let people = app
        .portal
        .db
        .read_now(|c| Ok(users::table.select((users::name, users::email)).load::<(String, String)>(c)?));
    for (name, email) in people.unwrap() {
        assert!(!text.contains(&email) && !text.contains(&format!("\"{name}\"")), "{name} {email}");
    }
    assert!(!text.contains("customer.example"));
}

async fn only_the_command_line_changes_an_operator(app: TestApp) {
    app.cast();
    make_operator(&app);
    write(&app, "UPDATE users SET admin_role = 'global-admin' WHERE email = 'um@1000.example'");
    let other = app.signed_in("um@1000.example").await;
    let id: i32 = app
        .portal
        .db
        .read_now(|c| Ok(users::table.filter(users::email.eq(OPERATOR)).select(users::id).first(c)?))
        .unwrap();
    let user = format!("/account-settings/users/{id}");
    let why = "This person operates the server. Only the command line changes this account.";
    assert!(other.get(&user).await.text().contains(why));
    let refused = |reply: Reply| assert_eq!(reply.status.as_u16(), 422, "{}", reply.text());
    for act in ["deactivation", "password-reset", "session-end"] {
        let at = format!("{user}/{act}");
        let reply = other.submit(&at, &at, &[("confirm", "yes")]).await;
        assert!(reply.status.is_client_error() && reply.text().contains(why), "{act}: {}", reply.status);
    }
    let at = format!("{user}/roles");
    let roles = [("name", "Other"), ("admin_role", ""), ("agent_role", ""), ("version", "1")];
    let reply = other.submit(&at, &at, &roles).await;
    if reply.status.is_success() || reply.status.is_redirection() {
        refused(reply);
    }
    let still = users::table.filter(users::id.eq(id)).select((users::active, users::admin_role));
    let still: (bool, Option<String>) = app.portal.db.read_now(|c| Ok(still.first(c)?)).unwrap();
    assert_eq!(still, (true, Some("global-admin".to_owned())));
}

async fn an_operator_needs_a_second_factor(app: TestApp) {
    app.cast();
    write(&app, "UPDATE users SET is_operator = TRUE WHERE email = 'sa@1000.example'");
    let settings = Settings { portal_require_mfa: MfaRequirement::Admins, ..Settings::default() };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let sales = app.signed_in("sa@1000.example").await;
    let reply = sales.get("/operator").await;
    assert!(reply.header("location").starts_with("/profile/second-factor"), "{}", reply.header("location"));
}

async fn failing_jobs_and_pauses_need_attention(app: TestApp) {
    app.cast();
    make_operator(&app);
    let operator = app.signed_in(OPERATOR).await;
    let attention = async |words: &str| {
        let page = operator.get("/operator").await;
        let checks = page.all(".checks li");
        let found = checks.iter().find(|check| check.contains(words));
        let found = found.unwrap_or_else(|| panic!("{words}: {checks:#?}"));
        assert!(found.starts_with("Attention"), "{found}");
    };
    attention("No backup has been made").await;
    app.portal.job_runs.record(JobKind::Mail.as_str(), std::time::Duration::ZERO, Err("no route".to_owned()));
    attention("Mail: no route").await;
    write(&app, "INSERT INTO settings (key, value) VALUES ('paused_since', '2026-11-28T03:30:00Z')");
    attention("paused since 28 Nov 2026").await;
}
