//! The buttons of values that wait to be written: `POST /account-settings/connections/{connection}/writes/{write}/retry` tries again,
//! `…/removal` gives up.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::domain::{ConnectionId, ConnectionWriteId};
use crate::error::Result;
use crate::features::connections::writing::changes;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::row_change::change_row;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// Tries again.
pub async fn retry(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<(ConnectionId, ConnectionWriteId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let done = (urls::connection_writes(ids.0), Message::ConnectionWriteRetried);
    change_row(scope, &portal, ids, changes::retry, done).await
}

/// Gives up.
pub async fn give_up(
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<(ConnectionId, ConnectionWriteId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let done = (urls::connection_writes(ids.0), Message::ConnectionWriteGivenUp);
    change_row(scope, &portal, ids, changes::give_up, done).await
}
