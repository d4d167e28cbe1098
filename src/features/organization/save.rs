//! Saves a part of the organization, with optimistic locking.

use crate::auth::Scope;
use crate::db::portable::lock_partner;
use crate::error::{Error, Result};
use crate::features::organization::model::Organization;
use crate::features::organization::queries;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::response::see_other;
use actix_web::HttpResponse;

/// Applies `change` to the stored organization, if it still has this `version`, and replaces the time zone by `zone`, if it is
/// given; returns the response to the form.
///
/// # Errors
/// [`Error::Stale`] if another user has saved in the meantime.
pub async fn save<P>(
    portal: &AppState,
    scope: &Scope<P>,
    version: i32,
    change: impl FnOnce(Organization) -> Organization + Send + 'static,
    zone: Option<Option<String>>,
) -> Result<HttpResponse> {
    let partner = scope.partner();
    let saved = portal.log.record(scope.author(), move |tx| {
        lock_partner(tx.c, partner)?;
        let now = queries::current(tx, partner)?;
        if now.version != version {
            return Err(Error::Stale);
        }
        Ok(((), queries::save(tx, partner, &change(now), zone)?))
    });
    saved.await?;
    Ok(see_other(portal, &urls::organization(), Some(Message::OrganizationSaved.into())))
}

/// Returns the stored version, for a form that must be sent again.
pub async fn stored_version<P: Clone + 'static>(portal: &AppState, scope: &Scope<P>) -> Result<i32> {
    let reader = scope.clone();
    portal.db.read(move |c| Ok(queries::find_own(&reader, c)?.version)).await
}
