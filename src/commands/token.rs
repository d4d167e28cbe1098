//! `token add`: makes an API token for a user.

use crate::audit::Author;
use crate::auth::accounts;
use crate::auth::api_tokens::store;
use crate::auth::api_tokens::store::{MAX_DAYS, MAX_OF_USER, NewApiToken, TokenRefusal};
use crate::auth::session_store::AtIssuer;
use crate::commands::application::parse_access;
use crate::commands::context::CommandContext;
use crate::error::{Error, Result};
use crate::mail::notices::{Notice, NoticeSender};
use clap::Subcommand;

/// The commands for API tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token with which a program acts as a user, and print it once
    Add {
        /// Email address of the user
        email: String,
        /// Name of the token, by which its user recognizes it
        #[arg(long)]
        name: String,
        /// read, write to also change data, or levels by area such as customers:read,orders:write
        #[arg(long, alias = "scope", default_value = "read")]
        access: String,
        /// Lifetime in days, at most 365
        #[arg(long, default_value_t = 90)]
        days: i64,
    },
}

impl TokenCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator: an invalid argument, or the user is unknown or has too many tokens.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        let TokenCommand::Add { email, name, access, days } = self;
        let new = new_token(name, access, *days)?;
        let found = context.db.read_now(|c| accounts::by_email(c, email))?;
        let person =
            found.ok_or_else(|| Error::operator(format!("no active user has the email address {email}")))?;
        let owner = (person.partner, person.user);
        let notices = NoticeSender::from_settings(&context.settings);
        let made = context.log.record_now(&Author::operator(person.partner), |tx| {
            match store::create(tx, owner, &new)? {
                Ok((token, entry)) => {
                    notices.send(tx, person.user, Notice::TokenMade)?;
                    Ok((Ok(token), vec![entry]))
                }
                Err(refusal) => Ok((Err(refusal), Vec::new())),
            }
        })?;
        match made {
            Ok(token) => println!("{token}"),
            Err(TokenRefusal::TooMany) => {
                return Err(Error::operator(format!("{email} has {MAX_OF_USER} tokens already")));
            }
            Err(TokenRefusal::NameTaken) => {
                return Err(Error::bad_input("name", format!("{email} has a token named “{name}” already")));
            }
        }
        Ok(())
    }
}

fn new_token(name: &str, access: &str, days: i64) -> Result<NewApiToken> {
    let name = name.trim();
    if !(1..=100).contains(&name.chars().count()) {
        return Err(Error::bad_input("name", "enter 1 to 100 characters"));
    }
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(Error::bad_input("days", format!("enter a number from 1 to {MAX_DAYS}")));
    }
    let access = parse_access(access)?;
    Ok(NewApiToken { name: name.to_owned(), access, days, at_issuer: AtIssuer::default() })
}
