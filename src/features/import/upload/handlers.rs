//! `/customers/import`: upload a file, preview the changes, confirm, watch the progress. Only the user who uploaded the
//! file can see the import; all others get 404.

use crate::auth::Scope;
use crate::auth::scope::ImportCustomers;
use crate::db::former_ids::current;
use crate::domain::{ImportId, MicrosoftId, PartnerKind};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::import::engine::difference::ColumnChoices;
use crate::features::import::upload::choices::ConfirmationForm;
use crate::features::import::upload::file;
use crate::features::import::upload::file::{FilePart, store};
use crate::features::import::upload::model::{FileKind, Import, ImportDraft, ImportState, OfCustomer};
use crate::features::import::upload::pages::{ImportForm, ImportPage};
use crate::features::import::upload::receive::{MAX_FILE, Received, receive};
use crate::features::import::upload::uploads::Uploads;
use crate::features::import::upload::{queries, work};
use crate::state::AppState;
use crate::text::visible::visible;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{parse_id, shell};
use crate::web::response::see_other;
use crate::web::{download, response};
use actix_multipart::Multipart;
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse, rt, web};
use serde::Deserialize;
use std::time::Duration;

/// How long a request waits for checking or importing a file. If it takes longer, a page shows the progress.
const WAIT_FOR_RESULT: Duration = Duration::from_millis(2_500);

/// Seconds after which a user who uploads too many files at the same time may try again.
const RETRY_AFTER: u64 = 10;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
pub struct Params {
    customer: Option<String>,
}

/// `GET /customers/import`.
pub async fn show_form(
    request: HttpRequest,
    scope: Scope<ImportCustomers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let customer = named_customer(&portal, &scope, params.customer.as_deref()).await?;
    form(&request, &portal, &scope, (&Received::default(), customer), FieldErrors::default()).await
}

/// Returns the customer with this current or former Microsoft ID, if there is an ID.
async fn named_customer(
    portal: &AppState,
    scope: &Scope<ImportCustomers>,
    id: Option<&str>,
) -> Result<Option<OfCustomer>> {
    let Some(id) = id else { return Ok(None) };
    let id: MicrosoftId = parse_id(id)?;
    let scope = scope.clone();
    let row = portal.db.read(move |c| {
        let now = current(c, scope.partner(), id)?;
        customer(&scope, now, c)
    });
    let row = row.await?;
    Ok(Some(OfCustomer { id: row.microsoft_id.to_string(), name: row.list_name }))
}

async fn form(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<ImportCustomers>,
    (typed, customer): (&Received, Option<OfCustomer>),
    faults: FieldErrors,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let recent = portal.db.read(move |c| queries::recent(&asker, c)).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ImportForm {
        shell: &shell(request, Some(scope.actor()), Some(Nav::Customers))?,
        faults: &faults,
        kind: typed.kind.unwrap_or(FileKind::Customers),
        delegated_admin: typed.delegated_admin || typed.kind.is_none(),
        customer: customer.as_ref(),
        is_provider: scope.actor().partner.kind == PartnerKind::IndirectProvider,
        recent: &recent,
    };
    response::page_as(status, &page)
}

/// `POST /customers/import`: receives the file and checks it. Imports nothing yet.
pub async fn upload(
    request: HttpRequest,
    scope: Scope<ImportCustomers>,
    (portal, uploads): (Data<AppState>, Data<Uploads>),
    parts: Multipart,
) -> Result<HttpResponse> {
    let place =
        uploads.reserve_slot(scope.partner(), scope.actor().user).ok_or(Error::TooMany(RETRY_AFTER))?;
    let mut received = receive(&request, &portal, uploads.limits, parts).await?;
    let customer = named_customer(&portal, &scope, received.customer.as_deref()).await?;
    if customer.is_some() {
        received.kind = Some(FileKind::Subscriptions);
    }
    let locale = shell(&request, Some(scope.actor()), None)?.locale;
    let texts = locale.texts();
    let mut faults = FieldErrors::default();
    let Some((kind, file)) = received.kind.zip(received.file.take()) else {
        if received.kind.is_none() {
            faults.add("kind", texts.import_choose_kind());
        }
        if received.is_too_long() {
            faults.add("file", texts.import_too_long((MAX_FILE / 1024 / 1024).to_string()));
        } else if received.file_name.is_empty() {
            faults.add("file", texts.import_choose_file());
        }
        return form(&request, &portal, &scope, (&received, customer), faults).await;
    };
    let author = scope.author();
    let draft = ImportDraft {
        kind,
        file_name: received.file_name.clone(),
        bytes: received.bytes,
        delegated_admin: received.delegated_admin,
        customer: customer.clone(),
        choices: ColumnChoices::default(),
        language: locale.tag().to_owned(),
        request_id: author.request_id,
        address: author.address,
        state: ImportState::Checking,
    };
    let (asker, place) = (scope.clone(), place.wait_for_permit().await);
    let lease = portal.db.write(move |c| queries::start(&asker, &draft, c)).await?;
    let (id, working) = (lease.id, portal.get_ref().clone());
    let work = move || {
        store(&working.db, &lease, FilePart::File, &mut file.reopen()?)?;
        working.db.write_now(|c| queries::mark_received(&lease, lease.partner, c))?;
        let checked = work::run(&working, &lease);
        drop(place);
        checked
    };
    match run_briefly(work).await? {
        Some(ImportDraft { state: ImportState::Refused(why), .. }) => {
            let asker = scope.clone();
            portal.db.write(move |c| queries::discard(&asker, id, c)).await?;
            faults.add("file", texts.import_refused_file(visible(&received.file_name), why));
            form(&request, &portal, &scope, (&received, customer), faults).await
        }
        _ => Ok(see_other(&portal, &urls::import_progress(id), None)),
    }
}

/// Runs `work` on a blocking thread. Returns its result, or `None` if it takes longer than [`WAIT_FOR_RESULT`] and
/// continues.
async fn run_briefly<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<Option<T>> {
    let working = rt::spawn(web::block(work));
    match tokio::time::timeout(WAIT_FOR_RESULT, working).await {
        Ok(done) => done.map_err(Error::internal)?.map_err(Error::internal)?.map(Some),
        Err(_) => Ok(None),
    }
}

/// `GET /customers/import/{draft}`: the preview, the progress or the result.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ImportCustomers>,
    portal: Data<AppState>,
    path: Path<ImportId>,
) -> Result<HttpResponse> {
    let import = find_own(&portal, &scope, path.into_inner()).await?;
    let waiting = request.headers().contains_key("hx-request");
    if waiting && !import.draft.state.is_running() {
        return Ok(HttpResponse::Ok().insert_header(("hx-refresh", "true")).finish());
    }
    page(&request, &scope, &import, false)
}

fn page(
    request: &HttpRequest,
    scope: &Scope<ImportCustomers>,
    Import { id, draft, is_kept, progress }: &Import,
    must_wait: bool,
) -> Result<HttpResponse> {
    let status = match draft.state {
        _ if must_wait => StatusCode::CONFLICT,
        ImportState::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::import_progress(id).to_string();
    let page =
        ImportPage { shell: &shell, id: *id, draft, progress: *progress, has_file: *is_kept, must_wait };
    response::page_as(status, &page)
}

/// `POST /customers/import/{draft}/confirmation`: imports the checked file, once.
pub async fn confirm(
    request: HttpRequest,
    scope: Scope<ImportCustomers>,
    portal: Data<AppState>,
    path: Path<ImportId>,
    form: Form<ConfirmationForm>,
) -> Result<HttpResponse> {
    let import = find_own(&portal, &scope, path.into_inner()).await?;
    let choices = form.parse()?;
    let there = urls::import_progress(import.id).to_string();
    let locale = shell(&request, Some(scope.actor()), None)?.locale;
    let (author, asker, id) = (scope.author(), scope.clone(), import.id);
    let draft = ImportDraft {
        choices,
        state: ImportState::Running,
        language: locale.tag().to_owned(),
        request_id: author.request_id,
        address: author.address,
        ..import.draft.clone()
    };
    match portal.db.write(move |c| queries::confirm(&asker, id, &draft, c)).await {
        // The user submitted the form twice: the import is already running or finished.
        Ok(None) => {}
        Ok(Some(lease)) => {
            let working = portal.get_ref().clone();
            run_briefly(move || work::run(&working, &lease)).await?;
        }
        Err(error) if error.is_repeated() => return page(&request, &scope, &import, true),
        Err(error) => return Err(error),
    }
    Ok(see_other(&portal, &there, None))
}

/// `POST /customers/import/{draft}/disposal`: discards the import.
pub async fn discard(
    scope: Scope<ImportCustomers>,
    portal: Data<AppState>,
    path: Path<ImportId>,
) -> Result<HttpResponse> {
    let id = find_own(&portal, &scope, path.into_inner()).await?.id;
    if portal.db.write(move |c| queries::discard(&scope, id, c)).await? {
        return Ok(see_other(&portal, &urls::import_form(), Some(Message::ImportDisposed.into())));
    }
    Ok(see_other(&portal, &urls::import_progress(id), None))
}

/// `GET /customers/import/{draft}/rejects.csv`: the rejected rows, to correct and import again.
pub async fn rejects(
    request: HttpRequest,
    scope: Scope<ImportCustomers>,
    portal: Data<AppState>,
    path: Path<ImportId>,
) -> Result<HttpResponse> {
    let import = find_own(&portal, &scope, path.into_inner()).await?;
    let (ImportState::Checked(report) | ImportState::Done(report)) = &import.draft.state else {
        return Err(Error::NotFound);
    };
    let rows = report.bad;
    send(&request, &scope, &portal, &import, ("rejects", FilePart::Rejects, rows)).await
}

/// `GET /customers/import/{draft}/changes.csv`: each cell that would change, with the values before and after.
pub async fn changes(
    request: HttpRequest,
    scope: Scope<ImportCustomers>,
    portal: Data<AppState>,
    path: Path<ImportId>,
) -> Result<HttpResponse> {
    let import = find_own(&portal, &scope, path.into_inner()).await?;
    let ImportState::Checked(report) = &import.draft.state else { return Err(Error::NotFound) };
    let rows = report.changed_columns.values().sum();
    send(&request, &scope, &portal, &import, ("changes", FilePart::Changes, rows)).await
}

/// Sends a stored file: the first word of its name, the file, and the number of its rows.
async fn send(
    request: &HttpRequest,
    scope: &Scope<ImportCustomers>,
    portal: &AppState,
    import: &Import,
    (word, part, rows): (&str, FilePart, u64),
) -> Result<HttpResponse> {
    let name = format!("{word}-{}-{}.csv", import.draft.kind.as_str(), crate::clock::now().date());
    let (db, partner, id) = (portal.db.clone(), scope.partner(), import.id);
    let is_head = request.method() == Method::HEAD;
    let write = move |spool: &mut crate::web::spool::Spool| {
        spool.announce(rows);
        if is_head {
            return Ok(());
        }
        std::io::copy(&mut file::open(&db, id, partner, part)?, spool)?;
        Ok(())
    };
    download::csv(&name, is_head, write).await
}

async fn find_own(portal: &AppState, scope: &Scope<ImportCustomers>, id: ImportId) -> Result<Import> {
    let asker = scope.clone();
    portal.db.read(move |c| queries::find_own(&asker, id, c)).await
}
