//! `GET /subscriptions.csv` and `.xlsx`: the subscriptions that match the list's search and filters, in its order. Each export
//! is an entry in the log of sign-ins and exports, and counts towards the user's hourly limit.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ExportSubscriptions;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, SavedList, TextEnum};
use crate::error::Result;
use crate::features::saved_views::opened::OpenedView;
use crate::features::subscription_list::export::write_all;
use crate::features::subscription_list::filter::{Filter, Params};
use crate::features::subscription_list::queries;
use crate::i18n::time_zone::{partner_zone, today};
use crate::search::subscriptions::FoundSubscriptions;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::column_sort::ColumnSort;
use crate::web::parameters::{SelectedParam, listed, parse_query};
use crate::web::table_export;
use crate::web::table_export::{TableExport, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::io::Write;
use uuid::Uuid;

/// Streams the file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// A malformed query parameter, more exports in an hour than the setting allows, or too many rows for a workbook.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportSubscriptions>,
    (params, rows): (Query<Params>, Query<SelectedParam>),
) -> Result<HttpResponse> {
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let export = SubscriptionListExport::open(&request, &portal, &scope, (&params, &rows)).await?;
    table_export::send(&request, portal, scope, file, &file_name(), export).await
}

/// Returns the name of the file without extension.
pub fn file_name() -> String {
    format!("subscriptions-{}", clock::now().format("%Y-%m-%d"))
}

/// The subscriptions that match a filter.
pub struct SubscriptionListExport {
    pub(super) portal: Data<AppState>,
    /// The user who exports.
    pub scope: Scope<ExportSubscriptions>,
    pub(super) filter: Filter,
    /// The only subscriptions, if rows of the list were selected: customer and Subscription ID.
    pub(super) selected: Option<Vec<(MicrosoftId, Uuid)>>,
}

/// Parses the id of a row: Microsoft ID and Subscription ID with a slash between them.
fn selected_key(text: &str) -> Option<(MicrosoftId, Uuid)> {
    let (customer, id) = text.split_once('/')?;
    Some((customer.parse().ok()?, id.parse().ok()?))
}

impl SubscriptionListExport {
    /// Whether the request asks for another order than that of the list.
    pub fn is_sorted(&self) -> bool {
        self.filter.sort != ColumnSort::default()
    }

    /// Returns what a request exports: the subscriptions of its parameters, or of the view that it names.
    ///
    /// # Errors
    /// [`crate::error::Error::BadInput`] for a malformed parameter; [`crate::error::Error::NotFound`] for an unknown view.
    pub async fn open(
        request: &HttpRequest,
        portal: &Data<AppState>,
        scope: &Scope<ExportSubscriptions>,
        (params, rows): (&Params, &SelectedParam),
    ) -> Result<Self> {
        let selected = listed("ids", &rows.ids, selected_key)?;
        let (reader, query) = (scope.clone(), request.query_string().to_owned());
        let load =
            move |c: &mut DbConnection| OpenedView::load_named(&reader, SavedList::Subscriptions, &query, c);
        let filter = match portal.db.read_one(load).await?.query() {
            Some(query) => parse_query::<Params>(&query)?.filter()?,
            None => params.filter()?,
        };
        Ok(SubscriptionListExport { portal: portal.clone(), scope: scope.clone(), filter, selected })
    }

    /// Returns the current day of the partner.
    fn today(&self) -> NaiveDate {
        today(partner_zone(&self.scope.actor().partner))
    }
}

impl TableExport for SubscriptionListExport {
    const NAME: &'static str = "subscriptions";

    type Rows = FoundSubscriptions;

    fn select(&self, c: &mut DbConnection) -> Result<(FoundSubscriptions, u64)> {
        let (filter, lists) = (&self.filter, &self.portal.lists);
        let mut conditions = queries::resolve(&self.scope, filter, self.today(), c)?;
        conditions.only.clone_from(&self.selected);
        let order = (filter.sort.column, filter.sort.descending);
        let found = lists.subscriptions.all(c, &lists.search, self.scope.partner(), &conditions, order)?;
        let count = found.len() as u64;
        Ok((found, count))
    }

    fn entry(&self, mut details: Map<String, Value>) -> Activity {
        let filter = &self.filter;
        let days = filter.renews.map(|dates| dates.days(self.today()));
        let set = [
            ("search", (!filter.q.is_empty()).then(|| json!(filter.q))),
            ("status", filter.status.map(|status| json!(status.text()))),
            ("offer", filter.offer.as_ref().map(|offer| json!(offer))),
            ("publisher", filter.publisher.as_ref().map(|publisher| json!(publisher))),
            ("reseller", filter.reseller.as_ref().map(|reseller| json!(reseller.as_str()))),
            ("billing_cycle", filter.cycle.map(|cycle| json!(cycle.text()))),
            ("auto_renew", filter.auto_renew.map(|on| json!(on))),
            ("from", days.as_ref().map(|days| json!(days.start()))),
            ("to", days.as_ref().map(|days| json!(days.end()))),
        ];
        details.extend(set.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
        details.extend(self.selected.as_ref().map(|keys| ("selected".to_owned(), json!(keys.len()))));
        list_entry("subscription", details)
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        found: FoundSubscriptions,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        write_all(c, self.scope.partner(), &found, file, out)
    }
}
