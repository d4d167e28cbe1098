//! Mail over TLS: implicit TLS and STARTTLS with a real server (npm's `smtp-server`) and a certificate made for the
//! test, and nothing sent to a server with an invalid certificate. `bin/test` and `bin/setup` install the server;
//! without it, or without OpenSSL, these tests are counted as not run.

use crate::support::skipped::skip;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Certificates for `name`, and the certificate authority that signed them.
struct Certificates {
    folder: tempfile::TempDir,
}

impl Certificates {
    fn made_for(name: &str) -> Option<Self> {
        let made = Certificates { folder: tempfile::tempdir().unwrap() };
        std::fs::write(made.file("extensions"), format!("subjectAltName=DNS:{name}\n")).unwrap();
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        let authority = ["req", "-x509", "-keyout", "authority.key", "-out", "authority.pem", "-days", "2"];
        let request = ["req", "-keyout", "server.key", "-out", "server.csr", "-subj"];
        let signing =
            ["x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key"];
        let signed = ["-CAcreateserial", "-days", "2", "-extfile", "extensions", "-out", "server.pem"];
        made.openssl(&[&authority[..], &key, &["-subj", "/CN=An authority of this test's"]].concat())?;
        made.openssl(&[&request[..], &[&format!("/CN={name}")], &key].concat())?;
        made.openssl(&[&signing[..], &signed].concat())?;
        Some(made)
    }

    fn openssl(&self, arguments: &[&str]) -> Option<()> {
        let Ok(done) = Command::new("openssl").args(arguments).current_dir(self.folder.path()).output()
        else {
            skip("openssl");
            return None;
        };
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        Some(())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The mail server; stopped when the test ends.
struct Server {
    process: Child,
    port: u64,
    taken: Receiver<Value>,
}

impl Server {
    fn start(mode: &str, certificates: &Certificates) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp");
        if !folder.join("node_modules/smtp-server").exists() {
            skip("npm's smtp-server (bin/test and bin/setup install it)");
            return None;
        }
        let mut command = Command::new("node");
        command.arg(folder.join("server.mjs")).arg(mode);
        command.args([certificates.file("server.key"), certificates.file("server.pem")]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let Ok(mut process) = command.spawn() else {
            skip("Node.js");
            return None;
        };
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut said = move || serde_json::from_str::<Value>(&lines.next()?.ok()?).ok();
        let port = said().unwrap()["port"].as_u64().unwrap();
        let (send, taken) = channel();
        std::thread::spawn(move || while said().is_some_and(|message| send.send(message).is_ok()) {});
        Some(Server { process, port, taken })
    }

    /// Returns the messages it has accepted so far.
    fn taken(&self) -> Option<Value> {
        self.taken.recv_timeout(Duration::from_millis(300)).ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Runs `partner-portal mail test` on a machine that trusts these authorities.
fn mail_test(url: &str, authorities: &Path) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_partner-portal"));
    command.args(["mail", "test", "jiwoo@saebyeok.example"]).current_dir(folder.path());
    command.env_remove("SSL_CERT_DIR").env("SSL_CERT_FILE", authorities);
    command.env("DATABASE_URL", format!("sqlite://{}", folder.path().join("portal.db").display()));
    command.env("PORTAL_SECRET_FILE", folder.path().join("secret"));
    command.env("SMTP_URL", url).env("MAIL_FROM", "portal@portal.example").output().unwrap()
}

fn refused(url: &str, authorities: &Path, server: &Server, why: &str) {
    let said = mail_test(url, authorities);
    let words = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(1), "{why}: {words}");
    assert!(
        words.contains("the mail server rejected the message") && words.lines().count() == 1,
        "{why}: {words}"
    );
    assert!(!words.contains("secret"), "{why}: {words}");
    assert_eq!(server.taken(), None, "{why}");
}

fn url(mode: &str, port: u64) -> String {
    let (scheme, wish) = if mode == "implicit" { ("smtps", "") } else { ("smtp", "?tls=required") };
    format!("{scheme}://portal:a%20secret@localhost:{port}{wish}")
}

#[test]
fn sends_mail_over_implicit_tls_and_starttls() {
    for mode in ["implicit", "starttls"] {
        let Some(certificates) = Certificates::made_for("localhost") else { return };
        let Some(server) = Server::start(mode, &certificates) else { return };
        let said = mail_test(&url(mode, server.port), &certificates.file("authority.pem"));
        assert!(said.status.success(), "{mode}: {}", String::from_utf8_lossy(&said.stderr));
        let message = server.taken().unwrap_or_else(|| panic!("{mode}: nothing arrived"));
        assert_eq!((&message["secure"], &message["user"]), (&true.into(), &"portal".into()), "{mode}");
        assert!(message["protocol"].as_str().unwrap().starts_with("TLSv1."), "{mode}: {message}");
        assert_eq!(message["recipients"][0], "jiwoo@saebyeok.example");
        assert!(message["message"].as_str().unwrap().contains("Message-ID: <"));
    }
}

#[test]
fn sends_nothing_to_a_server_with_an_invalid_certificate() {
    let Some(right) = Certificates::made_for("localhost") else { return };
    let Some(of_another) = Certificates::made_for("mail.example") else { return };
    for mode in ["implicit", "starttls"] {
        let Some(unknown) = Server::start(mode, &right) else { return };
        refused(
            &url(mode, unknown.port),
            &of_another.file("authority.pem"),
            &unknown,
            "an unknown authority",
        );
        let Some(another) = Server::start(mode, &of_another) else { return };
        refused(&url(mode, another.port), &of_another.file("authority.pem"), &another, "another server's");
    }
}

#[test]
fn sends_nothing_without_tls_when_tls_is_required() {
    let Some(certificates) = Certificates::made_for("localhost") else { return };
    let Some(server) = Server::start("plain", &certificates) else { return };
    let authorities = certificates.file("authority.pem");
    refused(&url("starttls", server.port), &authorities, &server, "no STARTTLS");
    refused(&url("implicit", server.port), &authorities, &server, "no TLS at all");
    // Without TLS, the same server accepts mail from its own machine, where nobody can listen in between.
    let said = mail_test(&format!("smtp://127.0.0.1:{}", server.port), &authorities);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(server.taken().unwrap()["secure"], false);
}
