//! `resume`: ends the pause of jobs and mail that a restore began.

use crate::backup::finish::release_mail;
use crate::commands::context::CommandContext;
use crate::db::pause;
use crate::error::Result;
use clap::Args;

/// Lets jobs and mail run again.
#[derive(Debug, Args)]
pub struct Resume {
    /// Also send the messages that the restore held; some may have been sent already
    #[arg(long)]
    send_mail: bool,
}

impl Resume {
    /// Runs the command.
    ///
    /// # Errors
    /// The database failed.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        let (was_paused, released) = context.db.write_now(|c| {
            let released = if self.send_mail { release_mail(c)? } else { 0 };
            Ok((pause::resume(c)?, released))
        })?;
        println!("{}", if was_paused { "Jobs and mail run again" } else { "Jobs and mail were not paused" });
        if self.send_mail {
            println!("Messages to be sent now: {released}");
        }
        Ok(())
    }
}
