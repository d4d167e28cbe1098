//! `GET /activity/news`: whether there are entries that a page which stands open does not show yet. They are announced
//! and never pushed under the reader's eyes.

use super::filter::Params;
use super::handlers::permitted;
use super::period::today;
use super::queries;
use super::showing::Showing;
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::error::{Error, Result};
use crate::web::page::Shell;
use crate::web::{answer, reader};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// A page asks this often and then no more: a window that nobody looks at must not keep its session alive.
pub const MOST_QUESTIONS: u64 = 10;

/// The announcement, which asks again by itself.
#[derive(Template)]
#[template(path = "activity/news.html")]
struct News<'a> {
    shell: &'a Shell,
    /// How many there are.
    count: u64,
    showing: Showing,
    since: i64,
    asked: u64,
}

impl News<'_> {
    fn asks_again(&self) -> bool {
        self.asked < MOST_QUESTIONS
    }
}

/// The handler.
pub async fn news(
    request: HttpRequest,
    portal: Data<Portal>,
    scope: Scope<ViewActivity>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let filter = params.filter(today(clock::now(), reader::clock(scope.actor()).zone()))?;
    permitted(&scope, &filter)?;
    let number = |field, text: &str| text.parse::<i64>().map_err(|_| Error::bad_input(field, text));
    let since = number("since", &params.since)?;
    let asked = number("asked", if params.asked.is_empty() { "0" } else { &params.asked })?.unsigned_abs();
    let shell = reader::shell(&request, Some(scope.actor()), None)?;
    let kind = filter.kind.word();
    let count = portal.db.read(move |c| queries::news(&scope, kind, since, c)).await?;
    let asked = asked.saturating_add(1);
    answer::page(&News { shell: &shell, count, showing: Showing(params.into_inner()), since, asked })
}
