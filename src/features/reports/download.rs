//! `GET /reports/{report}/runs/{run}/file`: the file of a run, for the owner and the recipients of the report who may export
//! the list now. Each download is logged and counts towards the user's hourly limit.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::OwnReports;
use crate::clock;
use crate::db::report_files;
use crate::domain::{ReportId, ReportRunId};
use crate::error::{Error, Result};
use crate::features::reports::filter::current_parameters;
use crate::features::reports::model::list_resource;
use crate::features::reports::queries::find_run;
use crate::state::AppState;
use crate::web::download;
use crate::web::reported_list::ReportedLists;
use actix_web::http::Method;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// Sends the file. A `HEAD` request is not logged.
///
/// # Errors
/// [`Error::NotFound`] for who neither owns nor gets the report, and if the file was deleted; [`Error::Forbidden`] for who may
/// not export the list; more exports in an hour than the setting allows.
pub async fn file(
    request: HttpRequest,
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    lists: Data<ReportedLists>,
    path: Path<(ReportId, ReportRunId)>,
) -> Result<HttpResponse> {
    let (ids, reader, hourly) = (path.into_inner(), scope.clone(), Hourly::exports(&portal.settings));
    let found = portal.db.read(move |c| {
        let (report, run) = find_run(&reader, ids, c)?;
        let query = current_parameters(&reader, &report, c)?.query();
        hourly.check(&reader, clock::now(), c)?;
        Ok((report, run, query))
    });
    let (report, run, query) = found.await?;
    if !lists.get(report.list)?.is_allowed(scope.actor(), &query) {
        return Err(Error::Forbidden(report.list.permission()));
    }
    if !run.has_file(clock::now()) {
        return Err(Error::NotFound);
    }
    let rows = run.row_count.unwrap_or_default();
    let name = run.file_name.clone().unwrap_or_default();
    let details = json!({
        "file": format!("{}.{}", report.list.as_str(), report.format.as_str()),
        "rows": rows,
        "report": report.name,
    });
    let entry = Activity::new(Action::Export, list_resource(report.list), details);
    let (portal, is_head) = (portal.into_inner(), request.method() == Method::HEAD);
    download::table(report.format, &name, is_head, move |spool| {
        spool.announce(rows.unsigned_abs());
        if is_head {
            return Ok(());
        }
        let mut stored = report_files::open(&portal.db, run.id)?;
        portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(&scope, tx)?, vec![entry])))?;
        std::io::copy(&mut stored, spool)?;
        Ok(())
    })
    .await
}
