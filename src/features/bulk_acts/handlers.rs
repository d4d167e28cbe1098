//! `GET /bulk`: the newest bulk acts. `POST /bulk`: takes the rows that were selected in a list, asks for what the act needs
//! besides them, and prepares the review.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::domain::{BulkActId, BulkActKind, BulkList, Permission};
use crate::error::{Error, Result};
use crate::features::bulk_acts::choose_page::{ChoosePage, choice_fields};
use crate::features::bulk_acts::list_page::BulkActsPage;
use crate::features::bulk_acts::model::{BulkContent, BulkState};
use crate::features::bulk_acts::parameters::{BulkParameters, Choices, TypedParameters};
use crate::features::bulk_acts::selection::{FoundRows, Selection};
use crate::features::bulk_acts::workers::BulkWorkers;
use crate::features::bulk_acts::{export, queries, transitions};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Flash;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, block};
use actix_web::{HttpRequest, HttpResponse};
use std::time::{Duration, Instant};

/// How long a request waits for a thread that works on an act. If it takes longer, a page shows the progress.
const WAIT_FOR_RESULT: Duration = Duration::from_millis(2_000);

/// How often it looks.
const POLL: Duration = Duration::from_millis(25);

/// `GET /bulk`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let acts = portal.db.read(move |c| queries::recent(&asker, c)).await?;
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let page = BulkActsPage::new(&shell, &acts);
    response::page_as(page.frame.status(), &page)
}

/// A submitted selection.
struct Submitted {
    act: BulkActKind,
    list: BulkList,
    selection: Option<Selection>,
    typed: TypedParameters,
}

impl Submitted {
    fn read(scope: &Scope<ViewCustomers>, has_mail: bool, fields: &[(String, String)]) -> Result<Self> {
        let word = fields.iter().find(|(name, _)| name == "act").map_or("", |(_, value)| value.as_str());
        let act: BulkActKind =
            word.parse().map_err(|_| Error::bad_input("act", "choose an action of the list"))?;
        let (list, selection) = Selection::from_fields(fields)?;
        if !act.is_offered(list, scope.actor().partner.kind) {
            return Err(Error::bad_input("act", "choose an action of the list"));
        }
        if !scope.allows(act.permission()) {
            return Err(Error::Forbidden(act.permission()));
        }
        if act == BulkActKind::Remind && !has_mail {
            return Err(Error::bad_input("act", "this portal has no mail server; SMTP_URL names one"));
        }
        if list == BulkList::Subscriptions && !scope.allows(Permission::ViewSubscriptions) {
            return Err(Error::Forbidden(Permission::ViewSubscriptions));
        }
        Ok(Submitted { act, list, selection, typed: TypedParameters::from_fields(fields) })
    }
}

/// `POST /bulk`. The field `chosen` says that the page that asks for parameters was submitted. An export leads to the file, which
/// checks the permission.
pub async fn choose(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    (portal, workers): (Data<AppState>, Data<BulkWorkers>),
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let fields = form.into_inner();
    if let Some(format) = export::requested_format(&fields) {
        let (address, message) = export::address(&fields, format)?;
        return Ok(see_other(&portal, &address, message.map(Flash::from)));
    }
    let submitted = Submitted::read(&scope, portal.mail.is_some(), &fields)?;
    let is_chosen = fields.iter().any(|(name, _)| name == "chosen");
    let asker = scope.clone();
    let act = submitted.act;
    let choices = portal.db.read(move |c| Choices::read(&asker, act, c)).await?;
    let locale = shell(&request, Some(scope.actor()), None)?.locale;
    let mut reader = FormReader::new(locale);
    let Some(selection) = submitted.selection.clone() else {
        let mut faults = FieldErrors::default();
        faults.add("id", locale.texts().bulk_nothing_selected());
        return page(&request, &scope, &portal, &submitted, (&choices, faults)).await;
    };
    let asks = !choice_fields(submitted.act).is_empty();
    if asks && !is_chosen {
        return page(&request, &scope, &portal, &submitted, (&choices, FieldErrors::default())).await;
    }
    let parsed = submitted.typed.parse(act, &choices, locale, &mut reader);
    let parameters: BulkParameters = match reader.done(parsed) {
        Ok(Some(parameters)) => parameters,
        Ok(None) => return Err(Error::internal("parameters without an error")),
        Err(faults) => return page(&request, &scope, &portal, &submitted, (&choices, faults)).await,
    };
    let author = scope.clone();
    let content = BulkContent { selection, parameters };
    let id = portal
        .log
        .record(scope.author(), move |tx| Ok((transitions::create(tx, &author, act, &content)?, Vec::new())))
        .await?;
    wake_and_wait(&portal, &workers, &scope, id).await?;
    Ok(see_other(&portal, &urls::bulk_act(id), None))
}

/// Lets a thread begin, and waits until it is done, but not long.
pub(super) async fn wake_and_wait(
    portal: &Data<AppState>,
    workers: &Data<BulkWorkers>,
    scope: &Scope<ViewCustomers>,
    id: BulkActId,
) -> Result<()> {
    let (threads, state) = (workers.clone(), portal.clone());
    let started = block(move || threads.wake(&state)).await.map_err(Error::internal)?;
    if let Err(error) = started {
        // The job begins it within a minute.
        tracing::warn!(%error, act = %id, "a bulk act waits");
        return Ok(());
    }
    let began = Instant::now();
    while began.elapsed() < WAIT_FOR_RESULT {
        tokio::time::sleep(POLL).await;
        let asker = scope.clone();
        let state: BulkState =
            portal.db.read_one(move |c| Ok(queries::find(&asker, id, c)?.row.state)).await?;
        if !state.is_at_work() {
            break;
        }
    }
    Ok(())
}

/// Shows the page that asks what the act needs; with status 422 if something is missing.
async fn page(
    request: &HttpRequest,
    scope: &Scope<ViewCustomers>,
    portal: &Data<AppState>,
    submitted: &Submitted,
    (choices, faults): (&Choices, FieldErrors),
) -> Result<HttpResponse> {
    let count = match submitted.selection.clone() {
        None => 0,
        Some(selection) => {
            let (asker, lists) = (scope.clone(), portal.lists.clone());
            let found = move |c: &mut _| Ok(FoundRows::find(&asker, &lists, &selection, c)?.len());
            portal.db.read(found).await? as u64
        }
    };
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::bulk_acts().to_string();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ChoosePage {
        shell: &shell,
        act: submitted.act,
        list: submitted.list,
        selection: submitted.selection.as_ref(),
        count,
        typed: &submitted.typed,
        choices,
        faults: &faults,
    };
    response::page_as(status, &page)
}
