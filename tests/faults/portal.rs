//! A portal of its own for each test: a folder, a database, and the program as a process.

use crate::served::Served;
use crate::support::database::{self, Dropped};
use crate::support::until;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use partner_portal::db::{Backend, DbConnection};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

/// The Global admin and Admin agent who makes all changes.
pub const EMAIL: &str = "ana@contoso.example";
pub const PASSWORD: &str = "a long enough pass phrase";

/// How many customers a portal has.
pub const CUSTOMERS: usize = 40;

/// How long the program may take to serve or to end, on a machine that does much else.
pub const LONGEST: Duration = Duration::from_secs(60);

/// A folder with a portal that is set up.
pub struct Portal {
    folder: PathBuf,
    url: String,
    settings: Vec<(String, String)>,
    _kept: (Option<tempfile::TempDir>, Option<Dropped>),
}

/// The exit code and output of a command.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Returns the Microsoft ID of the customer with this number.
pub fn customer(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Returns a CSV file of customers with these numbers.
pub fn customers(numbers: std::ops::Range<usize>) -> String {
    let head = "Microsoft ID,Company name,Primary domain name,Relationship\r\n".to_owned();
    numbers
        .fold(head, |file, n| file + &format!("{},Company {n},company-{n}.example,Reseller\r\n", customer(n)))
}

impl Portal {
    /// Returns a portal on SQLite.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Self::sqlite_in(folder.path());
        portal._kept.0 = Some(folder);
        portal
    }

    /// Returns a portal on SQLite in an empty folder.
    pub fn sqlite_in(folder: &Path) -> Self {
        static TEMPLATE: LazyLock<[(&str, Vec<u8>); 2]> = LazyLock::new(|| {
            let folder = tempfile::tempdir().unwrap();
            let portal = Portal::empty(folder.path(), &sqlite_url(folder.path()));
            portal.set_up();
            assert!(
                !portal.file("portal.db-wal").exists(),
                "the last command leaves everything in the database"
            );
            ["portal.db", "secret"].map(|name| (name, fs::read(portal.file(name)).unwrap()))
        });
        for (name, bytes) in TEMPLATE.iter() {
            partner_portal::private_files::create(&folder.join(name)).unwrap().write_all(bytes).unwrap();
        }
        Self::empty(folder, &sqlite_url(folder))
    }

    /// Returns a portal on PostgreSQL. Without a server the calling test counts as skipped.
    pub fn postgres() -> Option<Self> {
        let (db, dropped) = database::postgres()?;
        let url = db.url().to_owned();
        drop(db);
        let mut portal = Self::postgres_at(&url);
        portal._kept.1 = Some(dropped);
        Some(portal)
    }

    /// Sets up a portal in a database of PostgreSQL without one.
    pub fn postgres_at(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Self::empty(folder.path(), url);
        portal._kept.0 = Some(folder);
        portal.set_up();
        portal
    }

    /// Returns a portal on each database, with its name.
    pub fn on_both() -> Vec<(&'static str, Self)> {
        let postgres = Self::postgres().map(|portal| ("PostgreSQL", portal));
        [("SQLite", Self::sqlite())].into_iter().chain(postgres).collect()
    }

    fn empty(folder: &Path, url: &str) -> Self {
        // Nobody listens at that port, so messages stay in the outbox.
        let settings = [
            ("PORTAL_REQUIRE_MFA", "off"),
            ("SMTP_URL", "smtp://127.0.0.1:9"),
            ("MAIL_FROM", "portal@portal.example"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Portal { folder: folder.to_owned(), url: url.to_owned(), settings, _kept: (None, None) }
    }

    fn set_up(&self) {
        let partner = [
            "setup",
            "--name",
            "Contoso",
            "--type",
            "indirect-provider",
            "--country",
            "KR",
            "--mpn-id",
            "100",
        ];
        let admin = ["--admin-email", "admin@contoso.example", "--admin-name", "Kim"];
        self.run(&[&partner[..], &admin].concat()).done();
        let add = ["user", "add", "--partner", "100", "--name", "Ana", "--roles", "global-admin,admin-agent"];
        let password = format!("{PASSWORD}\n");
        self.run_with(&[&add[..], &["--email", EMAIL, "--password-stdin"]].concat(), &password).done();
        let file = customers(1..CUSTOMERS + 1);
        let said = self.run_with(&["import", "customers", "-", "--partner", "100"], &file);
        assert_eq!(said.code, 0, "{said:?}");
    }

    /// Returns this portal with another address of its database, such as that of a proxy.
    pub fn through(mut self, url: String) -> Self {
        self.url = url;
        self
    }

    /// Returns a portal in another empty folder with the same secret and settings.
    pub fn beside(&self, url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url.unwrap_or_else(|| sqlite_url(folder.path()));
        let mut other = Self::empty(folder.path(), &url);
        let secret = fs::read(self.file("secret")).unwrap();
        partner_portal::private_files::create(&other.file("secret")).unwrap().write_all(&secret).unwrap();
        other._kept.0 = Some(folder);
        other
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens a connection of the test's own.
    pub fn connect(&self) -> DbConnection {
        Backend::from_url(&self.url).unwrap().connect().unwrap()
    }

    pub fn execute(&self, sql: &str) {
        self.connect().batch_execute(sql).unwrap();
    }

    /// Returns the number that a query selects as `n`.
    pub fn number(&self, sql: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Number {
            #[diesel(sql_type = BigInt)]
            n: i64,
        }
        diesel::sql_query(sql).get_result::<Number>(&mut self.connect()).unwrap().n
    }

    pub fn command(&self, args: &[&str]) -> Command {
        self.wrapped(&[], args)
    }

    /// Returns a command with another program before it, such as `strace`.
    pub fn wrapped(&self, wrapper: &[&str], args: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_partner-portal");
        let mut words = wrapper.iter().copied().chain([program]).chain(args.iter().copied());
        let mut command = Command::new(words.next().unwrap());
        for name in ["RUST_LOG", "PORTAL_LISTEN", "PORTAL_PUBLIC_URL", "PORTAL_TRUSTED_PROXIES"] {
            command.env_remove(name);
        }
        command
            .args(words)
            .current_dir(&self.folder)
            .env("DATABASE_URL", &self.url)
            .env("PORTAL_SECRET_FILE", self.file("secret"))
            .envs(self.settings.iter().cloned());
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        Said::from_output(self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    pub fn run_with(&self, args: &[&str], input: &str) -> Said {
        let mut command = self.command(args);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Said::from_output(child.wait_with_output().unwrap())
    }

    /// Starts the portal and waits until it serves.
    pub fn serve(&self) -> Served {
        self.serve_under(&[])
    }

    /// Starts the portal with another program before it.
    pub fn serve_under(&self, wrapper: &[&str]) -> Served {
        let served = self.try_serve(wrapper);
        let served = served.unwrap_or_else(|said| panic!("the portal does not serve: {said:?}"));
        // From its first response on, it also handles signals.
        let answers = || served.client().get("/healthz").is_ok_and(|answer| answer.status == 200);
        assert!(until(LONGEST, answers), "{}", served.log());
        served
    }

    /// Starts the portal; returns its exit code and its log if it ends instead of serving.
    pub fn try_serve(&self, wrapper: &[&str]) -> Result<Served, Said> {
        let log = self.file(&format!("log-{}", uuid::Uuid::new_v4().simple()));
        let command = self.wrapped(wrapper, &["serve", "--listen", "127.0.0.1:0"]);
        Served::start(command, log).map_err(|(code, err)| Said { code, out: String::new(), err })
    }
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("portal.db").display())
}

impl Said {
    fn from_output(output: std::process::Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Asserts success and returns the standard output.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// Asserts that the command failed with exit code 1 and one line that contains these words.
    #[track_caller]
    pub fn fails_with(&self, words: &str) {
        let lines: Vec<&str> = self.err.lines().filter(|line| line.starts_with("partner-portal: ")).collect();
        assert!(self.code == 1 && lines.len() == 1 && lines[0].contains(words), "{words}: {self:?}");
    }
}

/// Whether the tests run as root, who may mount file systems, except in most containers.
pub fn may_mount() -> bool {
    rustix::process::geteuid().is_root()
}
