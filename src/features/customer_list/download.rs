//! `GET /customers.csv`: streams all customers that match the list's search and filter. Each export is an entry in the
//! log of sign-ins and exports. The number of exports per user and hour is limited.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::ExportCustomers;
use crate::clock;
use crate::error::{Error, Result};
use crate::features::customer_list::conditions;
use crate::features::customer_list::export::{ExportSelection, write_customers};
use crate::features::customer_list::filter::Params;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::{download, request};
use actix_web::http::Method;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// Streams the CSV file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// A malformed query parameter, or more exports in an hour than the setting allows.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let filter = params.filter()?;
    let locale = match params.lang.as_str() {
        "" => request::locale(&request, &portal, Some(scope.actor())),
        tag => Locale::from_tag(tag).ok_or_else(|| Error::bad_input("lang", tag))?,
    };
    let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    portal.db.read(move |c| hourly.check(&asker, clock::now(), c)).await?;
    let name = format!("customers-{}.csv", clock::now().format("%Y-%m-%d"));
    let (portal, is_head) = (portal.into_inner(), request.method() == Method::HEAD);
    download::csv(&name, is_head, move |spool| {
        portal.db.read_now(|c| {
            let ids = conditions::selected(&scope.actor().partner, &portal.lists, &filter, c)?;
            let count = match &ids {
                Some(ids) => ids.len() as u64,
                None => portal.lists.search.total(c, scope.partner())?,
            };
            spool.announce(count);
            if is_head {
                return Ok(());
            }
            let mut details = json!({ "file": "customers.csv", "rows": count, "search": filter.q });
            details["reseller"] = json!(
                filter.parameters().iter().find(|(name, _)| *name == "reseller").map(|(_, value)| value)
            );
            let entry = Activity::new(Action::Export, "customer", details);
            portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(&scope, tx)?, vec![entry])))?;
            let selection = ids.as_deref().map_or(ExportSelection::All, ExportSelection::These);
            write_customers(c, scope.partner(), selection, locale, &mut *spool).map(drop)
        })
    })
    .await
}
