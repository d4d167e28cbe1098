//! What the program refuses: one clear line, and the exit code that scripts go by.

use crate::operator::{Portal, said};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use std::net::TcpListener;

#[test]
fn a_database_that_cannot_be_used_is_one_clear_line() {
    let portal = Portal::empty();
    let at = |url: &str| said(portal.command(&["migrate"]).env("DATABASE_URL", url));
    at(&format!("sqlite://{}", portal.folder.path().display())).fails_with("cannot be opened");
    at("postgres://me:hidden@127.0.0.1:1/x").fails_with("@127.0.0.1:1/x cannot be opened");
    assert!(!at("postgres://me:hidden@127.0.0.1:1/x").err.contains("hidden"), "the password is not told");
    at("mysql://x").fails_with("begins with sqlite:// or postgres://");
    portal.write("notes.txt", &"these are notes, and no database. ".repeat(100));
    at("sqlite://notes.txt").fails_with("not a database");
}

#[test]
fn the_database_of_a_newer_portal_is_left_alone() {
    let portal = Portal::set_up();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')";
    let mut database = SqliteConnection::establish(&portal.file("portal.db").to_string_lossy()).unwrap();
    database.batch_execute(newer).unwrap();
    portal.run(&["migrate"]).fails_with("20990101000000 of a newer portal");
    portal.run(&["serve", "--listen", "127.0.0.1:0"]).fails_with("newer portal");
}

#[cfg(unix)]
#[test]
fn a_secret_that_others_may_read_is_refused() {
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
fn an_address_that_cannot_be_served_is_refused() {
    let portal = Portal::set_up();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    portal.run(&["serve", "--listen", &address]).fails_with(&format!("cannot listen on {address}"));
    portal.run(&["demo", "--listen", &address]).fails_with(&format!("cannot listen on {address}"));
    portal.run(&["serve", "--listen", "0.0.0.0:1"]).fails_with("PORTAL_PUBLIC_URL");
    portal.run(&["demo", "--listen", "0.0.0.0:1"]).fails_with("loopback addresses only");
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let portal = Portal::empty();
    for args in [&["fly"][..], &["setup"], &["setup", "--type", "gang"], &["serve", "--listen", "here"], &[]]
    {
        let said = portal.run(args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {said:?}");
        assert!(said.err.contains("Usage:") || said.err.contains("--help"), "{args:?}: {said:?}");
    }
    assert!(portal.run(&["--help"]).done().contains("PORTAL_SECRET_FILE"));
    assert!(!portal.file("portal.db").exists(), "a command that is not understood touches nothing");
}
