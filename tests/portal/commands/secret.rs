//! `secret rotate`.

use crate::commands::operator::Portal;
use crate::commands::serving::serve;
use partner_portal::secrets::Secrets;

fn lines(portal: &Portal) -> usize {
    std::fs::read_to_string(portal.file("secret")).unwrap().lines().count()
}

#[test]
fn a_new_secret_keeps_the_log_provable() {
    let portal = Portal::set_up();
    let head = portal.run(&["activity", "head"]).done();
    portal.write("head", &head);
    portal
        .run(&["secret", "rotate"])
        .fails_with("ends all sign-ins, API tokens, recovery codes, and links that were sent; add --yes");
    assert_eq!(lines(&portal), 1, "nothing was changed");
    let out = portal.run(&["secret", "rotate", "--yes"]).done();
    assert!(
        out.starts_with("Replaced the secret in ") && out.contains("Second factors sealed again: 0"),
        "{out}"
    );
    assert_eq!(lines(&portal), 2);
    let out = portal.run(&["activity", "verify", "--head", "head"]).done();
    assert!(out.contains("100 Contoso: continues from entry "), "{out}");
    portal.run(&["secret", "rotate", "--yes"]).done();
    assert!(portal.run(&["activity", "verify"]).done().contains("verified up to entry"));
    let first = Secrets::load(&portal.file("secret")).unwrap().unwrap();
    assert_eq!(first.former().count(), 2);
}

#[test]
fn an_interrupted_rotation_is_finished_by_the_next_command() {
    let portal = Portal::set_up();
    let former = Secrets::load(&portal.file("secret")).unwrap().unwrap();
    former.rotated().unwrap().replace(&portal.file("secret")).unwrap();
    assert_eq!(portal.run(&["partner", "list"]).code, 0);
    let settled = Secrets::load(&portal.file("secret")).unwrap().unwrap();
    assert!(!settled.is_rotating());
    assert!(portal.run(&["activity", "verify"]).done().contains("verified up to entry"));
    // The database was changed over, but the file does not say so yet.
    let text = std::fs::read_to_string(portal.file("secret")).unwrap();
    std::fs::write(portal.file("secret"), format!("rotating\n{text}")).unwrap();
    let log = portal.run(&["export", "activity", "--partner", "100", "--lang", "en"]);
    assert!(log.err.contains("finished the replacement of the secret"), "{log:?}");
    assert_eq!(log.out.matches("Replaced the portal").count(), 1, "{log:?}");
}

#[test]
fn is_refused_while_the_portal_runs_or_a_log_is_broken() {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};
    let portal = Portal::set_up();
    let (served, address) = serve(&portal);
    let rotate = |portal: &Portal| {
        crate::commands::operator::said(
            portal.command(&["secret", "rotate", "--yes"]).env("PORTAL_LISTEN", &address),
        )
    };
    rotate(&portal).fails_with("the portal runs at");
    drop(served);
    let mut c = SqliteConnection::establish(portal.file("portal.db").to_str().unwrap()).unwrap();
    c.batch_execute("UPDATE partners SET log_seq = log_seq + 1").unwrap();
    drop(c);
    rotate(&portal).fails_with("the log of 100 does not verify from entry");
    assert_eq!(lines(&portal), 1);
}

#[test]
fn a_backup_from_before_is_changed_over_when_it_is_restored() {
    let portal = Portal::set_up();
    portal.run(&["backup", "before.tar.gz"]).done();
    portal.run(&["secret", "rotate", "--yes"]).done();
    let out = portal.run(&["restore", "before.tar.gz", "--yes"]).done();
    assert!(out.contains("The secret was replaced after this backup"), "{out}");
    assert!(portal.run(&["activity", "verify"]).done().contains("verified up to entry"));
}
