//! `GET /operator`: what needs attention. `POST /operator/mail` has queued mail sent now. `GET /operator/diagnostics.json`
//! downloads the state of the server without personal data. All demand that the operator has just signed in with all
//! factors.

use crate::audit::{Action, Activity};
use crate::auth::scope::OperateServer;
use crate::auth::{Scope, StepUp};
use crate::clock;
use crate::error::{Error, Result};
use crate::features::operator::page::{JobLine, OperatorPage, QueueLine};
use crate::features::operator::queue::{LIMIT, UnsentMail};
use crate::features::operator::settings_in_use::SettingInUse;
use crate::features::operator::{diagnostics as bundle, queue, settings_in_use};
use crate::i18n::Locale;
use crate::i18n::format::Clock;
use crate::monitoring::checks::{Check, CheckFormat, ProcessState, database_checks, process_checks};
use crate::monitoring::database;
use crate::monitoring::database::DatabaseState;
use crate::monitoring::metrics::render;
use crate::state::AppState;
use crate::urls;
use crate::web::download::attachment;
use crate::web::flash::{Flash, Message};
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

/// The submitted form: one message, or all of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendForm {
    message: String,
}

/// The value of [`SendForm::message`] for all messages that are not held.
pub const ALL_MESSAGES: &str = "all";

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    scope: Scope<OperateServer>,
    _: StepUp,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let (state, mut unsent) = observe(&scope, &portal).await?;
    let settings = settings_in_use::all(&portal.settings, portal.db.backend())?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let format = CheckFormat { locale: shell.locale, clock: Clock::in_zone(shell.zone) };
    let checks = all_checks(&portal, &state, format);
    let has_more = unsent.len() as i64 > LIMIT;
    unsent.truncate(LIMIT as usize);
    let queue = unsent.iter().map(|mail| QueueLine::new(mail, &shell)).collect();
    let jobs = JobLine::all(&state, &portal.job_runs.all(), &shell);
    let host = portal.settings.public_url();
    response::page(&OperatorPage { shell: &shell, host, checks, queue, has_more, jobs, settings })
}

/// Makes messages due now, and delivers them.
pub async fn send_mail(
    scope: Scope<OperateServer>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<SendForm>,
) -> Result<HttpResponse> {
    let id = (form.message != ALL_MESSAGES).then(|| form.into_inner().message);
    let send = portal
        .log
        .record(scope.author(), move |tx| Ok(((), vec![queue::send_now(tx, id.as_deref())?])))
        .await;
    match send {
        // Somebody else was faster, or the portal itself.
        Err(Error::Stale) => Ok(see_other(&portal, &urls::operator(), None)),
        sent => {
            sent?;
            portal.mailer().deliver_soon();
            Ok(see_other(&portal, &urls::operator(), Some(Flash::from(Message::MailSentNow))))
        }
    }
}

/// Downloads the diagnostics. It is for people who help, so it is in English and UTC.
pub async fn diagnostics(
    scope: Scope<OperateServer>,
    _: StepUp,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let (state, _) = observe(&scope, &portal).await?;
    let settings: Vec<SettingInUse> = settings_in_use::all(&portal.settings, portal.db.backend())?;
    let checks = all_checks(
        &portal,
        &state,
        CheckFormat { locale: Locale::En, clock: Clock::in_zone(chrono_tz::UTC) },
    );
    let file = bundle::file(&checks, &state, &settings, &render(&portal.observed(&state))?)?;
    let name = format!("partner-portal-diagnostics-{}.json", clock::now().format("%Y%m%dT%H%M%SZ"));
    let details = json!({ "file": name });
    let note = portal
        .log
        .record(scope.author(), move |_| Ok(((), vec![Activity::new(Action::Export, "partner", details)])));
    note.await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_DISPOSITION, attachment(&name)));
    Ok(response.content_type("application/json").body(file))
}

async fn observe(
    scope: &Scope<OperateServer>,
    portal: &AppState,
) -> Result<(DatabaseState, Vec<UnsentMail>)> {
    let (scope, db) = (scope.clone(), portal.db.clone());
    portal.db.read(move |c| Ok((database::read(c, db.backend())?, queue::unsent(&scope, c)?))).await
}

fn all_checks(portal: &AppState, state: &DatabaseState, format: CheckFormat) -> Vec<Check> {
    let database = portal.db.backend().to_string();
    let mut checks = database_checks(state, &database, &portal.settings, format);
    let process = ProcessState {
        responses: portal.requests.responses(),
        job_runs: portal.job_runs.all(),
        broken_logs: portal.proofs.broken_logs(),
        search_memory: portal.lists.search.memory() as u64,
    };
    checks.extend(process_checks(&process, format));
    checks
}
