//! `GET /customers.csv` and `.xlsx`: all customers that match the list's search and filter. Each export is an entry in the
//! log of sign-ins and exports. The number of exports per user and hour is limited.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, SavedList};
use crate::error::Result;
use crate::features::customer_list::conditions;
use crate::features::customer_list::export::{ExportSelection, write_customers};
use crate::features::customer_list::filter::{Filter, Params};
use crate::features::saved_views::opened::OpenedView;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::parameters::{SelectedParam, listed, parse_query};
use crate::web::table_export;
use crate::web::table_export::{TableExport, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Streams the file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// A malformed query parameter, more exports in an hour than the setting allows, or too many rows for a workbook.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    (params, rows): (Query<Params>, Query<SelectedParam>),
) -> Result<HttpResponse> {
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let export = CustomerExport::open(&request, &portal, &scope, (&params, &rows)).await?;
    table_export::send(&request, portal, scope, file, &file_name(), export).await
}

/// Returns the name of the file without extension.
pub fn file_name() -> String {
    format!("customers-{}", clock::now().format("%Y-%m-%d"))
}

/// The customers that match a filter.
pub struct CustomerExport {
    pub(super) portal: Data<AppState>,
    /// The user who exports.
    pub scope: Scope<ExportCustomers>,
    pub(super) filter: Filter,
    /// The only customers, if rows of the list were selected.
    pub(super) selected: Option<Vec<MicrosoftId>>,
}

impl CustomerExport {
    /// Returns what a request exports: the customers of its parameters, or of the view that it names.
    ///
    /// # Errors
    /// [`crate::error::Error::BadInput`] for a malformed parameter; [`crate::error::Error::NotFound`] for an unknown view.
    pub async fn open(
        request: &HttpRequest,
        portal: &Data<AppState>,
        scope: &Scope<ExportCustomers>,
        (params, rows): (&Params, &SelectedParam),
    ) -> Result<Self> {
        let selected = listed("ids", &rows.ids, |id| id.parse().ok())?;
        let (reader, query) = (scope.clone(), request.query_string().to_owned());
        let load =
            move |c: &mut DbConnection| OpenedView::load_named(&reader, SavedList::Customers, &query, c);
        let filter = match portal.db.read_one(load).await?.query() {
            Some(query) => parse_query::<Params>(&query)?.filter()?,
            None => params.filter()?,
        };
        Ok(CustomerExport { portal: portal.clone(), scope: scope.clone(), filter, selected })
    }
}

impl TableExport for CustomerExport {
    const NAME: &'static str = "customers";

    /// The customers in order; `None` for the whole list by name.
    type Rows = Option<Vec<MicrosoftId>>;

    fn select(&self, c: &mut DbConnection) -> Result<(Self::Rows, u64)> {
        let lists = &self.portal.lists;
        let partner = &self.scope.actor().partner;
        let ids = match &self.selected {
            Some(ids) => Some(conditions::these(partner, lists, ids, self.filter.sort, c)?),
            None => conditions::selected(partner, lists, &self.filter, c)?,
        };
        let count = match &ids {
            Some(ids) => ids.len() as u64,
            None => lists.search.total(c, self.scope.partner())?,
        };
        Ok((ids, count))
    }

    fn entry(&self, mut details: Map<String, Value>) -> Activity {
        details.insert("search".to_owned(), json!(self.filter.q));
        let parameters = self.filter.parameters();
        let reseller = parameters.iter().find(|(name, _)| *name == "reseller").map(|(_, value)| value);
        details.insert("reseller".to_owned(), json!(reseller));
        details.extend(self.selected.as_ref().map(|ids| ("selected".to_owned(), json!(ids.len()))));
        list_entry("customer", details)
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        rows: Self::Rows,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let chosen = rows.as_deref().map_or(ExportSelection::All, ExportSelection::These);
        write_customers(c, self.scope.partner(), chosen, file, out)
    }
}
