//! `application add`: registers an application.

use crate::audit::Author;
use crate::auth::api_applications::store;
use crate::auth::api_applications::store::{ApplicationRefusal, MAX_DAYS, MAX_OF_PARTNER, NewApplication};
use crate::commands::context::CommandContext;
use crate::domain::{ApiAccess, Roles, UnknownAccess};
use crate::error::{Error, Result};
use clap::Subcommand;

/// The commands for applications.
#[derive(Debug, Subcommand)]
pub enum ApplicationCommand {
    /// Register a program that signs in by itself, and print its client ID and its secret once
    Add {
        /// MPN ID of the application's partner
        #[arg(long, value_name = "MPN_ID")]
        partner: String,
        /// Name of the application, in lists and in the activity log
        #[arg(long)]
        name: String,
        /// One admin role, one agent role, or both, such as helpdesk-agent
        #[arg(long)]
        role: String,
        /// read, write to also change data, or levels by area such as customers:read,orders:write
        #[arg(long, default_value = "read")]
        access: String,
        /// Lifetime of the secret in days, at most 730
        #[arg(long, default_value_t = 180)]
        days: i64,
    },
}

impl ApplicationCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator: an invalid argument, or the partner is unknown or has too many applications.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        let ApplicationCommand::Add { partner, name, role, access, days } = self;
        let new = new_application(name, role, access, *days)?;
        let partner = context.partner(partner)?;
        let registered =
            context.log.record_now(&Author::operator(partner.id), |tx| {
                match store::register(tx, partner.id, &new)? {
                    Ok((credentials, entry)) => Ok((Ok(credentials), vec![entry])),
                    Err(refusal) => Ok((Err(refusal), Vec::new())),
                }
            })?;
        let mpn_id = &partner.mpn_id;
        match registered {
            Ok(credentials) => {
                println!("client_id: {}", credentials.client_id);
                println!("client_secret: {}", credentials.secret);
                Ok(())
            }
            Err(ApplicationRefusal::NameTaken) => {
                Err(Error::bad_input("name", format!("{mpn_id} has an application named “{name}” already")))
            }
            Err(ApplicationRefusal::TooMany | ApplicationRefusal::TooManySecrets) => {
                Err(Error::operator(format!("{mpn_id} has {MAX_OF_PARTNER} applications already")))
            }
        }
    }
}

fn new_application(name: &str, role: &str, access: &str, days: i64) -> Result<NewApplication> {
    let name = name.trim();
    if !(1..=100).contains(&name.chars().count()) {
        return Err(Error::bad_input("name", "enter 1 to 100 characters"));
    }
    let roles = Roles::parse(role).map_err(|said| Error::bad_input("role", said))?;
    if roles == Roles::default() {
        return Err(Error::bad_input("role", "name at least one role"));
    }
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(Error::bad_input("days", format!("enter a number from 1 to {MAX_DAYS}")));
    }
    Ok(NewApplication { name: name.to_owned(), roles, access: parse_access(access)?, days })
}

/// Parses what a program may do, from an argument of a command.
///
/// # Errors
/// The text names no access, or none at all.
pub fn parse_access(text: &str) -> Result<ApiAccess> {
    let access: ApiAccess =
        text.parse().map_err(|said: UnknownAccess| Error::bad_input("access", said.to_string()))?;
    if access.is_none() {
        return Err(Error::bad_input("access", "a program without access can do nothing: name an area"));
    }
    Ok(access)
}
