//! `GET /reports`: the user's reports, and those of colleagues for who manages reports. A partner has at most
//! [`MAX_OF_PARTNER`](super::model::MAX_OF_PARTNER), so the page shows all of them.

use crate::auth::Scope;
use crate::auth::scope::OwnReports;
use crate::clock;
use crate::domain::ReportId;
use crate::error::Result;
use crate::features::reports::filter::{current_parameters, filter_in_words};
use crate::features::reports::form::time_of_day;
use crate::features::reports::form_page::{file_address, run_result};
use crate::features::reports::letter::{filter_sentence, pause_words};
use crate::features::reports::model::{Report, ReportRun};
use crate::features::reports::queries::{newest_runs, own_reports, reports_of_others};
use crate::features::reports::recipients::{ReportRecipient, recipients_of};
use crate::features::reports::work::list_address;
use crate::i18n::time_zone::partner_zone;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::reported_list::ReportedLists;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDateTime;

/// `GET /reports`.
#[derive(Template)]
#[template(path = "reports/index.html")]
struct ReportsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    own: &'a [Row],
    others: &'a [Row],
    zone: &'static str,
    now: NaiveDateTime,
    /// Whether there is a mail server, so that files are sent.
    sends_mail: bool,
}

/// A report, and what the page says about it.
struct Row {
    report: Report,
    /// The name of its owner; `None` for the user.
    owner: Option<String>,
    filter: Vec<(String, String)>,
    query: String,
    recipients: Vec<ReportRecipient>,
    last: Option<ReportRun>,
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<OwnReports>,
    portal: Data<AppState>,
    lists: Data<ReportedLists>,
) -> Result<HttpResponse> {
    let (reader, lists) = (scope.clone(), lists.get_ref().clone());
    let locale = locale(&request, &portal, Some(scope.actor()));
    let found = portal.db.read(move |c| {
        let own = own_reports(&reader, c)?.into_iter().map(|report| (report, None));
        let others = reports_of_others(&reader, c)?.into_iter().map(|(report, owner)| (report, Some(owner)));
        let all: Vec<(Report, Option<String>)> = own.chain(others).collect();
        let ids: Vec<ReportId> = all.iter().map(|(report, _)| report.id).collect();
        let mut runs = newest_runs(&reader, &ids, c)?;
        let mut rows = Vec::new();
        for (report, owner) in all {
            let list = lists.get(report.list)?;
            let query = current_parameters(&reader, &report, c)?.query();
            rows.push(Row {
                filter: filter_in_words(&reader, list, &query, locale, c)?,
                recipients: recipients_of(&reader, report.id, list, &query, c)?,
                last: runs.remove(&report.id),
                query,
                owner,
                report,
            });
        }
        Ok(rows)
    });
    let (own, others): (Vec<Row>, Vec<Row>) = found.await?.into_iter().partition(|row| row.owner.is_none());
    let shell = shell(&request, Some(scope.actor()), None)?;
    let page = ReportsPage {
        frame: frame(&shell, own.len()),
        own: &own,
        others: &others,
        zone: partner_zone(&scope.actor().partner).name(),
        now: clock::now(),
        sends_mail: portal.mail.is_some(),
        shell: &shell,
    };
    response::page_as(page.frame.status(), &page)
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let empty = || {
        let empty = EmptyState::nothing_yet(texts.reports_none(), texts.reports_none_text());
        empty.with_actions(PageAction::main_lists(texts))
    };
    ListFrame {
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.reports(),
            ListCount::sentence(total, texts.reports_count(total.shown, shell.locale.number(total.shown))),
        )
    }
}

impl ReportsPage<'_> {
    fn moment(&self, at: &NaiveDateTime) -> String {
        self.shell.moment(*at)
    }

    fn instant(&self, at: &NaiveDateTime) -> String {
        self.shell.instant(*at)
    }

    fn filter(&self, row: &Row) -> String {
        filter_sentence(self.shell.texts, &row.filter)
    }

    fn address(&self, row: &Row) -> String {
        list_address(row.report.list, &row.query)
    }

    fn format(&self, row: &Row) -> String {
        row.report.format.as_str().to_uppercase()
    }

    fn when(&self, row: &Row) -> String {
        let texts = self.shell.texts;
        texts.report_when(row.report.schedule.label(texts), time_of_day(row.report.minute))
    }

    fn intro(&self) -> String {
        self.shell.texts.reports_intro(self.shell.locale.zone_label(self.zone))
    }

    fn paused(&self, row: &Row) -> Option<String> {
        let reason = row.report.pause_reason?;
        Some(pause_words(self.shell.texts, reason, row.report.pause_detail.as_deref()))
    }

    fn recipients(&self, row: &Row) -> String {
        let count = row.recipients.len() as u64;
        self.shell.texts.report_recipients(count, self.shell.locale.number(count))
    }

    fn lost(&self, row: &Row) -> Option<String> {
        let count = row.recipients.iter().filter(|recipient| !recipient.is_allowed).count() as u64;
        (count > 0).then(|| self.shell.texts.report_recipients_lost(count, self.shell.locale.number(count)))
    }

    fn result(&self, run: &ReportRun) -> String {
        run_result(self.shell.texts, self.shell.locale, run)
    }

    fn file(&self, run: &ReportRun) -> Option<String> {
        file_address(run, self.now)
    }
}
