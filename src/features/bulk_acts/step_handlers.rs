//! `GET /bulk/{bulk}`: the review, the progress or the result. `POST /bulk/{bulk}`: confirms, stops, continues or undoes.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::clock;
use crate::db::pause;
use crate::domain::BulkActId;
use crate::error::{Error, Result};
use crate::features::bulk_acts::handlers::wake_and_wait;
use crate::features::bulk_acts::outcomes::RowOutcome;
use crate::features::bulk_acts::show_page::{BulkActPage, MAX_ROWS};
use crate::features::bulk_acts::transitions::BulkStep;
use crate::features::bulk_acts::workers::BulkWorkers;
use crate::features::bulk_acts::{queries, transitions};
use crate::state::AppState;
use crate::urls;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The form of a step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepForm {
    step: String,
}

/// `GET /bulk/{bulk}`. A script that waits for the end gets `hx-refresh` when the page has changed.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<BulkActId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), false).await
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<ViewCustomers>,
    portal: &AppState,
    id: BulkActId,
    is_too_late: bool,
) -> Result<HttpResponse> {
    use RowOutcome::{Blocked, Changed, Failed, Kept, Planned, Undone};
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let act = queries::find(&asker, id, c)?;
        let exceptions = queries::rows(&asker, id, &[Failed, Kept, Blocked], MAX_ROWS, c)?;
        let others = queries::rows(&asker, id, &[Changed, Undone, Planned], MAX_ROWS, c)?;
        Ok((act, exceptions, others, pause::paused_since(c)?.is_some()))
    });
    let (act, exceptions, others, is_paused) = found.await?;
    let is_waiting = request.headers().contains_key("hx-request");
    if is_waiting && !act.row.state.is_at_work() {
        return Ok(HttpResponse::Ok().insert_header(("hx-refresh", "true")).finish());
    }
    let content = act.row.parsed_content()?;
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::bulk_act(id).to_string();
    let texts = shell.texts;
    let page = BulkActPage {
        shell: &shell,
        id,
        needs: scope.reason(act.row.act.permission(), texts, |roles| texts.bulk_needs(roles)),
        content: &content,
        act: &act,
        exceptions: &exceptions,
        others: &others,
        now: clock::now(),
        is_paused,
        is_too_late,
    };
    let status = if is_too_late { StatusCode::CONFLICT } else { StatusCode::OK };
    response::page_as(status, &page)
}

/// `POST /bulk/{bulk}`.
pub async fn take(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    (portal, workers): (Data<AppState>, Data<BulkWorkers>),
    path: Path<BulkActId>,
    form: Form<StepForm>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let step: BulkStep =
        form.step.parse().map_err(|_| Error::bad_input("step", "one of: confirm, stop, continue, undo"))?;
    let actor = scope.clone();
    let taken =
        portal.log.record(scope.author(), move |tx| transitions::take_step(tx, &actor, id, step)).await;
    match taken {
        Ok(()) => {
            if step != BulkStep::Stop {
                wake_and_wait(&portal, &workers, &scope, id).await?;
            }
            Ok(see_other(&portal, &urls::bulk_act(id), None))
        }
        Err(Error::Stale) => page(&request, &scope, &portal, id, true).await,
        Err(error) => Err(error),
    }
}
