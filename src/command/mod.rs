//! The command line. Each command is a file of its own; exit codes: 0 done, 1 it failed, 2 wrong usage.

pub mod activity;
pub mod demo;
pub mod export;
pub mod import;
pub mod mail;
pub mod partner;
pub mod personal_data;
pub mod retention;
pub mod serve;
pub mod user;

use crate::activity::ActivityLog;
use crate::activity::sealing::seal_old_logs;
use crate::config::{Settings, reference};
use crate::customers::search::{SORT_KEY_VERSION, rekey, respell_domains};
use crate::db::Db;
use crate::db::settings::Rewritten;
use crate::error::{Error, Result};
use crate::import::command::ImportCommand;
use crate::partners::model::Partner;
use crate::partners::queries;
use crate::secrets::Secrets;
use crate::users::respell::respell_addresses;
use clap::{Parser, Subcommand};

/// The open, self-hosted partner portal: where cloud resellers and distributors keep their customers.
#[derive(Debug, Parser)]
#[command(name = "partner-portal", version, after_help = reference::help(), arg_required_else_help = true)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a complete sample channel; nothing to set up
    Demo(demo::Demo),
    /// Serve the portal; brings the database up to date first
    Serve(serve::Serve),
    /// Make the first partner and its first Global admin
    Setup(partner::Setup),
    /// Bring the database up to date, nothing else
    Migrate,
    /// Add, list and link partners
    #[command(subcommand)]
    Partner(partner::PartnerCommand),
    /// Add people and reset their passwords
    #[command(subcommand)]
    User(user::UserCommand),
    /// Write or erase everything that the database holds of a person
    #[command(subcommand)]
    Person(personal_data::PersonCommand),
    /// Write or erase everything that the database holds of a customer
    #[command(subcommand)]
    Customer(personal_data::CustomerCommand),
    /// Erase now what is older than the PORTAL_RETENTION settings say
    Retention(retention::Retention),
    /// Import customers, subscriptions or resellers from a CSV file
    #[command(subcommand)]
    Import(ImportCommand),
    /// Send a test message by the mail server of the settings
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Write customers, subscriptions or the activity log as CSV on standard output
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Check the chain of the activity log
    #[command(subcommand)]
    Activity(activity::ActivityCommand),
}

/// Runs what the command line says.
///
/// # Errors
/// What went wrong, for one line on standard error.
pub fn run(line: CommandLine) -> Result<()> {
    match line.command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Setup(setup) => setup.run(&Office::open()?),
        Command::Migrate => Office::open().map(drop),
        Command::Partner(command) => command.run(&Office::open()?),
        Command::User(command) => command.run(&Office::open()?),
        Command::Person(command) => command.run(&Office::open()?),
        Command::Customer(command) => command.run(&Office::open()?),
        Command::Retention(retention) => retention.run(&Office::open()?),
        Command::Import(command) => import::run(&command, &Office::open()?),
        Command::Mail(command) => command.run(&Office::open()?),
        Command::Export(command) => command.run(&Office::open()?),
        Command::Activity(command) => command.run(&Office::open()?),
    }
}

/// What a command works with: the database, up to date, and its log.
pub struct Office {
    /// The database.
    pub db: Db,
    /// The log.
    pub log: ActivityLog,
    /// Keys.
    pub secrets: Secrets,
    /// Settings.
    pub settings: Settings,
}

/// How domains and keys of addresses are spelt; raised when `crate::domain` spells them otherwise.
const SPELLING_VERSION: &str = "1";

impl Office {
    /// Opens what the settings name, and migrates it.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn open() -> Result<Self> {
        Self::with(Settings::load()?)
    }

    /// Opens what these settings name, and migrates it.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn with(settings: Settings) -> Result<Self> {
        let db = Db::open(&settings.database_url)?;
        db.migrate()?;
        let sorted_by = db.settle("sort_key_version", SORT_KEY_VERSION)?;
        if sorted_by != SORT_KEY_VERSION {
            tracing::info!(sorted_by, now = SORT_KEY_VERSION, "putting customer names in order anew");
            let changed = rekey(&db)?.changed;
            db.set("sort_key_version", SORT_KEY_VERSION)?;
            tracing::info!(changed, "customer names are in order");
        }
        let spelt_by = db.settle("spelling_version", SPELLING_VERSION)?;
        if spelt_by != SPELLING_VERSION {
            let mut respelt = respell_domains(&db)?;
            respelt += respell_addresses(&db)?;
            db.set("spelling_version", SPELLING_VERSION)?;
            let Rewritten { changed, left } = respelt;
            if changed + left > 0 {
                tracing::info!(
                    changed,
                    left,
                    "domains and addresses are spelt alike; what was left is named above"
                );
            }
        }
        let secrets = Secrets::at(&settings.portal_secret_file)?;
        let log = ActivityLog::new(db.clone(), &secrets);
        seal_old_logs(&db, log.chain())?;
        Ok(Office { log, db, secrets, settings })
    }

    /// The partner that a command names.
    ///
    /// # Errors
    /// There is none; the line says how to list those there are.
    pub fn partner(&self, mpn_id: &str) -> Result<Partner> {
        let found = self.db.read_now(|c| queries::by_mpn_id(c, mpn_id))?;
        found.ok_or_else(|| {
            Error::operator(format!(
                "there is no partner with MPN ID {mpn_id}; `partner-portal partner list` shows them"
            ))
        })
    }
}
