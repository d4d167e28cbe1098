//! The command line, with one file per command. Exit codes: 0 success, 1 failure, 2 wrong usage.

use crate::commands::context::CommandContext;
use crate::commands::import::ImportCommand;
use crate::commands::{
    activity, application, backup, config, copy, demo, export, healthcheck, import, mail, manual, migrate,
    partner, personal_data, restore, resume, retention, secret, serve, status, sync, token, user,
};
use crate::config::{Settings, reference};
use crate::error::Result;
use clap::{CommandFactory, Parser, Subcommand};

/// The open, self-hosted partner portal, in which cloud resellers and distributors manage their customers.
#[derive(Debug, Parser)]
#[command(name = "partner-portal", version, after_help = reference::help(), arg_required_else_help = true)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a demo portal with sample data; needs no setup
    Demo(demo::Demo),
    /// Start the portal; updates the database first
    Serve(serve::Serve),
    /// Create the first partner and its first Global admin
    Setup(partner::Setup),
    /// Update the database and exit
    Migrate(migrate::Migrate),
    /// Write the whole database into one archive while the portal serves, or check an archive
    Backup(backup::Backup),
    /// Replace the database by that of an archive. Stop the portal first
    Restore(restore::Restore),
    /// Copy the whole database into an empty one, such as SQLite into PostgreSQL. Nothing can be changed meanwhile
    Copy(copy::CopyCommand),
    /// Let jobs and mail run again after a restore
    Resume(resume::Resume),
    /// Replace the secret
    #[command(subcommand)]
    Secret(secret::SecretCommand),
    /// Say what needs attention: backups, mail, jobs, disk, version
    Status(status::Status),
    /// Check the settings, or print an example of the file with settings
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Add, list and link partners
    #[command(subcommand)]
    Partner(partner::PartnerCommand),
    /// Add users and reset their passwords
    #[command(subcommand)]
    User(user::UserCommand),
    /// Make tokens with which programs use the API
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Register programs that sign in by themselves
    #[command(subcommand)]
    Application(application::ApplicationCommand),
    /// Export or erase the personal data of a person
    #[command(subcommand)]
    Person(personal_data::PersonCommand),
    /// Export or erase the personal data of a customer
    #[command(subcommand)]
    Customer(personal_data::CustomerCommand),
    /// Erase personal data that is older than the PORTAL_RETENTION settings allow
    Retention(retention::Retention),
    /// Import customers, subscriptions, resellers or offers from a CSV file
    #[command(subcommand)]
    Import(ImportCommand),
    /// Read from the server of a connection, now
    Sync(sync::Sync),
    /// Send a test message through the configured mail server
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Export customers, subscriptions or the activity log as CSV to standard output
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Check that the running portal can serve, for containers
    Healthcheck(healthcheck::Healthcheck),
    /// Print the completions of a shell
    Completions(manual::Completions),
    /// Print the manual page, or write those of all commands
    Man(manual::Man),
    /// Verify the activity log and print its heads
    #[command(subcommand)]
    Activity(activity::ActivityCommand),
}

/// Runs the command.
///
/// # Errors
/// One line for standard error.
pub fn run(line: CommandLine) -> Result<()> {
    match line.command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Setup(setup) => setup.run(&CommandContext::open()?),
        Command::Migrate(migrate) => migrate.run(Settings::load()?),
        Command::Healthcheck(check) => check.run(&Settings::load()?),
        Command::Completions(completions) => completions.run(CommandLine::command()),
        Command::Man(man) => man.run(CommandLine::command()),
        Command::Backup(backup) => backup.run(&Settings::load()?),
        Command::Restore(restore) => restore.run(Settings::load()?),
        Command::Copy(copy) => copy.run(&Settings::load()?),
        Command::Resume(resume) => resume.run(&CommandContext::open()?),
        Command::Secret(command) => command.run(&CommandContext::open()?),
        Command::Status(status) => status.run(&Settings::load()?),
        Command::Config(command) => command.run(),
        Command::Partner(command) => command.run(&CommandContext::open()?),
        Command::User(command) => command.run(&CommandContext::open()?),
        Command::Token(command) => command.run(&CommandContext::open()?),
        Command::Application(command) => command.run(&CommandContext::open()?),
        Command::Person(command) => command.run(&CommandContext::open()?),
        Command::Customer(command) => command.run(&CommandContext::open()?),
        Command::Retention(retention) => retention.run(&CommandContext::open()?),
        Command::Import(command) => import::run(&command, &CommandContext::open()?),
        Command::Sync(sync) => sync.run(&CommandContext::open()?),
        Command::Mail(command) => command.run(&CommandContext::open()?),
        Command::Export(command) => command.run(&CommandContext::open()?),
        Command::Activity(command) => command.run(&CommandContext::open()?),
    }
}

/// The version of the spelling of domains and email keys. Increment it when `crate::domain` changes the spelling.
pub(super) const SPELLING_VERSION: &str = "1";
