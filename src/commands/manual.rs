//! `completions SHELL` and `man [DIR]`: what packages install beside the program, generated from the command line.

use crate::error::{Error, Result};
use clap::{Args, Command};
use clap_complete::Shell;
use std::io::{self, Write};
use std::path::PathBuf;

/// Prints the completions of a shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the manual page, or writes those of all commands.
#[derive(Debug, Args)]
pub struct Man {
    /// The folder to write a page for each command into. Without it: one page to standard output
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Completions {
    /// Runs the command.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn run(&self, mut command: Command) -> Result<()> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "partner-portal", &mut script);
        Ok(io::stdout().write_all(&script)?)
    }
}

impl Man {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator: the folder cannot be written.
    pub fn run(&self, command: Command) -> Result<()> {
        match &self.folder {
            None => Ok(clap_mangen::Man::new(command).render(&mut io::stdout())?),
            Some(folder) => clap_mangen::generate_to(command, folder)
                .map_err(|error| Error::operator(format!("{}: {error}", folder.display()))),
        }
    }
}
