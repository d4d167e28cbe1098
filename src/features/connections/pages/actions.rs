//! The buttons of a connection: `POST /account-settings/connections/{connection}/pause`, `…/resumption`, `…/removal`, and
//! `…/test`, which signs in now.

use crate::auth::scope::ManageConnections;
use crate::auth::{Scope, StepUp};
use crate::domain::ConnectionId;
use crate::error::{Error, Result};
use crate::features::connections::{changes, trial};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::response::see_other;
use crate::web::row_change::change_row;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// Pauses the connection.
pub async fn pause(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let done = (urls::connections(), Message::ConnectionPaused);
    change_row(scope, &portal, path.into_inner(), changes::pause_connection, done).await
}

/// Lets the connection run again.
pub async fn resume(
    scope: Scope<ManageConnections>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let done = (urls::connections(), Message::ConnectionResumed);
    change_row(scope, &portal, path.into_inner(), changes::resume_connection, done).await
}

/// Removes the connection.
pub async fn remove(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let done = (urls::connections(), Message::ConnectionRemoved);
    change_row(scope, &portal, path.into_inner(), changes::remove_connection, done).await
}

/// Signs in and asks the server as whom it answers. A test is no entry of the log: it changes nothing.
pub async fn test(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    let connection =
        portal.log.record(scope.author(), move |tx| changes::begin_test(tx, &author, id)).await?;
    let state = portal.get_ref().clone();
    let tried = actix_web::web::block(move || trial::sign_in(&state, &connection))
        .await
        .map_err(Error::internal)??;
    let message = if tried.is_ok() { Message::ConnectionTested } else { Message::ConnectionTestFailed };
    let author = scope.clone();
    portal.log.record(scope.author(), move |tx| trial::store(tx, &author, id, &tried)).await?;
    Ok(see_other(&portal, &urls::connection(id), Some(message.into())))
}
