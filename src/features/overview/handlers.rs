//! `GET /`. A malformed parameter is ignored; the page then names it and has status 422.

use crate::auth::Scope;
use crate::auth::scope::{OwnProfile, ViewCustomers};
use crate::error::Result;
use crate::features::overview::filter::Params;
use crate::features::overview::page::OverviewPage;
use crate::features::overview::queries::overview;
use crate::i18n::time_zone::{partner_zone, today};
use crate::state::AppState;
use crate::urls;
use crate::web::list::parse_valid;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /`. A user without a role has nothing but the profile, and is redirected to it.
pub async fn show(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<OwnProfile>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let Some(scope) = scope.with::<ViewCustomers>() else {
        return Ok(see_other(&portal, &urls::profile(), None));
    };
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Overview))?;
    let mut params = params.into_inner();
    let (filter, bad) = parse_valid(&mut params, Params::filter, Params::remove)?;
    let today = today(partner_zone(&scope.actor().partner));
    let (asker, lists) = (scope.clone(), portal.lists.clone());
    let data = portal.db.read(move |c| overview(&asker, &lists, filter, today, c)).await?;
    let page = OverviewPage::new(&shell, &scope, (filter, bad), &data, today);
    response::page_as(page.status(), &page)
}
