//! `GET /subscriptions`. A malformed parameter is ignored; the page then names it above the list and has status 422.

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::db::DbConnection;
use crate::domain::{BulkList, Permission, SavedList, is_mpn_id};
use crate::error::Result;
use crate::features::customers::model::ResellerChoice;
use crate::features::customers::resellers::find_by_name;
use crate::features::saved_views::model::SavedView;
use crate::features::saved_views::opened::OpenedView;
use crate::features::saved_views::tabs::{CountedViews, ViewNotes, ViewTabs};
use crate::features::subscription_list::address::ListAddress;
use crate::features::subscription_list::filter::Params;
use crate::features::subscription_list::page::{ListContent, SubscriptionsPage};
use crate::features::subscription_list::queries;
use crate::features::subscription_list::saved::{count_view, view_parameters};
use crate::i18n::time_zone::{LocalTime, partner_zone, today};
use crate::search::subscriptions::SubscriptionFilter;
use crate::state::AppState;
use crate::web::bulk_bar::BulkBar;
use crate::web::list::parse_valid;
use crate::web::nav::Nav;
use crate::web::parameters::parse_query;
use crate::web::{request, response};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /subscriptions`.
pub async fn index(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ViewSubscriptions>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let shell = request::shell(&request, Some(scope.actor()), Some(Nav::Subscriptions))?;
    let (asker, lists) = (scope.clone(), portal.lists.clone());
    let (query, today) = (request.query_string().to_owned(), today(partner_zone(&scope.actor().partner)));
    let read = portal.db.read(move |c| {
        let opened = OpenedView::load(&asker, SavedList::Subscriptions, &query, c)?;
        let count = |view: &SavedView, c: &mut DbConnection| count_view(&asker, &lists, view, today, c);
        let views = CountedViews::load(&asker, SavedList::Subscriptions, c, count)?;
        let partner = asker.partner();
        let all = lists.subscriptions.count(c, &lists.search, partner, &SubscriptionFilter::default())?;
        Ok((opened, (all, views), queries::choices(&asker, &lists, c)?))
    });
    let (opened, (all, views), choices) = read.await?;
    let typed = match opened.query() {
        Some(query) => parse_query(&query)?,
        None => params.into_inner(),
    };
    let mut params = by_number(typed.clone(), choices.resellers.as_deref().unwrap_or_default());
    let (wanted, bad) = parse_valid(&mut params, Params::page, Params::remove)?;
    let bad = opened.bad.or(bad);
    let (asker, lists, asked) = (scope.clone(), portal.lists.clone(), wanted.clone());
    let page = portal.db.read(move |c| queries::page(&asker, &lists, &asked, today, c)).await?;
    let texts = shell.texts;
    let address = ListAddress::new(&wanted.filter, opened.kept());
    let shown = view_parameters(&wanted.filter);
    let without = |name: &str| address.without(name);
    let content = ListContent {
        tabs: ViewTabs::new(&shell, &opened, all, &views, &shown),
        view_notes: ViewNotes::new(&shell, &scope, &opened, [&shown, &shown], without),
        page: &page,
        choices: &choices,
        filter: &wanted.filter,
        typed: &typed,
        bad,
        kind: scope.actor().partner.kind,
        no_export: scope.reason(Permission::ExportSubscriptions, texts, |roles| texts.export_needs(roles)),
        now: LocalTime::now(&scope.actor().partner),
        today,
    };
    let query = shown.query();
    let bulk = BulkBar::new(&scope, BulkList::Subscriptions, query, page.total, (texts, shell.locale));
    let page = SubscriptionsPage::new(&shell, content, address, bulk);
    response::page_as(page.frame.status(), &page)
}

/// Replaces a reseller's name with its MPN ID: a user may type either, but links contain the MPN ID.
fn by_number(mut params: Params, resellers: &[ResellerChoice]) -> Params {
    let is_name = !params.reseller.is_empty() && !is_mpn_id(&params.reseller);
    if let Some(named) = find_by_name(resellers, &params.reseller).filter(|_| is_name) {
        params.reseller.clone_from(&named.mpn_id);
    }
    params
}
