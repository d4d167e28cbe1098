//! `GET /customers/removed`: who ended which relationship, when and why, with a link to request it again.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::domain::{Permission, parse_day};
use crate::error::Result;
use crate::features::customer_removal::model::RemovedCustomer;
use crate::features::customer_removal::removed_queries::{Page, PageAnchor, Position, removed_page};
use crate::i18n::time_zone::partner_zone;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::text::SearchTerms;
use crate::text::terms::is_too_long;
use crate::urls;
use crate::web::day_range::DayRange;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, PageAction, Pager, parse_valid};
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::DateTime;
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Search text.
    pub q: String,
    /// First day on which relationships were ended.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
}

impl Params {
    /// Whether the list is searched or filtered.
    fn is_filtered(&self) -> bool {
        [&self.q, &self.from, &self.to].into_iter().any(|value| !value.is_empty())
    }

    fn remove(&mut self, field: &str) {
        match field {
            "from" => self.from.clear(),
            "to" => self.to.clear(),
            _ => (self.from, self.to) = Default::default(),
        }
    }

    /// Returns the position of the page, or the name of the parameter that is not a valid cursor.
    fn anchor(&self) -> std::result::Result<PageAnchor, &'static str> {
        match (self.after.as_str(), self.before.as_str()) {
            ("", "") => Ok(PageAnchor::Start),
            (after, "") => read(after).map(PageAnchor::After).ok_or("after"),
            (_, before) => read(before).map(PageAnchor::Before).ok_or("before"),
        }
    }
}

/// Encodes a cursor as Unix time in milliseconds and Microsoft ID: `1795305600000.47aa2dba-…`.
fn cursor_text(position: &Position) -> String {
    format!("{}.{}", position.at.and_utc().timestamp_millis(), position.id)
}

fn read(cursor: &str) -> Option<Position> {
    let (millis, id) = cursor.split_once('.')?;
    let at = DateTime::from_timestamp_millis(millis.parse().ok()?)?.naive_utc();
    Some(Position { at, id: id.parse().ok()? })
}

/// The list of ended relationships.
#[derive(Template)]
#[template(path = "removal/list.html")]
pub struct RemovedPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The parameters as typed.
    pub typed: &'a Params,
    /// The rows of this page.
    pub page: &'a Page,
    /// Why this user may not request the relationship again; `None` if they may.
    pub no_request: Option<String>,
}

/// `GET /customers/removed`. Ignores a malformed parameter, but names it on the page, with status 422.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let params = params.into_inner();
    let too_long = is_too_long(&params.q);
    let place = params.anchor();
    let bad = if too_long { Some("q") } else { place.as_ref().err().copied() };
    let words = if too_long { SearchTerms::default() } else { SearchTerms::parse(&params.q) };
    let mut valid = params.clone();
    let parse = |params: &Params| DayRange::parse(&params.from, &params.to);
    let (days, bad_day) = parse_valid(&mut valid, parse, Params::remove)?;
    let instants = (!days.is_everything()).then(|| days.instants(partner_zone(&scope.actor().partner)));
    let (asker, place) = (scope.clone(), place.unwrap_or_default());
    let page = portal.db.read(move |c| removed_page(&asker, (&words, &instants), &place, c)).await?;
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let texts = shell.texts;
    let asks = Permission::RequestRelationship;
    let no_request = scope.reason(asks, texts, |roles| texts.removed_needs(roles));
    let frame = frame(&shell, &valid, &page, bad.or(bad_day));
    let page = RemovedPage { shell: &shell, frame, typed: &params, page: &page, no_request };
    response::page_as(page.frame.status(), &page)
}

/// Returns the frame of the list. `bad` is the malformed query parameter.
pub fn frame(shell: &Shell, params: &Params, page: &Page, bad: Option<&'static str>) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(page.total as u64);
    let count = texts.removed_count(total.shown);
    let empty = || match params.is_filtered() {
        false => EmptyState::nothing_yet(texts.removed_none(), texts.removed_none_text()),
        true => {
            let all = PageAction::new("all", texts.clear_search(), urls::customers_removed());
            EmptyState::nothing_found(texts.removed_not_found()).with_actions([all])
        }
    };
    ListFrame {
        bad: bad.map(|field| BadParameter::of_list(shell, field)),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::around(&page.rows, page.edges, |name, row| page_address(params, name, row)),
        ..ListFrame::new(texts.removed_title(), ListCount::new(total, [count.s0, count.s1], shell.locale))
    }
}

fn page_address(params: &Params, name: &str, row: &RemovedCustomer) -> String {
    let cursor = cursor_text(&row.position());
    urls::customers_removed().with_parameters([
        ("q", params.q.as_str()),
        ("from", &params.from),
        ("to", &params.to),
        (name, &cursor),
    ])
}

impl RemovedPage<'_> {
    /// Returns the type of the field of a day. A text that is no day stays visible only in a text field.
    fn input_type(&self, day: &str) -> &'static str {
        if day.is_empty() || parse_day(day).is_ok() { "date" } else { "text" }
    }

    fn is_bad(&self, field: &str) -> bool {
        self.frame.bad.as_ref().is_some_and(|bad| bad.field == field)
    }

    fn removed_on(&self, row: &RemovedCustomer) -> String {
        self.shell.moment(row.at)
    }

    fn admin(&self, row: &RemovedCustomer) -> String {
        let texts = self.shell.texts;
        if row.delegated_admin { texts.removed_still_granted() } else { texts.delegated_not_granted() }
    }
}
