//! `user add`, `user reset-password`, `user operator`, `user unlink`.

use crate::audit::{Action, Activity, Author};
use crate::auth::accounts::NewUser;
use crate::auth::password::Weakness;
use crate::auth::{accounts, password, throttle};
use crate::commands::context::CommandContext;
use crate::domain::{Partner, PartnerId, Roles};
use crate::error::{Error, Result};
use crate::features::sign_in::oidc::identities::unlink as unlink_accounts;
use crate::mail::notices::{Notice, NoticeSender};
use clap::Subcommand;
use serde_json::json;

/// The commands for users.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a user. Without --password-stdin, a temporary password is printed once
    Add {
        /// MPN ID of the user's partner
        #[arg(long, value_name = "MPN_ID")]
        partner: String,
        /// Email address for sign-in
        #[arg(long)]
        email: String,
        /// Name of the user
        #[arg(long)]
        name: String,
        /// At most one admin role and one agent role, such as global-admin,sales-agent
        #[arg(long, default_value = "")]
        roles: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set a temporary password for a user, end their sessions and unlock the account
    ResetPassword {
        /// Email address of the user
        email: String,
    },
    /// Let a user see the state of the server, the mail queue and the settings, or take that back with --revoke
    Operator {
        /// Email address of the user
        email: String,
        /// The user no longer operates the server
        #[arg(long)]
        revoke: bool,
    },
    /// Unlink all OpenID Connect accounts of a user and end their sessions
    Unlink {
        /// Email address of the user
        email: String,
    },
}

impl UserCommand {
    /// Runs the command.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        match self {
            UserCommand::Add { partner, email, name, roles, password_stdin } => {
                let partner = context.partner(partner)?;
                if *password_stdin {
                    let password = password_from_stdin(email)?;
                    add(context, &new_user(partner.id, email, name, roles, &password, false)?)?;
                    println!("Added {email}");
                    return Ok(());
                }
                add_and_print(context, &partner, email, name, roles)
            }
            UserCommand::ResetPassword { email } => reset(context, email),
            UserCommand::Operator { email, revoke } => set_operator(context, email, !revoke),
            UserCommand::Unlink { email } => unlink(context, email),
        }
    }
}

fn add_and_print(
    context: &CommandContext,
    partner: &Partner,
    email: &str,
    name: &str,
    roles: &str,
) -> Result<()> {
    let password = password::generate_temporary()?;
    add(context, &new_user(partner.id, email, name, roles, &password, true)?)?;
    print_temporary_password(email, &password);
    Ok(())
}

/// Prints a new temporary password.
pub fn print_temporary_password(email: &str, password: &str) {
    println!("Sign in as {email} with the temporary password {password}");
    println!("It is shown only once and must be changed at first sign-in.");
}

/// Creates a user from the arguments of a command.
///
/// # Errors
/// A role is unknown, or there are too many.
pub fn new_user(
    partner: PartnerId,
    email: &str,
    name: &str,
    roles: &str,
    password: &str,
    must_change_password: bool,
) -> Result<NewUser> {
    Ok(NewUser {
        partner,
        email: email.to_owned(),
        name: name.to_owned(),
        roles: Roles::parse(roles).map_err(|said| Error::bad_input("roles", said))?,
        password_hash: password::hash(password)?,
        must_change_password,
    })
}

fn add(context: &CommandContext, new: &NewUser) -> Result<()> {
    context.log.record_now(&Author::operator(new.partner), |tx| Ok(((), vec![accounts::add(tx, new)?])))
}

fn reset(context: &CommandContext, email: &str) -> Result<()> {
    let found = context.db.read_now(|c| accounts::by_email(c, email))?;
    let person =
        found.ok_or_else(|| Error::operator(format!("no active user has the email address {email}")))?;
    let password = password::generate_temporary()?;
    let hash = password::hash(&password)?;
    let bucket = throttle::account_bucket(&context.secrets, email);
    let notices = NoticeSender::from_settings(&context.settings);
    context.log.record_now(&Author::operator(person.partner), |tx| {
        throttle::reset(tx.c, &bucket.key)?;
        notices.send(tx, person.user, Notice::PasswordReset)?;
        Ok(((), vec![accounts::set_password(tx, person.user, &hash, true)?]))
    })?;
    println!("{} signs in with the temporary password {password}", person.email);
    println!("It is shown only once and must be changed at first sign-in.");
    Ok(())
}

fn set_operator(context: &CommandContext, email: &str, operates: bool) -> Result<()> {
    let found = context.db.read_now(|c| accounts::by_email(c, email))?;
    let person =
        found.ok_or_else(|| Error::operator(format!("no active user has the email address {email}")))?;
    let changed = context.log.record_now(&Author::operator(person.partner), |tx| {
        let entry = accounts::set_operator(tx, person.user, operates)?;
        Ok((entry.is_some(), entry.into_iter().collect()))
    })?;
    let email = &person.email;
    match (operates, changed) {
        (true, true) => println!(
            "{email} operates the server now: /operator, after signing in with two-step verification"
        ),
        (true, false) => println!("{email} operates the server already"),
        (false, true) => println!("{email} no longer operates the server"),
        (false, false) => println!("{email} did not operate the server"),
    }
    Ok(())
}

fn unlink(context: &CommandContext, email: &str) -> Result<()> {
    let found = context.db.read_now(|c| accounts::by_email(c, email))?;
    let person =
        found.ok_or_else(|| Error::operator(format!("no active user has the email address {email}")))?;
    let issuers = context.log.record_now(&Author::operator(person.partner), |tx| {
        let issuers = unlink_accounts(tx, person.user)?;
        let details = json!({ "email": accounts::email_key(email), "unlinked": issuers });
        let done = Activity::new(Action::UpdatePartnerUser, "partner_user", details);
        let entries = if issuers.is_empty() { Vec::new() } else { vec![done] };
        Ok((issuers, entries))
    })?;
    match issuers.as_slice() {
        [] => println!("No account of an issuer was linked to {}", person.email),
        issuers => println!("No longer linked to {}: {}", person.email, issuers.join(", ")),
    }
    Ok(())
}

fn password_from_stdin(email: &str) -> Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    let local = email.split('@').next().unwrap_or_default();
    let said = match password::find_weakness(&password, &[local]) {
        None => return Ok(password),
        Some(Weakness::TooShort) => "it has fewer than 15 characters",
        Some(Weakness::TooLong) => "it has more than 1,024 bytes",
        Some(Weakness::TooSimple) => "it is easily guessed",
        Some(Weakness::TooClose) => "it contains the person's own address",
    };
    Err(Error::bad_input("password", format!("the password on standard input was rejected: {said}")))
}
