//! `GET /customers/removed`: who ended which relationship, when and why, with a link to request it again.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::domain::Permission;
use crate::error::Result;
use crate::features::customer_removal::model::RemovedCustomer;
use crate::features::customer_removal::removed_queries::{Page, PageAnchor, Position, removed_page};
use crate::state::AppState;
use crate::text::SearchTerms;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::urls;
use crate::web::nav::Nav;
use crate::web::pager::Pager;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
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
    /// The search text.
    pub q: &'a str,
    /// The rows of this page.
    pub page: &'a Page,
    /// Why this user may not request the relationship again; `None` if they may.
    pub no_request: Option<String>,
    /// The name of the malformed query parameter, if there is one.
    pub bad: Option<&'static str>,
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
    let status = if bad.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = RemovedPage { shell: &shell, q: &params.q, page: &page, no_request, bad };
    response::page_as(status, &page)
}

impl RemovedPage<'_> {
    fn total(&self) -> u64 {
        self.page.total as u64
    }

    /// Returns the text before the number, the number, and the text after it.
    fn count_parts(&self) -> [String; 3] {
        let count = self.shell.texts.removed_count(self.total());
        [count.s0, self.shell.locale.number(self.total()), count.s1]
    }

    fn removed_on(&self, row: &RemovedCustomer) -> String {
        self.shell.moment(row.at)
    }

    fn admin(&self, row: &RemovedCustomer) -> String {
        let texts = self.shell.texts;
        if row.delegated_admin { texts.removed_still_granted() } else { texts.delegated_not_granted() }
    }

    fn link(&self, name: &str, position: &Position) -> String {
        let cursor = cursor_text(position);
        let mut pairs = vec![(name, cursor.as_str())];
        if !self.q.is_empty() {
            pairs.insert(0, ("q", self.q));
        }
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        urls::customers_removed().with_query(query)
    }

    fn pager(&self) -> Pager {
        let page = &self.page;
        let to = |name, row: &RemovedCustomer| self.link(name, &row.position());
        Pager::new(
            page.rows.first().filter(|_| page.has_previous).map(|first| to("before", first)),
            page.rows.last().filter(|_| page.has_next).map(|last| to("after", last)),
        )
    }

    fn bad_value_text(&self) -> String {
        let texts = self.shell.texts;
        match self.bad {
            Some("q") => texts.bad_query(self.shell.locale.number(MAX_QUERY as u64)),
            _ => texts.bad_page(),
        }
    }
}
