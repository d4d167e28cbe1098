//! The command line: output, errors and exit codes.

mod backups;
pub mod operator;
mod refusals;
mod secret;
mod serving;
mod settings;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use operator::{Portal, Said};

const NASTY: &str = include_str!("../data/nasty.csv");

#[test]
fn setup_prints_a_temporary_password_and_runs_only_once() {
    let portal = Portal::empty();
    let out = portal.setup().done();
    let password = out.lines().next().unwrap().rsplit(' ').next().unwrap();
    assert_eq!(password.len(), 23, "{out}");
    assert!(out.starts_with("Sign in as admin@contoso.example with the temporary password "), "{out}");
    assert_eq!(out.matches(password).count(), 1);
    portal.setup().fails_with("already set up");
}

#[test]
fn makes_a_token_and_prints_it_once() {
    let portal = Portal::set_up();
    let add = |more: &[&str]| portal.run(&[&["token", "add"], more].concat());
    let named = ["admin@contoso.example", "--name", "Billing"];
    let token = add(&named).done();
    assert!(token.starts_with("pp_") && token.trim_end().len() == 46, "{token}");
    assert_eq!(token.lines().count(), 1);
    add(&named).fails_with("already");
    let other = ["admin@contoso.example", "--name", "Other"];
    add(&[&other[..], &["--scope", "write", "--days", "365"]].concat()).done();
    let third = ["admin@contoso.example", "--name", "Third"];
    add(&[&third[..], &["--days", "366"]].concat()).fails_with("from 1 to 365");
    add(&[&third[..], &["--scope", "all"]].concat()).fails_with("read, write");
    add(&["admin@contoso.example", "--name", " "]).fails_with("1 to 100 characters");
    add(&["nobody@contoso.example", "--name", "Billing"]).fails_with("no active user");
    let log = portal.run(&["export", "activity", "--partner", "100", "--lang", "en"]).done();
    assert_eq!(log.matches("Made an API token").count(), 2, "{log}");
    assert!(!log.contains(token.trim_end()));
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let portal = Portal::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = portal.run(&["completions", shell]).done();
        assert!(script.contains("restore") && script.contains("healthcheck"), "{shell}");
    }
    assert_eq!(portal.run(&["completions", "cobol"]).code, 2);
    assert!(portal.run(&["man"]).done().contains(".TH partner-portal"));
    std::fs::create_dir(portal.file("man")).unwrap();
    portal.run(&["man", "man"]).done();
    for page in ["partner-portal.1", "partner-portal-backup.1", "partner-portal-backup-verify.1"] {
        assert!(portal.file("man").join(page).exists(), "{page}");
    }
    portal.run(&["man", "nowhere"]).fails_with("nowhere: ");
    assert!(!portal.file("portal.db").exists(), "none of them opens a database");
}

#[test]
fn setup_leaves_nothing_behind_when_it_fails() {
    let portal = Portal::empty();
    let wrong = ["setup", "--name", "Contoso", "--type", "direct", "--country", "KR", "--mpn-id", "100"];
    portal
        .run(&[&wrong[..], &["--admin-email", "nobody", "--admin-name", "Ana"]].concat())
        .fails_with("nobody");
    assert_eq!(portal.run(&["partner", "list"]).done(), "");
    portal.setup().done();
}

#[test]
fn adds_lists_and_links_partners() {
    let portal = Portal::set_up();
    let add = |mpn_id, name, kind| {
        portal.run(&["partner", "add", "--name", name, "--type", kind, "--country", "tw", "--mpn-id", mpn_id])
    };
    assert_eq!(
        add("200", "大華", "indirect-reseller").done(),
        "Added 大華 (indirect-reseller), MPN ID 200\n"
    );
    add("200", "Again", "direct").fails_with("MPN ID 200 already exists");
    add("x", "Wrong", "direct").fails_with("not an MPN ID");
    let list = portal.run(&["partner", "list"]).done();
    assert_eq!(list.lines().count(), 2);
    assert!(list.contains("TW  大華"), "{list}");
    let link =
        |provider, reseller| portal.run(&["partner", "link", "--provider", provider, "--reseller", reseller]);
    assert_eq!(link("100", "200").done(), "大華 is now an indirect reseller of Contoso\n");
    link("200", "100").fails_with("not an indirect provider");
    link("100", "300").fails_with("`partner-portal partner list` shows them");
}

#[test]
fn adds_users_with_a_given_or_temporary_password() {
    let portal = Portal::set_up();
    let add = ["user", "add", "--partner", "100", "--name", "Bo", "--roles", "sales-agent", "--email"];
    let with = |email, input| portal.run_with(&[&add[..], &[email, "--password-stdin"]].concat(), input);
    assert_eq!(
        with("bo@contoso.example", "a long enough pass phrase\n").done(),
        "Added bo@contoso.example\n"
    );
    with("BO@contoso.example", "a long enough pass phrase\n").fails_with("already");
    with("cy@contoso.example", "short\n").fails_with("fewer than 15 characters");
    let temporary = portal.run(&[&add[..], &["dee@contoso.example"]].concat()).done();
    assert!(temporary.contains("temporary password"), "{temporary}");
    let reset = portal.run(&["user", "reset-password", "bo@contoso.example"]).done();
    assert!(reset.starts_with("bo@contoso.example signs in with the temporary password "), "{reset}");
    portal.run(&["user", "reset-password", "nobody@contoso.example"]).fails_with("no active user");
}

#[test]
fn unlinking_an_issuer_account_ends_its_sessions() {
    let portal = Portal::set_up();
    let unlink = |email: &str| portal.run(&["user", "unlink", email]);
    assert_eq!(
        unlink("admin@contoso.example").done(),
        "No account of an issuer was linked to admin@contoso.example\n"
    );
    let file = portal.file("portal.db");
    let mut database = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let day = "'2026-11-21 10:00:00'";
    let linked = format!(
        "INSERT INTO user_identities (issuer, subject, user_id, linked_at)
           SELECT 'https://id.example', 'kim', id, {day} FROM users;
         INSERT INTO sessions (token_hash, partner_id, user_id, user_epoch, created_at, last_seen_at, expires_at,
                               address, user_agent, factor_pending)
           SELECT 'x', partner_id, id, session_epoch, {day}, {day}, {day}, '', '', FALSE FROM users"
    );
    database.batch_execute(&linked).unwrap();
    assert_eq!(
        unlink("Admin@Contoso.example").done(),
        "No longer linked to admin@contoso.example: https://id.example\n"
    );
    let gone = "CREATE TABLE none_left (n INTEGER CHECK (n = 0));
                INSERT INTO none_left SELECT count(*) FROM user_identities;
                INSERT INTO none_left SELECT count(*) FROM sessions; DROP TABLE none_left";
    database.batch_execute(gone).unwrap();
    unlink("nobody@contoso.example").fails_with("no active user");
    let log = portal.run(&["export", "activity", "--partner", "100", "--detailed", "--lang", "en"]).done();
    assert_eq!(log.matches("https://id.example").count(), 1, "{log}");
    assert!(portal.run(&["activity", "verify"]).done().contains("verified up to entry"));
}

#[test]
fn export_and_import_round_trip_to_the_same_bytes() {
    let (first, second) = (Portal::set_up(), Portal::set_up());
    let import = |portal: &Portal, what: &str, file: &str| {
        let said = portal.run(&["import", what, file, "--partner", "100"]);
        assert_eq!(said.code, 0, "{said:?}");
        said.out
    };
    let export = |portal: &Portal, what: &str, lang: &str| {
        portal.run(&["export", what, "--partner", "100", "--lang", lang]).done()
    };
    import(&first, "customers", &first.write("nasty.csv", NASTY));
    let ids: Vec<&str> = NASTY.lines().skip(1).filter_map(|line| line.split(',').next()).take(20).collect();
    let rows: String = (1..).zip(&ids).map(|(n, id)| subscription(n, id)).collect();
    import(&first, "subscriptions", &first.write("sold.csv", &format!("{SUBSCRIPTIONS}{rows}")));
    for what in ["customers", "subscriptions"] {
        for lang in ["ko", "zh-TW", "en"] {
            let file = export(&first, what, lang);
            assert!(file.lines().count() > 20 && file.starts_with('\u{FEFF}'), "{what}");
            import(&second, what, &second.write("taken.csv", &file));
            assert_eq!(export(&second, what, lang), file, "{what} in {lang}");
        }
    }
    let found = first.run(&["export", "customers", "--partner", "100", "--search", "onyx perth"]).done();
    assert_eq!(found.lines().count(), 2, "{found}");
    let list = first.run(&["export", "subscriptions", "--all", "--partner", "100", "--lang", "en"]).done();
    assert_eq!(list.lines().next().unwrap().matches(',').count(), 10, "{list}");
    assert_eq!(list.matches(",Active,").count(), ids.len(), "{list}");
    let workbook = ["export", "subscriptions", "--all", "--partner", "100", "--format", "xlsx"];
    assert!(first.command(&workbook).output().unwrap().stdout.starts_with(b"PK"));
}

const SUBSCRIPTIONS: &str = "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller\r\n";

fn subscription(number: u32, customer: &str) -> String {
    format!(
        "{customer},00000000-0000-4000-8000-{number:012},\"'=Plan \"\"{number}\"\", 기업\",{number},Active,\r\n"
    )
}

#[test]
fn exports_and_verifies_the_log_and_detects_tampering() {
    let portal = Portal::set_up();
    portal.run(&["import", "customers", &portal.write("nasty.csv", NASTY), "--partner", "100"]);
    let verify = |more: &[&str]| portal.run(&[&["activity", "verify"], more].concat());
    let whole = verify(&[]).done();
    assert!(whole.starts_with("100 Contoso: verified up to entry "), "{whole}");
    let old = portal.run(&["export", "activity", "--partner", "100", "--detailed", "--lang", "ko"]).done();
    assert!(old.lines().count() > 2 && old.starts_with('\u{FEFF}'), "{old}");
    let old = portal.write("old.csv", &old);
    assert!(verify(&["--against", &old]).done().contains("are unchanged"));
    let plain = portal.run(&["export", "activity", "--partner", "100"]).done();
    assert!(
        plain.contains("\nDate-Time")
            || plain.contains("Date-Time,Affected customer,Action,Partner user\r\n")
    );
    verify(&["--against", &portal.write("plain.csv", &plain)]).fails_with("not a detailed export");
    verify(&["--against", "nowhere.csv"]).fails_with("nowhere.csv");
    portal.run(&["export", "activity", "--partner", "100", "--from", "2026-02-30"]).fails_with("2026-02-30");
    let file = portal.file("portal.db");
    let erased = "UPDATE activity_values SET details = NULL, details_salt = NULL WHERE seq = 3";
    let mut database = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    database.batch_execute(erased).unwrap();
    let said = verify(&["--against", &old]).done();
    assert!(
        said.contains("; 1 entry had personal data erased\n") && said.contains("are unchanged"),
        "{said}"
    );
    let tampered = "DROP TRIGGER activity_values_are_only_erased; UPDATE activity_values SET actor_name = 'nobody' WHERE seq = 2";
    database.batch_execute(tampered).unwrap();
    verify(&[]).fails_with("entry 2 was changed, removed or added");
    verify(&["--partner", "100"]).fails_with("verified up to entry 1");
}

#[test]
fn saved_heads_detect_a_restored_older_log() {
    let portal = Portal::set_up();
    let customers = portal.write("nasty.csv", NASTY);
    let copy = |from: &str, to: &str| {
        for rest in ["", "-wal", "-shm"] {
            let (from, to) = (portal.file(&format!("{from}{rest}")), portal.file(&format!("{to}{rest}")));
            std::fs::remove_file(&to).ok();
            if from.exists() {
                std::fs::copy(from, to).unwrap();
            }
        }
    };
    copy("portal.db", "earlier.db");
    let earlier = portal.run(&["activity", "head"]).done();
    portal.run(&["import", "customers", &customers, "--partner", "100"]);
    let head = portal.run(&["activity", "head", "--partner", "100"]).done();
    let words: Vec<&str> = head.trim_end().split(' ').collect();
    assert!(head.lines().count() == 1 && words.len() == 3, "{head}");
    assert!(words[0] == "100" && words[1].parse::<i64>().unwrap() > 2 && words[2].len() == 66, "{head}");
    let told = format!(
        "{{\"timestamp\":\"2026-11-28T12:00:00Z\",\"fields\":{{\"message\":\"activity head: {}\"}}}}",
        head.trim_end()
    );
    let files = [
        portal.write("head", &head),
        portal
            .write("heads", &format!("\u{FEFF}# of two days\r\n\r\n{}{head}", earlier.replace('\n', "\r\n"))),
        portal.write("told", &told),
    ];
    let verify =
        |file: &str, more: &[&str]| portal.run(&[&["activity", "verify", "--head", file], more].concat());
    portal.run(&[
        "partner",
        "add",
        "--name",
        "Later",
        "--type",
        "direct",
        "--country",
        "KR",
        "--mpn-id",
        "200",
    ]);
    for file in &files {
        let said = verify(file, &[]).done();
        assert!(
            said.contains(&format!("100 Contoso: continues from entry {} of {file}", words[1])),
            "{said}"
        );
        assert!(said.contains("200 Later: ") && said.contains("has no head of this log"), "{said}");
        assert_eq!(verify(file, &["--partner", "100"]).code, 0);
        assert_eq!(verify(file, &["--partner", "200"]).code, 1);
    }
    let changed = head.replace(words[2], &"01".repeat(33));
    for (text, words) in [
        ("", "has no heads"),
        ("# nothing\n", "has no heads"),
        ("100 2", "line 1: “100 2” is not a head"),
        ("100 0 01", "is not a head"),
        (&format!("{head}{} x", head.trim_end()), "line 2"),
    ] {
        verify(&portal.write("wrong", text), &[]).fails_with(words);
    }
    verify("nowhere", &[]).fails_with("nowhere");
    let fails = |said: operator::Said, words: &str| {
        assert!(said.code == 1 && said.err.contains(words), "{words}: {said:?}");
    };
    fails(verify(&portal.write("changed", &changed), &[]), "differs from changed or was removed");
    fails(verify(&portal.write("gone", &head.replace("100 ", "999 ")), &[]), "no longer exists");
    copy("earlier.db", "portal.db");
    assert!(portal.run(&["activity", "verify"]).done().contains("verified up to entry"));
    for file in &files {
        fails(
            verify(file, &[]),
            &format!("100 Contoso: entry {} differs from {file} or was removed", words[1]),
        );
    }
    assert_eq!(verify(&portal.write("earlier", &earlier), &[]).code, 0);
    let wiped = "DROP TRIGGER activity_log_is_not_deleted; DELETE FROM activity_names; DELETE FROM activity_log; \
                 DROP TRIGGER activity_values_are_not_deleted; DELETE FROM activity_values; \
                 UPDATE partners SET log_seq = 0, log_mac = x''";
    let mut database = SqliteConnection::establish(portal.file("portal.db").to_str().unwrap()).unwrap();
    database.batch_execute(wiped).unwrap();
    portal.run(&["activity", "verify"]).fails_with("entry 1 was changed, removed or added");
    portal.run(&["activity", "head"]).fails_with("100 Contoso: the log has no last entry");
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    let portal = Portal::set_up();
    let file = portal.write("nasty.csv", NASTY);
    let said = portal.run(&["import", "customers", &file, "--partner", "100", "--dry-run"]);
    assert!(said.code == 0 && said.out.ends_with("nothing was written\n"), "{said:?}");
    assert_eq!(portal.run(&["export", "customers", "--partner", "100"]).done().lines().count(), 1);
    let piped = portal.run_with(&["import", "customers", "-", "--partner", "100"], NASTY);
    assert!(piped.code == 0 && piped.out.contains(" added, 0 changed"), "{piped:?}");
}

#[test]
fn exports_and_erases_personal_data() {
    let portal = Portal::set_up();
    let add = ["user", "add", "--partner", "100", "--email", "bo@contoso.example", "--name", "Bo Lee"];
    portal.run(&add).done();
    let written = portal.run(&["person", "export", "BO@contoso.example"]).done();
    let written: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(written["person"], "bo@contoso.example");
    assert_eq!(written["data"]["people"][0]["name"], "Bo Lee");
    let erase = |more: &[&str]| portal.run(&[&["person", "erase", "bo@contoso.example"], more].concat());
    let said = erase(&["--dry-run"]).done();
    assert!(said.contains("100 Contoso: would be erased: log entries 1, people 1\n"), "{said}");
    let asked = erase(&[]);
    assert_eq!(asked.code, 1);
    assert!(asked.err.contains("add --yes"), "{asked:?}");
    let said = erase(&["--yes"]).done();
    assert!(said.contains("100 Contoso: erased: log entries 1, people 1\n"), "{said}");
    let said = erase(&["--yes"]).done();
    assert!(said.starts_with("Nothing to erase of bo@contoso.example\n"), "{said}");
    let whole = portal.run(&["activity", "verify"]).done();
    assert!(whole.contains("; 1 entry had personal data erased"), "{whole}");
    portal.run(&add).done(); // the email address can be used again

    portal.run(&["person", "erase", "nobody"]).fails_with("“nobody” is not an email address");
    portal
        .run(&["person", "erase", "admin@contoso.example", "--yes"])
        .fails_with("last Global admin of partner 100");
    portal.run(&["customer", "export", "7"]).fails_with("“7” is not a Microsoft ID");
}

#[test]
fn erases_a_customer_without_active_relationships() {
    let portal = Portal::set_up();
    let file = portal.write("customers.csv", &format!("Microsoft ID,Company name,Primary domain name,Relationship\n{ID},Rowan Foods,rowan.example,Reseller\n"));
    portal.run(&["import", "customers", &file, "--partner", "100"]);
    let written = portal.run(&["customer", "export", ID]).done();
    assert!(written.contains("Rowan Foods"), "{written}");
    portal.run(&["customer", "erase", ID, "--yes"]).fails_with("still a customer of partner 100");
    let nobody = "57aa2dba-d9e2-4c8d-a09f-001680289e32";
    let said = portal.run(&["customer", "erase", nobody, "--yes"]).done();
    assert_eq!(said, format!("Nothing to erase of {nobody}\n"));
}

#[test]
fn retention_command_erases_expired_data() {
    let portal = Portal::set_up();
    let run = |setting: &str, value: &str, more: &[&str]| {
        let mut command = portal.command(&[&["retention"], more].concat());
        Said::of(command.env(setting, value).output().unwrap())
    };
    portal.run(&["retention"]).fails_with("no retention period is set");
    for wrong in ["0", "-3", "soon", "", "1e3", "99999999999999999999"] {
        run("PORTAL_RETENTION_LOG_DAYS", wrong, &[]).fails_with("PORTAL_RETENTION_LOG_DAYS is “");
    }
    let fresh = run("PORTAL_RETENTION_LOG_DAYS", "30", &[]).done();
    assert_eq!(fresh, "Nothing is older than its retention period\n");
    let mut database = SqliteConnection::establish(portal.file("portal.db").to_str().unwrap()).unwrap();
    portal
        .run(&["user", "add", "--partner", "100", "--email", "bo@contoso.example", "--name", "Bo Lee"])
        .done();
    let old = "UPDATE users SET active = FALSE, deactivated_at = '2020-01-01 00:00:00' WHERE name = 'Bo Lee'";
    database.batch_execute(old).unwrap();
    let would = run("PORTAL_RETENTION_PEOPLE_DAYS", "30", &["--dry-run"]).done();
    assert_eq!(would, "100 Contoso: would be erased: log entries 1, people 1\n");
    let done = run("PORTAL_RETENTION_PEOPLE_DAYS", "30", &[]).done();
    assert_eq!(done, "100 Contoso: erased: log entries 1, people 1\n");
    assert!(portal.run(&["activity", "verify"]).done().contains("; 1 entry had personal data erased"));
}

const ID: &str = "47aa2dba-d9e2-4c8d-a09f-001680289e32";
