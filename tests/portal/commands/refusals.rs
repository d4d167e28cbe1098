//! Errors of the program: one clear line, and the exit code for scripts.

use crate::commands::operator::{Portal, said};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use std::net::TcpListener;

#[test]
fn reports_an_unusable_database_on_one_line() {
    let portal = Portal::empty();
    let at = |url: &str| said(portal.command(&["migrate"]).env("DATABASE_URL", url));
    at(&format!("sqlite://{}", portal.folder.path().display())).fails_with("cannot be opened");
    at("postgres://me:hidden@127.0.0.1:1/x").fails_with("@127.0.0.1:1/x cannot be opened");
    assert!(!at("postgres://me:hidden@127.0.0.1:1/x").err.contains("hidden"), "the password is not printed");
    at("mysql://x").fails_with("it has to begin with sqlite:// or postgres://");
    portal.write("notes.txt", &"these are notes, and no database. ".repeat(100));
    at("sqlite://notes.txt").fails_with("not a database");
}

/// A20: whatever is wrong with a database URL, no message contains its password.
#[test]
fn never_prints_the_database_password() {
    let portal = Portal::empty();
    for url in [
        "postgress://me:hidden@127.0.0.1:1/x",
        "me:hidden@127.0.0.1:1/x",
        "postgres://me:hidden@127.0.0.1:port/x",
        "postgres://me:hid/hidden@127.0.0.1:1/x",
        "postgres://me:hid@hidden@127.0.0.1:1/x",
        "postgres://127.0.0.1:1/x?user=me&password=hidden",
        "postgres://127.0.0.1:1/x?password=hidden&hidden=1",
        "postgres://me:%zzhidden@127.0.0.1:1/x",
    ] {
        let told = said(portal.command(&["migrate"]).env("DATABASE_URL", url));
        assert!(told.code == 1 && !told.err.contains("hidden"), "{url}: {told:?}");
    }
}

/// A18: only the owner can read the database files and their folder; a folder that others can read causes a warning.
#[cfg(unix)]
#[test]
fn database_files_are_private_to_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::empty();
    let mode = |name: &str| std::fs::metadata(portal.file(name)).unwrap().permissions().mode() & 0o777;
    let migrate = || said(portal.command(&["migrate"]).env("DATABASE_URL", "sqlite://deep/data/portal.db"));
    assert_eq!(migrate().code, 0);
    assert_eq!((mode("deep"), mode("deep/data"), mode("deep/data/portal.db")), (0o700, 0o700, 0o600));
    let mut open =
        SqliteConnection::establish(&portal.file("deep/data/portal.db").to_string_lossy()).unwrap();
    open.batch_execute("PRAGMA journal_mode = WAL; CREATE TABLE beside (x)").unwrap();
    assert_eq!((mode("deep/data/portal.db-wal"), mode("deep/data/portal.db-shm")), (0o600, 0o600));
    std::fs::set_permissions(portal.file("deep/data/portal.db"), std::fs::Permissions::from_mode(0o644))
        .unwrap();
    let told = migrate();
    assert!(told.code == 0 && told.err.contains("chmod 600"), "{told:?}");
}

#[test]
fn refuses_the_database_of_a_newer_version() {
    let portal = Portal::set_up();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')";
    let mut database = SqliteConnection::establish(&portal.file("portal.db").to_string_lossy()).unwrap();
    database.batch_execute(newer).unwrap();
    portal.run(&["migrate"]).fails_with("20990101000000 of a newer version");
    portal.run(&["serve", "--listen", "127.0.0.1:0"]).fails_with("newer version");
}

#[cfg(unix)]
#[test]
fn refuses_a_secret_file_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::set_up();
    let secret = portal.file("secret");
    assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).unwrap();
    portal.run(&["partner", "list"]).fails_with("chmod 600");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
    portal.write("secret", "not ours");
    portal.run(&["partner", "list"]).fails_with("restore it from a backup");
}

#[test]
fn refuses_an_unusable_listen_address() {
    let portal = Portal::set_up();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    portal.run(&["serve", "--listen", &address]).fails_with(&format!("cannot listen on {address}"));
    portal.run(&["demo", "--listen", &address]).fails_with(&format!("cannot listen on {address}"));
    portal.run(&["serve", "--listen", "0.0.0.0:1"]).fails_with("PORTAL_PUBLIC_URL");
    said(portal.command(&["serve"]).env("PORTAL_TRUSTED_PROXIES", "127.0.0.1,lb.internal"))
        .fails_with("“lb.internal”");
    portal.run(&["demo", "--listen", "0.0.0.0:1"]).fails_with("loopback addresses only");
}

#[test]
fn wrong_usage_exits_with_code_2() {
    let portal = Portal::empty();
    for args in [&["fly"][..], &["setup"], &["setup", "--type", "gang"], &["serve", "--listen", "here"], &[]]
    {
        let said = portal.run(args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {said:?}");
        assert!(said.err.contains("Usage:") || said.err.contains("--help"), "{args:?}: {said:?}");
    }
    assert!(portal.run(&["--help"]).done().contains("PORTAL_SECRET_FILE"));
    assert!(!portal.file("portal.db").exists(), "an invalid command changes nothing");
}

/// A path for rejected rows that cannot be written is an error before anything is imported.
#[test]
fn an_unwritable_rejects_path_stops_an_import_early() {
    let portal = Portal::set_up();
    let file = "Microsoft ID,Company name,Primary domain name,Relationship\r\n\
        a0000000-0000-4000-8000-000000000001,Good,good.example,Reseller\r\nx,\u{1b}[31mBad,bad.example,Reseller\r\n";
    portal.write("customers.csv", file);
    let import = |rejects: &str| {
        portal.run(&["import", "customers", "customers.csv", "--partner", "100", "--rejects", rejects])
    };
    std::fs::create_dir(portal.file("folder")).unwrap();
    for path in ["missing/rejects.csv", "folder", "customers.csv/rejects.csv"] {
        import(path).fails_with("it cannot be written");
    }
    import("./customers.csv").fails_with("is the file that is to be imported");
    let keep = |kind: &str, column: &str| {
        portal.run(&["import", kind, "customers.csv", "--partner", "100", "--keep", column])
    };
    keep("customers", "Quantity")
        .fails_with("it can be one of: Company name, Primary domain name, Relationship");
    keep("tags", "Tags").fails_with("--keep: Tags cannot be kept; this import keeps no column");
    assert_eq!(std::fs::read_to_string(portal.file("customers.csv")).unwrap(), file);
    let list = portal.run(&["export", "customers", "--partner", "100"]).done();
    assert_eq!(list.lines().count(), 1, "nothing was written: {list}");

    portal.write("torn.csv", "Microsoft ID,Name\u{1b}[2J\r\n");
    let torn = ["import", "customers", "torn.csv", "--partner", "100", "--rejects", "torn-rejects.csv"];
    portal.run(&torn).fails_with("torn.csv: line 1, column 2 (“Name<U+001B>[2J”): this column is unknown");
    assert!(!portal.file("torn-rejects.csv").exists(), "the folder was created needlessly");

    let said = import("rejects.csv");
    assert!(said.err.contains("customers.csv: line 3: Microsoft ID: “x” is not a valid ID"), "{said:?}");
    assert!(!said.err.contains('\u{1b}') && !said.out.contains('\u{1b}'));
    assert!(std::fs::read_to_string(portal.file("rejects.csv")).unwrap().contains("x,\u{1b}[31mBad"));
}
