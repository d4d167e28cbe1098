//! The program `partner-portal`: parses the command line, runs one command, and prints an error on one line.

use clap::Parser;
use partner_portal::commands::command_line;
use partner_portal::commands::command_line::CommandLine;
use partner_portal::text::visible::visible;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Where the log cannot be written, such as on a full disk, the report of that would fail too, and panic.
    log.log_internal_errors(false).json().init();
    match command_line::run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("partner-portal: {}", one_line(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

/// Joins the lines of a message, because PostgreSQL's errors have several, and makes control characters
/// visible, because the message may contain text of other people.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&words).into_owned()
}
