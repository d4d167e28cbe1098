//! Row 6: PostgreSQL goes away and comes back. Requests are answered with 503, nothing that was confirmed is lost, and the
//! portal connects again by itself.

use crate::client::Client;
use crate::ledger::{Ledger, Writer};
use crate::portal::Portal;
use crate::proxy::Proxy;
use crate::served::Served;
use crate::support::{Random, is_long, short_or_long, skipped, until};
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a request may take without a database: two waits of 5 s for a connection, on a busy machine.
const LONGEST: Duration = Duration::from_secs(30);

#[test]
fn without_postgres_requests_get_503_and_the_portal_connects_again() {
    let Some(portal) = Portal::postgres() else { return };
    let (before, rest) = portal.url().split_once("://").unwrap();
    let (login, place) = rest.split_once('@').unwrap();
    let (server, name) = place.split_once('/').unwrap();
    let proxy =
        Proxy::start(server.parse::<SocketAddr>().expect("TEST_POSTGRES_URL has an IP address and a port"));
    let url = format!("{before}://{login}@{}/{name}", proxy.address);
    let direct = portal.url().to_owned();
    let portal = portal.through(url);
    let served = portal.serve();
    let client = served.signed_in();
    let ledger = Ledger::default();
    let mut random = Random::new(6);
    let mut longest = Duration::ZERO;
    for _ in 0..short_or_long(1, 40) {
        std::thread::scope(|threads| {
            for number in 1..=3 {
                let mut writer = Writer::new(&ledger, client.clone(), number);
                writer.is_mixed = false;
                threads.spawn(move || writer.run());
            }
            std::thread::sleep(Duration::from_millis(100) + random.millis(300));
            proxy.cut();
        });
        longest = longest.max(refuses(&served, &mut client.clone()));
        proxy.mend();
        let mut client = client.clone();
        let back = until(LONGEST, || client.get("/customers").is_ok_and(|answer| answer.status == 200));
        assert!(back, "it does not connect again: {}", served.log());
    }
    let statuses = ledger.statuses();
    assert!(statuses.keys().all(|status| [303, 503].contains(status)), "{statuses:?}\n{}", served.log());
    served.has_not_panicked();
    served.stop();
    let summary = ledger.check(&portal.through(direct));
    println!("connections cut: {summary:?}, {statuses:?}; a page without database took at most {longest:?}");
}

/// Checks what is answered while there is no database; returns how long the slowest response took.
fn refuses(served: &Served, client: &mut Client) -> Duration {
    let profile = [("name", "Ana"), ("language", ""), ("time_zone", ""), ("theme", "")];
    let longest = std::thread::scope(|threads| {
        let ask = |page: &'static str| {
            let mut client = client.clone();
            threads.spawn(move || {
                let began = Instant::now();
                let answer = if page == "/profile" { client.post(page, &profile) } else { client.get(page) };
                let answer = answer.unwrap();
                assert_eq!(answer.status, 503, "{page}: {}\n{}", answer.text(), served.log());
                assert!(!answer.header("retry-after").is_empty(), "{page}: {:?}", answer.headers);
                began.elapsed()
            })
        };
        let asked = ["/customers", "/readyz", "/sign-in", "/profile"].map(ask);
        asked.into_iter().map(|asked| asked.join().unwrap()).max().unwrap()
    });
    assert_eq!(served.client().get("/healthz").unwrap().status, 200, "the process runs");
    assert!(longest < LONGEST, "{longest:?}");
    longest
}

/// A cluster of its own, as `bin/lib.sh` makes one for all tests, but with `fsync`.
struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    fn create() -> Option<Self> {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let Some(programs) = versions.map(|version| version.path().join("bin")).max() else {
            skipped::skip("the programs of a PostgreSQL server");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        if rustix::process::geteuid().is_root() {
            let said = Command::new("id").args(["-u", "postgres"]).output().unwrap();
            let user = String::from_utf8(said.stdout).unwrap().trim().parse().unwrap();
            chown(folder.path(), Some(user), None).unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Cluster { folder, programs, port };
        cluster.run(
            "initdb",
            &["--pgdata=data", "--username=portal", "--auth=trust", "--encoding=UTF8", "--no-locale"],
        );
        Some(cluster)
    }

    fn start(&self) {
        let options = format!(
            "-c port={} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{}'",
            self.port,
            self.folder.path().display()
        );
        self.run("pg_ctl", &["--pgdata=data", "--log=log", "--wait", "--silent", "-o", &options, "start"]);
    }

    fn stop_at_once(&self) {
        self.run("pg_ctl", &["--pgdata=data", "--mode=immediate", "--silent", "stop"]);
    }

    fn run(&self, program: &str, args: &[&str]) {
        let program = self.programs.join(program);
        let is_root = rustix::process::geteuid().is_root();
        let mut command = Command::new(if is_root { Path::new("runuser") } else { &program });
        if is_root {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null()).stdout(Stdio::null());
        assert!(command.status().unwrap().success(), "{} {args:?}", program.display());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.folder.path().join("data/postmaster.pid").exists() {
            self.stop_at_once();
        }
    }
}

#[test]
fn survives_a_crash_of_postgres_under_load() {
    if !is_long() {
        return; // the short form cuts connections instead
    }
    let Some(cluster) = Cluster::create() else { return };
    cluster.start();
    let portal = Portal::postgres_at(&format!("postgres://portal@127.0.0.1:{}/postgres", cluster.port));
    let served = portal.serve();
    let client = served.signed_in();
    let ledger = Ledger::default();
    let mut random = Random::new(66);
    for _ in 0..20 {
        std::thread::scope(|threads| {
            for number in 1..=4 {
                let mut writer = Writer::new(&ledger, client.clone(), number);
                writer.is_mixed = false;
                threads.spawn(move || writer.run());
            }
            std::thread::sleep(Duration::from_millis(200) + random.millis(800));
            cluster.stop_at_once();
        });
        refuses(&served, &mut client.clone());
        cluster.start();
        let mut client = client.clone();
        let back = until(LONGEST, || client.get("/customers").is_ok_and(|answer| answer.status == 200));
        assert!(back, "it does not connect again: {}", served.log());
    }
    served.has_not_panicked();
    served.stop();
    println!("20 crashes of PostgreSQL: {:?}, {:?}", ledger.check(&portal), ledger.statuses());
}
