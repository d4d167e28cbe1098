//! `GET /activity.csv`: streams all entries that match the page's filters. Like each export, it is rate-limited per
//! hour and is an entry in the log of sign-ins and exports.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::error::{Error, Result};
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::export::{Layout, file_name, write_activity};
use crate::features::activity_log::filter::Params;
use crate::features::activity_log::handlers::check_permission;
use crate::features::activity_log::period::today;
use crate::features::activity_log::read::queries::count_all;
use crate::features::activity_log::read::selection::Selection;
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
    (portal, names): (Data<AppState>, Data<CustomerNames>),
    scope: Scope<ViewActivity>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let zone = request::clock(scope.actor()).zone();
    let filter = params.filter(today(clock::now(), zone))?;
    check_permission(&scope, &filter)?;
    let locale = match params.lang.as_str() {
        "" => request::locale(&request, &portal, Some(scope.actor())),
        tag => Locale::from_tag(tag).ok_or_else(|| Error::bad_input("lang", tag))?,
    };
    let detailed = match params.detailed.as_str() {
        "" | "0" => false,
        "1" => true,
        other => return Err(Error::bad_input("detailed", other)),
    };
    let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    portal.db.read(move |c| hourly.check(&asker, clock::now(), c)).await?;
    let (portal, is_head) = (portal.into_inner(), request.method() == Method::HEAD);
    download::csv(&file_name(&filter), is_head, move |spool| {
        portal.db.read_now(|c| {
            let partner = scope.partner();
            let selection = Selection::resolve(&filter, zone, partner, &portal.lists, &names, c)?;
            let rows = count_all(c, partner, &selection)?;
            spool.announce(rows);
            if is_head {
                return Ok(());
            }
            let period = filter.period;
            let details = json!({
                "file": "activity.csv", "rows": rows, "from": period.from.to_string(), "to": period.to.to_string(),
                "search": filter.q, "action": params.action, "detailed": detailed,
            });
            let entry = Activity::new(Action::Export, "activity", details);
            portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(&scope, tx)?, vec![entry])))?;
            write_activity(c, partner, &selection, Layout { locale, detailed }, &mut *spool).map(drop)
        })
    })
    .await
}
