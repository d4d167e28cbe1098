//! `GET /customers/removed`: who ended which relationship, when and why, with a link to request it again.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::domain::Permission;
use crate::error::Result;
use crate::features::customer_removal::model::RemovedCustomer;
use crate::features::customer_removal::removed_queries::{Page, PageAnchor, Position, removed_page};
use crate::search::CappedCount;
use crate::state::AppState;
use crate::text::SearchTerms;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::urls;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, PageAction, Pager};
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
    q: String,
    after: String,
    before: String,
}

impl Params {
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
    /// The search text.
    pub q: &'a str,
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
    let too_long = is_too_long(&params.q);
    let place = params.anchor();
    let bad = if too_long { Some("q") } else { place.as_ref().err().copied() };
    let words = if too_long { SearchTerms::default() } else { SearchTerms::parse(&params.q) };
    let (asker, place) = (scope.clone(), place.unwrap_or_default());
    let page = portal.db.read(move |c| removed_page(&asker, &words, &place, c)).await?;
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let texts = shell.texts;
    let asks = Permission::RequestRelationship;
    let no_request = scope.reason(asks, texts, |roles| texts.removed_needs(roles));
    let frame = frame(&shell, &params.q, &page, bad);
    let page = RemovedPage { shell: &shell, frame, q: &params.q, page: &page, no_request };
    response::page_as(page.frame.status(), &page)
}

/// Returns the frame of the list. `bad` is the malformed query parameter.
pub fn frame(shell: &Shell, q: &str, page: &Page, bad: Option<&'static str>) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(page.total as u64);
    let count = texts.removed_count(total.shown);
    let empty = || match q {
        "" => EmptyState::nothing_yet(texts.removed_none(), texts.removed_none_text()),
        _ => {
            let all = PageAction::new("all", texts.clear_search(), urls::customers_removed());
            EmptyState::nothing_found(texts.removed_not_found()).with_actions([all])
        }
    };
    let text = |field| match field {
        "q" => texts.bad_query(shell.locale.number(MAX_QUERY as u64)),
        _ => texts.bad_page(),
    };
    ListFrame {
        bad: bad.map(|field| BadParameter { field, text: text(field) }),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::around(&page.rows, page.edges, |name, row| page_address(q, name, row)),
        ..ListFrame::new(texts.removed_title(), ListCount::new(total, [count.s0, count.s1], shell.locale))
    }
}

fn page_address(q: &str, name: &str, row: &RemovedCustomer) -> String {
    let cursor = cursor_text(&row.position());
    urls::customers_removed().with_parameters([("q", q), (name, &cursor)])
}

impl RemovedPage<'_> {
    fn removed_on(&self, row: &RemovedCustomer) -> String {
        self.shell.moment(row.at)
    }

    fn admin(&self, row: &RemovedCustomer) -> String {
        let texts = self.shell.texts;
        if row.delegated_admin { texts.removed_still_granted() } else { texts.delegated_not_granted() }
    }
}
