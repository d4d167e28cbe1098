//! The buttons of a report: `POST /reports/{report}/pause`, `…/resumption`, `…/removal`, and `…/runs`, which lets it run now.
//! Who manages reports may also pause those of colleagues.

use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::OwnReports;
use crate::clock;
use crate::domain::ReportId;
use crate::error::Result;
use crate::features::reports::{changes, work};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::reported_list::ReportedLists;
use crate::web::row_change::change_row;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// Pauses the report.
pub async fn pause(
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    change_row(
        scope,
        &portal,
        path.into_inner(),
        changes::pause_report,
        (urls::reports(), Message::ReportPaused),
    )
    .await
}

/// Lets the report run again.
pub async fn resume(
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    change_row(
        scope,
        &portal,
        path.into_inner(),
        changes::resume_report,
        (urls::reports(), Message::ReportResumed),
    )
    .await
}

/// Removes the report.
pub async fn remove(
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    change_row(
        scope,
        &portal,
        path.into_inner(),
        changes::remove_report,
        (urls::reports(), Message::ReportRemoved),
    )
    .await
}

/// Lets the report run now, in the background. Each run counts towards the user's hourly limit of exports.
pub async fn run(
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    lists: Data<ReportedLists>,
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    let (reader, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    portal.db.read(move |c| hourly.check(&reader, clock::now(), c)).await?;
    let reply = change_row(
        scope,
        &portal,
        path.into_inner(),
        changes::request_run,
        (urls::reports(), Message::ReportStarted),
    )
    .await?;
    let (state, lists) = (portal.get_ref().clone(), lists.get_ref().clone());
    actix_web::rt::spawn(async move {
        let mailer = state.mailer();
        let work = move || work::run_waiting(&state, &lists, clock::now());
        match actix_web::web::block(work).await {
            Ok(Ok(_)) => mailer.deliver_soon(),
            Ok(Err(error)) => tracing::warn!(%error, "a report could not be made now; the job will make it"),
            Err(error) => tracing::error!(%error, "a report failed"),
        }
    });
    Ok(reply)
}
