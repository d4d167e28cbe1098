//! `GET /account-settings/connections/{connection}`: what a connection is, and its newest runs.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::domain::{ConnectionId, WriteSubject};
use crate::error::Result;
use crate::features::connections::model::Connection;
use crate::features::connections::pages::status;
use crate::features::connections::pages::status::ShownFault;
use crate::features::connections::queries::find_connection;
use crate::features::connections::runs::model::ConnectionRun;
use crate::features::connections::runs::queries::newest_runs;
use crate::features::connections::writing::queue::open_counts;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::web::list::{EmptyState, ListCount, ListFrame};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "connections/show.html")]
struct RunsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    connection: Connection,
    fault: Option<ShownFault>,
    runs: Vec<ShownRun>,
    /// How many changes wait for the server, and how many for a person.
    open: (i64, i64),
}

/// A run in the list.
struct ShownRun {
    run: ConnectionRun,
    added: String,
    changed: String,
    missing: String,
}

impl RunsPage<'_> {
    fn state(&self) -> (&'static str, String) {
        status::state(&self.connection, self.runs.first().map(|shown| &shown.run), self.shell)
    }

    fn notes(&self) -> Vec<String> {
        status::notes(&self.connection, self.shell)
    }

    fn tone(&self, run: &ConnectionRun) -> &'static str {
        status::run_tone(run.state)
    }

    fn can_start(&self) -> bool {
        let is_busy = self.runs.first().is_some_and(|shown| !shown.run.state.is_over());
        self.connection.pause_reason.is_none() && !is_busy
    }

    fn is_at_work(&self) -> bool {
        self.runs.first().is_some_and(|shown| shown.run.state.is_at_work())
    }

    /// Returns what is written back, if anything is.
    fn written_back(&self) -> Option<String> {
        let texts = self.shell.texts;
        let words = self.connection.writes().map(|writes| writes.words()).unwrap_or_default();
        let subjects = words.iter().filter_map(|word| word.parse::<WriteSubject>().ok());
        let labels: Vec<String> = subjects.map(|subject| subject.label(texts)).collect();
        (!labels.is_empty()).then(|| labels.join(&texts.list_comma()))
    }

    /// Returns how many changes wait.
    fn open_notes(&self) -> Vec<String> {
        let (waiting, asking) = self.open;
        let number = |count: i64| self.shell.locale.number(count.unsigned_abs());
        let texts = self.shell.texts;
        let waiting = (waiting > 0).then(|| texts.connection_writes_open(number(waiting)));
        let asking = (asking > 0).then(|| texts.connection_writes_asking(number(asking)));
        asking.into_iter().chain(waiting).collect()
    }

    /// Returns the partner as which the server answers.
    fn remote(&self) -> Option<String> {
        let id = self.connection.remote_id.as_ref()?;
        let name = self.connection.remote_name.as_deref().unwrap_or_default();
        Some(format!("{name} {id}").trim().to_owned())
    }
}

/// Shows the page.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let (reader, id) = (scope.clone(), path.into_inner());
    let (connection, runs, open) = portal
        .db
        .read(move |c| {
            let open = open_counts(&reader, id, c)?;
            Ok((find_connection(&reader, id, c)?, newest_runs(&reader, id, c)?, open))
        })
        .await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let shown = |run: ConnectionRun| {
        let (added, changed) = status::totals(&run)?;
        let missing = run.content()?.missing;
        let [added, changed, missing] = [added, changed, missing].map(|count| shell.locale.number(count));
        Ok(ShownRun { run, added, changed, missing })
    };
    let runs: Vec<ShownRun> = runs.into_iter().map(shown).collect::<Result<_>>()?;
    let page = RunsPage {
        frame: frame(&shell, &connection, runs.len()),
        fault: status::fault(&connection, &shell)?,
        shell: &shell,
        connection,
        runs,
        open,
    };
    response::page_as(page.frame.status(), &page)
}

fn frame(shell: &Shell, connection: &Connection, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let empty = || EmptyState::nothing_yet(texts.connection_runs_none(), texts.connection_runs_none_text());
    ListFrame {
        caption: texts.connection_runs(),
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            connection.name.clone(),
            ListCount::sentence(
                total,
                texts.connection_runs_count(total.shown, shell.locale.number(total.shown)),
            ),
        )
    }
}
