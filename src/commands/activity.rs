//! `activity verify` verifies every partner's activity log from its beginning. `activity head` prints the
//! head of each log, to be stored elsewhere. For what this proves, see docs/activity-log.md.

use crate::audit::export_check::ExportedLog;
use crate::audit::heads;
use crate::audit::heads::LogHead;
use crate::audit::verify::verify;
use crate::commands::context::CommandContext;
use crate::db::partners;
use crate::domain::Partner;
use crate::error::{Error, Result};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// The commands for the activity log.
#[derive(Debug, Subcommand)]
pub enum ActivityCommand {
    /// Check that no entry was changed, removed, inserted or reordered
    Verify(Verify),
    /// Print the head of each log: MPN ID, Entry ID and chain value. Store it elsewhere for `verify --head`
    Head(Head),
}

/// Prints the head of each log.
#[derive(Debug, Args)]
pub struct Head {
    /// MPN ID of the partner. Without it: all partners
    #[arg(long, value_name = "MPN_ID")]
    partner: Option<String>,
}

/// Verifies the activity logs.
#[derive(Debug, Args)]
pub struct Verify {
    /// Also compare the log with an earlier detailed export
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Also check that the logs still contain these heads, printed by `activity head` or in the server log
    #[arg(long, value_name = "FILE")]
    head: Option<PathBuf>,
    /// MPN ID of the partner. Without it: all partners
    #[arg(long, value_name = "MPN_ID")]
    partner: Option<String>,
}

impl ActivityCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for each log, with the first broken entry or the missing last entry.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        match self {
            ActivityCommand::Verify(verify) => verify.run(context),
            ActivityCommand::Head(head) => head.run(context),
        }
    }
}

impl Head {
    fn run(&self, context: &CommandContext) -> Result<()> {
        let mut gone = Vec::new();
        for partner in selected_partners(context, self.partner.as_deref())? {
            match context.db.read_now(|c| LogHead::current(c, &partner))? {
                Some(head) => println!("{head}"),
                None => gone.push(format!("{} {}: the log has no last entry", partner.mpn_id, partner.name)),
            }
        }
        fail_if_any(&gone)
    }
}

/// Returns all partners, or the selected one.
fn selected_partners(context: &CommandContext, mpn_id: Option<&str>) -> Result<Vec<Partner>> {
    match mpn_id {
        Some(mpn_id) => Ok(vec![context.partner(mpn_id)?]),
        None => context.db.read_now(partners::all),
    }
}

/// Returns an error with all the messages, if there are any.
fn fail_if_any(wrong: &[String]) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Error::operator(wrong.join("\n"))) }
}

impl Verify {
    fn run(&self, context: &CommandContext) -> Result<()> {
        let partners = selected_partners(context, self.partner.as_deref())?;
        let kept = self.head.as_deref().map(|file| Ok::<_, Error>((heads::read(file)?, file))).transpose()?;
        let old = self
            .against
            .as_deref()
            .map(|file| Ok::<_, Error>((ExportedLog::read(file)?, file)))
            .transpose()?;
        let broken: Vec<String> = partners
            .iter()
            .filter_map(|partner| report_log(context, partner).transpose())
            .collect::<Result<_>>()?;
        fail_if_any(&broken)?;
        if let Some((kept, file)) = kept {
            self.goes_on(context, &partners, &kept, file)?;
        }
        old.map_or(Ok(()), |(old, file)| against(context, &partners, &old, file))
    }

    /// Compares the logs with stored heads. A partner without a head in the file is printed but is not an
    /// error, because it may be newer than the file.
    fn goes_on(
        &self,
        context: &CommandContext,
        partners: &[Partner],
        kept: &[LogHead],
        file: &Path,
    ) -> Result<()> {
        let is_ours = |head: &&LogHead| partners.iter().any(|partner| partner.mpn_id == head.mpn_id);
        let strangers = kept.iter().filter(|head| self.partner.is_none() && !is_ours(head));
        let mut wrong: Vec<String> = strangers
            .map(|head| format!("{} of {}: this partner no longer exists", head.mpn_id, file.display()))
            .collect();
        for partner in partners {
            let (who, of) = (format!("{} {}", partner.mpn_id, partner.name), file.display());
            let own: Vec<&LogHead> = kept.iter().filter(|head| head.mpn_id == partner.mpn_id).collect();
            let mut fallen = Vec::new();
            for head in &own {
                if !context.db.read_now(|c| head.still_matches(c, partner))? {
                    fallen.push(head.seq);
                }
            }
            match (fallen.iter().min(), own.iter().map(|head| head.seq).max()) {
                (Some(seq), _) => wrong.push(format!("{who}: entry {seq} differs from {of} or was removed")),
                (None, Some(seq)) => println!("{who}: continues from entry {seq} of {of}"),
                (None, None) if self.partner.is_some() => {
                    wrong.push(format!("{who}: {of} has no head of this log"))
                }
                (None, None) => println!("{who}: {of} has no head of this log"),
            }
        }
        fail_if_any(&wrong)
    }
}

/// Prints up to which entry a log is intact, or returns what is wrong with it.
fn report_log(context: &CommandContext, partner: &Partner) -> Result<Option<String>> {
    let checked = context.db.read_now(|c| verify(c, context.log.chain(), partner.id))?;
    let who = format!("{} {}", partner.mpn_id, partner.name);
    Ok(match checked.broken {
        Some(entry) => Some(format!(
            "{who}: entry {entry} was changed, removed or added; verified up to entry {}",
            checked.up_to
        )),
        None => {
            let erased = match checked.erased {
                0 => String::new(),
                1 => "; 1 entry had personal data erased".to_owned(),
                many => format!("; {many} entries had personal data erased"),
            };
            println!("{who}: verified up to entry {}{erased}", checked.up_to);
            None
        }
    })
}

/// Compares an export with the log that it was made from, which is the one with the most equal entries.
fn against(context: &CommandContext, partners: &[Partner], old: &ExportedLog, file: &Path) -> Result<()> {
    let mut all = Vec::new();
    for partner in partners {
        all.push((context.db.read_now(|c| old.compare(c, partner.id))?, partner));
    }
    let best = all.iter().max_by_key(|(compared, _)| compared.equal);
    let Some((compared, partner)) = best.filter(|(compared, _)| compared.equal > 0 || old.is_empty()) else {
        let said = format!("{}: no log contains the entries of this export unchanged", file.display());
        return Err(Error::operator(said));
    };
    if let Some(entry) = compared.broken {
        let said = format!(
            "{} {}: entry {entry} differs from {} or was removed",
            partner.mpn_id,
            partner.name,
            file.display()
        );
        return Err(Error::operator(said));
    }
    println!(
        "{} {}: all {} entries of {} are unchanged",
        partner.mpn_id,
        partner.name,
        old.len(),
        file.display()
    );
    Ok(())
}
