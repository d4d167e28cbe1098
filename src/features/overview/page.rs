//! The page.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::features::activity_log::sentence::model::Part;
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::overview::coming::Coming;
use crate::features::overview::counts::Counted;
use crate::features::overview::figures::{Figure, Share, figures, funnel, products, statuses};
use crate::features::overview::filter::{Filter, bad_parameter};
use crate::features::overview::months::{Month, MonthChart, began_and_ended, line_of, months};
use crate::features::overview::queries::OverviewData;
use crate::features::overview::recent::RecentLine;
use crate::features::overview::waiting::{WaitingItem, waiting_items};
use crate::urls;
use crate::web::chart::columns::ColumnChart;
use crate::web::chart::line::LineChart;
use crate::web::list::BadParameter;
use crate::web::request;
use crate::web::shell::Shell;
use crate::web::tabs::{Tab, Tabs};
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDate;

/// `GET /`.
#[derive(Template)]
#[template(path = "overview/show.html")]
pub struct OverviewPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The malformed parameter, which was ignored.
    pub bad: Option<BadParameter>,
    /// The partner's current day.
    pub today: NaiveDate,
    /// What waits for the user.
    pub waiting: Vec<WaitingItem>,
    /// What is coming, if the user may view subscriptions.
    pub coming: Option<Coming>,
    /// The numbers of now.
    pub figures: Vec<Figure>,
    /// The requests of this month.
    pub funnel: Vec<Share>,
    /// All requests that wait for an answer.
    pub unanswered: Counted,
    /// The subscriptions by status.
    pub statuses: Vec<Share>,
    /// The products with the most licenses.
    pub products: Vec<Share>,
    /// Customers over time.
    pub customers: MonthChart<LineChart>,
    /// Licenses over time, if the user may view subscriptions.
    pub licenses: Option<MonthChart<LineChart>>,
    /// Relationships that began and ended.
    pub movements: MonthChart<ColumnChart>,
    /// The newest entries of the log, if the user may view it.
    pub recent: Option<Vec<RecentLine>>,
    /// Whose entries are shown.
    pub whose: Tabs,
    /// The log with the same entries.
    pub log: String,
}

impl<'a> OverviewPage<'a> {
    /// Makes the page. `bad` is the malformed query parameter.
    pub fn new(
        shell: &'a Shell,
        scope: &Scope<ViewCustomers>,
        (filter, bad): (Filter, Option<&'static str>),
        data: &OverviewData,
        today: NaiveDate,
    ) -> Self {
        let (texts, all) = (shell.texts, data.subscriptions.as_ref());
        let months = months(data, today);
        let reading = ReaderFormat { locale: shell.locale, clock: request::clock(scope.actor()) };
        let licenses = |months: &[Month]| {
            line_of(
                shell,
                months,
                |month| month.licenses,
                |from, since, to, now| texts.overview_licenses_sentence(from, since, to, now),
            )
        };
        OverviewPage {
            bad: bad.map(|field| bad_parameter(field, shell)),
            today,
            waiting: waiting_items(shell, &data.waiting),
            coming: all.map(|totals| Coming::new(shell, filter, totals, today)),
            figures: figures(shell, &data.customers, all, &months),
            funnel: funnel(shell, &data.requests),
            unanswered: data.requests.waiting.clone(),
            statuses: all.map(|totals| statuses(shell, totals)).unwrap_or_default(),
            products: all.map(|totals| products(shell, totals)).unwrap_or_default(),
            customers: line_of(
                shell,
                &months,
                |month| month.customers,
                |from, since, to, now| texts.overview_customers_sentence(from, since, to, now),
            ),
            licenses: all.map(|_| licenses(&months)),
            movements: began_and_ended(shell, &months),
            recent: data.entries.as_ref().map(|entries| entries.lines(shell, reading)),
            whose: whose(shell, filter),
            log: log(scope, filter),
            shell,
        }
    }

    /// Returns the status of the response: 422 with an invalid parameter.
    pub fn status(&self) -> StatusCode {
        if self.bad.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    fn date(&self) -> String {
        self.shell.locale.weekday_date(self.today)
    }

    fn title(&self) -> String {
        crate::i18n::labels::page_title(self.shell.texts, self.shell.texts.overview(), self.bad.is_some())
    }

    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    fn statuses_sentence(&self) -> String {
        let part = |one: &Share| format!("{}{}{}", one.label, self.shell.texts.colon(), one.text);
        self.statuses.iter().map(part).collect::<Vec<_>>().join(&self.shell.texts.list_comma())
    }
}

fn whose(shell: &Shell, filter: Filter) -> Tabs {
    let tab = |label: String, is_mine| {
        Tab::new(label, Filter { is_mine, ..filter }.address(), is_mine == filter.is_mine)
    };
    let texts = shell.texts;
    Tabs {
        label: texts.overview_whose(),
        tabs: vec![tab(texts.overview_everyone(), false), tab(texts.overview_only_me(), true)],
    }
}

fn log(scope: &Scope<ViewCustomers>, filter: Filter) -> String {
    let user = if filter.is_mine { scope.actor().user.0.to_string() } else { String::new() };
    urls::activity().with_parameters([("user", user.as_str())])
}
