//! The confirmation of commands that cannot be undone.

use crate::error::{Error, Result};
use std::io::{self, IsTerminal, Write};

/// Asks whether to go on with a command that, in the words of `effect`, “cannot be undone” or “replaces” something.
///
/// # Errors
/// The answer is not yes, or standard input is no terminal.
pub fn confirm(effect: &str) -> Result<()> {
    if !io::stdin().is_terminal() {
        return Err(Error::operator(format!("this {effect}; add --yes to skip the confirmation")));
    }
    print!("This {effect}. Type yes to go on: ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if answer.trim() == "yes" { Ok(()) } else { Err(Error::operator("nothing was changed")) }
}
