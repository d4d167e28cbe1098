//! `activity verify`: reads every partner's log from its beginning and says whether it is whole.
//! What is checked and what that proves stands in docs/activity-log.md.

use super::Office;
use crate::activity::proof::old_export::OldExport;
use crate::activity::proof::verify;
use crate::error::{Error, Result};
use crate::partners::model::Partner;
use crate::partners::queries;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// What to do with the activity log.
#[derive(Debug, Subcommand)]
pub enum ActivityCommand {
    /// Check that no entry was changed, removed, added or moved
    Verify(Verify),
}

/// Check that no entry was changed, removed, added or moved.
#[derive(Debug, Args)]
pub struct Verify {
    /// Hold an old detailed export against the log too
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// MPN ID of the one partner whose log to check
    #[arg(long, value_name = "MPN_ID")]
    partner: Option<String>,
}

impl ActivityCommand {
    /// Runs it.
    ///
    /// # Errors
    /// One line that names the first broken entry.
    pub fn run(&self, office: &Office) -> Result<()> {
        let ActivityCommand::Verify(verify) = self;
        verify.run(office)
    }
}

impl Verify {
    fn run(&self, office: &Office) -> Result<()> {
        let partners = match &self.partner {
            Some(mpn_id) => vec![office.partner(mpn_id)?],
            None => office.db.read_now(queries::all)?,
        };
        let old =
            self.against.as_deref().map(|file| Ok::<_, Error>((OldExport::read(file)?, file))).transpose()?;
        let broken: Vec<String> = partners
            .iter()
            .filter_map(|partner| whole(office, partner).transpose())
            .collect::<Result<_>>()?;
        if !broken.is_empty() {
            return Err(Error::operator(broken.join("\n")));
        }
        old.map_or(Ok(()), |(old, file)| against(office, &partners, &old, file))
    }
}

/// Prints how far a log is whole, or answers what is wrong with it.
fn whole(office: &Office, partner: &Partner) -> Result<Option<String>> {
    let checked = office.db.read_now(|c| verify(c, office.log.chain(), partner.id))?;
    let who = format!("{} {}", partner.mpn_id, partner.name);
    Ok(match checked.broken {
        Some(entry) => Some(format!(
            "{who}: entry {entry} is not what was written, is missing, or was added; whole up to entry {}",
            checked.up_to
        )),
        None => {
            println!("{who}: whole up to entry {}", checked.up_to);
            None
        }
    })
}

/// Compares an export with the log that it was taken from: the one with most entries like it.
fn against(office: &Office, partners: &[Partner], old: &OldExport, file: &Path) -> Result<()> {
    let mut all = Vec::new();
    for partner in partners {
        all.push((office.db.read_now(|c| old.compare(c, partner.id))?, partner));
    }
    let best = all.iter().max_by_key(|(compared, _)| compared.equal);
    let Some((compared, partner)) = best.filter(|(compared, _)| compared.equal > 0 || old.is_empty()) else {
        let said = format!("{}: no log has any entry of this export as it is there", file.display());
        return Err(Error::operator(said));
    };
    if let Some(entry) = compared.broken {
        let said = format!(
            "{} {}: entry {entry} is not what {} says it was, or is gone",
            partner.mpn_id,
            partner.name,
            file.display()
        );
        return Err(Error::operator(said));
    }
    println!(
        "{} {}: all {} entries of {} are as they were",
        partner.mpn_id,
        partner.name,
        old.len(),
        file.display()
    );
    Ok(())
}
