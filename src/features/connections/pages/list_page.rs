//! `GET /account-settings/connections`: the partner's connections and whether they work. There are at most
//! [`MAX_CONNECTIONS`](crate::features::connections::model::MAX_CONNECTIONS), so the page shows all of them.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::error::Result;
use crate::features::connections::model::Connection;
use crate::features::connections::pages::status;
use crate::features::connections::pages::status::ShownFault;
use crate::features::connections::queries::all_connections;
use crate::features::connections::runs::model::ConnectionRun;
use crate::features::connections::runs::queries::last_runs;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "connections/index.html")]
struct ConnectionsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    rows: Vec<ConnectionRow>,
}

/// A connection with its newest run.
struct ConnectionRow {
    connection: Connection,
    last: Option<ConnectionRun>,
    fault: Option<ShownFault>,
}

impl ConnectionsPage<'_> {
    fn state(&self, row: &ConnectionRow) -> (&'static str, String) {
        status::state(&row.connection, row.last.as_ref(), self.shell)
    }

    fn notes(&self, row: &ConnectionRow) -> Vec<String> {
        status::notes(&row.connection, self.shell)
    }

    fn can_start(&self, row: &ConnectionRow) -> bool {
        let is_busy = row.last.as_ref().is_some_and(|run| !run.state.is_over());
        row.connection.pause_reason.is_none() && !is_busy
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let (connections, runs) =
        portal.db.read(move |c| Ok((all_connections(&reader, c)?, last_runs(&reader, c)?))).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let row = |connection: Connection| {
        let last = runs.iter().find(|run| run.connection_id == connection.id).cloned();
        Ok(ConnectionRow { last, fault: status::fault(&connection, &shell)?, connection })
    };
    let rows: Vec<ConnectionRow> = connections.into_iter().map(row).collect::<Result<_>>()?;
    let page = ConnectionsPage { frame: frame(&shell, rows.len()), rows, shell: &shell };
    response::page_as(page.frame.status(), &page)
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let new = || PageAction::new("share", texts.connection_new(), urls::new_connection()).primary();
    let empty = || {
        let empty = EmptyState::nothing_yet(texts.connections_none(), texts.connections_none_text());
        empty.with_actions([new()])
    };
    ListFrame {
        actions: vec![new()],
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.connections(),
            ListCount::sentence(
                total,
                texts.connections_count(total.shown, shell.locale.number(total.shown)),
            ),
        )
    }
}
