//! The states of connections and runs as pages show them.

use crate::domain::{ConnectionRunState, ConnectionSignIn};
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use crate::features::connections::model::Connection;
use crate::features::connections::runs::model::{ConnectionRun, RunPart};
use crate::web::shell::Shell;

/// A fault as a page shows it.
pub struct ShownFault {
    /// What it means, in the reader's language.
    pub meaning: String,
    /// The words of the server, with the request that it answered; empty if there are none.
    pub said: String,
    /// What else helps to find the reason.
    pub notes: Vec<String>,
}

impl ShownFault {
    /// Returns a fault for its page.
    pub fn new(fault: &RunFault, shell: &Shell) -> Self {
        let texts = shell.texts;
        let status = fault.status.map(|status| status.to_string()).unwrap_or_default();
        let said = [fault.path.as_str(), &status, &fault.words];
        let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let mut notes = Vec::new();
        notes
            .extend(fault.correlation_id.as_ref().map(|id| format!("MS-CorrelationId{}{id}", texts.colon())));
        notes.extend(
            fault
                .clock_minutes
                .map(|minutes| texts.connection_clock(shell.locale.number(minutes.unsigned_abs()))),
        );
        ShownFault { meaning: fault.kind.label(texts), said, notes }
    }
}

/// Returns the state of a connection as the style sheet names it, and as a label.
pub fn state(connection: &Connection, last: Option<&ConnectionRun>, shell: &Shell) -> (&'static str, String) {
    let texts = shell.texts;
    match last.map(|run| run.state) {
        _ if connection.pause_reason.is_some() => ("disabled", texts.chat_channel_is_paused()),
        Some(ConnectionRunState::Preview) => ("pending", texts.connection_run_waits()),
        Some(state) if state.is_at_work() => ("pending", state.label(texts)),
        _ if connection.fault.is_some() => ("suspended", texts.connection_fails()),
        _ if connection.confirmed_at.is_some() => ("active", texts.chat_channel_works()),
        _ => ("pending", texts.connection_is_new()),
    }
}

/// Returns what else there is to say about a connection.
pub fn notes(connection: &Connection, shell: &Shell) -> Vec<String> {
    let texts = shell.texts;
    let mut notes = Vec::new();
    notes.extend(connection.pause_reason.map(|reason| reason.label(texts)));
    let next = connection.next_run_at.filter(|_| connection.pause_reason.is_none());
    notes.extend(next.map(|at| texts.connection_next(shell.moment(at))));
    if connection.sign_in == ConnectionSignIn::RefreshToken {
        notes.extend(connection.token_ends_at.map(|at| texts.connection_token_ends(shell.moment(at))));
    }
    notes
}

/// Returns the fault of a connection.
///
/// # Errors
/// The stored fault cannot be read.
pub fn fault(connection: &Connection, shell: &Shell) -> Result<Option<ShownFault>> {
    Ok(connection.last_fault()?.map(|fault| ShownFault::new(&fault, shell)))
}

/// Returns the state of a run as the style sheet names it.
pub fn run_tone(state: ConnectionRunState) -> &'static str {
    match state {
        ConnectionRunState::Done => "active",
        ConnectionRunState::Failed => "suspended",
        ConnectionRunState::Discarded => "disabled",
        _ => "pending",
    }
}

/// Returns the numbers of added and changed rows of a run: written ones, or what it would write.
///
/// # Errors
/// The stored content cannot be read.
pub fn totals(run: &ConnectionRun) -> Result<(u64, u64)> {
    let content = run.content()?;
    let is_written = run.state == ConnectionRunState::Done && !run.is_dry_run;
    Ok(RunPart::ORDER.iter().fold((0, 0), |(added, changed), part| {
        let counts = if is_written {
            let written = content.written.iter().find(|(known, _)| known == part);
            written.map(|(_, counts)| (counts.added, counts.changed))
        } else {
            content.report(*part).map(|report| (report.added, report.changed))
        };
        let (more, others) = counts.unwrap_or_default();
        (added + more, changed + others)
    }))
}
