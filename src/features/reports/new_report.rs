//! `GET /reports/new?list=&filter=` and `POST /reports`: has a list sent regularly, as it is filtered.

use crate::auth::scope::OwnReports;
use crate::auth::{Actor, Scope};
use crate::domain::{ReportList, ReportSchedule, TextEnum};
use crate::error::{Error, Result};
use crate::features::reports::changes::create_report;
use crate::features::reports::filter::{filter_in_words, gone_value};
use crate::features::reports::form::ReportForm;
use crate::features::reports::form_page::{FormContent, ReportFormPage, form_page};
use crate::features::reports::recipients::possible;
use crate::features::saved_views::parameters::ViewParameters;
use crate::state::AppState;
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::reported_list::ReportedLists;
use crate::web::request::{locale, shell};
use crate::web::response::see_other;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    list: String,
    filter: String,
}

/// What a new report would send.
struct Subject {
    list: ReportList,
    parameters: ViewParameters,
    filter: Vec<(String, String)>,
    possible: Vec<Actor>,
    gone: Option<String>,
}

/// Shows the form; without a list, for the first one that the user may export.
pub async fn show(
    request: HttpRequest,
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    lists: Data<ReportedLists>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let list = match params.list.as_str() {
        "" => first_list(&scope)?,
        list => parse_list(list)?,
    };
    let subject = find_subject(&request, &scope, (&portal, &lists), list, &params.filter).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let form = ReportForm {
        name: list.label(locale.texts()),
        list: list.text().to_owned(),
        filter: subject.parameters.query(),
        schedule: ReportSchedule::Weekly.text().to_owned(),
        time: "08:00".to_owned(),
        format: TableFormat::Xlsx.as_str().to_owned(),
        to: vec![scope.actor().user],
        ..ReportForm::default()
    };
    page(&request, &scope, &subject, &form, &FieldErrors::default())
}

/// Creates the report, and opens it.
pub async fn create(
    request: HttpRequest,
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    lists: Data<ReportedLists>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = ReportForm::from_fields(form.into_inner())?;
    let list = parse_list(&form.list)?;
    let subject = find_subject(&request, &scope, (&portal, &lists), list, &form.filter).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let mut faults = FieldErrors::default();
    if let Some(value) = &subject.gone {
        faults.add("name", locale.texts().report_paused_filter_value(value));
        return page(&request, &scope, &subject, &form, &faults);
    }
    let content = match form.read(locale, &subject.possible) {
        Ok(content) => content,
        Err(faults) => return page(&request, &scope, &subject, &form, &faults),
    };
    let (author, parameters) = (scope.clone(), subject.parameters.clone());
    let created = portal
        .log
        .record(scope.author(), move |tx| create_report(tx, &author, (list, &parameters), &content));
    match created.await? {
        Ok(_) => Ok(see_other(&portal, &urls::reports(), Some(Message::ReportCreated.into()))),
        Err(refusal) => page(&request, &scope, &subject, &form, &refusal.errors(locale)),
    }
}

fn first_list(scope: &Scope<OwnReports>) -> Result<ReportList> {
    let mut lists = ReportList::ALL.iter().map(|(list, _)| *list);
    let first = lists.find(|list| scope.allows(list.permission()));
    first.ok_or(Error::Forbidden(ReportList::Customers.permission()))
}

fn parse_list(text: &str) -> Result<ReportList> {
    ReportList::from_text(text).map_err(|_| Error::bad_input("list", text))
}

/// Parses the filter, and finds who may get the list.
async fn find_subject(
    request: &HttpRequest,
    scope: &Scope<OwnReports>,
    (portal, lists): (&Data<AppState>, &Data<ReportedLists>),
    list: ReportList,
    filter: &str,
) -> Result<Subject> {
    let query = lists.get(list)?.parse(filter)?;
    if !lists.get(list)?.is_allowed(scope.actor(), &query) {
        return Err(Error::Forbidden(list.permission()));
    }
    let (reader, all) = (scope.clone(), lists.get_ref().clone());
    let locale = locale(request, portal, Some(scope.actor()));
    portal
        .db
        .read(move |c| {
            let reported = all.get(list)?;
            let parameters = ViewParameters::from_query(&query)?;
            Ok(Subject {
                list,
                filter: filter_in_words(&reader, reported, &query, locale, c)?,
                possible: possible(&reader, reported, &query, c)?,
                gone: gone_value(&reader, &parameters, c)?,
                parameters,
            })
        })
        .await
}

fn page(
    request: &HttpRequest,
    scope: &Scope<OwnReports>,
    subject: &Subject,
    form: &ReportForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to =
        urls::new_report().with_parameters([("list", subject.list.text()), ("filter", form.filter.as_str())]);
    form_page(&ReportFormPage {
        shell: &shell,
        content: FormContent::new(scope, subject.list, &subject.parameters.query(), &subject.filter),
        possible: &subject.possible,
        form,
        faults,
        existing: None,
    })
}
