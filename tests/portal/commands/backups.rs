//! `backup`, `restore` and `resume`.

use crate::commands::operator::{Portal, Said, said};
use crate::commands::serving::serve;
use crate::support::database;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs;
use std::io::Read;
use std::path::Path;

const CUSTOMERS: &str = "Microsoft ID,Company name,Primary domain name,Relationship\r\n\
    6cbcb3a1-8c6b-4a5e-9f57-4d5a2c1d0a01,한강무역,hangang.example,Reseller\r\n\
    6cbcb3a1-8c6b-4a5e-9f57-4d5a2c1d0a02,大華貿易,dahua.example,Reseller\r\n";

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Rows that a restore has to end or hold.
const SIGNED_IN: &str = "
    INSERT INTO sessions (token_hash, partner_id, user_id, user_epoch, created_at, last_seen_at, expires_at, address,
                          user_agent, factor_pending)
      SELECT 'x', partner_id, id, session_epoch, '2026-11-21 10:00:00', '2026-11-21 10:00:00', '2036-11-21 10:00:00', '', '',
             FALSE FROM users;
    INSERT INTO api_tokens (partner_id, user_id, user_epoch, token_hash, beginning, name, access, created_at, expires_at)
      SELECT partner_id, id, session_epoch, 'y', 'pp_', 'Program', 'read', '2026-11-21 10:00:00', '2036-11-21 10:00:00' FROM users;
    INSERT INTO api_applications (partner_id, user_id, client_id, access, created_at)
      SELECT partner_id, id, 'z', 'read', '2026-11-21 10:00:00' FROM users;
    INSERT INTO api_application_secrets (application_id, secret_hash, beginning, created_at, expires_at)
      SELECT id, 'z', 'pps_', '2026-11-21 10:00:00', '2036-11-21 10:00:00' FROM api_applications;
    INSERT INTO recovery_codes (user_id, code_hash) SELECT id, 'code' FROM users;
    INSERT INTO outbox (id, partner_id, recipient, reply_to, language, subject, text, created_at, not_before, attempts, held,
                        kind, link)
      SELECT 'letter', id, 'it@customer.example', '', 'en', 'Subject', '[]', '2026-11-21 10:00:00', '2026-11-21 10:00:00', 0,
             FALSE, 'notice', 'none' FROM partners";

const ENDED: &str = "SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM recovery_codes)
    + (SELECT count(*) FROM api_tokens)
    + (SELECT count(*) FROM api_application_secrets)
    + (SELECT count(*) FROM outbox WHERE held = FALSE) AS n";

impl Portal {
    fn sqlite(&self) -> SqliteConnection {
        SqliteConnection::establish(self.file("portal.db").to_str().unwrap()).unwrap()
    }

    /// Makes the database one of an older version: without the newest migration.
    pub fn undo_newest_migration(&self) {
        let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
        let newest = fs::read_dir(folders).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
        let mut c = self.sqlite();
        c.batch_execute(&fs::read_to_string(newest.join("down.sql")).unwrap()).unwrap();
        c.batch_execute(
            "DELETE FROM __diesel_schema_migrations
              WHERE version = (SELECT max(version) FROM __diesel_schema_migrations);
             PRAGMA wal_checkpoint(TRUNCATE)",
        )
        .unwrap();
    }

    /// Sets up a portal with two customers and a signed-in user.
    fn in_use() -> Self {
        let portal = Portal::set_up();
        portal.write("customers.csv", CUSTOMERS);
        let imported = portal.run(&["import", "customers", "customers.csv", "--partner", "100"]);
        assert_eq!(imported.code, 0, "{imported:?}");
        portal.sqlite().batch_execute(SIGNED_IN).unwrap();
        portal
    }

    fn export(&self, what: &str) -> String {
        self.run(&["export", what, "--partner", "100", "--lang", "en"]).done()
    }
}

#[test]
fn a_restore_brings_back_all_data_and_ends_what_could_act() {
    let portal = Portal::in_use();
    let (customers, log) = (portal.export("customers"), portal.export("activity"));
    let out = portal.run(&["backup", "kept.tar.gz"]).done();
    assert!(
        out.contains("with 2 customers, 0 subscriptions") && out.contains("The secret is not in it"),
        "{out}"
    );
    let out = portal.run(&["backup", "verify", "kept.tar.gz"]).done();
    assert!(out.starts_with("kept.tar.gz is whole: the database of 2"), "{out}");

    portal
        .run(&["partner", "add", "--name", "Later", "--type", "direct", "--country", "KR", "--mpn-id", "7"])
        .done();
    portal.run(&["user", "reset-password", "admin@contoso.example"]).done();
    let heads = portal.run(&["activity", "head"]).done();
    portal.write("heads", &heads);

    portal.run(&["restore", "kept.tar.gz"]).fails_after_output("add --yes");
    assert_eq!(portal.run(&["activity", "head"]).done(), heads, "nothing changed without a confirmation");
    let out = portal.run(&["restore", "kept.tar.gz", "--yes", "--head", "heads"]).done();
    for part in [
        "partners: 2 now, 1 in the backup",
        "activity log of 100: entries ",
        "activity log of 7: entries 1 to ",
        "sign-ins ended: 1",
        "API tokens ended: 1",
        "secrets of applications ended: 1",
        "recovery codes ended: 1",
        "unsent messages held: 1",
        "run: partner-portal resume",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert_eq!(portal.export("customers"), customers);
    let after = portal.export("activity");
    let mut lines = after.split_inclusive("\r\n");
    let (head, newest) = (lines.next().unwrap(), lines.next().unwrap());
    assert!(newest.contains("Restored a backup"), "{newest}");
    assert_eq!(lines.fold(head.to_owned(), |text, line| text + line), log);
    assert!(portal.run(&["activity", "verify"]).done().contains("verified up to entry"));
    let ended: Number = diesel::sql_query(ENDED).get_result(&mut portal.sqlite()).unwrap();
    assert_eq!(ended.n, 0);
    let former = fs::read_dir(portal.folder.path()).unwrap().flatten().map(|entry| entry.file_name());
    assert!(former.into_iter().any(|name| name.to_string_lossy().starts_with("portal.db.before-restore-")));

    let out = portal.run(&["resume", "--send-mail"]).done();
    assert_eq!(out, "Jobs and mail run again\nMessages to be sent now: 1\n");
    assert_eq!(portal.run(&["resume"]).done(), "Jobs and mail were not paused\n");
}

#[test]
fn a_restore_that_was_killed_before_its_end_is_finished_by_the_next_start() {
    let portal = Portal::in_use();
    let mark = "INSERT INTO settings (key, value) VALUES ('restored_from', '2026-11-21T10:00:00Z')";
    portal.sqlite().batch_execute(mark).unwrap();
    assert_eq!(portal.run(&["partner", "list"]).code, 0);
    let ended: Number = diesel::sql_query(ENDED).get_result(&mut portal.sqlite()).unwrap();
    assert_eq!(ended.n, 0);
    assert!(portal.run(&["resume"]).done().starts_with("Jobs and mail run again"));
}

/// Returns what a compressed file contains; `None` if it is damaged.
fn decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut whole).is_ok().then_some(whole)
}

#[test]
fn a_damaged_archive_is_refused_and_changes_nothing() {
    let portal = Portal::in_use();
    portal.run(&["backup", "kept.tar.gz"]).done();
    let archive = fs::read(portal.file("kept.tar.gz")).unwrap();
    let before = portal.run(&["activity", "head"]).done();
    let mut damaged = vec![
        (Vec::new(), "not a backup"),
        (b"Microsoft ID,Company name\r\n".to_vec(), "not a backup"),
        (archive[..archive.len() / 2].to_vec(), "damaged"),
        (archive[..archive.len() - 4].to_vec(), "damaged"),
    ];
    for part in 1..20 {
        let mut bytes = archive.clone();
        let at = bytes.len() * part / 20;
        bytes[at] ^= 0x55;
        // Where the compressed data says “as before”, another distance may give the same bytes.
        if decoded(&bytes) != decoded(&archive) {
            damaged.push((bytes, ""));
        }
    }
    for (bytes, words) in damaged {
        fs::write(portal.file("bad.tar.gz"), bytes).unwrap();
        portal.run(&["backup", "verify", "bad.tar.gz"]).fails_with(words);
        portal.run(&["restore", "bad.tar.gz", "--yes"]).fails_with(words);
    }
    portal.run(&["restore", "none.tar.gz", "--yes"]).fails_with("none.tar.gz: No such file");
    assert_eq!(portal.run(&["activity", "head"]).done(), before);
    let left = fs::read_dir(portal.folder.path()).unwrap().flatten();
    let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().starts_with('.')).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Writes the archive anew with another manifest.
fn with_manifest(portal: &Portal, from: &str, to: &str, change: impl Fn(&mut Value)) {
    let mut archive = tar::Archive::new(GzDecoder::new(fs::File::open(portal.file(from)).unwrap()));
    let file = fs::File::create(portal.file(to)).unwrap();
    let mut changed = tar::Builder::new(GzEncoder::new(file, Compression::fast()));
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let (mut bytes, name) = (Vec::new(), entry.path().unwrap().to_str().unwrap().to_owned());
        entry.read_to_end(&mut bytes).unwrap();
        if name == "manifest.json" {
            let mut manifest = serde_json::from_slice(&bytes).unwrap();
            change(&mut manifest);
            bytes = serde_json::to_vec(&manifest).unwrap();
        }
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        changed.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    changed.into_inner().unwrap().finish().unwrap();
}

#[test]
fn an_archive_that_does_not_fit_is_refused() {
    let portal = Portal::in_use();
    portal.run(&["backup", "kept.tar.gz"]).done();
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 6] = [
        (|manifest| manifest["format"] = json!(2), "a newer version wrote this backup (format 2)"),
        (
            |manifest| {
                manifest["contents"]["migrations"].as_array_mut().unwrap().push(json!("29991231000000"))
            },
            "it has the migration 29991231000000",
        ),
        (
            |manifest| manifest["contents"]["rows"]["customers"] = json!(3),
            "not the one that the manifest describes",
        ),
        (|manifest| manifest["files"][0]["name"] = json!("../../etc/passwd"), "not a name of a file"),
        (|manifest| manifest["files"] = json!([]), "has more files"),
        (|manifest| manifest["database"] = json!("postgres"), "no database in it"),
    ];
    for (change, words) in changes {
        with_manifest(&portal, "kept.tar.gz", "other.tar.gz", change);
        portal.run(&["restore", "other.tar.gz", "--yes"]).fails_with(words);
    }
    portal.run(&["backup", "kept.tar.gz"]).fails_with("kept.tar.gz exists already");
    fs::write(portal.file("secret"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n").unwrap();
    portal.run(&["restore", "kept.tar.gz", "--yes"]).fails_after_output("is not that of this backup");
}

#[test]
fn backups_are_written_while_the_portal_serves_and_restores_are_not() {
    let portal = Portal::in_use();
    let (served, _) = serve(&portal);
    portal.run(&["backup", "kept.tar.gz"]).done();
    portal.run(&["restore", "kept.tar.gz", "--yes"]).fails_after_output("is in use: stop the portal");
    drop(served);
    assert_eq!(portal.run(&["restore", "kept.tar.gz", "--yes"]).code, 0);
}

#[test]
fn keeps_the_newest_archives_and_other_files() {
    let portal = Portal::set_up();
    for name in
        ["partner-portal-20250101T000000Z.tar.gz", "partner-portal-20250102T000000Z.tar.gz", "notes.tar.gz"]
    {
        fs::create_dir_all(portal.file("backups")).unwrap();
        fs::write(portal.file("backups").join(name), "").unwrap();
    }
    let out = portal.run(&["backup", "--to", "backups", "--keep", "2"]).done();
    assert!(out.contains("Deleted backups/partner-portal-20250101T000000Z.tar.gz"), "{out}");
    let mut names: Vec<String> = fs::read_dir(portal.file("backups"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(names[..2], ["notes.tar.gz", "partner-portal-20250102T000000Z.tar.gz"]);
    for wrong in [
        &["backup"][..],
        &["backup", "--to", "x"],
        &["backup", "--to", "x", "--keep", "0"],
        &["backup", "a", "--to", "x"],
    ] {
        assert_eq!(portal.run(wrong).code, 2, "{wrong:?}");
    }
    Portal::empty().run(&["backup", "a.tar.gz"]).fails_with("there is no database");
}

#[test]
fn no_job_runs_until_the_operator_resumes() {
    let portal = Portal::in_use();
    let mark = "INSERT INTO settings (key, value) VALUES ('restored_from', '2026-11-21T10:00:00Z')";
    portal.sqlite().batch_execute(mark).unwrap();
    let jobs = || {
        let count = diesel::sql_query("SELECT count(*) AS n FROM jobs WHERE ended_at IS NOT NULL");
        count.get_result::<Number>(&mut portal.sqlite()).unwrap().n
    };
    assert_eq!(portal.run(&["migrate"]).code, 0);
    let (served, _) = serve(&portal);
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(jobs(), 0);
    drop(served);
    portal.run(&["resume"]).done();
    let (_served, _) = serve(&portal);
    let began = std::time::Instant::now();
    while jobs() == 0 {
        assert!(began.elapsed().as_secs() < 20, "jobs run again");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn an_embedded_database_is_backed_up_before_it_is_migrated() {
    let portal = Portal::in_use();
    let archives = || {
        let names = fs::read_dir(portal.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with("before-migration-")).collect::<Vec<_>>()
    };
    assert_eq!(portal.run(&["migrate"]).code, 0);
    assert!(archives().is_empty(), "nothing is pending");
    portal.undo_newest_migration();
    let older = portal.run(&["backup", "older.tar.gz"]).done();
    assert!(older.contains("2 customers"), "a backup does not migrate: {older}");
    assert_eq!(portal.run(&["migrate"]).code, 0);
    let [archive] = &archives()[..] else { panic!("{:?}", archives()) };
    for archive in [archive.to_str().unwrap(), "older.tar.gz"] {
        portal.run(&["backup", "verify", archive]).done();
        assert_eq!(portal.run(&["restore", archive, "--yes"]).code, 0);
        assert!(portal.run(&["activity", "verify"]).done().contains("verified up to entry"));
    }
    portal.undo_newest_migration();
    let off = portal.command(&["migrate"]).env("PORTAL_BACKUP_BEFORE_MIGRATION", "off").output().unwrap();
    assert!(off.status.success() && archives().len() == 1);
    let wrong =
        portal.command(&["migrate"]).env("PORTAL_BACKUP_BEFORE_MIGRATION", "sometimes").output().unwrap();
    assert!(!wrong.status.success());
}

#[test]
fn the_secret_is_restored_with_its_passphrase_only() {
    let portal = Portal::in_use();
    let with = |portal: &Portal, args: &[&str], passphrase: &str| portal.run_with(args, passphrase);
    let short = with(&portal, &["backup", "kept.tar.gz", "--with-secret"], "short\n");
    assert!(short.code == 1 && short.err.contains("fewer than 12 characters"), "{short:?}");
    let written = with(&portal, &["backup", "kept.tar.gz", "--with-secret"], "correct horse battery\n");
    assert!(written.code == 0 && !written.out.contains("The secret is not in it"), "{written:?}");
    let secret = fs::read_to_string(portal.file("secret")).unwrap();
    let mut text = Vec::new();
    GzDecoder::new(fs::File::open(portal.file("kept.tar.gz")).unwrap()).read_to_end(&mut text).unwrap();
    assert!(!text.windows(20).any(|part| part == &secret.as_bytes()[..20]), "the secret is encrypted");

    let other = Portal::empty();
    fs::copy(portal.file("kept.tar.gz"), other.file("kept.tar.gz")).unwrap();
    let wrong = with(&other, &["restore", "kept.tar.gz", "--yes"], "another passphrase\n");
    assert!(wrong.code == 1 && wrong.err.contains("does not open the secret"), "{wrong:?}");
    assert!(!other.file("portal.db").exists() && !other.file("secret").exists());
    let restored = with(&other, &["restore", "kept.tar.gz", "--yes"], "correct horse battery\n");
    assert_eq!(restored.code, 0, "{restored:?}");
    assert_eq!(fs::read_to_string(other.file("secret")).unwrap(), secret);
    assert!(other.run(&["activity", "verify"]).done().contains("verified up to entry"));
    assert_eq!(other.export("customers"), portal.export("customers"));
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[test]
fn postgres_is_backed_up_and_restored_as_well() {
    let Some((db, _dropped)) = database::postgres() else { return };
    let url = db.url().to_owned();
    drop(db);
    let portal = Portal::empty();
    let run = |args: &[&str]| said(portal.command(args).env("DATABASE_URL", &url));
    let set_up = [
        "setup",
        "--name",
        "Contoso",
        "--type",
        "direct",
        "--country",
        "KR",
        "--mpn-id",
        "100",
        "--admin-email",
    ];
    run(&[&set_up[..], &["admin@contoso.example", "--admin-name", "Ana"]].concat()).done();
    let mut c = PgConnection::establish(&url).unwrap();
    c.batch_execute(SIGNED_IN).unwrap();
    run(&["backup", "kept.tar.gz"]).done();
    c.batch_execute("UPDATE partners SET name = 'Changed'; CREATE TABLE made_later (n INTEGER)").unwrap();
    let busy = run(&["restore", "kept.tar.gz", "--yes"]);
    busy.fails_after_output("in use by 1 other connections");
    drop(c);
    let out = run(&["restore", "kept.tar.gz", "--yes"]);
    assert!(out.code == 0 && out.out.contains("sign-ins ended: 1"), "{out:?}");
    let mut c = PgConnection::establish(&url).unwrap();
    let name: Name = diesel::sql_query("SELECT name FROM partners").get_result(&mut c).unwrap();
    let ended: Number = diesel::sql_query(ENDED).get_result(&mut c).unwrap();
    assert_eq!((name.name.as_str(), ended.n), ("Contoso", 0));
    assert!(run(&["activity", "verify"]).done().contains("verified up to entry"));
    let other = Portal::set_up();
    fs::copy(portal.file("kept.tar.gz"), other.file("kept.tar.gz")).unwrap();
    fs::copy(portal.file("secret"), other.file("secret")).unwrap();
    other.run(&["restore", "kept.tar.gz", "--yes"]).fails_after_output("needs a DATABASE_URL of postgres");
}

/// A missing program of PostgreSQL is named with the package that has it.
#[test]
fn postgres_without_its_programs_says_what_to_install() {
    let Some((db, _dropped)) = database::postgres() else { return };
    let portal = Portal::empty();
    let said = said(
        portal
            .command(&["backup", "kept.tar.gz"])
            .env("DATABASE_URL", db.url())
            .env("PATH", Path::new("/nowhere")),
    );
    said.fails_with("postgresql-client");
}

impl Said {
    /// Asserts that the command printed what it found and then failed with these words.
    #[track_caller]
    fn fails_after_output(&self, words: &str) {
        assert!(
            self.code == 1 && self.err.lines().count() == 1 && self.err.contains(words),
            "{words}: {self:?}"
        );
    }
}
