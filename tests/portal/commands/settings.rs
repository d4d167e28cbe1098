//! `config`, `status`, `migrate --dry-run`, `user operator` and `mail bounced`.

use crate::commands::operator::{Portal, said};
use crate::reference::page;
use std::process::Command;

#[test]
fn config_check_reports_good_risky_and_wrong_settings() {
    let portal = Portal::set_up();
    let out = portal.run(&["config", "check"]).done();
    for part in [
        "good     settings: DATABASE_URL (environment), PORTAL_SECRET_FILE (environment)",
        "portal.db can be reached and is up to date",
        "risk     backup: none was made yet",
        "risk     mail: SMTP_URL is not set",
        "risk     address: PORTAL_PUBLIC_URL is not set",
        "good     two-step verification: admins must use it",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let with = |variables: &[(&str, &str)]| {
        let mut command: Command = portal.command(&["config", "check"]);
        said(command.envs(variables.iter().copied()))
    };
    let told = with(&[
        ("SMTP_URL", "smtp://127.0.0.1:1"),
        ("MAIL_FROM", "portal@portal.example"),
        ("PORTAL_REQUIRE_MFA", "off"),
        ("PORTAL_REQIRE_MFA", "all"),
        ("PORTAL_PUBLIC_URL", "https://portal.example"),
    ]);
    assert_eq!(
        (
            told.code,
            told.err
                .lines()
                .last()
                .unwrap()
                .ends_with("1 problem has to be solved before the portal can work")
        ),
        (1, true),
        "{told:?}"
    );
    for part in [
        "problem  mail: the mail server does not accept the portal",
        "risk     two-step verification: PORTAL_REQUIRE_MFA is off",
        "risk     settings: the environment has PORTAL_REQIRE_MFA, which is no setting of the portal",
        "risk     address: PORTAL_TRUSTED_PROXIES is empty",
    ] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    with(&[("PORTAL_EXPORTS_PER_HOUR", "many")]).fails_with("PORTAL_EXPORTS_PER_HOUR (environment): ");
    with(&[("PORTAL_METRICS_TOKEN", "short")])
        .fails_with("PORTAL_METRICS_TOKEN has fewer than 16 characters");
    portal.write("partner-portal.toml", "portal_lisen = '127.0.0.1:1'\n");
    with(&[]).fails_with("there is no setting portal_lisen; do you mean portal_listen?");
}

#[test]
fn the_example_of_the_file_is_up_to_date_and_works() {
    let portal = Portal::empty();
    let out = portal.run(&["config", "example"]).done();
    let file = page::path("partner-portal.toml.example");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &out).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        out,
        "run `UPDATE_DOCS=1 cargo test --test portal commands::`"
    );
    // Each setting as it is in the file, without its comment sign, is accepted or says what is missing.
    portal.write("partner-portal.toml", &out);
    portal.run(&["migrate"]).done();
    let defaults: String = out
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| {
            line.contains(" = ")
                && !line.contains("\"\"")
                && !line.contains("_file = ")
                && !line.starts_with('#')
        })
        .filter(|line| !["partners", "roles", "emails_are_verified"].iter().any(|key| line.starts_with(key)))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(defaults.contains("portal_exports_per_hour = 60"), "{defaults}");
    portal.write("partner-portal.toml", &defaults);
    portal.run(&["migrate"]).done();
}

#[cfg(unix)]
#[test]
fn a_secret_is_read_from_the_file_that_its_setting_names() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::empty();
    let url = format!("sqlite://{}\n", portal.file("elsewhere.db").display());
    let file = portal.write("database-url", &url);
    let migrate =
        || said(portal.command(&["migrate"]).env_remove("DATABASE_URL").env("DATABASE_URL_FILE", &file));
    std::fs::set_permissions(portal.file(&file), std::fs::Permissions::from_mode(0o644)).unwrap();
    migrate().fails_with("chmod 600 database-url");
    std::fs::set_permissions(portal.file(&file), std::fs::Permissions::from_mode(0o600)).unwrap();
    migrate().done();
    assert!(portal.file("elsewhere.db").exists());
    let both = portal.command(&["migrate"]).env("DATABASE_URL_FILE", &file).output().unwrap();
    assert!(
        String::from_utf8_lossy(&both.stderr).contains("both DATABASE_URL and DATABASE_URL_FILE are set")
    );
}

#[test]
fn the_server_log_can_be_text() {
    let portal = Portal::set_up();
    let first_line = |format: &str| {
        let told =
            said(portal.command(&["export", "customers", "--partner", "1"]).env("PORTAL_LOG_FORMAT", format));
        assert_eq!(told.code, 1);
        told.err
    };
    assert!(first_line("text").contains("there is no partner"));
    let wrong = said(portal.command(&["migrate"]).env("PORTAL_LOG_FORMAT", "xml"));
    assert!(
        wrong.err.contains("PORTAL_LOG_FORMAT (environment): ") && wrong.err.contains("`json`"),
        "{wrong:?}"
    );
}

#[test]
fn status_says_what_needs_attention() {
    let portal = Portal::set_up();
    let told = portal.run(&["status"]);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.out.contains("attention  Backup: No backup has been made"), "{told:?}");
    assert!(told.err.contains("1 of 5 checks needs attention"), "{told:?}");
    portal.run(&["backup", "one.tar.gz"]).done();
    let out = portal.run(&["status"]).done();
    assert!(out.contains("good       Backup: Last backup: ") && out.contains("one.tar.gz"), "{out}");
    let failed = portal.run(&["backup", "one.tar.gz"]);
    assert_eq!(failed.code, 1);
    let told = portal.run(&["status", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["checks"][0]["needs_attention"], true);
    assert!(json["checks"][0]["more"].as_str().unwrap().contains("exists already"), "{json}");
}

#[test]
fn a_dry_run_of_migrations_changes_nothing() {
    let portal = Portal::empty();
    assert!(portal.run(&["migrate", "--dry-run"]).done().contains("does not exist"));
    assert!(!portal.file("portal.db").exists());
    portal.setup().done();
    assert!(portal.run(&["migrate", "--dry-run"]).done().contains("is up to date"));
    portal.undo_newest_migration();
    let before = std::fs::read(portal.file("portal.db")).unwrap();
    let out = portal.run(&["migrate", "--dry-run"]).done();
    assert!(out.contains("has 1 migrations to run: ") && out.contains("the copy is whole"), "{out}");
    assert_eq!(std::fs::read(portal.file("portal.db")).unwrap(), before);
}

#[test]
fn an_operator_is_made_and_unmade() {
    let portal = Portal::set_up();
    let run =
        |more: &[&str]| portal.run(&[&["user", "operator", "admin@contoso.example"], more].concat()).done();
    assert!(run(&[]).contains("admin@contoso.example operates the server now: /operator"));
    assert!(run(&[]).contains("already"));
    assert!(run(&["--revoke"]).contains("no longer operates the server"));
    assert!(run(&["--revoke"]).contains("did not operate the server"));
    portal
        .run(&["user", "operator", "nobody@contoso.example"])
        .fails_with("no active user has the email address");
    let log = portal.run(&["export", "activity", "--partner", "100", "--lang", "en"]).done();
    assert_eq!(log.matches("Updated a user").count(), 2, "{log}");
}

#[test]
fn a_message_that_came_back_is_marked() {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};
    let portal = Portal::set_up();
    let mut c = SqliteConnection::establish(portal.file("portal.db").to_str().unwrap()).unwrap();
    c.batch_execute(
        "INSERT INTO outbox (id, partner_id, recipient, reply_to, language, subject, text, created_at, not_before, attempts, held,
                             kind, link, sent_at)
         SELECT 'letter-1', id, 'it@customer.example', '', 'en', 'Subject', '', '2026-11-21 10:00:00', '2026-11-21 10:00:00', 1,
                FALSE, 'notice', 'none', '2026-11-21 10:00:01' FROM partners",
    )
    .unwrap();
    let report = |id: &str| {
        format!(
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
             Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; it@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
             Diagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
             Message-ID: <{id}@portal.example>\r\n\r\nText\r\n--b--\r\n"
        )
    };
    let out = portal.run_with(&["mail", "bounced"], &report("letter-1")).done();
    assert_eq!(out, "The message letter-1 was not delivered: 550 no such user\n");
    portal
        .run_with(&["mail", "bounced"], &report("letter-2"))
        .fails_with("the portal has sent no message letter-2");
    portal.run_with(&["mail", "bounced"], "Subject: Hello\r\n\r\nHello").fails_with("no delivery report");
}
