//! `GET /api/v1/customers`: a page of the list with the parameters of `/customers`. Going on to another page needs the
//! permission to export the list, as under `/v1`.

use crate::auth::Scope;
use crate::auth::scope::{ExportCustomers, ViewCustomers};
use crate::domain::{MicrosoftId, SavedList};
use crate::error::Result;
use crate::features::customer_list::cursor::{read_cursor, write_cursor};
use crate::features::customer_list::filter::Params;
use crate::features::customer_list::queries;
use crate::features::customer_list::saved::view_parameters;
use crate::features::portal_api::customers::resource::ListedCustomer;
use crate::features::portal_api::paging::{collection, filter_of, requested_page};
use crate::features::portal_api::parameters::explain;
use crate::features::rest_api::continuation::{HEADER, Way};
use crate::features::rest_api::export_entry::record_continuation;
use crate::features::rest_api::paging::{Neighbors, PagedList};
use crate::features::rest_api::resource::ok;
use crate::features::saved_views::opened::OpenedView;
use crate::features::tags::queries::tags_by_customer;
use crate::search::PageAnchor;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use crate::web::parameters::parse_query;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /api/v1/customers`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let list = PagedList {
        name: "portal-customers",
        partner: scope.partner(),
        address: urls::portal_api_customers(),
    };
    let filter = canonical_filter(&request, &portal, &scope).await?;
    let page = requested_page(&request, &portal.secrets, &list, &given, filter)?;
    record_continuation::<ExportCustomers, _>(&request, &portal, (&scope, &page), "customers.json").await?;
    let mut wanted = parse_query::<Params>(filter_of(&page))?.page()?;
    let sort = wanted.filter.sort;
    wanted.limit = page.ask.size;
    if !page.ask.place.is_empty() {
        let place = read_cursor(HEADER, &page.ask.place, sort)?;
        wanted.place = match page.ask.way {
            Way::Next => PageAnchor::After(place),
            Way::Previous => PageAnchor::Before(place),
        };
    }
    let (asker, lists) = (scope.clone(), portal.lists.clone());
    let (found, tags) = portal
        .db
        .read(move |c| {
            let found = queries::page(&asker, &lists, &wanted, c)?;
            let ids: Vec<MicrosoftId> = found.rows.iter().map(|row| row.microsoft_id).collect();
            let tags = tags_by_customer(&asker, &ids, c)?;
            Ok((found, tags))
        })
        .await?;
    let tags_of = |id| tags.get(&id).map(Vec::as_slice).unwrap_or_default();
    let items = found.rows.iter().map(|row| ListedCustomer::new(row, tags_of(row.microsoft_id))).collect();
    let write = |cursor: &_| write_cursor(cursor, sort);
    let neighbors = Neighbors::new(found.previous.as_ref(), found.next.as_ref(), write);
    let rows: (Vec<ListedCustomer>, _, _) = (items, neighbors, found.total as usize);
    Ok(ok(&collection(&page, rows, &portal.secrets, &list)?))
}

/// Returns the parameters of the address, or of the view that it names, in one spelling.
async fn canonical_filter(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<ViewCustomers>,
) -> Result<String> {
    let (reader, query) = (scope.clone(), request.query_string().to_owned());
    let opened =
        portal.db.read_one(move |c| OpenedView::load_named(&reader, SavedList::Customers, &query, c)).await;
    let parse = |opened: OpenedView| {
        let query = opened.query().unwrap_or_else(|| request.query_string().to_owned());
        parse_query::<Params>(&query)?.filter()
    };
    let locale = api_fault::locale(request);
    let filter = opened.and_then(parse);
    let filter = filter.map_err(|error| explain(error, |_| locale.texts().api_fault_parameter()))?;
    Ok(view_parameters(&filter, None).query())
}
