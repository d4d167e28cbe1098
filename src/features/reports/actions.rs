//! The buttons of a report: `POST /reports/{report}/pause`, `…/resumption`, `…/removal`, and `…/runs`, which lets it run now.
//! Who manages reports may also pause those of colleagues.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::OwnReports;
use crate::clock;
use crate::domain::ReportId;
use crate::error::{Error, Result};
use crate::features::reports::{changes, work};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::reported_list::ReportedLists;
use crate::web::response::see_other;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

type Change = fn(&mut Tx<'_>, &Scope<OwnReports>, ReportId) -> Result<((), Vec<crate::audit::Activity>)>;

/// Pauses the report.
pub async fn pause(
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    change(scope, &portal, path.into_inner(), changes::pause_report, Message::ReportPaused).await
}

/// Lets the report run again.
pub async fn resume(
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    change(scope, &portal, path.into_inner(), changes::resume_report, Message::ReportResumed).await
}

/// Removes the report.
pub async fn remove(
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    change(scope, &portal, path.into_inner(), changes::remove_report, Message::ReportRemoved).await
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
    let reply =
        change(scope, &portal, path.into_inner(), changes::request_run, Message::ReportStarted).await?;
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

/// Makes a change and shows the list. A report that is in that state already stays as it is.
async fn change(
    scope: Scope<OwnReports>,
    portal: &Data<AppState>,
    id: ReportId,
    change: Change,
    message: Message,
) -> Result<HttpResponse> {
    let author = scope.clone();
    let changed = portal.log.record(scope.author(), move |tx| change(tx, &author, id)).await;
    let message = match changed {
        Err(Error::Stale) => Message::NothingChanged,
        done => done.map(|()| message)?,
    };
    Ok(see_other(portal, &urls::reports(), Some(message.into())))
}
