//! `status`: says what needs an operator's attention.

use crate::config::Settings;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::i18n::format::Clock;
use crate::monitoring::checks::{Check, CheckFormat, CheckState, database_checks};
use crate::monitoring::database;
use clap::Args;
use serde_json::json;

/// Says what needs attention.
#[derive(Debug, Args)]
pub struct Status {
    /// Print a JSON object for programs
    #[arg(long)]
    json: bool,
}

impl Status {
    /// Runs the command. It does not migrate the database. Exit code 1 if something needs attention.
    ///
    /// # Errors
    /// One line for the operator: the number of checks that need attention, or the database cannot be read.
    pub fn run(&self, settings: &Settings) -> Result<()> {
        let db = Db::open(&settings.database_url)?;
        let state = db.read_now(|c| database::read(c, db.backend()))?;
        let format = CheckFormat { locale: Locale::En, clock: Clock::in_zone(chrono_tz::UTC) };
        let checks = database_checks(&state, &db.backend().to_string(), settings, format);
        if self.json {
            let checks: Vec<_> = checks.iter().map(in_json).collect();
            println!("{}", json!({ "version": env!("CARGO_PKG_VERSION"), "checks": checks }));
        } else {
            checks.iter().for_each(print);
        }
        match checks.iter().filter(|check| check.state == CheckState::Attention).count() {
            0 => Ok(()),
            1 => Err(Error::operator(format!("1 of {} checks needs attention", checks.len()))),
            many => Err(Error::operator(format!("{many} of {} checks need attention", checks.len()))),
        }
    }
}

fn print(check: &Check) {
    let state = if check.state == CheckState::Good { "good" } else { "attention" };
    println!("{state:9}  {}: {}", check.subject, check.text);
    let more: Vec<&str> = check.more.iter().chain(&check.code).map(String::as_str).collect();
    if !more.is_empty() {
        println!("{:9}  {}", "", more.join(": "));
    }
}

fn in_json(check: &Check) -> serde_json::Value {
    json!({
        "subject": check.subject,
        "needs_attention": check.state == CheckState::Attention,
        "text": check.text,
        "more": check.more,
        "code": check.code,
    })
}
