//! `config check` reads all settings and tries what they name; `config example` prints an example of the file.

use crate::auth::oidc::issuers::Issuers;
use crate::backup::record;
use crate::clock;
use crate::config::known_settings::unknown_variables;
use crate::config::reference::{SETTINGS, example};
use crate::config::setting_source::Source;
use crate::config::sources::Sources;
use crate::config::{BackupBeforeMigration, MfaRequirement, Settings};
use crate::db::{Backend, migrations};
use crate::error::{Error, Result};
use crate::mail::server::MailServer;
use crate::monitoring::checks::LITTLE_SPACE;
use crate::monitoring::process;
use crate::private_files;
use crate::secrets::Secrets;
use chrono::TimeDelta;
use clap::Subcommand;

/// The commands for settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Read all settings, try database, mail server and issuers, and say what is wrong or risky. Changes nothing
    Check,
    /// Print an example of partner-portal.toml with all settings
    Example,
}

impl ConfigCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator: settings that cannot work, or the number of problems that were printed.
    pub fn run(&self) -> Result<()> {
        match self {
            ConfigCommand::Check => check(),
            ConfigCommand::Example => {
                print!("{}", example());
                Ok(())
            }
        }
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Good,
    Risk,
    Problem,
}

/// What was found, in the order in which it is printed.
#[derive(Default)]
struct Findings(Vec<(Level, &'static str, String)>);

impl Findings {
    fn good(&mut self, subject: &'static str, text: impl Into<String>) {
        self.0.push((Level::Good, subject, text.into()));
    }

    fn risk(&mut self, subject: &'static str, text: impl Into<String>) {
        self.0.push((Level::Risk, subject, text.into()));
    }

    fn problem(&mut self, subject: &'static str, text: impl std::fmt::Display) {
        self.0.push((Level::Problem, subject, text.to_string()));
    }

    fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|(one, ..)| *one == level).count()
    }

    fn print(&self) {
        for (level, subject, text) in &self.0 {
            let level = match level {
                Level::Good => "good",
                Level::Risk => "risk",
                Level::Problem => "problem",
            };
            println!("{level:8} {subject}: {text}");
        }
    }
}

fn check() -> Result<()> {
    let sources = Sources::read()?;
    let settings = sources.settings()?.checked()?;
    let mut findings = Findings::default();
    places(&sources, &mut findings);
    database(&settings, &mut findings);
    secret(&settings, &mut findings);
    mail(&settings, &mut findings);
    issuers(&settings, &mut findings);
    exposure(&settings, &mut findings);
    disk(&settings, &mut findings);
    findings.print();
    match findings.count(Level::Problem) {
        0 => Ok(()),
        1 => Err(Error::operator("1 problem has to be solved before the portal can work")),
        many => Err(Error::operator(format!("{many} problems have to be solved before the portal can work"))),
    }
}

fn places(sources: &Sources, findings: &mut Findings) {
    let set = SETTINGS.iter().filter(|setting| sources.source(setting) != Source::Default);
    let set: Vec<String> =
        set.map(|setting| format!("{} ({})", setting.name, sources.source(setting))).collect();
    let text = if set.is_empty() { "all have their defaults".to_owned() } else { set.join(", ") };
    findings.good("settings", text);
    for name in unknown_variables(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())) {
        findings.risk("settings", format!("the environment has {name}, which is no setting of the portal"));
    }
}

fn database(settings: &Settings, findings: &mut Findings) {
    let backend = match Backend::from_url(&settings.database_url) {
        Ok(backend) => backend,
        Err(error) => return findings.problem("database", error),
    };
    if let Backend::Sqlite(file) = &backend
        && !file.exists()
    {
        let folder = private_files::folder_of(file);
        let exists = if folder.exists() { "" } else { ", with its folder" };
        return findings.good("database", format!("{backend} is created at the first start{exists}"));
    }
    if let Backend::Postgres(url) = &backend
        && url.is_unencrypted()
    {
        let text =
            "data and password cross the network unencrypted; add ?sslmode=verify-full to DATABASE_URL";
        findings.risk("database", text);
    }
    let asked = backend
        .connect()
        .and_then(|mut c| Ok((migrations::applied(&mut c)?, record::last(&mut c).ok().flatten())));
    match asked.and_then(|(applied, backup)| Ok((applied, migrations::known()?, backup))) {
        Err(error) => findings.problem("database", error),
        Ok((applied, known, backup)) => {
            match applied.iter().find(|version| !known.contains(version)) {
                Some(newer) => {
                    let text =
                        format!("{backend} has the migration {newer} of a newer version of the portal");
                    findings.problem("database", text);
                }
                None if applied.len() < known.len() => {
                    let pending = known.len() - applied.len();
                    let text = format!("{backend} can be reached; the next start runs {pending} migrations");
                    findings.good("database", text);
                }
                None => findings.good("database", format!("{backend} can be reached and is up to date")),
            }
            let is_old = backup.as_ref().is_none_or(|backup| clock::now() - backup.at > TimeDelta::hours(48));
            match backup {
                _ if applied.is_empty() => {}
                Some(backup) if is_old => {
                    let day = backup.at.format("%Y-%m-%d");
                    findings.risk(
                        "backup",
                        format!("the last one is of {day}; make one each night with a timer"),
                    );
                }
                Some(backup) => findings.good("backup", format!("the last one is {}", backup.file)),
                None => findings
                    .risk("backup", "none was made yet; `partner-portal backup --to DIR --keep N` makes one"),
            }
        }
    }
    if settings.portal_backup_before_migration == BackupBeforeMigration::Off && !backend.is_postgres() {
        findings
            .risk("backup", "PORTAL_BACKUP_BEFORE_MIGRATION is off: an upgrade that fails cannot be undone");
    }
}

fn secret(settings: &Settings, findings: &mut Findings) {
    let file = settings.portal_secret_file.display();
    match Secrets::load(&settings.portal_secret_file) {
        Ok(Some(_)) => findings.good("secret", format!("{file} can be read; keep a copy in another place")),
        Ok(None) => findings.good("secret", format!("{file} is created at the first start")),
        Err(error) => findings.problem("secret", error),
    }
}

fn mail(settings: &Settings, findings: &mut Findings) {
    match MailServer::from_settings(settings) {
        Err(error) => findings.problem("mail", error),
        Ok(None) => findings.risk("mail", "SMTP_URL is not set, so users send all messages themselves"),
        Ok(Some(server)) => match server.check() {
            Ok(()) => findings
                .good("mail", "the mail server answers; `partner-portal mail test ADDRESS` sends a message"),
            Err(error) => findings.problem("mail", error),
        },
    }
}

fn issuers(settings: &Settings, findings: &mut Findings) {
    for (name, outcome) in Issuers::new(settings.issuers()).check() {
        match outcome {
            Ok(()) => findings.good("sign-in", format!("{name} answers")),
            Err(error) => findings.problem("sign-in", format!("{name}: {error}")),
        }
    }
}

/// What people on the network could do or see.
fn exposure(settings: &Settings, findings: &mut Findings) {
    match &settings.portal_public_url {
        None => findings.risk(
            "address",
            format!("PORTAL_PUBLIC_URL is not set, so links in mail begin with {}", settings.public_url()),
        ),
        Some(url) if settings.is_https() => findings.good("address", url.clone()),
        Some(url) => findings.risk("address", format!("{url} is not encrypted; use https:// and a proxy")),
    }
    if settings.is_https() && settings.trusted_proxies.is_empty() {
        let text = "PORTAL_TRUSTED_PROXIES is empty, so everybody shares the proxy's limit of sign-in attempts, and the \
                    log has the proxy's address";
        findings.risk("address", text);
    }
    match settings.portal_require_mfa {
        MfaRequirement::Off => {
            findings.risk("two-step verification", "PORTAL_REQUIRE_MFA is off: a stolen password is enough");
        }
        MfaRequirement::Admins => findings.good("two-step verification", "admins must use it"),
        MfaRequirement::All => findings.good("two-step verification", "everybody must use it"),
    }
}

fn disk(settings: &Settings, findings: &mut Findings) {
    let folder = private_files::folder_of(&settings.portal_secret_file);
    let Some(space) = process::disk_space(folder) else { return };
    let text = format!("{} MB are free in {}", space.free / 1_000_000, folder.display());
    if space.free < LITTLE_SPACE { findings.risk("disk", text) } else { findings.good("disk", text) }
}
