//! `GET /account-settings/tags.csv`: the tags of all customers, as the import of tags reads them. Each export is an entry
//! in the log of sign-ins and exports. The number of exports per user and hour is limited.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::ExportCustomers;
use crate::clock;
use crate::error::{Error, Result};
use crate::features::tags::export::{count_tagged, write_tags};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::{download, request};
use actix_web::http::Method;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    lang: String,
}

/// Streams the CSV file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// An unknown language, or more exports in an hour than the setting allows.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let locale = match params.lang.as_str() {
        "" => request::locale(&request, &portal, Some(scope.actor())),
        tag => Locale::from_tag(tag).ok_or_else(|| Error::bad_input("lang", tag))?,
    };
    let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    portal.db.read(move |c| hourly.check(&asker, clock::now(), c)).await?;
    let name = format!("tags-{}.csv", clock::now().format("%Y-%m-%d"));
    let (portal, is_head) = (portal.into_inner(), request.method() == Method::HEAD);
    download::csv(&name, is_head, move |spool| {
        portal.db.read_now(|c| {
            let rows = count_tagged(c, scope.partner())?;
            spool.announce(rows);
            if is_head {
                return Ok(());
            }
            let details = json!({ "file": "tags.csv", "rows": rows });
            let entry = Activity::new(Action::Export, "customer", details);
            portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(&scope, tx)?, vec![entry])))?;
            write_tags(c, scope.partner(), locale, &mut *spool).map(drop)
        })
    })
    .await
}
