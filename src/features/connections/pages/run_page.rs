//! `GET /account-settings/connections/{connection}/runs/{run}`: how far a run is, what it would write or has written, and why it
//! failed.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::domain::{ConnectionId, ConnectionRunId, ConnectionRunState, MicrosoftId};
use crate::error::Result;
use crate::features::connections::model::Connection;
use crate::features::connections::pages::status::ShownFault;
use crate::features::connections::queries::find_connection;
use crate::features::connections::runs::model::{ConnectionRun, RunContent, RunPart};
use crate::features::connections::runs::queries::find_run;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::report::Report;
use crate::state::AppState;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "connections/run.html")]
struct RunPage<'a> {
    shell: &'a Shell,
    connection: Connection,
    run: ConnectionRun,
    content: RunContent,
    fault: Option<ShownFault>,
}

impl RunPage<'_> {
    fn title(&self) -> String {
        self.run.state.label(self.shell.texts)
    }

    fn is(&self, state: &str) -> bool {
        self.run.state.as_str() == state
    }

    fn is_at_work(&self) -> bool {
        self.run.state.is_at_work()
    }

    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    /// Returns what was read so far.
    fn progress(&self) -> String {
        let [customers, _, subscriptions] = self.content.rows.map(|rows| self.shell.locale.number(rows));
        self.shell.texts.connection_run_progress(customers, subscriptions)
    }

    /// Returns the parts with the counts of the comparison.
    fn parts(&self) -> Vec<(RunPart, &Report)> {
        RunPart::ORDER.into_iter().filter_map(|part| Some((part, self.content.report(part)?))).collect()
    }

    fn label(&self, part: &RunPart) -> String {
        part.label(self.shell.texts)
    }

    /// Returns what was written of a part.
    fn written(&self, part: &RunPart) -> Option<String> {
        if self.run.state != ConnectionRunState::Done || self.run.is_dry_run {
            return None;
        }
        let counts = self.content.written.iter().find(|(known, _)| known == part);
        let counts = counts.map(|(_, counts)| *counts).unwrap_or_default();
        Some(self.shell.locale.number(counts.added + counts.changed))
    }

    fn has_differences(&self) -> bool {
        self.parts().iter().any(|(_, report)| !report.changed_rows.is_empty())
    }

    fn has_refused(&self) -> bool {
        self.parts().iter().any(|(_, report)| report.bad > 0)
    }

    fn column(&self, one: &Difference) -> String {
        one.column.header(self.shell.locale)
    }

    /// Returns how many rows are not on the page.
    fn hidden(&self, all: &u64, shown: usize) -> Option<String> {
        let hidden = all.saturating_sub(shown as u64);
        (hidden > 0).then(|| self.shell.texts.import_untold(self.shell.locale.number(hidden)))
    }

    /// Returns the customers that are missing at the server.
    fn missing(&self) -> Vec<(MicrosoftId, &str)> {
        self.content
            .missing_names
            .iter()
            .filter_map(|(id, name)| Some((id.parse::<MicrosoftId>().ok()?, name.as_str())))
            .collect()
    }
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<(ConnectionId, ConnectionRunId)>,
) -> Result<HttpResponse> {
    let (reader, (connection, run)) = (scope.clone(), path.into_inner());
    let (connection, run) = portal
        .db
        .read(move |c| {
            Ok((find_connection(&reader, connection, c)?, find_run(&reader, (connection, run), c)?))
        })
        .await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let fault = run.last_fault()?.map(|fault| ShownFault::new(&fault, &shell));
    response::page(&RunPage { content: run.content()?, fault, shell: &shell, connection, run })
}
