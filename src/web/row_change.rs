//! The buttons of a row of a list: each makes one change and returns to the list.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::error::{Error, Result};
use crate::state::AppState;
use crate::urls::PortalUrl;
use crate::web::flash::Message;
use crate::web::response::see_other;
use actix_web::HttpResponse;

/// A change of the object with this id.
pub type RowChange<P, Id> = fn(&mut Tx<'_>, &Scope<P>, Id) -> Result<((), Vec<Activity>)>;

/// Makes a change and redirects to the list with a message. An object that is in the wanted state already stays as it is.
///
/// # Errors
/// Those of the change, except [`Error::Stale`].
pub async fn change_row<P: 'static, Id: Send + 'static>(
    scope: Scope<P>,
    portal: &AppState,
    id: Id,
    change: RowChange<P, Id>,
    (list, done): (PortalUrl, Message),
) -> Result<HttpResponse> {
    let author = scope.author();
    let changed = portal.log.record(author, move |tx| change(tx, &scope, id)).await;
    let message = match changed {
        Err(Error::Stale) => Message::NothingChanged,
        changed => changed.map(|()| done)?,
    };
    Ok(see_other(portal, &list, Some(message.into())))
}
