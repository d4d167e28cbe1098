//! `GET /customers.csv`: streams all customers that match the list's search and filter. Each export is an entry in the
//! log of sign-ins and exports. The number of exports per user and hour is limited.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::ExportCustomers;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::customer_list::export::{ExportSelection, write_customers};
use crate::features::customer_list::filter::{Filter, Params};
use crate::features::customers::lookup::customer;
use crate::features::customers::resellers::customers_of_reseller;
use crate::i18n::Locale;
use crate::search::{CustomerSearch, Sort};
use crate::state::AppState;
use crate::web::{download, request};
use actix_web::http::Method;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// Streams the CSV file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// A malformed query parameter, or more exports in an hour than the setting allows.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let filter = params.filter()?;
    let locale = match params.lang.as_str() {
        "" => request::locale(&request, &portal, Some(scope.actor())),
        tag => Locale::from_tag(tag).ok_or_else(|| Error::bad_input("lang", tag))?,
    };
    let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
    portal.db.read(move |c| hourly.check(&asker, clock::now(), c)).await?;
    let name = format!("customers-{}.csv", clock::now().format("%Y-%m-%d"));
    let (portal, is_head) = (portal.into_inner(), request.method() == Method::HEAD);
    download::csv(&name, is_head, move |spool| {
        portal.db.read_now(|c| {
            let rows = select_rows(&scope, &portal.lists, &filter, c)?;
            spool.announce(rows.count);
            if is_head {
                return Ok(());
            }
            let details = json!({ "file": "customers.csv", "rows": rows.count, "search": filter.q, "reseller": filter.reseller });
            let entry = Activity::new(Action::Export, "customer", details);
            portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(&scope, tx)?, vec![entry])))?;
            write_customers(c, scope.partner(), rows.selection(), locale, &mut *spool).map(drop)
        })
    })
    .await
}

/// The customers that match, and their number. `ids` is `None` for the whole list by name.
struct Rows {
    ids: Option<Vec<MicrosoftId>>,
    count: u64,
}

impl Rows {
    fn selection(&self) -> ExportSelection<'_> {
        self.ids.as_deref().map_or(ExportSelection::All, ExportSelection::These)
    }
}

fn select_rows(
    scope: &Scope<ExportCustomers>,
    lists: &CustomerSearch,
    filter: &Filter,
    c: &mut DbConnection,
) -> Result<Rows> {
    let within = customers_of_reseller(scope, filter.reseller.as_deref(), c)?;
    if let Some(id) = filter.id {
        let found = customer(scope, id, c).ok().filter(|_| within.is_none_or(|within| within.contains(&id)));
        let ids: Vec<MicrosoftId> = found.into_iter().map(|row| row.microsoft_id).collect();
        return Ok(Rows { count: ids.len() as u64, ids: Some(ids) });
    }
    if filter.words.is_empty() && within.is_none() && filter.sort == Sort::Name {
        return Ok(Rows { ids: None, count: lists.search.count(c, scope.partner(), &filter.words, None)? });
    }
    let ids = lists.search.all(c, scope.partner(), &filter.words, within.as_ref(), filter.sort)?;
    Ok(Rows { count: ids.len() as u64, ids: Some(ids) })
}
