//! `sync`: one run of a connection, now.

use crate::audit::Author;
use crate::clock;
use crate::commands::context::CommandContext;
use crate::domain::{ConnectionRunCause, ConnectionRunId, ConnectionRunState, Partner};
use crate::error::{Error, Result};
use crate::features::connections::model::Connection;
use crate::features::connections::queries::connections_of;
use crate::features::connections::runs::changes::insert_run;
use crate::features::connections::runs::model::{ConnectionRun, RunPart};
use crate::features::connections::runs::queries;
use crate::features::connections::work::run_one;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::text::visible::visible;
use clap::Args;
use std::io;
use std::io::Write;
use std::time::Duration;

/// How often a run is looked at while it waits, or while another process works on it.
const PAUSE: Duration = Duration::from_secs(2);

/// Reads from the server of a connection.
#[derive(Debug, Args)]
#[command(
    long_about = "Reads customers, contacts for bills and subscriptions from the server of a connection, compares them with \
    the portal, and writes the differences by the rules of the connection.\n\n\
    Connections are added on the page Connections of the account settings. What the server has no more is marked, never \
    removed. A run that waits, because the server asks for it, goes on when it may; if this command is stopped, the portal \
    goes on with the run."
)]
pub struct Sync {
    /// MPN ID of the partner
    #[arg(long, value_name = "MPN_ID")]
    partner: String,
    /// Name of the connection; needed if the partner has several
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,
    /// Show what would be added, changed and marked, without writing
    #[arg(long)]
    dry_run: bool,
}

impl Sync {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator: there is no such connection, it is paused or busy, or the run failed.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        let partner = context.partner(&self.partner)?;
        let connection = self.find(context, &partner)?;
        if let Some(reason) = connection.pause_reason {
            let why = reason.label(Locale::En.texts());
            return Err(Error::operator(format!("the connection “{}” is paused: {why}", connection.name)));
        }
        let author = Author::operator(partner.id);
        let started = context.log.record_now(&author, |tx| {
            Ok((insert_run(tx, &connection, ConnectionRunCause::Command, self.dry_run)?, Vec::new()))
        })?;
        let busy = || {
            Error::operator(format!(
                "the connection “{}” has a run that is not over; look at it on the page Connections",
                connection.name
            ))
        };
        let portal = AppState::new(
            context.db.clone(),
            context.secrets.clone(),
            context.settings.clone(),
            context.mail.clone(),
        );
        let run = finish(&portal, &partner, started.ok_or_else(busy)?)?;
        report(&run)
    }

    fn find(&self, context: &CommandContext, partner: &Partner) -> Result<Connection> {
        let mut all = context.db.read_now(|c| connections_of(c, partner.id))?;
        let names: Vec<String> = all.iter().map(|one| format!("“{}”", one.name)).collect();
        let names = names.join(", ");
        if let Some(name) = &self.connection {
            let found = all.into_iter().find(|one| one.name == *name);
            return found.ok_or_else(|| {
                let known =
                    if names.is_empty() { "it has none".to_owned() } else { format!("it has {names}") };
                Error::operator(format!("{} has no connection “{name}”; {known}", partner.mpn_id))
            });
        }
        match all.len() {
            0 => Err(Error::operator(format!(
                "{} has no connection; add one on the page Connections of the account settings",
                partner.mpn_id
            ))),
            1 => Ok(all.remove(0)),
            _ => Err(Error::operator(format!("--connection: name one of {names}"))),
        }
    }
}

/// Works on a run until it is over, in turn with other processes.
fn finish(portal: &AppState, partner: &Partner, id: ConnectionRunId) -> Result<ConnectionRun> {
    let mut told = None;
    loop {
        run_one(portal, id, clock::now())?;
        let run = portal.db.read_now(|c| queries::load(id, partner.id, c))?;
        if run.state.is_over() || run.state == ConnectionRunState::Preview {
            return Ok(run);
        }
        if let Some(fault) = run.last_fault()?
            && told != run.next_at
        {
            told = run.next_at;
            let until = run.next_at.map(|at| format!("waits until {}Z: ", at.format("%Y-%m-%dT%H:%M:%S")));
            let mut err = io::stderr().lock();
            writeln!(err, "{}{}", until.unwrap_or_default(), visible(&fault.line()))?;
        }
        std::thread::sleep(PAUSE);
    }
}

fn report(run: &ConnectionRun) -> Result<()> {
    let (mut out, content) = (io::stdout().lock(), run.content()?);
    if run.state != ConnectionRunState::Done {
        let why =
            run.last_fault()?.map(|fault| fault.line()).unwrap_or_else(|| run.state.as_str().to_owned());
        return Err(Error::operator(format!("the run failed: {}", visible(&why))));
    }
    for part in RunPart::ORDER {
        let Some(report) = content.report(part) else { continue };
        for bad in &report.bad_rows {
            writeln!(io::stderr().lock(), "{}: {}: {}", part.as_str(), bad.row, bad.reason())?;
        }
        if run.is_dry_run {
            for row in &report.changed_rows {
                let cells: Vec<String> = row.differences.iter().map(|one| one.text(Locale::En)).collect();
                writeln!(
                    out,
                    "{}: {} would be changed: {}",
                    part.as_str(),
                    row.id,
                    visible(&cells.join("; "))
                )?;
            }
            writeln!(out, "{}: {report}", part.as_str())?;
        } else {
            let counts = content.written.iter().find(|(known, _)| *known == part);
            let (added, changed) =
                counts.map(|(_, counts)| (counts.added, counts.changed)).unwrap_or_default();
            let (rows, bad) = (report.rows, report.bad);
            writeln!(
                out,
                "{}: {rows} rows: {added} added, {changed} changed, {bad} not taken over",
                part.as_str()
            )?;
        }
    }
    let missing = content.missing;
    let verb = if run.is_dry_run { "would be marked" } else { "marked" };
    writeln!(out, "{missing} customers that are missing at the server {verb}, {} there again", content.back)?;
    Ok(())
}
