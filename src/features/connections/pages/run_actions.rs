//! The buttons of runs: `POST /account-settings/connections/{connection}/runs` starts one, `…/{run}/confirmation` lets it write,
//! `…/{run}/removal` discards it.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::domain::{ConnectionId, ConnectionRunId};
use crate::error::{Error, Result};
use crate::features::connections::runs::changes;
use crate::features::connections::workers::ConnectionWorkers;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::response::see_other;
use crate::web::row_change::change_row;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// Starts a run.
pub async fn start(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    workers: Data<ConnectionWorkers>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    let started = portal.log.record(scope.author(), move |tx| changes::start_run(tx, &author, id)).await;
    let message = match started {
        Ok(()) => Message::ConnectionRunStarted,
        Err(Error::Stale) => Message::ConnectionRunBusy,
        Err(error) => return Err(error),
    };
    wake(&portal, &workers).await?;
    Ok(see_other(&portal, &urls::connection(id), Some(message.into())))
}

/// Lets a run write.
pub async fn confirm(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    workers: Data<ConnectionWorkers>,
    path: Path<(ConnectionId, ConnectionRunId)>,
) -> Result<HttpResponse> {
    let (connection, run) = path.into_inner();
    let done = (urls::connection_run(connection, run), Message::ConnectionRunConfirmed);
    let answer = change_row(scope, &portal, (connection, run), changes::confirm_run, done).await?;
    wake(&portal, &workers).await?;
    Ok(answer)
}

/// Discards a run.
pub async fn discard(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<(ConnectionId, ConnectionRunId)>,
) -> Result<HttpResponse> {
    let (connection, run) = path.into_inner();
    let done = (urls::connection_run(connection, run), Message::ConnectionRunDiscarded);
    change_row(scope, &portal, (connection, run), changes::discard_run, done).await
}

async fn wake(portal: &Data<AppState>, workers: &Data<ConnectionWorkers>) -> Result<()> {
    let (portal, workers) = (portal.get_ref().clone(), workers.clone().into_inner());
    actix_web::web::block(move || workers.wake(&portal)).await.map_err(Error::internal)??;
    Ok(())
}
