//! `GET /api/v1/subscriptions`: a page of the list with the parameters of `/subscriptions`. Going on to another page needs the
//! permission to export the list.

use crate::auth::Scope;
use crate::auth::scope::{ExportSubscriptions, ViewSubscriptions};
use crate::domain::SavedList;
use crate::error::Result;
use crate::features::portal_api::paging::{collection, filter_of, requested_page};
use crate::features::portal_api::parameters::explain;
use crate::features::portal_api::subscriptions::queries::SubscriptionReader;
use crate::features::portal_api::subscriptions::resource::ListedSubscription;
use crate::features::rest_api::continuation::{HEADER, Way};
use crate::features::rest_api::export_entry::record_continuation;
use crate::features::rest_api::paging::{Neighbors, PagedList};
use crate::features::rest_api::resource::ok;
use crate::features::saved_views::opened::OpenedView;
use crate::features::subscription_list::cursor::{read_cursor, write_cursor};
use crate::features::subscription_list::filter::Params;
use crate::features::subscription_list::queries::resolve;
use crate::features::subscription_list::saved::view_parameters;
use crate::i18n::time_zone::{partner_zone, today};
use crate::search::subscriptions::{SubscriptionAnchor, SubscriptionQuery};
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use crate::web::parameters::parse_query;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /api/v1/subscriptions`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let list = PagedList {
        name: "portal-subscriptions",
        partner: scope.partner(),
        address: urls::portal_api_subscriptions(),
    };
    let filter = canonical_filter(&request, &portal, &scope).await?;
    let page = requested_page(&request, &portal.secrets, &list, &given, filter)?;
    record_continuation::<ExportSubscriptions, _>(&request, &portal, (&scope, &page), "subscriptions.json")
        .await?;
    let filter = parse_query::<Params>(filter_of(&page))?.filter()?;
    let sort = filter.sort;
    let place = match page.ask.place.as_str() {
        "" => SubscriptionAnchor::Start,
        place => {
            let place = read_cursor(HEADER, place, sort)?;
            match page.ask.way {
                Way::Next => SubscriptionAnchor::After(place),
                Way::Previous => SubscriptionAnchor::Before(place),
            }
        }
    };
    let (asker, lists, limit) = (scope.clone(), portal.lists.clone(), page.ask.size);
    let today = today(partner_zone(&scope.actor().partner));
    let (found, items) = portal
        .db
        .read(move |c| {
            let query = SubscriptionQuery {
                filter: resolve(&asker, &filter, today, c)?,
                column: filter.sort.column,
                descending: filter.sort.descending,
                place,
                limit,
            };
            let found = lists.subscriptions.find(c, &lists.search, asker.partner(), &query)?;
            let items = SubscriptionReader::default().read(&asker, &found.keys, c)?;
            Ok((found, items))
        })
        .await?;
    let write = |cursor: &_| write_cursor(cursor, sort);
    let neighbors = Neighbors::new(found.previous.as_ref(), found.next.as_ref(), write);
    let rows: (Vec<ListedSubscription>, _, _) = (items, neighbors, found.rows as usize);
    Ok(ok(&collection(&page, rows, &portal.secrets, &list)?))
}

/// Returns the parameters of the address, or of the view that it names, in one spelling.
async fn canonical_filter(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<ViewSubscriptions>,
) -> Result<String> {
    let (reader, query) = (scope.clone(), request.query_string().to_owned());
    let load = move |c: &mut _| OpenedView::load_named(&reader, SavedList::Subscriptions, &query, c);
    let opened = portal.db.read_one(load).await;
    let parse = |opened: OpenedView| {
        let query = opened.query().unwrap_or_else(|| request.query_string().to_owned());
        parse_query::<Params>(&query)?.filter()
    };
    let locale = api_fault::locale(request);
    let filter = opened.and_then(parse);
    let filter = filter.map_err(|error| explain(error, |_| locale.texts().api_fault_parameter()))?;
    Ok(view_parameters(&filter).query())
}
