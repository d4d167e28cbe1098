//! `GET /customers/{id}/subscriptions.csv`: the subscriptions of the page, in five columns (docs/reference/csv.md).
//! Each export is logged and counts towards the user's hourly limit.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::ExportSubscriptions;
use crate::clock;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::subscriptions::export::{ExportScope, write_subscriptions};
use crate::features::subscriptions::queries;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::{download, request};
use actix_web::http::Method;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
pub struct Params {
    #[serde(default)]
    lang: String,
}

/// Exports the subscriptions of a customer.
///
/// # Errors
/// If the URL is invalid or the user has reached the hourly limit.
pub async fn download(
    request: HttpRequest,
    scope: Scope<ExportSubscriptions>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let locale = match params.lang.as_str() {
        "" => request::locale(&request, &portal, Some(scope.actor())),
        tag => Locale::from_tag(tag).ok_or_else(|| Error::bad_input("lang", tag))?,
    };
    let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    let found = portal.db.read(move |c| {
        let customer = customer(&asker, id, c)?;
        hourly.check(&asker, clock::now(), c)?;
        Ok(customer)
    });
    let customer = found.await?;
    let name = format!("subscriptions-{}-{}.csv", customer.domain, clock::now().format("%Y-%m-%d"));
    let (portal, is_head) = (portal.into_inner(), request.method() == Method::HEAD);
    download::csv(&name, is_head, move |spool| {
        portal.db.read_now(|c| {
            let rows = queries::visible(&scope, id, c)?.len() as u64;
            spool.announce(rows);
            if is_head {
                return Ok(());
            }
            let details = json!({ "file": "subscriptions.csv", "rows": rows });
            let entry = Activity::for_customer(Action::Export, id, &customer.list_name, details);
            portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(&scope, tx)?, vec![entry])))?;
            write_subscriptions(c, scope.partner(), ExportScope::Customer(id), locale, &mut *spool).map(drop)
        })
    })
    .await
}
