//! `person export|erase EMAIL` and `customer export|erase ID`: exports or erases the personal data of a
//! person or a customer.

use crate::commands::confirm::confirm;
use crate::commands::context::CommandContext;
use crate::db::partners;
use crate::domain::{EmailAddress, MicrosoftId};
use crate::error::{Error, Result};
use crate::features::personal_data::erase::{Counts, SubjectName};
use crate::features::personal_data::{copy, erase};
use crate::text::visible::visible;
use clap::{Args, Subcommand};
use std::io;
use std::io::Write;

/// The commands for a person, who is a user or a contact of a customer.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Export all personal data of a person as JSON to standard output
    Export {
        /// Email address of the person
        email: String,
    },
    /// Erase the personal data of a person. This cannot be undone
    Erase {
        /// Email address of the person
        email: String,
        /// The common flags
        #[command(flatten)]
        how: ErasureFlags,
    },
}

/// The commands for a customer.
#[derive(Debug, Subcommand)]
pub enum CustomerCommand {
    /// Export all data of a customer as JSON to standard output
    Export {
        /// Microsoft ID of the customer
        id: String,
    },
    /// Erase the data of a customer whose relationships have ended. This cannot be undone
    Erase {
        /// Microsoft ID of the customer
        id: String,
        /// The common flags
        #[command(flatten)]
        how: ErasureFlags,
    },
}

/// The flags of both erase commands.
#[derive(Debug, Clone, Copy, Args)]
pub struct ErasureFlags {
    /// Only print how much would be erased
    #[arg(long)]
    dry_run: bool,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

impl PersonCommand {
    /// Runs the command.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        match self {
            PersonCommand::Export { email } => export(context, &SubjectName::Person(checked(email)?)),
            PersonCommand::Erase { email, how } => {
                erase(context, &SubjectName::Person(checked(email)?), email, *how)
            }
        }
    }
}

impl CustomerCommand {
    /// Runs the command.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        match self {
            CustomerCommand::Export { id } => export(context, &SubjectName::Customer(customer(id)?)),
            CustomerCommand::Erase { id, how } => {
                erase(context, &SubjectName::Customer(customer(id)?), id, *how)
            }
        }
    }
}

fn checked(email: &str) -> Result<&str> {
    match email.parse::<EmailAddress>() {
        Ok(_) => Ok(email),
        Err(_) => {
            let said = format!("“{}” is not an email address such as name@company.example", visible(email));
            Err(Error::bad_input("email", said))
        }
    }
}

fn customer(id: &str) -> Result<MicrosoftId> {
    id.trim().parse().map_err(|_| {
        let said =
            format!("“{}” is not a Microsoft ID such as 47aa2dba-d9e2-4c8d-a09f-001680289e32", visible(id));
        Error::bad_input("id", said)
    })
}

fn export(context: &CommandContext, named: &SubjectName<'_>) -> Result<()> {
    let document = context.db.read_now(|c| copy::write(c, named))?;
    let text = serde_json::to_string_pretty(&document).map_err(Error::internal)?;
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(())
}

fn erase(context: &CommandContext, named: &SubjectName<'_>, typed: &str, how: ErasureFlags) -> Result<()> {
    let would = erase::erase(&context.log, named, true)?;
    let typed = visible(typed);
    if would.changed.is_empty() {
        println!("Nothing to erase of {typed}");
        return report(context, &[("stays", &would.stayed)]);
    }
    if how.dry_run {
        return report(context, &[("would be erased", &would.changed), ("would stay", &would.stayed)]);
    }
    if !how.yes {
        report(context, &[("to be erased", &would.changed)])?;
        confirm("cannot be undone")?;
    }
    let erased = erase::erase(&context.log, named, false)?;
    if let SubjectName::Person(email) = named {
        erase::delete_attempts(&context.db, &context.secrets, email)?;
    }
    erase::checkpoint(&context.db)?;
    report(context, &[("erased", &erased.changed), ("stays", &erased.stayed)])?;
    if !erased.shared.is_empty() {
        println!("A colleague has the same name: entries that have only the name are kept");
    }
    Ok(())
}

/// Prints one line for each partner with the numbers of rows.
pub(super) fn report(context: &CommandContext, parts: &[(&str, &Counts)]) -> Result<()> {
    for partner in context.db.read_now(partners::all)? {
        for (what, counts) in parts {
            if let Some(counts) = counts.get(&partner.id) {
                let counts: Vec<String> = counts
                    .iter()
                    .map(|(name, count)| format!("{} {count}", name.replace('_', " ")))
                    .collect();
                println!("{} {}: {what}: {}", partner.mpn_id, partner.name, counts.join(", "));
            }
        }
    }
    Ok(())
}
