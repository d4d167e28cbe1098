//! `GET` and `POST /reports/{report}`: changes an own report, and shows its runs.

use crate::auth::scope::OwnReports;
use crate::auth::{Actor, Scope};
use crate::clock;
use crate::domain::{ReportId, UserId};
use crate::error::{Error, Result};
use crate::features::reports::changes::{stored_content, update_report};
use crate::features::reports::filter::{current_parameters, filter_in_words};
use crate::features::reports::form::ReportForm;
use crate::features::reports::form_page::{ExistingReport, FormContent, ReportFormPage, form_page};
use crate::features::reports::model::{Report, ReportRun};
use crate::features::reports::queries::{find_own, runs_of};
use crate::features::reports::recipients::{ReportRecipient, possible, recipients_of};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::reported_list::ReportedLists;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// A report with what its page shows.
struct Shown {
    report: Report,
    query: String,
    filter: Vec<(String, String)>,
    possible: Vec<Actor>,
    recipients: Vec<ReportRecipient>,
    runs: Vec<ReportRun>,
}

impl Shown {
    fn recipient_ids(&self) -> Vec<UserId> {
        self.recipients.iter().map(|recipient| recipient.user).collect()
    }
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<OwnReports>,
    (portal, lists): (Data<AppState>, Data<ReportedLists>),
    path: Path<ReportId>,
) -> Result<HttpResponse> {
    let shown = find(&request, &scope, (&portal, &lists), path.into_inner()).await?;
    let form = ReportForm::of_stored(&shown.report, shown.recipient_ids());
    page(&request, &scope, &shown, &form, &FieldErrors::default())
}

/// Saves the form.
pub async fn save(
    request: HttpRequest,
    scope: Scope<OwnReports>,
    (portal, lists): (Data<AppState>, Data<ReportedLists>),
    path: Path<ReportId>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = ReportForm::from_fields(form.into_inner())?;
    let shown = find(&request, &scope, (&portal, &lists), path.into_inner()).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let new = match form.read(locale, &shown.possible) {
        Ok(new) => new,
        Err(faults) => return page(&request, &scope, &shown, &form, &faults),
    };
    let before = stored_content(&shown.report, shown.recipient_ids());
    let (author, id) = (scope.clone(), shown.report.id);
    let version = form.version.trim().parse().unwrap_or_default();
    let saved = portal
        .log
        .record(scope.author(), move |tx| update_report(tx, &author, (id, version), &before, &new))
        .await;
    let message = match saved {
        Ok(true) => Message::ReportSaved,
        Ok(false) => Message::NothingChanged,
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("name", locale.texts().report_stale());
            return page(&request, &scope, &shown, &form, &faults).map(response::conflict);
        }
        Err(error) => return Err(error),
    };
    Ok(see_other(&portal, &urls::reports(), Some(message.into())))
}

async fn find(
    request: &HttpRequest,
    scope: &Scope<OwnReports>,
    (portal, lists): (&Data<AppState>, &Data<ReportedLists>),
    id: ReportId,
) -> Result<Shown> {
    let (reader, all) = (scope.clone(), lists.get_ref().clone());
    let locale = locale(request, portal, Some(scope.actor()));
    portal
        .db
        .read(move |c| {
            let report = find_own(&reader, id, c)?;
            let list = all.get(report.list)?;
            let query = current_parameters(&reader, &report, c)?.query();
            Ok(Shown {
                filter: filter_in_words(&reader, list, &query, locale, c)?,
                possible: possible(&reader, list, &query, c)?,
                recipients: recipients_of(&reader, id, list, &query, c)?,
                runs: runs_of(&reader, id, c)?,
                query,
                report,
            })
        })
        .await
}

/// Shows the form. The version is always the stored one, so that a form that is sent again replaces what is stored now.
fn page(
    request: &HttpRequest,
    scope: &Scope<OwnReports>,
    shown: &Shown,
    form: &ReportForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = urls::report(shown.report.id).to_string();
    let form = ReportForm { version: shown.report.version.to_string(), ..form.clone() };
    form_page(&ReportFormPage {
        shell: &shell,
        content: FormContent::new(scope, shown.report.list, &shown.query, &shown.filter),
        possible: &shown.possible,
        form: &form,
        faults,
        existing: Some(ExistingReport {
            report: &shown.report,
            recipients: &shown.recipients,
            runs: &shown.runs,
            now: clock::now(),
        }),
    })
}
