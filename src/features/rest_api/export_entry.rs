//! The log entry of a program that reads a list as a whole: one a day for each program and list, not one a page.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::api_tokens::caller::ApiRequest;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::Grants;
use crate::error::{Error, Result};
use crate::features::rest_api::paging::RequestedPage;
use crate::i18n::time_zone::{partner_zone, today};
use crate::state::AppState;
use actix_web::HttpRequest;
use serde_json::json;

/// Records that the program of this request reads the list, unless it did so on this day of the partner already.
///
/// # Errors
/// [`Error::TooMany`] if the user has exported too often in this hour.
pub async fn record_reading<P: Grants>(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<P>,
    file: &'static str,
) -> Result<()> {
    let caller = ApiRequest::of(request).and_then(|program| program.caller).ok_or(Error::SignInFirst)?;
    let day = today(partner_zone(&scope.actor().partner));
    let mark = format!("{file} {day}");
    if caller.readings.split(';').any(|known| known == mark) {
        return Ok(());
    }
    let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    let entry = portal.log.record(scope.author(), move |tx| {
        if !caller.credential.mark_reading(tx, file, &mark)? {
            return Ok(((), Vec::new()));
        }
        hourly.consume(&asker, tx)?;
        let resource = match file {
            "activity.json" => "activity",
            "subscriptions.json" => "subscription",
            _ => "customer",
        };
        Ok(((), vec![Activity::new(Action::Export, resource, json!({ "file": file }))]))
    });
    entry.await
}

/// Does the same for a page that continues a list; the first page is no export. `E` is the permission to export the list.
///
/// # Errors
/// [`Error::Forbidden`] without that permission, and as for [`record_reading`].
pub async fn record_continuation<E: Grants, P: Grants>(
    request: &HttpRequest,
    portal: &AppState,
    (scope, page): (&Scope<P>, &RequestedPage),
    file: &'static str,
) -> Result<()> {
    if !page.is_continued {
        return Ok(());
    }
    let exporter = scope.with::<E>().ok_or(Error::Forbidden(E::PERMISSION))?;
    record_reading(request, portal, &exporter, file).await
}
