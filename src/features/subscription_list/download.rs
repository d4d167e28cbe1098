//! `GET /subscriptions.csv`: the subscriptions that match the list's search and filters, in its order. Each export is an
//! entry in the log of sign-ins and exports, and counts towards the user's hourly limit.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::ExportSubscriptions;
use crate::clock;
use crate::domain::TextEnum;
use crate::error::{Error, Result};
use crate::features::subscription_list::export::write_all;
use crate::features::subscription_list::filter::{Filter, Params};
use crate::features::subscription_list::queries;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::{download, request};
use actix_web::http::Method;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

/// Streams the CSV file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// A malformed query parameter, or more exports in an hour than the setting allows.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportSubscriptions>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let filter = params.filter()?;
    let locale = match params.lang.as_str() {
        "" => request::locale(&request, &portal, Some(scope.actor())),
        tag => Locale::from_tag(tag).ok_or_else(|| Error::bad_input("lang", tag))?,
    };
    let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    portal.db.read(move |c| hourly.check(&asker, clock::now(), c)).await?;
    let name = format!("subscriptions-{}.csv", clock::now().format("%Y-%m-%d"));
    let (portal, is_head) = (portal.into_inner(), request.method() == Method::HEAD);
    download::csv(&name, is_head, move |spool| {
        portal.db.read_now(|c| {
            let conditions = queries::resolve(&scope, &filter, clock::now().date(), c)?;
            let order = (filter.sort.column, filter.sort.descending);
            let lists = &portal.lists;
            let found = lists.subscriptions.all(c, &lists.search, scope.partner(), &conditions, order)?;
            spool.announce(found.len() as u64);
            if is_head {
                return Ok(());
            }
            let entry = Activity::new(Action::Export, "subscription", details(&filter, found.len()));
            portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(&scope, tx)?, vec![entry])))?;
            write_all(c, scope.partner(), &found, locale, &mut *spool).map(drop)
        })
    })
    .await
}

/// Returns what the log says about the export: the file, its rows, and the filters that are set.
fn details(filter: &Filter, rows: usize) -> Value {
    let mut details = json!({ "file": "subscriptions.csv", "rows": rows });
    let days = filter.renews.map(|dates| dates.days(clock::now().date()));
    let set = [
        ("search", (!filter.q.is_empty()).then(|| json!(filter.q))),
        ("status", filter.status.map(|status| json!(status.text()))),
        ("offer", filter.offer.as_ref().map(|offer| json!(offer))),
        ("publisher", filter.publisher.as_ref().map(|publisher| json!(publisher))),
        ("reseller", filter.reseller.as_ref().map(|reseller| json!(reseller.param()))),
        ("billing_cycle", filter.cycle.map(|cycle| json!(cycle.text()))),
        ("auto_renew", filter.auto_renew.map(|on| json!(on))),
        ("from", days.as_ref().map(|days| json!(days.start()))),
        ("to", days.as_ref().map(|days| json!(days.end()))),
    ];
    if let Value::Object(fields) = &mut details {
        fields.extend(set.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    details
}
