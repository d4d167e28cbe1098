//! The program `partner-portal`: parses the command line, runs one command, and prints an error on one line.

use clap::Parser;
use partner_portal::commands::command_line;
use partner_portal::commands::command_line::CommandLine;
use partner_portal::config::{LogFormat, logging};
use partner_portal::text::visible::visible;
use std::io::{IsTerminal, stderr};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    start_logging();
    match command_line::run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("partner-portal: {}", one_line(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

fn start_logging() {
    let wanted = logging::wanted();
    let filter =
        EnvFilter::try_new(&wanted.filter).unwrap_or_else(|_| EnvFilter::new(logging::DEFAULT_FILTER));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    // Where the log cannot be written, such as on a full disk, the report of that would fail too, and panic.
    let log = log.log_internal_errors(false);
    match wanted.format {
        LogFormat::Json => log.json().init(),
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).init(),
    }
}

/// Joins the lines of a message, because PostgreSQL's errors have several, and makes control characters
/// visible, because the message may contain text of other people.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&words).into_owned()
}
