//! Saves a part of the organization, with optimistic locking.

use crate::auth::Scope;
use crate::db::portable::lock_partner;
use crate::error::Result;
use crate::features::organization::model::Organization;
use crate::features::organization::queries;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::response::see_other;
use actix_web::HttpResponse;

/// The result of saving.
pub enum SaveOutcome {
    /// Saved; contains the response to the form.
    Done(HttpResponse),
    /// Another user has saved in the meantime; contains the current version.
    Stale(i32),
}

/// Applies `change` to the stored organization, if it still has this `version`.
pub async fn save<P>(
    portal: &AppState,
    scope: &Scope<P>,
    version: i32,
    change: impl FnOnce(Organization) -> Organization + Send + 'static,
) -> Result<SaveOutcome> {
    let partner = scope.partner();
    let saved = portal.log.record(scope.author(), move |tx| {
        lock_partner(tx.c, partner)?;
        let now = queries::current(tx, partner)?;
        if now.version != version {
            return Ok((Some(now.version), Vec::new()));
        }
        Ok((None, queries::save(tx, partner, &change(now))?))
    });
    Ok(match saved.await? {
        Some(version) => SaveOutcome::Stale(version),
        None => {
            let said = Some(Message::OrganizationSaved.into());
            SaveOutcome::Done(see_other(portal, &urls::organization(), said))
        }
    })
}
