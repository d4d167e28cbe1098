//! `GET /activity/news`: the number of new entries that an open page does not show yet. The page displays this number,
//! but does not insert the entries while somebody reads it.

use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::error::{Error, Result};
use crate::features::activity_log::address::LogAddress;
use crate::features::activity_log::filter::Params;
use crate::features::activity_log::handlers::check_permission;
use crate::features::activity_log::period::today;
use crate::features::activity_log::queries;
use crate::state::AppState;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// Maximum number of polls by a page. An abandoned browser window must not keep its session alive.
const MAX_QUESTIONS: u64 = 10;

/// The number of new entries; this fragment polls again.
#[derive(Template)]
#[template(path = "activity/news.html")]
struct NewEntries<'a> {
    shell: &'a Shell,
    /// The number of new entries.
    count: u64,
    showing: LogAddress,
    since: i64,
    asked: u64,
}

impl NewEntries<'_> {
    fn asks_again(&self) -> bool {
        self.asked < MAX_QUESTIONS
    }
}

/// `GET /activity/news`.
pub async fn news(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ViewActivity>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let filter = params.filter(today(clock::now(), request::clock(scope.actor()).zone()))?;
    check_permission(&scope, &filter)?;
    let number = |field, text: &str| text.parse::<i64>().map_err(|_| Error::bad_input(field, text));
    let since = number("since", &params.since)?;
    let asked = number("asked", if params.asked.is_empty() { "0" } else { &params.asked })?.unsigned_abs();
    let shell = request::shell(&request, Some(scope.actor()), None)?;
    let kind = filter.kind.as_str();
    let count = portal.db.read(move |c| queries::news(&scope, kind, since, c)).await?;
    let asked = asked.saturating_add(1);
    response::page(&NewEntries {
        shell: &shell,
        count,
        showing: LogAddress { params: params.into_inner(), customer: None },
        since,
        asked,
    })
}
