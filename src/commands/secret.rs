//! `secret rotate`: replaces the secret, for example because somebody may have seen it.

use crate::audit::verify::verify;
use crate::commands::confirm::confirm;
use crate::commands::context::CommandContext;
use crate::commands::healthcheck;
use crate::db::partners;
use crate::error::{Error, Result};
use crate::secret_rotation;
use crate::secret_rotation::Rotation;
use clap::Subcommand;

/// The commands for the secret.
#[derive(Debug, Subcommand)]
pub enum SecretCommand {
    /// Replace the secret and seal again what depends on it. Stop the portal first
    Rotate {
        /// Do not ask for confirmation
        #[arg(long)]
        yes: bool,
    },
}

impl SecretCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator: the portal runs, a log does not verify, or the file or the database failed. After an
    /// interruption, the next start of any command finishes the change.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        let SecretCommand::Rotate { yes } = self;
        if healthcheck::answers(context.settings.portal_listen) {
            let address = context.settings.portal_listen;
            return Err(Error::operator(format!(
                "the portal runs at {address}; stop it, and start it again afterwards"
            )));
        }
        for partner in context.db.read_now(partners::all)? {
            let checked = context.db.read_now(|c| verify(c, context.log.chain(), partner.id))?;
            if let Some(entry) = checked.broken {
                return Err(Error::operator(format!(
                    "the log of {} does not verify from entry {entry} on, and a new secret would hide by whom it was changed; \
                     see docs/activity-log.md",
                    partner.mpn_id
                )));
            }
        }
        if !yes {
            confirm("ends all sign-ins, API tokens, recovery codes, and links that were sent")?;
        }
        let file = &context.settings.portal_secret_file;
        let secrets = context.secrets.rotated()?;
        secrets.replace(file)?;
        let log = crate::audit::ActivityLog::new(context.db.clone(), &secrets);
        let done = secret_rotation::finish(&log, &secrets, file)?.unwrap_or_default();
        println!(
            "Replaced the secret in {}; copy it to where its former copy is, and keep both",
            file.display()
        );
        print(&done);
        Ok(())
    }
}

/// Prints what the replacement has done.
fn print(done: &Rotation) {
    println!("Second factors sealed again: {}", done.second_factors);
    println!("Addresses of chat channels sealed again: {}", done.chat_channels);
    println!("Addresses and secrets of webhooks sealed again: {}", done.webhooks);
    println!("Credentials of connections sealed again: {}", done.connections);
    if done.unreadable_factors > 0 {
        println!("Second factors that could not be read before either: {}", done.unreadable_factors);
    }
    println!("Sign-ins ended: {}", done.sessions);
    println!("API tokens ended: {}", done.api_tokens);
    println!("secrets of applications ended: {}", done.application_secrets);
    println!("Recovery codes ended, users make new ones in their profile: {}", done.recovery_codes);
    println!("Links to set a password ended: {}", done.password_links);
    println!("Links of relationship requests replaced, send the open ones again: {}", done.request_links);
}
