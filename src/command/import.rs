//! `import customers|subscriptions|resellers|offers FILE`: names the partner, then hands over to [`crate::import`].

use super::Office;
use crate::activity::Author;
use crate::error::Result;
use crate::import::Target;
use crate::import::command::ImportCommand;

/// Runs it.
///
/// # Errors
/// One line for the operator; bad rows are none.
pub fn run(command: &ImportCommand, office: &Office) -> Result<()> {
    let partner = office.partner(&command.file().partner)?;
    let author = Author::operator(partner.id);
    let target = Target { db: &office.db, log: &office.log, partner: &partner, author: &author, noted: None };
    command.run(&target).map(drop)
}
