//! `GET /search?q=`: the first results of each kind. An id leads to its page directly.

use crate::auth::Scope;
use crate::auth::scope::OwnProfile;
use crate::db::DbConnection;
use crate::domain::IdPrefix;
use crate::error::Result;
use crate::features::global_search::page::SearchResultsPage;
use crate::features::global_search::queries::{Query, Results, page_of_id, search};
use crate::search::CustomerSearch;
use crate::state::AppState;
use crate::text::{SearchTerms, terms};
use crate::urls::PortalUrl;
use crate::web::response::see_other;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
}

/// What a search leads to.
enum Outcome {
    Page(PortalUrl),
    Results(Box<Results>),
}

/// Shows the results.
pub async fn show(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    params: web::Query<Params>,
) -> Result<HttpResponse> {
    let shell = request::shell(&request, Some(scope.actor()), None)?;
    let q = params.q.trim();
    let too_long = q.chars().count() > terms::MAX_QUERY;
    if q.is_empty() || too_long {
        let status = if too_long { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return response::page_as(status, &SearchResultsPage::new(&shell, "", None, too_long));
    }
    let lists = portal.lists.clone();
    let query = Query { words: SearchTerms::parse(q), id: IdPrefix::parse(q) };
    let outcome = portal.db.read(move |c| find(&scope, &lists, &query, c)).await?;
    match outcome {
        Outcome::Page(url) => Ok(see_other(&portal, &url, None)),
        Outcome::Results(results) => {
            response::page(&SearchResultsPage::new(&shell, q, Some(&results), false))
        }
    }
}

fn find(
    scope: &Scope<OwnProfile>,
    lists: &CustomerSearch,
    query: &Query,
    c: &mut DbConnection,
) -> Result<Outcome> {
    if let Some(id) = query.id.and_then(IdPrefix::whole)
        && let Some(url) = page_of_id(scope, id, c)?
    {
        return Ok(Outcome::Page(url));
    }
    search(scope, lists, query, c).map(Box::new).map(Outcome::Results)
}
