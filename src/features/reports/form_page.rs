//! The page with the form of a report: of a new one, and of one that exists with its runs.

use crate::auth::scope::OwnReports;
use crate::auth::{Actor, Scope};
use crate::domain::{ReportList, ReportRunState, UserId};
use crate::error::Result;
use crate::features::reports::form::{ReportForm, schedules, times};
use crate::features::reports::letter::{filter_sentence, pause_words};
use crate::features::reports::model::{Report, ReportRun};
use crate::features::reports::recipients::{MAX_OFFERED, ReportRecipient};
use crate::features::reports::work::list_address;
use crate::i18n::time_zone::partner_zone;
use crate::i18n::{Locale, Texts};
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;

/// The page.
#[derive(Template)]
#[template(path = "reports/form.html")]
pub struct ReportFormPage<'a> {
    /// The frame of the page.
    pub shell: &'a Shell,
    /// What is sent.
    pub content: FormContent<'a>,
    /// The users who may get it.
    pub possible: &'a [Actor],
    /// What was typed, or is stored.
    pub form: &'a ReportForm,
    /// The errors.
    pub faults: &'a FieldErrors,
    /// The report, if it exists.
    pub existing: Option<ExistingReport<'a>>,
}

/// The list that is sent.
#[derive(Debug, Clone)]
pub struct FormContent<'a> {
    /// The user.
    pub me: UserId,
    /// The list.
    pub list: ReportList,
    /// The address of the list with the filter.
    pub address: String,
    /// The filters as labels and values.
    pub filter: &'a [(String, String)],
    /// The name of the partner's time zone.
    pub zone: &'static str,
}

/// A report that exists, and its runs.
#[derive(Debug, Clone)]
pub struct ExistingReport<'a> {
    /// The report.
    pub report: &'a Report,
    /// The recipients.
    pub recipients: &'a [ReportRecipient],
    /// The newest runs.
    pub runs: &'a [ReportRun],
    /// The current time.
    pub now: NaiveDateTime,
}

impl<'a> FormContent<'a> {
    /// Returns the list with this filter.
    pub fn new(
        scope: &Scope<OwnReports>,
        list: ReportList,
        query: &str,
        filter: &'a [(String, String)],
    ) -> Self {
        FormContent {
            me: scope.actor().user,
            list,
            address: list_address(list, query),
            filter,
            zone: partner_zone(&scope.actor().partner).name(),
        }
    }
}

/// Returns the response; with errors, its status is 422.
///
/// # Errors
/// The template failed.
pub fn form_page(page: &ReportFormPage<'_>) -> Result<HttpResponse> {
    let status = if page.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, page)
}

impl ReportFormPage<'_> {
    fn moment(&self, at: &NaiveDateTime) -> String {
        self.shell.moment(*at)
    }

    fn instant(&self, at: &NaiveDateTime) -> String {
        self.shell.instant(*at)
    }

    fn title(&self) -> String {
        let texts = self.shell.texts;
        if self.existing.is_some() { texts.report_edit() } else { texts.report_new() }
    }

    fn action(&self) -> String {
        match &self.existing {
            Some(existing) => urls::report(existing.report.id).to_string(),
            None => urls::reports().to_string(),
        }
    }

    fn back(&self) -> String {
        if self.existing.is_some() { urls::reports().to_string() } else { self.content.address.clone() }
    }

    fn filter(&self) -> String {
        filter_sentence(self.shell.texts, self.content.filter)
    }

    fn schedules(&self) -> Vec<(&'static str, String)> {
        schedules(self.shell.locale)
    }

    fn times(&self) -> Vec<(String, String)> {
        times().into_iter().map(|time| (time.clone(), time)).collect()
    }

    fn formats(&self) -> [(&'static str, String); 2] {
        let texts = self.shell.texts;
        [(TableFormat::Xlsx.as_str(), texts.export_xlsx()), (TableFormat::Csv.as_str(), texts.export_csv())]
    }

    fn time_hint(&self) -> String {
        self.shell.texts.report_time_hint(self.shell.locale.zone_label(self.content.zone))
    }

    /// Returns the users that the form offers: those who are chosen, the user, and as many others as there is room for.
    fn offered(&self) -> Vec<(&Actor, bool)> {
        let is_chosen = |person: &Actor| self.form.to.contains(&person.user);
        let is_first = |person: &&Actor| is_chosen(person) || person.user == self.content.me;
        let (first, others): (Vec<&Actor>, Vec<&Actor>) = self.possible.iter().partition(is_first);
        let room = MAX_OFFERED.saturating_sub(first.len());
        let all = first.into_iter().chain(others.into_iter().take(room));
        all.map(|person| (person, is_chosen(person))).collect()
    }

    fn has_more(&self) -> bool {
        self.possible.len() > MAX_OFFERED
    }

    fn is_me(&self, person: &Actor) -> bool {
        person.user == self.content.me
    }

    /// Returns the recipients who get nothing now, because they may not export the list.
    fn lost(&self) -> Vec<&ReportRecipient> {
        let all = self.existing.iter().flat_map(|existing| existing.recipients.iter());
        all.filter(|recipient| !recipient.is_allowed).collect()
    }

    fn result(&self, run: &ReportRun) -> String {
        run_result(self.shell.texts, self.shell.locale, run)
    }

    fn file(&self, run: &ReportRun, now: &NaiveDateTime) -> Option<String> {
        file_address(run, *now)
    }

    fn paused(&self) -> Option<String> {
        let report = self.existing.as_ref()?.report;
        let reason = report.pause_reason?;
        Some(pause_words(self.shell.texts, reason, report.pause_detail.as_deref()))
    }
}

/// Returns what became of a run: its rows and letters, or why there are none.
pub fn run_result(texts: &Texts, locale: Locale, run: &ReportRun) -> String {
    match run.state {
        ReportRunState::Waiting => texts.report_run_waiting(),
        ReportRunState::Stopped => texts.report_run_stopped(),
        ReportRunState::Skipped => texts.report_run_skipped(),
        ReportRunState::Done => {
            let rows = run.row_count.unwrap_or_default().unsigned_abs();
            let rows = texts.report_rows(rows, locale.number(rows));
            let letters = run.letters.unsigned_abs();
            let letters = texts.report_letters(u64::from(letters), locale.number(u64::from(letters)));
            format!("{rows}{}{letters}", texts.list_comma())
        }
    }
}

/// Returns the address of a run's file, if it is stored.
pub fn file_address(run: &ReportRun, now: NaiveDateTime) -> Option<String> {
    run.has_file(now).then(|| urls::report_file(run.report_id, run.id).to_string())
}
