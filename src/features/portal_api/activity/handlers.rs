//! `GET /api/v1/activity`: a page of the log with the parameters of `/activity`. Reading it is an export, which is logged once a
//! day for each token, as under `/v1`.

use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::error::Result;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::filter::{Filter, Params};
use crate::features::activity_log::handlers::check_permission;
use crate::features::activity_log::period::today;
use crate::features::activity_log::read::queries::addresses;
use crate::features::activity_log::read::selection::Selection;
use crate::features::portal_api::activity::queries::{ChainedEntry, head, with_previous};
use crate::features::portal_api::activity::resource::{ActivityEntry, ActivityPage};
use crate::features::portal_api::paging::{collection, filter_of, requested_page};
use crate::features::portal_api::parameters::explain;
use crate::features::rest_api::audit::queries::read_page;
use crate::features::rest_api::export_entry::record_reading;
use crate::features::rest_api::paging::PagedList;
use crate::features::rest_api::resource::ok;
use crate::state::AppState;
use crate::urls;
use crate::web::parameters::parse_query;
use crate::web::{api_fault, request as page_request};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;

/// Number of entries whose chain values each request verifies, as each view of the page does.
const CHECK_LIMIT: i64 = 200;

/// `GET /api/v1/activity`. The number of all matching entries is not counted, because a log has millions.
pub async fn index(
    request: HttpRequest,
    (portal, names): (Data<AppState>, Data<CustomerNames>),
    scope: Scope<ViewActivity>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let list =
        PagedList { name: "portal-activity", partner: scope.partner(), address: urls::portal_api_activity() };
    let zone = page_request::clock(scope.actor()).zone();
    let (locale, today) = (api_fault::locale(&request), today(clock::now(), zone));
    let filter = canonical_filter(request.query_string(), today);
    let filter = filter.map_err(|error| explain(error, |_| locale.texts().api_fault_parameter()))?;
    let page = requested_page(&request, &portal.secrets, &list, &given, filter)?;
    let filter = read_filter(filter_of(&page), today)?;
    check_permission(&scope, &filter)?;
    record_reading(&request, &portal, &scope, "activity.json").await?;
    let (asker, state, ask) = (scope.clone(), portal.clone(), page.ask.clone());
    let known = portal.proofs.verified_so_far(scope.partner());
    let read = portal.db.read(move |c| {
        let partner = asker.partner();
        let selection = Selection::resolve(&filter, zone, partner, &state.lists, &names, c)?;
        let (rows, neighbors) = read_page(&asker, &selection, &ask, c)?;
        let entries = with_previous(&asker, rows, c)?;
        let checked = state.proofs.continue_check(c, state.log.chain(), partner, known, CHECK_LIMIT)?;
        Ok((entries, neighbors, addresses(c, partner)?, head(&asker, checked, c)?))
    });
    let (entries, neighbors, emails, head) = read.await?;
    let item = |chained: ChainedEntry| {
        let email = chained.entry.actor_id.and_then(|id| emails.get(&id));
        ActivityEntry::new(chained, email)
    };
    let items: Vec<ActivityEntry> = entries.into_iter().map(item).collect();
    let count = items.len();
    let entries = collection(&page, (items, neighbors, count), &portal.secrets, &list)?;
    Ok(ok(&ActivityPage { entries, proof: head.into() }))
}

fn read_filter(query: &str, today: NaiveDate) -> Result<Filter> {
    parse_query::<Params>(query)?.filter(today)
}

/// Returns the parameters that say which entries are listed, if they are valid.
fn canonical_filter(query: &str, today: NaiveDate) -> Result<String> {
    let params: Params = parse_query(query)?;
    params.filter(today)?;
    let given = params.pairs().into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>();
    Ok(serde_urlencoded::to_string(given).unwrap_or_default())
}
