//! The command line, with one file per command. Exit codes: 0 success, 1 failure, 2 wrong usage.

use crate::commands::context::CommandContext;
use crate::commands::import::ImportCommand;
use crate::commands::{activity, demo, export, import, mail, partner, personal_data, retention, serve, user};
use crate::config::reference;
use crate::error::Result;
use clap::{Parser, Subcommand};

/// The open, self-hosted partner portal, in which cloud resellers and distributors manage their customers.
#[derive(Debug, Parser)]
#[command(name = "partner-portal", version, after_help = reference::help(), arg_required_else_help = true)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a complete sample channel, without any setup
    Demo(demo::Demo),
    /// Migrate the database and serve the portal
    Serve(serve::Serve),
    /// Create the first partner and its first Global admin
    Setup(partner::Setup),
    /// Migrate the database and exit
    Migrate,
    /// Add, list and link partners
    #[command(subcommand)]
    Partner(partner::PartnerCommand),
    /// Add users and reset their passwords
    #[command(subcommand)]
    User(user::UserCommand),
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
    /// Send a test message with the configured mail server
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Export customers, subscriptions or the activity log as CSV to standard output
    #[command(subcommand)]
    Export(export::ExportCommand),
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
        Command::Migrate => CommandContext::open().map(drop),
        Command::Partner(command) => command.run(&CommandContext::open()?),
        Command::User(command) => command.run(&CommandContext::open()?),
        Command::Person(command) => command.run(&CommandContext::open()?),
        Command::Customer(command) => command.run(&CommandContext::open()?),
        Command::Retention(retention) => retention.run(&CommandContext::open()?),
        Command::Import(command) => import::run(&command, &CommandContext::open()?),
        Command::Mail(command) => command.run(&CommandContext::open()?),
        Command::Export(command) => command.run(&CommandContext::open()?),
        Command::Activity(command) => command.run(&CommandContext::open()?),
    }
}

/// The version of the spelling of domains and email keys. Increment it when `crate::domain` changes the spelling.
pub(super) const SPELLING_VERSION: &str = "1";
